"""«Fremmøde»: everybody at the employer's units today, one tap each; and one placement's latest weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from citizens.service import look_through
from core.errors import Fault
from law.workdays import ONE_DAY
from placements.daily import queries
from placements.daily.access import standing
from placements.daily.attendance import earliest, report
from placements.daily.queries import Known
from placements.daily.tables import Presence
from placements.states import Side
from web.daily.visitors import Employer
from web.fields import LARGEST_ID, PathId
from web.forms import back, tried
from web.visits import Anybody, Visit

router = APIRouter()
TODAY = "/fremmoede"
WEEKS = 4
UNDO = "undo"
Told = Annotated[str, Form(pattern=f"^({'|'.join(Presence)}|{UNDO})$")]
"""A presence, or that what was said is taken back."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person at a workplace as the page may show them: the first name only where it was shared."""

    placement_id: int
    name: str | None
    scheme: str
    start: date
    presence: Presence | None = None
    missing: int = 0
    """Days of the latest two weeks, before today, of which nothing has been said."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and who is to come there today."""

    name: str
    people: Sequence[Somebody]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a placement; whether the visitor may still say something about it."""

    day: date
    presence: Presence | None
    open: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The days of a week on which somebody is to come, to today at the latest."""

    number: int
    days: Sequence[Day]


@router.get(TODAY)
def today(visit: Employer) -> HTMLResponse:
    """Everybody who is to come today, by unit. That the named ones were seen is logged."""
    return _today_page(visit)


@router.post(TODAY, response_model=None)
def tap(
    visit: Employer, placement: Annotated[int, Form(ge=1, le=LARGEST_ID)], day: Annotated[date, Form()], presence: Told
) -> HTMLResponse | RedirectResponse:
    """One tap: whom it is about, the day, and what the button says. A page left open overnight tells of its own day."""

    def work() -> RedirectResponse:
        _report(visit, placement, day, presence)
        return back(TODAY, "attendance", f"p-{placement}")

    return tried(visit, work, lambda faults: _today_page(visit, faults))


@router.get("/forloeb/{placement_id:int}/fremmoede")
def of_placement(visit: Anybody, placement_id: PathId) -> HTMLResponse:
    """The latest weeks: the employer corrects them, the citizen and those who carry the case read them."""
    return _placement_page(visit, placement_id)


@router.post("/forloeb/{placement_id:int}/fremmoede", response_model=None)
def correct(
    visit: Anybody, placement_id: PathId, day: Annotated[date, Form()], presence: Told
) -> HTMLResponse | RedirectResponse:
    """Say or correct what was said of one day."""

    def work() -> RedirectResponse:
        _report(visit, placement_id, day, presence)
        return back(f"/forloeb/{placement_id}/fremmoede", "attendance", f"d-{day}")

    return tried(visit, work, lambda faults: _placement_page(visit, placement_id, faults))


def weeks(visit: Visit, known: Known, number: int, side: Side) -> list[Week]:
    """The latest weeks of a placement, the newest first; weeks without a day of it are left out."""
    monday = visit.today - timedelta(days=visit.today.weekday())
    first = monday - timedelta(weeks=number - 1)
    told = queries.told(visit.session, [known.placement.id], first, visit.today).get(known.placement.id, {})
    since = earliest(visit.today, visit.request.app.state.terms)
    found = []
    for begin in (monday - timedelta(weeks=ago) for ago in range(number)):
        days = known.running.days(begin, min(begin + timedelta(days=6), visit.today))
        shown = [Day(day, told.get(day), side is Side.EMPLOYER and day >= since) for day in reversed(days)]
        if shown:
            found.append(Week(begin.isocalendar().week, shown))
    return found


def somebody(known: Known) -> Somebody:
    """The person as an employer may see them."""
    return Somebody(known.placement.id, known.shared_name, known.placement.scheme, known.placement.start)


def _people_of(visit: Visit) -> list[tuple[Known, Somebody]]:
    """Everybody who is to come to the employer's units today, with what was said of today and what is missing."""
    found = [
        one
        for one in queries.of_employer(visit.session, visit.person.id, visit.today, visit.today)
        if one.running.on(visit.today)
    ]
    since = earliest(visit.today, visit.request.app.state.terms)
    told = queries.told(visit.session, [one.placement.id for one in found], since, visit.today)
    return [(one, _with_days(one, told.get(one.placement.id, {}), since, visit.today)) for one in found]


def _with_days(known: Known, told: Mapping[date, Presence], since: date, today: date) -> Somebody:
    missing = sum(day not in told for day in known.running.days(since, today - ONE_DAY))
    return replace(somebody(known), presence=told.get(today), missing=missing)


def _today_page(visit: Visit, faults: Sequence[Fault] = ()) -> HTMLResponse:
    found = _people_of(visit)
    units = {known.unit.id: known.unit.name for known, _ in found}
    places = [Place(name, [one for known, one in found if known.unit.id == unit]) for unit, name in units.items()]
    named = [known.citizen for known, one in found if one.name is not None]
    look_through(visit.session, visit.now, visit.person.id, named, "fremmøde")
    shown = {"places": places, "day": visit.today, "told": sum(one.presence is not None for _, one in found)}
    return visit.page("daily/today.html", **shown, number=len(found), presences=list(Presence), faults=faults)


def _placement_page(visit: Visit, placement_id: int, faults: Sequence[Fault] = ()) -> HTMLResponse:
    known, side = standing(visit.session, visit.person, placement_id)
    if side is not Side.CITIZEN:
        look_through(visit.session, visit.now, visit.person.id, [known.citizen], "fremmøde")
    return visit.page(
        "daily/placement.html",
        one=somebody(known),
        full_name=None if side is Side.EMPLOYER else known.citizen.name,
        side=side,
        unit=known.unit,
        weeks=weeks(visit, known, WEEKS, side),
        presences=list(Presence),
        faults=faults,
    )


def _report(visit: Visit, placement_id: int, day: date, presence: str) -> None:
    said = None if presence == UNDO else Presence(presence)
    report(visit.session, visit.now, visit.person, placement_id, day, said, visit.request.app.state.terms)
