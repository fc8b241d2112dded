"""Sends what waits in the outbox: once inside the database, and where a process dies, again under the same name.

Three short transactions a message: take it (a lease), look again and make the letter, mark what came of it. Nothing is
open while the letter leaves. Who died after the letter was made leaves it SENDING: it may have left.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import structlog
from sqlalchemy.orm import Session

from accounts.queries import user
from citizens.queries import citizens_by_id
from core.db import Database
from core.outbox import OutboxMessage, OutboxState
from core.settings import Settings
from scheduler.meetings import messages as meetings
from scheduler.meetings import sending as of_meetings
from scheduler.meetings.messages import CANCEL, INVITE, REMINDER
from scheduler.meetings.queries import told_name
from scheduler.messages import queries
from scheduler.messages.letters import Channel, House, Letter, Receiver, meeting_letter, notice_letter
from scheduler.messages.mail import AddressError
from scheduler.messages.notices import NOTICES
from scheduler.messages.transports import Transport, TransportError, transports
from scheduler.tables import Meeting, Site

log = structlog.get_logger()
OF_MEETINGS = (INVITE, CANCEL, REMINDER)
ANSWERS = 12
"""How many answers of a mail server a lease lasts for; there are nine in the longest conversation."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
ATTEMPTS = 10
"""With twice the wait after each attempt, a mail server may be away for about twelve hours."""
NOT_WANTED = "Ikke længere aktuel: mødet er begyndt, ændret eller aflyst, eller modtageren skal ikke have beskeden."


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is ours until the lease runs out: nobody else has this attempt."""

    id: int
    attempt: int
    doubtful: bool
    """Whether it may have left at an earlier attempt."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends from a database, as a house, by its ways out."""

    database: Database
    house: House
    ways_out: Mapping[Channel, Transport]
    lease: timedelta

    def send_all(self, now: Callable[[], datetime], stopping: Event) -> None:
        """Send what waits, until nothing does or `stopping` is set."""
        while not stopping.is_set() and self.send_next(now):
            pass

    def send_next(self, now: Callable[[], datetime]) -> bool:
        """Take the next message and send it, or note why not. False where none waits."""
        taken = self._take(now())
        if taken is None:
            return False
        try:
            letter = self._letter(taken, now())
            if letter is not None:
                self.ways_out[letter.receiver.channel].deliver(letter)
        except TransportError as error:
            self._failed(taken, now(), error)
        except AddressError:
            self._failed(taken, now(), TransportError("Adressen er ikke en e-mailadresse.", final=True))
        except Exception:
            log.exception("outbox.unexpected", message=taken.id)
            self._failed(taken, now(), TransportError("Der skete en uventet fejl. Den står i loggen."))
        else:
            if letter is not None:
                self._sent(taken, now())
        return True

    def _take(self, now: datetime) -> Taken | None:
        with self.database.transaction() as session:
            row = queries.take_next(session, now)
            if row is None:
                return None
            row.attempts += 1
            row.try_after = now + self.lease
            return Taken(row.id, row.attempts, row.state is OutboxState.SENDING)

    def _letter(self, taken: Taken, now: datetime) -> Letter | None:
        """The letter as it is to leave now; None where it is not to, or the lease was lost."""
        with self.database.transaction() as session:
            row = queries.still_ours(session, taken.id, taken.attempt)
            if row is None:
                return None
            if not _is_wanted(session, now, row):
                if taken.doubtful and row.kind in OF_MEETINGS:
                    # It may have left before: then whoever has it must hear that it no longer holds.
                    of_meetings.sent(session, now, row.kind, row.payload)
                _finish(row, now, OutboxState.WITHHELD, NOT_WANTED)
                return None
            letter = _written(session, self.house, row)
            row.state = OutboxState.SENDING
            return letter

    def _sent(self, taken: Taken, now: datetime) -> None:
        with self.database.transaction() as session:
            row = queries.still_ours(session, taken.id, taken.attempt)
            if row is not None:
                _finish(row, now, OutboxState.SENT, None)
                if row.kind in OF_MEETINGS:
                    of_meetings.sent(session, now, row.kind, row.payload)

    def _failed(self, taken: Taken, now: datetime, error: TransportError) -> None:
        with self.database.transaction() as session:
            row = queries.still_ours(session, taken.id, taken.attempt)
            if row is None:
                return
            if not (taken.doubtful or error.doubtful):
                row.state = OutboxState.WAITING
            row.note = str(error)
            row.try_after = now + min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
            if error.final or row.attempts >= ATTEMPTS:
                _finish(row, now, OutboxState.GIVEN_UP, row.note)
                log.error("outbox.given_up", message=row.id, kind=row.kind, attempts=row.attempts)


