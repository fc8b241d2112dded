"""How the API shows a meeting."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from api.fields import Instant, Shown
from api.names import CitizenName
from citizens.service import look_through
from scheduler.tables import Meeting, MeetingState, Participant
from web.coordinator.appointments import Names, names

MEETING = {
    "id": 88,
    "kind": "tvaerfagligt_moede",
    "state": "planned",
    "sequence": 1,
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "coordinator": 4,
    "chair": 4,
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
    "sequence": 0,
    "starts_at": None,
    "ends_at": None,
    "site": None,
    "room": None,
    "obstacles": ["p4 og p21 har ingen fælles fri tid"],
}


class ParticipantShown(Shown):
    """Somebody asked to a meeting."""

    user: int | None
    citizen: int | None
    name: str
    required: bool
    pool: int | None
    attends: bool


class MeetingShown(Shown):
    """A meeting: without times and place until it is published."""

    id: int
    kind: str
    state: MeetingState
    sequence: int
    citizen: CitizenName | None
    coordinator: int
    chair: int
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


def showing(session: Session, user: User, now: datetime, rows: Sequence[Meeting]) -> Callable[[Meeting], MeetingShown]:
    """How each of `rows` is shown; that the citizens' meetings were seen is logged."""
    known = names(session, rows)
    look_through(session, now, user.id, known.citizens.values(), "møder")
    return lambda row: _shown(row, known)


def shown(session: Session, row: Meeting) -> MeetingShown:
    """One meeting, the look at which is logged already."""
    return _shown(row, names(session, [row]))


def _shown(row: Meeting, known: Names) -> MeetingShown:
    return MeetingShown(
        id=row.id,
        kind=row.kind,
        state=row.state,
        sequence=row.sequence,
        citizen=None if row.citizen_id is None else CitizenName.model_validate(known.citizens[row.citizen_id]),
        coordinator=row.coordinator_id,
        chair=row.chair_id or row.coordinator_id,
        minutes=row.minutes,
        earliest=row.earliest,
        due=row.due,
        latest=row.latest,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        site=None if row.site_id is None else known.sites[row.site_id].name,
        room=None if row.room_id is None else known.rooms[row.room_id].name,
        participants=[_participant(one, known) for one in sorted(row.participants, key=lambda one: one.id)],
        obstacles=row.obstacles,
    )


def _participant(row: Participant, known: Names) -> ParticipantShown:
    return ParticipantShown(
        user=row.user_id,
        citizen=row.citizen_id,
        name=known.of(row),
        required=row.required,
        pool=row.pool,
        attends=row.attends,
    )
