"""What a message says, in Danish: when and where, how to answer, and nothing else. Pure.

The words are the same for every kind of meeting; no name of a citizen, no reason.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from babel.dates import format_datetime

from core.clock import COPENHAGEN
from scheduler.calendars.outgoing import Invitation, Method, ics, uid
from scheduler.meetings.messages import CANCEL, INVITE, REMINDER
from scheduler.messages.notices import Notice


class Channel(StrEnum):
    """How a message reaches its receiver: e-mail, text message (sms) or Digital Post."""

    MAIL = "mail"
    TEXT = "text"
    POST = "post"


HOW_TO_ANSWER = {Channel.MAIL: "Svar i din kalender eller på denne besked.", Channel.POST: "Svar på denne besked."}
"""Digital Post carries no calendar file."""
IN_TIME = "Kan du ikke komme, så sig det, så snart du ved det."


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who a message is for: name, and address on the channel (e-mail, telephone, civil registration number)."""

    name: str
    channel: Channel
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who sends: the municipality's name, the sender's address, and the domain its calendars are known by."""

    name: str
    sender: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message ready to leave. The same message is the same letter however often it is made.

    reply_to: where an answer goes, None where none is awaited. calendar: an .ics file for e-mail, and its method.
    """

    message_id: str
    receiver: Receiver
    subject: str
    text: str
    stamp: datetime
    reply_to: str | None = None
    calendar: bytes | None = None
    method: Method | None = None


def message_id(key: str, domain: str) -> str:
    """The message's name in the world: the same however often it is sent, so that a receiver sees one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def meeting_letter(
    house: House, kind: str, key: str, stamp: datetime, payload: Mapping[str, Any], receiver: Receiver, host: str
) -> Letter:
    """An invitation, a cancellation or a reminder. host: the e-mail of whoever holds the meeting; answers go there.

    payload: what the outbox was told of the meeting (`scheduler.meetings.messages`); stamp: when it was told.
    """
    starts, ends = (datetime.fromisoformat(payload[name]).astimezone(COPENHAGEN) for name in ("starts_at", "ends_at"))
    subject, opening = _words(kind, payload)
    place = _plain(payload["place"])
    lines = [opening, "", f"Tid: {_when(starts)}-{_clock(ends)}", f"Sted: {place}", *_answer(kind, receiver.channel)]
    letter = Letter(
        message_id=message_id(key, house.domain),
        receiver=receiver,
        subject=subject,
        text=_signed(house, lines),
        stamp=stamp,
        reply_to=host,
    )
    if receiver.channel is Channel.TEXT:
        return replace(letter, text=f"{subject}: {_when(starts)}, {place}. Hilsen {house.name}")
    if receiver.channel is Channel.POST or kind == REMINDER:
        return letter
    invitation = Invitation(
        uid=uid(payload["meeting"], house.domain),
        sequence=payload["sequence"],
        method=Method.CANCEL if kind == CANCEL else Method.REQUEST,
        starts_at=starts,
        ends_at=ends,
        place=place,
        organizer_name=house.name,
        organizer_email=host,
        attendee_name=receiver.name,
        attendee_email=receiver.address,
        stamp=stamp,
    )
    return replace(letter, calendar=ics(invitation), method=invitation.method)


def notice_letter(house: House, notice: Notice, key: str, stamp: datetime, receiver: Receiver) -> Letter:
    """Tells somebody that there is something to log in for. A text message has no subject: it says it all in one."""
    by_text = receiver.channel is Channel.TEXT
    return Letter(
        message_id=message_id(key, house.domain),
        receiver=receiver,
        subject=notice.subject,
        text=f"{notice.text} Hilsen {house.name}" if by_text else _signed(house, [notice.text]),
        stamp=stamp,
    )


def _answer(kind: str, channel: Channel) -> list[str]:
    """How to answer an invitation by the way it came."""
    return ["", f"{HOW_TO_ANSWER[channel]} {IN_TIME}"] if kind == INVITE and channel in HOW_TO_ANSWER else []


def _words(kind: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    if kind == CANCEL:
        return "Aflysning af møde", "Mødet holdes ikke, eller du skal ikke deltage alligevel."
    if kind == REMINDER:
        return "Påmindelse om møde", "Husk dit møde."
    if payload.get("previous"):
        before = _when(datetime.fromisoformat(payload["previous"]).astimezone(COPENHAGEN))
        return "Ændring af møde", f"Mødet {before} er ændret. Det holdes nu:"
    return "Invitation til møde", "Du inviteres til et møde."


def _when(instant: datetime) -> str:
    return str(format_datetime(instant, "EEEE 'den' d. MMMM y 'kl.' HH.mm", locale="da"))


def _clock(instant: datetime) -> str:
    return str(format_datetime(instant, "HH.mm", locale="da"))


def _signed(house: House, lines: list[str]) -> str:
    return "\n".join([*lines, "", "Venlig hilsen", house.name, ""])


def _plain(place: str | None) -> str:
    return " ".join((place or "aftales").split())
