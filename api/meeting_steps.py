"""What becomes of a meeting: held, cancelled, nobody came, or another in its place; and its history."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.deps import Now, Staff, Today, Transaction
from api.documentation import body, example
from api.fields import Given, Instant, Shown, Text
from api.meeting_shapes import MEETING, REQUESTED, MeetingShown, shown
from scheduler.meetings import life, queries, requests
from scheduler.meetings.states import Action
from scheduler.tables import MeetingState
from web.coordinator.access import seen
from web.fields import PathId

router = APIRouter(prefix="/meetings/{meeting_id}", tags=["meetings"])

BECAUSE = {"why": "Borgeren er syg"}
CHANGE = {
    "at": "2026-11-24T09:10:00+01:00",
    "user": 4,
    "action": "publish",
    "from": "requested",
    "to": "planned",
    "why": "Planen blev udsendt",
    "starts_at": "2026-12-02T10:00:00+01:00",
}


class Because(Given):
    """Why: it stands in the meeting's history, not in what people are sent."""

    why: Text


class ChangeShown(Shown):
    """One step in a meeting's life. `user` is null where the service itself took it."""

    at: Instant
    user: int | None = Field(validation_alias="user_id")
    action: Action
    from_: Annotated[MeetingState, Field(alias="from")]
    to: MeetingState
    why: str
    starts_at: Instant | None


@router.get("/changes", responses=example(200, [CHANGE]))
def changes(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> list[ChangeShown]:
    """What has happened to the meeting, the oldest first."""
    meeting = seen(session, now, user, meeting_id)
    return [ChangeShown.model_validate(row) for row in queries.changes(session, meeting.id)]


@router.post("/hold", responses=example(200, MEETING | {"state": "held"}))
def hold(session: Transaction, user: Staff, now: Now, meeting_id: PathId, request: Request) -> MeetingShown:
    """The meeting was held; the follow-up it was for is ticked off. Twice is once; before its time it is refused."""
    return shown(session, life.hold(session, now, user, meeting_id, request.app.state.terms))


@router.post("/cancel", responses=example(200, MEETING | {"state": "cancelled"}), openapi_extra=body(BECAUSE))
def cancel(session: Transaction, user: Staff, now: Now, meeting_id: PathId, because: Because) -> MeetingShown:
    """Call the meeting off; those who were invited are told. Twice is once."""
    return shown(session, life.cancel(session, now, user, meeting_id, because.why))


@router.post("/again", status_code=201, responses=example(201, REQUESTED | {"obstacles": []}))
def again(session: Transaction, user: Staff, now: Now, today: Today, meeting_id: PathId) -> MeetingShown:
    """Ask for another meeting in place of one that was cancelled or that nobody came to. Twice is once."""
    made = requests.request_again(session, now, today, user, meeting_id)
    return shown(session, seen(session, now, user, made.id))


@router.post("/no-show", responses=example(200, MEETING | {"state": "no_show"}), openapi_extra=body(BECAUSE))
def no_show(session: Transaction, user: Staff, now: Now, meeting_id: PathId, because: Because) -> MeetingShown:
    """Nobody came. Twice is once; before its time it is refused."""
    return shown(session, life.no_show(session, now, user, meeting_id, because.why))
