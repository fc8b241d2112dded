"""Figures for managers: how many, never who."""

from typing import Annotated

from fastapi import APIRouter, Depends

from accounts.tables import User
from api.deps import Today, Transaction, allowed
from api.documentation import example
from api.fields import Shown
from api.follow_ups import AHEAD
from api.match_shapes import MatchRunShown
from api.match_shapes import shown as shown_run
from api.runs import MANAGERS
from citizens.queries import count_by_status
from citizens.tables import Status
from matcher.queries import latest_done
from scheduler.followups.queries import count_due, count_overdue

router = APIRouter(prefix="/figures", tags=["figures"])
Manager = Annotated[User, Depends(allowed(*MANAGERS))]

FIGURES = {
    "citizens": {"ready": 42, "proposed": 31, "praktik": 60},
    "follow_ups_due": 25,
    "follow_ups_overdue": 4,
    "latest_match_run": None,
}


class FiguresShown(Shown):
    """Where things stand today."""

    citizens: dict[Status, int]
    follow_ups_due: int
    follow_ups_overdue: int
    latest_match_run: MatchRunShown | None


@router.get("", responses=example(200, FIGURES))
def show(session: Transaction, _user: Manager, today: Today) -> FiguresShown:
    """Citizens by status, follow-ups due from today to a week ahead and overdue, and the newest match run's answer."""
    run = latest_done(session)
    return FiguresShown(
        citizens=count_by_status(session),
        follow_ups_due=count_due(session, today, today + AHEAD),
        follow_ups_overdue=count_overdue(session, today),
        latest_match_run=None if run is None else shown_run(run),
    )
