"""Follow-ups: what falls due around a coordinator's citizens, and what is overdue."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from accounts.tables import Role, User
from api.deps import Now, Staff, Today, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Shown
from api.names import CitizenName
from api.paging import Key, Page, Paged
from citizens.service import look, look_through
from citizens.tables import Citizen
from scheduler.calendars.queries import absent
from scheduler.followups import queries, service
from scheduler.followups.tables import FollowUp
from web.fields import PathId

router = APIRouter(prefix="/follow-ups", tags=["follow-ups"])
Coordinator = Annotated[User, Depends(allowed(Role.COORDINATOR))]
AHEAD = timedelta(days=7)

FOLLOW_UP = {
    "id": 612,
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "rule": "samtaler",
    "of": "2026-08-03",
    "number": 2,
    "earliest": "2026-10-19",
    "due": "2026-11-02",
    "latest": "2026-11-16",
    "overdue": True,
    "held_on": None,
}


class FollowUpShown(Shown):
    """One follow-up: its rule, which of the series named by `of` it is, and when it is due."""

    id: int
    citizen: CitizenName
    rule: str
    of: date
    number: int
    earliest: date
    due: date
    latest: date
    overdue: bool
    held_on: date | None


class HeldGiven(Given):
    """The day on which it was held."""

    on: date


@router.get("", responses=example(200, {"items": [FOLLOW_UP], "next": None}))
def list_follow_ups(
    session: Transaction,
    user: Coordinator,
    now: Now,
    today: Today,
    paging: Paged,
    until: Annotated[date | None, Query(description="Due on this day or before; a week ahead where not given")] = None,
    overdue: Annotated[bool | None, Query(description="Only those that are overdue, or that are not")] = None,
) -> Page[FollowUpShown]:
    """What is open and due around the coordinator's citizens, and those they stand in for, the earliest first."""
    found = queries.follow_ups(session, user.id, until or today + AHEAD, absent(session, today))
    wanted = [row for row in found if overdue is None or (row[0].latest < today) == overdue]
    rows = paging.cut(sorted(wanted, key=_key), _key)
    look_through(session, now, user.id, [citizen for _, citizen in paging.fitting(rows)], "opfølgninger")
    return paging.page(rows, _key, lambda row: _shown(*row, today))


@router.get("/forgotten", responses=example(200, []))
def forgotten(session: Transaction, user: Coordinator, now: Now, today: Today) -> list[CitizenName]:
    """The coordinator's citizens whom nobody is to see or call again: this list must be empty."""
    found = queries.without_next_contact(session, now, today)
    mine = [one for one in found if user.id in (one.coordinator_id, one.substitute_id)]
    look_through(session, now, user.id, mine, "opfølgninger")
    return [CitizenName.model_validate(one) for one in mine]


@router.post(
    "/{follow_up_id}/held",
    responses=example(200, FOLLOW_UP | {"held_on": "2026-11-23", "overdue": False}),
    openapi_extra=body({"on": "2026-11-23"}),
)
def held(
    request: Request, session: Transaction, user: Staff, now: Now, today: Today, follow_up_id: PathId, given: HeldGiven
) -> FollowUpShown:
    """Tick off, for those who carry the case. Answers with the row that it closed: the first due of its series."""
    row = service.held(session, now, user, follow_up_id, given.on, request.app.state.terms)
    return _of_case(session, user, now, today, row)


@router.post("/{follow_up_id}/reopen", responses=example(200, FOLLOW_UP))
def reopen(
    request: Request, session: Transaction, user: Staff, now: Now, today: Today, follow_up_id: PathId
) -> FollowUpShown:
    """It was not held after all."""
    service.reopen(session, now, user, follow_up_id, request.app.state.terms)
    return _of_case(session, user, now, today, session.get_one(FollowUp, follow_up_id))


def _of_case(session: Transaction, user: User, now: Now, today: date, row: FollowUp) -> FollowUpShown:
    return _shown(row, look(session, now, user.id, row.citizen_id, "opfølgning"), today)


def _key(row: tuple[FollowUp, Citizen]) -> Key:
    return (row[0].due.isoformat(), row[0].rule, row[0].id)


def _shown(row: FollowUp, citizen: Citizen, today: date) -> FollowUpShown:
    return FollowUpShown(
        id=row.id,
        citizen=CitizenName.model_validate(citizen),
        rule=row.rule,
        of=row.of,
        number=row.number,
        earliest=row.earliest,
        due=row.due,
        latest=row.latest,
        overdue=row.held_on is None and row.latest < today,
        held_on=row.held_on,
    )
