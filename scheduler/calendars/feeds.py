"""A person's meetings as a calendar behind a secret address.

The secret has 256 random bits and is looked for by its hash, so neither the time an answer takes nor a stolen database
tells anybody how to come nearer to one.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import audit
from core.clock import local_day
from core.errors import NotFoundError
from scheduler.calendars import queries
from scheduler.calendars.outgoing import empty_calendar, meeting_event, uid
from scheduler.calendars.queries import Published
from scheduler.calendars.tables import CalendarFeed

SECRET_BYTES = 32
KEPT = timedelta(weeks=4)
"""How long a meeting stays when it is over: long enough for every calendar to hear of a cancellation."""
ASK_AGAIN = timedelta(hours=1)
"""How often we wish that calendars ask."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed as it is now. The tag is another when, and only when, the content is."""

    feed_id: int
    content: bytes
    tag: str


def renew(session: Session, now: datetime, actor_id: int, feed: CalendarFeed) -> str:
    """Give a new or known feed a new secret, which is returned this once; with the old one nothing is found again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed.secret_hash, feed.made_at, feed.opened_on = _hash(secret), now, None
    session.add(feed)
    audit.record(session, now, actor_id, "calendar_feed.renewed", _subject(feed))
    return secret


def close(session: Session, now: datetime, actor_id: int, feed: CalendarFeed) -> None:
    """Take the feed away; its address finds nothing again."""
    session.delete(feed)
    audit.record(session, now, actor_id, "calendar_feed.closed", _subject(feed))


def read(session: Session, now: datetime, secret: str, domain: str) -> FeedFile:
    """The feed with this secret; that it was read is logged once a day. Raises NotFoundError.

    domain: the municipality's, for the names that calendars know our meetings by.
    """
    feed = queries.feed_with_hash(session, _hash(secret))
    if feed is None:
        raise NotFoundError("Kalenderen findes ikke. Adressen kan være fornyet; hent den nye hos Tovholder.")
    if feed.opened_on != local_day(now):
        feed.opened_on = local_day(now)
        audit.record(session, now, None, "calendar_feed.read", _subject(feed))
    content = written(queries.published(session, feed, now - KEPT), feed.made_at, domain)
    return FeedFile(feed.id, content, hashlib.sha256(content).hexdigest())


def written(meetings: Iterable[Published], made_at: datetime, domain: str) -> bytes:
    """The meetings as iCalendar; `made_at` is the stamp of those that never changed. Same meetings, same bytes."""
    calendar = empty_calendar("PUBLISH")
    calendar.add("refresh-interval", ASK_AGAIN, {"VALUE": "DURATION"})
    for meeting in meetings:
        event = meeting_event(
            uid=uid(meeting.id, domain),
            sequence=meeting.sequence,
            stamp=meeting.changed_at or made_at,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=meeting.place,
            stands=meeting.stands,
        )
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _subject(feed: CalendarFeed) -> str:
    return f"user:{feed.user_id}" if feed.citizen_id is None else f"citizen:{feed.citizen_id}"
