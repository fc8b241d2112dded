"""Drafts: what the planner proposes for the coordinator's meetings, published all or in part."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Now, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Id, Instant, Shown
from citizens.queries import citizens_by_id
from citizens.service import look_through
from core.errors import NotFoundError
from scheduler.planning import publishing, queries
from scheduler.planning.publishing import Reason
from scheduler.planning.tables import Draft
from web.fields import PathId

router = APIRouter(prefix="/drafts", tags=["meetings"])
Coordinator = Annotated[User, Depends(allowed(Role.COORDINATOR))]

ROW = {
    "id": 501,
    "meeting": 88,
    "starts_at": "2026-12-02T10:00:00+01:00",
    "ends_at": "2026-12-02T11:00:00+01:00",
    "site": 1,
    "room": 2,
    "users": [4, 21],
    "citizens": [7],
    "obstacles": [],
    "moved_by": None,
    "published_at": None,
}
DRAFT = {"id": 12, "run": 3, "made_at": "2026-11-23T10:00:08+01:00", "meetings": [ROW]}
CONFLICT = {"meeting": 90, "reason": "double_booking"}


class RowShown(Shown):
    """One meeting of a draft: its time, place and people, or what stands in its way."""

    id: int
    meeting: int = Field(validation_alias="meeting_id")
    starts_at: Instant | None
    ends_at: Instant | None
    site: int | None = Field(validation_alias="site_id")
    room: int | None = Field(validation_alias="room_id")
    users: list[int] = Field(validation_alias="user_ids")
    citizens: list[int] = Field(validation_alias="citizen_ids")
    obstacles: list[dict[str, Any]]
    moved_by: int | None
    published_at: Instant | None


class DraftShown(Shown):
    """A draft, with the meetings that the coordinator convenes. Nobody is told of it before it is published."""

    id: int
    run: int
    made_at: Instant
    meetings: list[RowShown]


class Chosen(Given):
    """Which of the coordinator's meetings to publish; all where nothing is said."""

    meetings: list[Id] | None = Field(default=None, max_length=1000)


class ConflictShown(Shown):
    """A meeting that keeps what it had, and why."""

    meeting: int
    reason: Reason


class PublishedShown(Shown):
    """The meetings that got a new time or lost theirs, and those left as they were."""

    meetings: list[int]
    conflicts: list[ConflictShown]


@router.get("/latest", responses=example(200, DRAFT))
def latest(session: Transaction, user: Coordinator, now: Now) -> DraftShown:
    """The newest draft."""
    return _shown(session, user, now, queries.latest_draft(session))


@router.get("/{draft_id}", responses=example(200, DRAFT))
def show(session: Transaction, user: Coordinator, now: Now, draft_id: PathId) -> DraftShown:
    """One draft."""
    return _shown(session, user, now, queries.draft(session, draft_id))


@router.post(
    "/{draft_id}/publish",
    responses=example(200, {"meetings": [88], "conflicts": [CONFLICT]}),
    openapi_extra=body({"meetings": [88, 90]}),
)
def publish(session: Transaction, user: Coordinator, now: Now, draft_id: PathId, chosen: Chosen) -> PublishedShown:
    """Give the meetings their times, book everybody, invite. Twice is once. What conflicts stays as it was."""
    mine = {row.meeting_id for row in queries.rows_run_by(session, draft_id, user.id)}
    wanted = mine if chosen.meetings is None else mine & set(chosen.meetings)
    done = publishing.publish(session, now, user, draft_id, wanted)
    conflicts = [ConflictShown(meeting=one.meeting_id, reason=one.reason) for one in done.conflicts]
    return PublishedShown(meetings=sorted(done.meetings), conflicts=conflicts)


def _shown(session: Transaction, user: User, now: Now, draft: Draft | None) -> DraftShown:
    if draft is None:
        raise NotFoundError("Kladden findes ikke.")
    rows = queries.rows_run_by(session, draft.id, user.id)
    about = citizens_by_id(session, {one for row in rows for one in row.citizen_ids})
    look_through(session, now, user.id, about.values(), "kladde")
    meetings = [RowShown.model_validate(row) for row in rows]
    return DraftShown(id=draft.id, run=draft.run_id, made_at=draft.made_at, meetings=meetings)
