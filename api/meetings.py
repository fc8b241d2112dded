"""Meetings: a coordinator's week, those that wait for a time, and asking for one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import Field
from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from accounts.tables import Role, User
from api.deps import Now, Today, Transaction, allowed
from api.documentation import example
from api.fields import Given, Id, Instant, Shown, Text
from api.names import CitizenName
from api.paging import Key, Page, Paged
from citizens.queries import citizens_by_id
from citizens.service import look, look_through
from citizens.tables import Citizen
from core.clock import COPENHAGEN
from core.errors import BadInputError, NotFoundError
from scheduler import queries
from scheduler.meetings import invitations, requests
from scheduler.meetings.requests import Invitee
from scheduler.tables import Meeting, MeetingState, Participant
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
MEETING = {
    "id": 88,
    "kind": "tvaerfagligt_moede",
    "state": "planned",
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "minutes": 60,
    "earliest": "2026-11-24",
    "due": "2026-12-07",
    "latest": "2027-01-04",
    "starts_at": "2026-12-02T10:00:00+01:00",
    "ends_at": "2026-12-02T11:00:00+01:00",
    "site": "Rådhuset",
    "room": "Lokale 2",
    "participants": [
        {"citizen": 7, "user": None, "name": "Amina Yusuf", "required": True, "pool": None, "attends": True},
        {"citizen": None, "user": 4, "name": "Tove Holm", "required": True, "pool": None, "attends": True},
    ],
    "obstacles": [],
}
REQUESTED = MEETING | {
    "state": "requested",
    "starts_at": None,
    "ends_at": None,
    "site": None,
    "room": None,
    "obstacles": ["p4 og p21 har ingen fælles fri tid"],
}


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


class ParticipantShown(Shown):
    """Somebody asked to a meeting."""

    user: int | None
    citizen: int | None
    name: str
    required: bool
    pool: int | None
    attends: bool


class MeetingShown(Shown):
    """A meeting: without times and place until it is planned."""

    id: int
    kind: str
    state: MeetingState
    citizen: CitizenName | None
    minutes: int
    earliest: date
    due: date
    latest: date
    starts_at: Instant | None
    ends_at: Instant | None
    site: str | None
    room: str | None
    participants: list[ParticipantShown]
    obstacles: list[str]


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
    found = queries.coordinator_meetings(session, user.id, _midnight(first), _midnight(first + WEEK))
    rows = paging.cut(found, _by_time)
    return paging.page(rows, _by_time, _showing(session, user, now, paging.fitting(rows)))


@router.get("/unplanned", responses=example(200, {"items": [REQUESTED], "next": None}))
def list_unplanned(session: Transaction, user: Coordinator, now: Now, paging: Paged) -> Page[MeetingShown]:
    """The coordinator's meetings that have no time yet, the most urgent first, with what stands in the way."""
    rows = paging.cut(queries.coordinator_unplanned(session, user.id), _by_due)
    return paging.page(rows, _by_due, _showing(session, user, now, paging.fitting(rows)))


@router.get("/{meeting_id}", responses=example(200, MEETING))
def show(session: Transaction, user: Coordinator, now: Now, meeting_id: PathId) -> MeetingShown:
    """One of the coordinator's meetings."""
    meeting = queries.meeting(session, meeting_id)
    if meeting is None or meeting.coordinator_id != user.id:
        raise NotFoundError("Mødet findes ikke, eller det er ikke dit.", meeting=meeting_id)
    return _showing(session, user, now, [meeting])(meeting)


@router.post(
    "",
    status_code=201,
    responses=example(201, REQUESTED | {"obstacles": []}),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": WANTED}}}},
)
def request(
    session: Transaction, user: Coordinator, now: Now, today: Today, body: MeetingWanted, response: Response
) -> MeetingShown:
    """Ask for a meeting about a citizen. Other authorities are asked only where the citizen's consent covers them."""
    citizen = look(session, now, user.id, body.citizen, "indkaldelse til møde")
    invitees = [
        Invitee(user_id=one.user, citizen_id=one.citizen, required=one.required, pool=one.pool)
        for one in body.participants
    ]
    if found := invitations.faults(session, now, user, citizen, body.sites, invitees):
        raise BadInputError(found)
    meeting = requests.request_meeting(session, now, today, body.kind, citizen.id, user.id, body.sites, invitees)
    response.headers["Location"] = f"/api/v1/meetings/{meeting.id}"
    return _showing(session, user, now, [meeting])(meeting)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the ids in some meetings are called."""

    users: Mapping[int, User]
    citizens: Mapping[int, Citizen]
    sites: Mapping[int, str]
    rooms: Mapping[int, str]

    def participant(self, row: Participant) -> ParticipantShown:
        """Somebody asked, by name."""
        known = self.users.get(row.user_id or 0) or self.citizens[row.citizen_id or 0]
        return ParticipantShown(
            user=row.user_id,
            citizen=row.citizen_id,
            name=known.name,
            required=row.required,
            pool=row.pool,
            attends=row.attends,
        )


def _showing(session: Session, user: User, now: datetime, rows: Sequence[Meeting]) -> Callable[[Meeting], MeetingShown]:
    """How each of `rows` is shown; that the citizens' meetings were seen is logged."""
    asked = [participant for row in rows for participant in row.participants]
    about = {row.citizen_id for row in rows} | {one.citizen_id for one in asked}
    names = _Names(
        users=users_by_id(session, {one.user_id for one in asked if one.user_id is not None}),
        citizens=citizens_by_id(session, {one for one in about if one is not None}),
        sites={site.id: site.name for site in queries.sites(session)},
        rooms={room.id: room.name for room in queries.rooms(session)},
    )
    look_through(session, now, user.id, names.citizens.values(), "møder")
    return lambda row: _shown(row, names)


def _shown(row: Meeting, names: _Names) -> MeetingShown:
    citizen = None if row.citizen_id is None else names.citizens[row.citizen_id]
    return MeetingShown(
        id=row.id,
        kind=row.kind,
        state=row.state,
        citizen=None if citizen is None else CitizenName.model_validate(citizen),
        minutes=row.minutes,
        earliest=row.earliest,
        due=row.due,
        latest=row.latest,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        site=None if row.site_id is None else names.sites[row.site_id],
        room=None if row.room_id is None else names.rooms[row.room_id],
        participants=[names.participant(one) for one in sorted(row.participants, key=lambda one: one.id)],
        obstacles=row.obstacles,
    )


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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)
