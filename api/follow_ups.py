"""Follow-ups: what falls due around a coordinator's citizens, and what is overdue."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from accounts.tables import Role, User
from api.deps import Now, Today, Transaction, allowed
from api.documentation import example
from api.fields import Shown
from api.names import CitizenName
from api.paging import Key, Page, Paged
from citizens.service import look_through
from citizens.tables import Citizen
from scheduler.followups import queries
from scheduler.followups.tables import FollowUp

router = APIRouter(prefix="/follow-ups", tags=["follow-ups"])
Coordinator = Annotated[User, Depends(allowed(Role.COORDINATOR))]
AHEAD = timedelta(days=7)

FOLLOW_UP = {
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "rule": "samtaler",
    "of": "2026-08-03",
    "number": 2,
    "earliest": "2026-10-19",
    "due": "2026-11-02",
    "latest": "2026-11-16",
    "overdue": True,
}


class FollowUpShown(Shown):
    """One follow-up: its rule, which of the series named by `of` it is, and when it is due."""

    citizen: CitizenName
    rule: str
    of: date
    number: int
    earliest: date
    due: date
    latest: date
    overdue: bool


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
    """What is due around the coordinator's citizens, the earliest first."""
    found = queries.follow_ups(session, user.id, until or today + AHEAD)
    wanted = [row for row in found if overdue is None or (row[0].latest < today) == overdue]
    rows = paging.cut(sorted(wanted, key=_key), _key)
    look_through(session, now, user.id, [citizen for _, citizen in paging.fitting(rows)], "opfølgninger")
    return paging.page(rows, _key, lambda row: _shown(*row, today))


def _key(row: tuple[FollowUp, Citizen]) -> Key:
    return (row[0].due.isoformat(), row[0].rule, row[0].id)


def _shown(row: FollowUp, citizen: Citizen, today: date) -> FollowUpShown:
    return FollowUpShown(
        citizen=CitizenName.model_validate(citizen),
        rule=row.rule,
        of=row.of,
        number=row.number,
        earliest=row.earliest,
        due=row.due,
        latest=row.latest,
        overdue=row.latest < today,
    )
