"""Publish a draft: in one transaction meetings get their times, everybody is booked, and invitations are queued."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.errors import NotFoundError
from scheduler.meetings import bookings, consents, life, messages
from scheduler.meetings.consents import MissingConsent
from scheduler.meetings.life import Place, place_of
from scheduler.meetings.queries import lock
from scheduler.meetings.states import OPEN, PUBLISHED, Action
from scheduler.planning import clashes, queries
from scheduler.planning.clashes import Clash
from scheduler.planning.tables import DraftMeeting
from scheduler.tables import Meeting

WHY = "Planen blev udsendt"
LEFT_OUT = "Der er ikke længere en tid, hvor alle kan"


class Reason(StrEnum):
    """Why a meeting of the draft is not published as it stands there."""

    CHANGED = "changed"
    """It was moved, published or cancelled since the planner read it."""
    PAST = "past"
    """The time has gone by."""
    CONSENT = "consent"
    DOUBLE_BOOKING = "double_booking"


@dataclass(frozen=True, slots=True)
class PublishConflict:
    """A meeting that keeps what it had, and why: with the consents that are missing, or whose time is taken."""

    meeting_id: int
    reason: Reason
    missing: Sequence[MissingConsent] = ()
    taken: Sequence[Clash] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The meetings that got a new time or lost theirs, and those left as they were."""

    meetings: tuple[int, ...]
    conflicts: tuple[PublishConflict, ...]


@dataclass(slots=True)
class _Batch:
    """The meetings under way: where each is to be, None for those that lose their time; and what came in the way."""

    meetings: Mapping[int, Meeting]
    places: dict[int, Place | None] = field(default_factory=dict)
    conflicts: list[PublishConflict] = field(default_factory=list)

    def refuse(self, conflict: PublishConflict) -> None:
        """Leave a meeting as it is."""
        self.places.pop(conflict.meeting_id, None)
        self.conflicts.append(conflict)

    def settled(self) -> dict[int, Place]:
        """Those that get a time."""
        return {one: place for one, place in self.places.items() if place is not None}


def publish(
    session: Session, now: datetime, user: User | None, draft_id: int, meeting_ids: Collection[int] | None = None
) -> Published:
    """Publish the draft, or these meetings of it. What is published already is left alone, so twice is once.

    A meeting changed since the planner read it, or that would book somebody twice or ask somebody without consent,
    keeps what it has and is told of. Raises NotFoundError; ConflictError, and nothing is written, where somebody else
    books the same time at the same moment.
    """
    if queries.draft(session, draft_id) is None:
        raise NotFoundError("Kladden findes ikke.", draft=draft_id)
    ids = [row.meeting_id for row in queries.rows(session, draft_id, meeting_ids)]
    batch = _Batch({meeting.id: meeting for meeting in lock(session, ids)})
    rows = [row for row in queries.rows(session, draft_id, ids) if row.published_at is None]
    settled_already = _sort(batch, rows, now)
    _check_consents(session, batch, now)
    _check_bookings(session, batch)
    _write(session, batch, now, None if user is None else user.id)
    for row in rows:
        if row.meeting_id in batch.places or row.meeting_id in settled_already:
            row.published_at = now
    _record(session, batch, now, user, draft_id)
    return Published(tuple(batch.places), tuple(batch.conflicts))


def _sort(batch: _Batch, rows: Iterable[DraftMeeting], now: datetime) -> set[int]:
    """Into the batch what is to be changed; returns the meetings that stand as the draft has them."""
    same = set()
    for row in rows:
        meeting, place = batch.meetings[row.meeting_id], place_in(row)
        if place == place_of(meeting):
            same.update([meeting.id] if place is not None else [])
        elif meeting.sequence != row.sequence or meeting.state not in OPEN:
            batch.refuse(PublishConflict(meeting.id, Reason.CHANGED))
        elif place is not None and place.starts_at <= now:
            batch.refuse(PublishConflict(meeting.id, Reason.PAST))
        else:
            batch.places[meeting.id] = place
    return same


def place_in(row: DraftMeeting) -> Place | None:
    """Where the draft has the meeting; None where it has no time."""
    if row.starts_at is None or row.ends_at is None or row.site_id is None:
        return None
    people = [("user", user) for user in row.user_ids] + [("citizen", citizen) for citizen in row.citizen_ids]
    return Place(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        site_id=row.site_id,
        room_id=row.room_id,
        people=frozenset(people),
    )


def _check_consents(session: Session, batch: _Batch, now: datetime) -> None:
    coming = [(batch.meetings[one], messages.users(place.people)) for one, place in batch.settled().items()]
    for meeting_id, missing in consents.missing_for(session, now, coming).items():
        if missing:
            batch.refuse(PublishConflict(meeting_id, Reason.CONSENT, missing=missing))


def _check_bookings(session: Session, batch: _Batch) -> None:
    """Leave out who would be in two places, until none is: a meeting left out keeps its time, which may bar another."""
    while found := clashes.among(session, batch.settled(), leaving=batch.places):
        for meeting_id, taken in found.items():
            batch.refuse(PublishConflict(meeting_id, Reason.DOUBLE_BOOKING, taken=taken))


def _write(session: Session, batch: _Batch, now: datetime, user_id: int | None) -> None:
    settled = []
    for meeting_id, place in batch.places.items():
        meeting = batch.meetings[meeting_id]
        if place is not None:
            settled.append(life.settle(session, now, user_id, meeting, place, Action.PUBLISH, WHY))
        elif meeting.state in PUBLISHED:
            life.unsettle(session, now, user_id, meeting, LEFT_OUT)
    bookings.rebook(session, [batch.meetings[one] for one in batch.places])
    messages.announce(session, now, settled)


def _record(session: Session, batch: _Batch, now: datetime, user: User | None, draft_id: int) -> None:
    if batch.places:
        facts = {"meetings": len(batch.places), "conflicts": len(batch.conflicts)}
        audit.record(session, now, None if user is None else user.id, "draft.published", f"draft:{draft_id}", **facts)
