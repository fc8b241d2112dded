"""Move a meeting by hand, in a draft or in the published plan: what is doubtful is told, double booking refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.clock import exists
from core.days import is_known, unknown_day
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from scheduler.meetings import bookings, consents, life, messages
from scheduler.meetings.life import Place, place_of
from scheduler.meetings.messages import Person
from scheduler.meetings.queries import lock_run_by
from scheduler.meetings.states import OPEN, Action
from scheduler.planning import clashes, queries
from scheduler.planning.clashes import Clash
from scheduler.planning.publishing import place_in
from scheduler.planning.surroundings import case_of
from scheduler.planning.tables import DraftMeeting
from scheduler.planning.warnings import Doubt, MoveWarning, doubts
from scheduler.tables import Meeting, Room, Site


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody wants a meeting. people None: those who were to be there, else everybody who must.

    A Danish wall time that comes twice, in the night when the clock goes back, is the first of the two.
    """

    starts_at: datetime
    site_id: int
    room_id: int | None = None
    people: frozenset[Person] | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would mean: what is doubtful, and what forbids it."""

    warnings: Sequence[MoveWarning]
    clashes: Sequence[Clash]


def preview(
    session: Session,
    now: datetime,
    user: User,
    meeting_id: int,
    spot: Spot,
    draft_id: int | None = None,
    closed: Collection[date] = (),
) -> Preview:
    """What moving the meeting there would mean, in the draft or in the published plan. Nothing is changed.

    Raises NotFoundError, BadInputError.
    """
    meeting = lock_run_by(session, user, meeting_id)
    rows = [] if draft_id is None else queries.rows(session, draft_id)
    here = next((row for row in rows if row.meeting_id == meeting_id), None)
    place = _place(session, now, meeting, spot, place_of(meeting) if here is None else place_in(here))
    drafted = _others(rows, meeting_id)
    return Preview(_doubts(session, now, meeting, place, drafted, closed), _clashes(session, meeting, place, drafted))


def move_draft(
    session: Session, now: datetime, user: User, row_id: int, spot: Spot, closed: Collection[date] = ()
) -> list[MoveWarning]:
    """Move a meeting in a draft that is not published; returns what is doubtful about it.

    Raises NotFoundError, BadInputError, and ConflictError where somebody would be in two meetings at once or the row
    is published: then the meeting itself is moved.
    """
    row = queries.row(session, row_id)
    if row is None:
        raise NotFoundError("Rækken findes ikke i kladden.", row=row_id)
    meeting = lock_run_by(session, user, row.meeting_id)
    session.refresh(row)
    if row.published_at is not None:
        raise ConflictError("Rækken er offentliggjort. Flyt mødet selv.", row=row_id, meeting=meeting.id)
    place = _place(session, now, meeting, spot, place_in(row))
    drafted = _others(queries.rows(session, row.draft_id), meeting.id)
    _refuse(_clashes(session, meeting, place, drafted))
    row.starts_at, row.ends_at, row.site_id, row.room_id = place.starts_at, place.ends_at, place.site_id, place.room_id
    row.user_ids, row.citizen_ids = messages.users(place.people), messages.citizens(place.people)
    row.moved_by, row.obstacles = user.id, []
    audit.record(session, now, user.id, "draft.moved", f"meeting:{meeting.id}", draft=row.draft_id)
    return _doubts(session, now, meeting, place, drafted, closed)


def move_published(
    session: Session,
    now: datetime,
    user: User,
    meeting_id: int,
    spot: Spot,
    why: str,
    closed: Collection[date] = (),
) -> list[MoveWarning]:
    """Give a meeting another time in the published plan, or its first; everybody is told. Returns what is doubtful.

    Raises NotFoundError, BadInputError, and ConflictError where it is over, somebody would be in two meetings at once,
    or a consent is missing for somebody who is to come.
    """
    meeting = lock_run_by(session, user, meeting_id)
    if meeting.state not in OPEN:
        raise ConflictError("Mødet er overstået og kan ikke flyttes.", state=meeting.state.value)
    place = _place(session, now, meeting, spot, place_of(meeting))
    _refuse(_clashes(session, meeting, place, {}))
    warnings = _doubts(session, now, meeting, place, {}, closed)
    _refuse_uncovered(warnings)
    if place != place_of(meeting):
        settled = life.settle(session, now, user.id, meeting, place, Action.MOVE, why)
        bookings.rebook(session, [meeting])
        messages.announce(session, now, [settled])
    return warnings


def _others(rows: Sequence[DraftMeeting], meeting_id: int) -> dict[int, Place]:
    """Where the draft has the other meetings that it has not published."""
    found = {row.meeting_id: place_in(row) for row in rows if row.published_at is None}
    return {one: place for one, place in found.items() if place is not None and one != meeting_id}


def _clashes(session: Session, meeting: Meeting, place: Place, drafted: Mapping[int, Place]) -> list[Clash]:
    return clashes.of(session, place, leaving={meeting.id, *drafted}, drafted=drafted)


def _refuse(found: Sequence[Clash]) -> None:
    if found:
        raise ConflictError(
            "Nogen eller et lokale er i et andet møde på det tidspunkt. Vælg en anden tid.",
            rule="double_booking",
            taken=[{one.owner[0]: one.owner[1], "meeting": one.meeting_id} for one in found],
        )


def _refuse_uncovered(warnings: Sequence[MoveWarning]) -> None:
    missing = [
        {"user": one.owner[1], "authority": one.authority, "citizen": one.citizen_id}
        for one in warnings
        if one.kind is Doubt.CONSENT and one.owner is not None
    ]
    if missing:
        text = "Der mangler samtykke til en af deltagerne. Indhent det, eller tag personen ud af mødet."
        raise ConflictError(text, rule="consent", missing=missing)


def _doubts(
    session: Session,
    now: datetime,
    meeting: Meeting,
    place: Place,
    drafted: Mapping[int, Place],
    closed: Collection[date],
) -> list[MoveWarning]:
    lacking = consents.missing_for(session, now, [(meeting, messages.users(place.people))])[meeting.id]
    return [
        *doubts(case_of(session, meeting, place, drafted, closed)),
        *(
            MoveWarning(Doubt.CONSENT, ("user", one.user_id), authority=one.authority, citizen_id=one.citizen_id)
            for one in lacking
        ),
    ]


def _place(session: Session, now: datetime, meeting: Meeting, spot: Spot, current: Place | None) -> Place:
    people = spot.people or (_default_people(meeting) if current is None else current.people)
    if faults := _faults(session, now, meeting, spot, people):
        raise BadInputError(faults)
    starts_at = spot.starts_at.astimezone(UTC)  # minutes are counted, and times compared, as time passes
    ends_at = starts_at + timedelta(minutes=meeting.minutes)
    return Place(starts_at=starts_at, ends_at=ends_at, site_id=spot.site_id, room_id=spot.room_id, people=people)


def _default_people(meeting: Meeting) -> frozenset[Person]:
    """Everybody who must come, and the first of each pool."""
    firsts = {one.pool: one for one in reversed(meeting.participants) if one.required and one.pool is not None}
    named = [one for one in meeting.participants if one.required and one.pool is None]
    return frozenset(messages.person(one) for one in [*named, *firsts.values()])


def _time_faults(now: datetime, starts_at: datetime) -> Iterator[Fault]:
    if not is_known(starts_at):
        yield from unknown_day("starts_at", starts_at)
    elif starts_at <= now:
        yield Fault("starts_at", "er passeret; vælg en tid, der kommer")
    elif not exists(starts_at):
        yield Fault("starts_at", "klokken findes ikke den nat, den stilles frem; vælg en anden tid")


def _faults(session: Session, now: datetime, meeting: Meeting, spot: Spot, people: frozenset[Person]) -> list[Fault]:
    found = [*_time_faults(now, spot.starts_at)]
    if session.get(Site, spot.site_id) is None:
        found.append(Fault("site", "mødestedet findes ikke"))
    room = None if spot.room_id is None else session.get(Room, spot.room_id)
    if spot.room_id is not None and (room is None or room.site_id != spot.site_id):
        found.append(Fault("room", "lokalet findes ikke på mødestedet"))
    if not people <= {messages.person(one) for one in meeting.participants}:
        found.append(Fault("people", "nogen er ikke deltager i mødet"))
    return found
