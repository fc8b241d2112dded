"""Meetings: a coordinator's week, those that wait for a time, and asking for one."""

from datetime import UTC, date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import Field

from accounts.tables import Role, User
from api import documentation
from api.deps import Now, Staff, Today, Transaction, allowed
from api.documentation import example
from api.fields import Given, Id, Text
from api.meeting_shapes import MEETING, REQUESTED, MeetingShown, showing, shown
from api.once import IdempotencyKey, made
from api.paging import Key, Page, Paged
from citizens.service import look
from core.clock import midnight
from scheduler import queries
from scheduler.meetings import requests
from scheduler.meetings.requests import Invitee
from scheduler.meetings.windows import Window, set_window
from scheduler.tables import Meeting
from web.coordinator.access import seen
from web.fields import PathId

router = APIRouter(prefix="/meetings", tags=["meetings"])
Coordinator = Annotated[User, Depends(allowed(Role.COORDINATOR))]
WEEK = timedelta(days=7)
WEEK_WRITTEN = "^20[0-9]{2}-W[0-9]{2}$"

WANTED = {
    "kind": "tvaerfagligt_moede",
    "citizen": 7,
    "sites": [1],
    "participants": [{"citizen": 7}, {"user": 4}, {"user": 21, "pool": 1}, {"user": 22, "pool": 1}],
}
WINDOW = {"earliest": "2026-11-24", "due": "2026-12-07", "latest": "2027-01-04"}


class ParticipantWanted(Given):
    """Somebody to be asked: a user or a citizen. Those with the same `pool` stand in for each other."""

    user: Id | None = None
    citizen: Id | None = None
    required: bool = True
    pool: Id | None = None


class MeetingWanted(Given):
    """A meeting about one citizen; it gets its time in the next plan."""

    kind: Text
    citizen: Id
    sites: list[Id] = Field(min_length=1, max_length=10, description="Where it may be held, in order of wish")
    participants: list[ParticipantWanted] = Field(min_length=1, max_length=40)
    chair: Id | None = Field(default=None, description="The coordinator where nobody is named")
    minutes: int | None = Field(default=None, description="The kind's usual length where not given")
    team_case: bool = Field(default=False, description="Whether a team may take it on one of its days")


class WindowGiven(Given):
    """Days of a meeting: the first possible, the one it is due by, the last possible."""

    earliest: date
    due: date
    latest: date


@router.get("", responses=example(200, {"items": [MEETING], "next": None}))
def list_week(
    session: Transaction,
    user: Coordinator,
    now: Now,
    today: Today,
    paging: Paged,
    week: Annotated[
        str | None, Query(pattern=WEEK_WRITTEN, description="ISO week, `2026-W49`; this week where not given")
    ] = None,
) -> Page[MeetingShown]:
    """The coordinator's meetings of a week, in order of time."""
    first = _monday(week) if week is not None else today - timedelta(days=today.weekday())
    found = queries.coordinator_meetings(session, user.id, midnight(first), midnight(first + WEEK))
    rows = paging.cut(found, _by_time)
    return paging.page(rows, _by_time, showing(session, user, now, paging.fitting(rows)))


@router.get("/unplanned", responses=example(200, {"items": [REQUESTED], "next": None}))
def list_unplanned(session: Transaction, user: Coordinator, now: Now, paging: Paged) -> Page[MeetingShown]:
    """The coordinator's meetings that have no time yet, the most urgent first, with what stands in the way."""
    rows = paging.cut(queries.coordinator_unplanned(session, user.id), _by_due)
    return paging.page(rows, _by_due, showing(session, user, now, paging.fitting(rows)))


@router.get("/{meeting_id}", responses=example(200, MEETING))
def show(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> MeetingShown:
    """A meeting, for whoever runs it."""
    return shown(session, seen(session, now, user, meeting_id))


@router.post(
    "", status_code=201, responses=example(201, REQUESTED | {"obstacles": []}), openapi_extra=documentation.body(WANTED)
)
def request(
    session: Transaction,
    user: Coordinator,
    now: Now,
    today: Today,
    body: MeetingWanted,
    response: Response,
    key: IdempotencyKey = None,
) -> MeetingShown:
    """Ask for a meeting about a citizen. Other authorities are asked only where the citizen's consent covers them."""
    look(session, now, user.id, body.citizen, "indkaldelse til møde")
    made_id = made(session, now, user, key, "meeting", lambda: _request(session, user, now, today, body))
    response.headers["Location"] = f"/api/v1/meetings/{made_id}"
    return shown(session, seen(session, now, user, made_id))


@router.put("/{meeting_id}/window", responses=example(200, REQUESTED), openapi_extra=documentation.body(WINDOW))
def change_window(session: Transaction, user: Staff, now: Now, meeting_id: PathId, window: WindowGiven) -> MeetingShown:
    """Give a meeting that has no time yet other days: the first possible, the one it is due by, the last possible."""
    wanted = Window(window.earliest, window.due, window.latest)
    return shown(session, set_window(session, now, user, meeting_id, wanted))


def _request(session: Transaction, user: User, now: Now, today: Today, body: MeetingWanted) -> int:
    invitees = [Invitee(one.user, one.citizen, one.required, one.pool) for one in body.participants]
    meeting = requests.request_meeting(
        session,
        now,
        today,
        body.kind,
        body.citizen,
        user.id,
        body.sites,
        invitees,
        chair_id=body.chair,
        minutes=body.minutes,
        team_case=body.team_case,
    )
    return meeting.id


def _by_time(row: Meeting) -> Key:
    assert row.starts_at is not None
    return (row.starts_at.astimezone(UTC).isoformat(timespec="seconds"), row.id)


def _by_due(row: Meeting) -> Key:
    return (row.due.isoformat(), row.id)


def _monday(week: str) -> date:
    """The first day of an ISO week. Raises HTTPException 400 where there is none."""
    try:
        return date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    except ValueError as error:
        raise HTTPException(400) from error