def sender(database: Database, settings: Settings) -> Sender:
    """The sender that the settings describe."""
    house = House(name=settings.municipality, sender=settings.mail_from, domain=settings.calendar_domain)
    return Sender(database, house, transports(settings), timedelta(seconds=settings.smtp_seconds * ANSWERS))


def _finish(row: OutboxMessage, now: datetime, state: OutboxState, note: str | None) -> None:
    row.state, row.done_at, row.note, row.try_after = state, now, note, None


def _is_wanted(session: Session, now: datetime, row: OutboxMessage) -> bool:
    if row.kind not in OF_MEETINGS:
        return True
    begun = datetime.fromisoformat(row.payload["starts_at"]) <= now
    return not begun and of_meetings.still_wanted(session, now, row.kind, row.payload)


def _written(session: Session, house: House, row: OutboxMessage) -> Letter:
    role, who = meetings.receiver(row.payload)
    channel = Channel(row.payload.get("channel", Channel.MAIL))
    receiver = _user(session, who, channel) if role == "user" else _citizen(session, who, row.kind)
    if row.kind in NOTICES:
        return notice_letter(house, NOTICES[row.kind], row.key, row.created_at, receiver)
    if row.kind not in OF_MEETINGS:
        raise TransportError(f"Ukendt slags besked: {row.kind}.", final=True)
    host = user(session, session.get_one(Meeting, row.payload["meeting"]).coordinator_id)
    answers_to = house.sender if host is None else host.email
    payload = row.payload | {"place": _place(session, row.payload, role, who)}
    return meeting_letter(house, row.kind, row.key, row.created_at, payload, receiver, answers_to)


def _place(session: Session, payload: Mapping[str, Any], role: str, who: int) -> str | None:
    """Where, as the outbox was told; a home never by name, and to whoever lives there as their own."""
    site = None if payload.get("site") is None else session.get(Site, payload["site"])
    if site is None or site.citizen_id is None:
        place: str | None = payload["place"]
        return place
    return told_name(site, who if role == "citizen" else None)


def _user(session: Session, who: int, channel: Channel) -> Receiver:
    found = user(session, who)
    if found is None:
        raise TransportError("Modtageren findes ikke længere.", final=True)
    if channel is Channel.TEXT and found.phone is None:
        raise TransportError("Modtageren har ikke længere et telefonnummer.", final=True)
    address = found.phone if channel is Channel.TEXT and found.phone is not None else found.email
    return Receiver(name=found.name, channel=channel, address=address)


def _citizen(session: Session, who: int, kind: str) -> Receiver:
    """A reminder goes to the telephone where there is one; what has no e-mail address goes by Digital Post."""
    citizen = citizens_by_id(session, [who]).get(who)
    if citizen is None:
        raise TransportError("Modtageren findes ikke længere.", final=True)
    if kind == REMINDER and citizen.phone:
        return Receiver(name=citizen.name, channel=Channel.TEXT, address=citizen.phone)
    if citizen.email:
        return Receiver(name=citizen.name, channel=Channel.MAIL, address=citizen.email)
    return Receiver(name=citizen.name, channel=Channel.POST, address=citizen.cpr)
