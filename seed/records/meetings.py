"""Sites, calendars and meetings."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where meetings can be held."""

    id: int
    name: str
    lat: float
    lon: float
    needs_room: bool
    citizen_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A meeting room."""

    id: int
    site_id: int
    name: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """A user's usual hours on one weekday."""

    id: int
    user_id: int
    weekday: int
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyTime:
    """A time when a user or a room is taken."""

    id: int
    user_id: int | None
    room_id: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, asked for or held (møde)."""

    id: int
    kind: str
    state: str
    citizen_id: int | None
    coordinator_id: int
    minutes: int
    earliest: date
    due: date
    latest: date
    weight: int
    site_ids: tuple[int, ...]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    site_id: int | None = None
    room_id: int | None = None
    sequence: int = 0
    minutes_approved_at: datetime | None = None
    minutes_approved_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody asked to a meeting."""

    id: int
    meeting_id: int
    user_id: int | None
    citizen_id: int | None
    required: bool
    pool: int | None
    attends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAgreement:
    """What a meeting agreed."""

    id: int
    meeting_id: int
    what: str
    user_id: int | None
    citizen_id: int | None
    by: date
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """One point on a meeting's agenda."""

    id: int
    meeting_id: int
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesVersion:
    """The minutes of a meeting that was held."""

    id: int
    meeting_id: int
    number: int
    text: str
    addition: bool
    written_by: int
    written_at: datetime
