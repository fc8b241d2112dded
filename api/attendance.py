"""Attendance: what the employer says of who came, and what those who carry the case read."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from accounts.tables import Role, User
from api.deps import Now, Person, Today, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Instant, Shown
from citizens.service import look_through
from placements.daily import queries
from placements.daily.access import standing
from placements.daily.attendance import report
from placements.daily.queries import Known
from placements.daily.tables import Presence
from placements.states import Side
from web.fields import PathId

router = APIRouter(tags=["attendance"])
Employer = Annotated[User, Depends(allowed(Role.EMPLOYER))]
BACK = timedelta(days=28)

TOLD = {"day": "2026-11-23", "presence": "came", "at": "2026-11-23T10:00:00+01:00"}
EXPECTED = {
    "placement": 17,
    "unit": 4,
    "first_name": None,
    "scheme": "virksomhedspraktik",
    "start": "2026-11-03",
    "presence": None,
}


class Expected(Shown):
    """Somebody who is to come on a day; the first name only where the citizen has agreed to it."""

    placement: int
    unit: int
    first_name: str | None
    scheme: str
    start: date
    presence: Presence | None


class DayTold(Shown):
    """What was said of one day."""

    day: date
    presence: Presence
    at: Instant


class PresenceGiven(Given):
    """What is said of a day."""

    presence: Presence


@router.get("/attendance", responses=example(200, [EXPECTED]))
def expected(
    session: Transaction,
    user: Employer,
    now: Now,
    today: Today,
    day: Annotated[date | None, Query(description="Today where not given")] = None,
) -> list[Expected]:
    """Everybody who is to come to the employer's units on a day, by unit and start, and what was said of it."""
    on = day or today
    found = [one for one in queries.of_employer(session, user.id, on, on) if one.running.on(on)]
    told = queries.told(session, [one.placement.id for one in found], on, on)
    named = [one.citizen for one in found if one.shared_name is not None]
    look_through(session, now, user.id, named, "fremmøde")
    return [_expected(one, told.get(one.placement.id, {}).get(on)) for one in found]


@router.get("/placements/{placement_id}/attendance", responses=example(200, [TOLD]))
def of_placement(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    placement_id: PathId,
    first: Annotated[date | None, Query(description="Four weeks back where not given")] = None,
) -> list[DayTold]:
    """What was said of a placement's days to today, for its employer, its citizen and those who carry the case."""
    known, side = standing(session, user, placement_id)
    if side is Side.MUNICIPALITY:
        look_through(session, now, user.id, [known.citizen], "fremmøde")
    return _told(session, placement_id, first or today - BACK, today)


@router.put(
    "/placements/{placement_id}/attendance/{day}",
    responses=example(200, TOLD),
    openapi_extra=body({"presence": "came"}),
)
def tell(
    request: Request,
    session: Transaction,
    user: Person,
    now: Now,
    placement_id: PathId,
    day: date,
    given: PresenceGiven,
) -> DayTold:
    """Say whether somebody came on a day, or correct it. The same again changes nothing."""
    report(session, now, user, placement_id, day, given.presence, request.app.state.terms)
    return DayTold.model_validate(queries.attendance(session, placement_id, day))


@router.delete("/placements/{placement_id}/attendance/{day}", responses=example(200, [TOLD]))
def take_back(
    request: Request, session: Transaction, user: Person, now: Now, today: Today, placement_id: PathId, day: date
) -> list[DayTold]:
    """Take back what was said of a day; answers with what is left of four weeks. Where nothing was, nothing happens."""
    report(session, now, user, placement_id, day, None, request.app.state.terms)
    return _told(session, placement_id, today - BACK, today)


def _told(session: Transaction, placement_id: int, first: date, last: date) -> list[DayTold]:
    return [DayTold.model_validate(row) for row in queries.attendance_of(session, placement_id, first, last)]


def _expected(known: Known, presence: Presence | None) -> Expected:
    placement = known.placement
    return Expected(
        placement=placement.id,
        unit=known.unit.id,
        first_name=known.shared_name,
        scheme=placement.scheme,
        start=placement.start,
        presence=presence,
    )
