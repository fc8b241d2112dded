"""Something came in the way of the published plan: write it down, and have a draft that moves as little as can be."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import AwareDatetime, Field

from accounts.tables import Role, User
from api.deps import Now, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Id, Text
from api.once import IdempotencyKey, made
from api.planning_runs import QUEUED, PlanningRunShown, shown
from api.runs import MANAGERS, accepted, there
from core.errors import BadInputError, Fault
from scheduler import queries
from scheduler.calendars.service import absent_from
from scheduler.planning.changes import Absent, Change, Closed, RoomCancelled, request_replan

router = APIRouter(prefix="/replans", tags=["meetings"])
Planner = Annotated[User, Depends(allowed(Role.COORDINATOR, *MANAGERS))]
ABSENT = {"absent": {"user": 21, "first": "2026-12-02", "last": "2026-12-04", "substitute": 22}}


class AbsentGiven(Given):
    """Somebody is away on these days, both included. Why is not asked."""

    user: Id
    first: date
    last: date
    substitute: Id | None = None


class ClosedGiven(Given):
    """Nobody meets on this day."""

    day: date
    why: Text


class RoomGiven(Given):
    """A room cannot be used from one instant to another."""

    room: Id
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class Disruption(Given):
    """One of these has happened."""

    absent: AbsentGiven | None = None
    closed: ClosedGiven | None = None
    room: RoomGiven | None = Field(default=None, description="A room that is gone for a while")


@router.post("", status_code=202, responses=example(202, QUEUED), openapi_extra=body(ABSENT))
def replan(
    session: Transaction,
    user: Planner,
    now: Now,
    given: Disruption,
    response: Response,
    key: IdempotencyKey = None,
) -> PlanningRunShown:
    """Keep what has happened, so that every later plan sees it, and ask for a draft that copes with it."""
    run_id = made(session, now, user, key, "planning_run", lambda: _ask(session, user, now, given))
    accepted(response, f"/api/v1/planning-runs/{run_id}")
    return shown(there(queries.planning_run(session, run_id)))


def _ask(session: Transaction, user: User, now: datetime, given: Disruption) -> int:
    match given:
        case Disruption(absent=AbsentGiven() as one, closed=None, room=None):
            absent_from(session, now, user, one.user, one.first, one.last, one.substitute)
            change: Change = Absent(one.user, one.first, one.last)
        case Disruption(absent=None, closed=ClosedGiven() as one, room=None):
            change = Closed(one.day, one.why)
        case Disruption(absent=None, closed=None, room=RoomGiven() as one):
            change = RoomCancelled(one.room, one.starts_at, one.ends_at)
        case _:
            raise BadInputError([Fault("absent", "nævn netop én ændring: absent, closed eller room")])
    return request_replan(session, now, user, change).id
