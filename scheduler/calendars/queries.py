"""What is asked of calendars: feeds and what they hold, calendars to fetch, absences, and who is busy when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.clock import local_day, midnight
from scheduler.calendars.tables import Absence, CalendarFeed, CalendarSource, ImportedBusy, SourceKind
from scheduler.meetings.queries import told_name
from scheduler.meetings.tables import MeetingChange
from scheduler.tables import Meeting, MeetingState, Participant, Room, Site, WorkingHours

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Published:
    """A meeting of the published plan, as far as it concerns a calendar. `changed_at` is None where never changed."""

    id: int
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str | None
    stands: bool
    changed_at: datetime | None


def feed_with_hash(session: Session, secret_hash: str) -> CalendarFeed | None:
    """The feed whose secret has this hash, locked until the transaction ends."""
    chosen = select(CalendarFeed).where(CalendarFeed.secret_hash == secret_hash)
    return session.scalars(chosen.with_for_update()).one_or_none()


def feed_of_user(session: Session, user_id: int) -> CalendarFeed | None:
    """The user's feed."""
    return session.scalars(select(CalendarFeed).where(CalendarFeed.user_id == user_id)).one_or_none()


def feed_of_citizen(session: Session, citizen_id: int) -> CalendarFeed | None:
    """The citizen's feed."""
    return session.scalars(select(CalendarFeed).where(CalendarFeed.citizen_id == citizen_id)).one_or_none()


def published(session: Session, feed: CalendarFeed, since: datetime) -> list[Published]:
    """The meetings of the feed's person that end after `since`, cancelled ones too, in order of time."""
    changed = select(func.max(MeetingChange.at)).where(MeetingChange.meeting_id == Meeting.id).correlate(Meeting)
    whose = (
        Participant.user_id == feed.user_id if feed.citizen_id is None else Participant.citizen_id == feed.citizen_id
    )
    chosen = (
        select(Meeting, Site, Room, changed.scalar_subquery())
        .select_from(Meeting)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .outerjoin(Site, Site.id == Meeting.site_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(whose, Participant.attends, Meeting.state != MeetingState.REQUESTED, Meeting.ends_at > since)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [_published(*row, feed.citizen_id) for row in session.execute(chosen)]


def _published(
    meeting: Meeting, site: Site | None, room: Room | None, changed_at: datetime | None, citizen_id: int | None
) -> Published:
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    return Published(
        id=meeting.id,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=_place(site, room, citizen_id),
        stands=meeting.state != MeetingState.CANCELLED,
        changed_at=changed_at,
    )


def _place(site: Site | None, room: Room | None, citizen_id: int | None) -> str | None:
    """Where, as letters tell it; citizen_id: whose feed it is."""
    if site is None:
        return None
    where = told_name(site, citizen_id)
    return where if room is None else f"{where}, {room.name}"


def sources(session: Session, user_id: int) -> Sequence[CalendarSource]:
    """The user's own calendars."""
    chosen = select(CalendarSource).where(CalendarSource.user_id == user_id).order_by(CalendarSource.kind)
    return session.scalars(chosen).all()


def source(session: Session, user_id: int, kind: SourceKind) -> CalendarSource | None:
    """The user's own calendar of this kind, locked until the transaction ends."""
    chosen = select(CalendarSource).where(CalendarSource.user_id == user_id, CalendarSource.kind == kind)
    return session.scalars(chosen.with_for_update()).one_or_none()


def source_to_fetch(session: Session, tried_before: datetime) -> CalendarSource | None:
    """The address that has waited longest since a try before `tried_before`, locked; None where there is none."""
    waits = or_(CalendarSource.tried_at.is_(None), CalendarSource.tried_at < tried_before)
    chosen = select(CalendarSource).where(CalendarSource.kind == SourceKind.ADDRESS, waits)
    oldest = chosen.order_by(CalendarSource.tried_at.nulls_first(), CalendarSource.id).limit(1)
    return session.scalars(oldest.with_for_update(skip_locked=True)).one_or_none()


def imported(session: Session, source_id: int) -> Sequence[ImportedBusy]:
    """The busy times of one calendar, in order of time."""
    chosen = select(ImportedBusy).where(ImportedBusy.source_id == source_id)
    return session.scalars(chosen.order_by(ImportedBusy.starts_at)).all()


def imported_number(session: Session, user_id: int) -> dict[int, int]:
    """How many busy times each of the user's calendars has, by the calendar's id; those without any are left out."""
    chosen = select(ImportedBusy.source_id, func.count()).join(CalendarSource).where(CalendarSource.user_id == user_id)
    return dict(iter(session.execute(chosen.group_by(ImportedBusy.source_id))))


def hours(session: Session, user_id: int) -> Sequence[WorkingHours]:
    """The user's working hours, weekday by weekday."""
    chosen = select(WorkingHours).where(WorkingHours.user_id == user_id)
    return session.scalars(chosen.order_by(WorkingHours.weekday, WorkingHours.from_)).all()


def absences(session: Session, user_id: int, since: date) -> Sequence[Absence]:
    """The user's absences that are not over before `since`, in order of time."""
    chosen = select(Absence).where(Absence.user_id == user_id, Absence.last >= since)
    return session.scalars(chosen.order_by(Absence.first, Absence.id)).all()


def absent(session: Session, day: date) -> dict[int, int | None]:
    """Who is away on `day`, each with who stands in, if anybody."""
    chosen = select(Absence.user_id, Absence.substitute_id).where(Absence.first <= day, Absence.last >= day)
    return dict(iter(session.execute(chosen.order_by(Absence.id))))


def busy_of(session: Session, first: datetime, last: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    """Who is taken by their own calendar or away between `first` and `last`: user, from and until. Times are aware."""
    taken = (
        select(CalendarSource.user_id, ImportedBusy.starts_at, ImportedBusy.ends_at)
        .join(CalendarSource, CalendarSource.id == ImportedBusy.source_id)
        .where(ImportedBusy.ends_at > first, ImportedBusy.starts_at < last)
        .order_by(ImportedBusy.starts_at, ImportedBusy.id)
    )
    yield from session.execute(taken)
    away = select(Absence).where(Absence.last >= local_day(first), Absence.first <= local_day(last))
    for row in session.scalars(away.order_by(Absence.first, Absence.id)):
        yield row.user_id, midnight(row.first), midnight(row.last + DAY)
