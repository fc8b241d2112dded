"""A user's own calendar becomes busy times: from a file once, from an address again and again.

Fetching and reading take their time, so no transaction is open meanwhile. What is stored is stored whole: the new busy
times take the place of the old ones, or the old ones stay.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from core import audit
from core.db import Database
from core.errors import BadInputError
from scheduler.calendars import apart, queries
from scheduler.calendars.entries import Span
from scheduler.calendars.fetching import Fetch, FetchError
from scheduler.calendars.lines import lines_about_time
from scheduler.calendars.tables import CalendarSource, ImportedBusy, SourceKind

AHEAD = timedelta(weeks=26)
"""How far busy times are kept: well beyond what is planned, so that a file need not be sent again every week."""
BETWEEN_TRIES = timedelta(hours=1)
EXPANDED_AGAIN = timedelta(days=7)
"""After this time a calendar that has not changed is expanded again: there is a new week at its end."""
LONGEST_FAULT = 500


@dataclass(frozen=True, slots=True)
class _Claimed:
    """An address that it is our turn to fetch, and what was read from it last."""

    user_id: int
    address: str
    digest: str | None
    read_at: datetime | None


def import_file(database: Database, now: datetime, user_id: int, content: bytes, domain: str) -> int:
    """Take the busy times from a file of the user's, in place of those of the last one.

    Returns how many there are. Raises BadInputError, and changes nothing, where the file cannot be read.
    """
    spans = _read(content, now, domain)
    with database.transaction() as session:
        _store(session, now, _own(session, user_id, SourceKind.FILE), spans, _digest(content))
        audit.record(session, now, user_id, "calendar.imported", f"user:{user_id}", times=len(spans))
    return len(spans)


def follow(database: Database, now: datetime, user_id: int, address: str, fetch: Fetch, domain: str) -> int:
    """Take the busy times from an address of the user's, now and from now on, in place of any other.

    Returns how many there are. Raises FetchError or BadInputError, and changes nothing, where that is not possible.
    """
    content = fetch(address)
    spans = _read(content, now, domain)
    with database.transaction() as session:
        source = _own(session, user_id, SourceKind.ADDRESS)
        source.address, source.tried_at = address, now
        _store(session, now, source, spans, _digest(content))
        audit.record(session, now, user_id, "calendar.followed", f"user:{user_id}", times=len(spans))
    return len(spans)


def forget(session: Session, now: datetime, user_id: int, kind: SourceKind) -> None:
    """Drop a calendar of the user's and its busy times; nothing happens where there is none."""
    source = queries.source(session, user_id, kind)
    if source is not None:
        session.delete(source)  # and the database its busy times
        audit.record(session, now, user_id, "calendar.forgotten", f"user:{user_id}", kind=kind.value)


def refresh_calendars(
    database: Database, now: datetime, fetch: Fetch, domain: str, is_over: Callable[[], bool] = lambda: False
) -> int:
    """Fetch every address that has not been tried for an hour, until `is_over`. Returns how many were tried.

    What fails is told on its owner's page, and its old busy times stay. Safe to call from several workers at once.
    """
    tried = 0
    while not is_over() and (claimed := _claim(database, now)) is not None:
        tried += 1
        try:
            _refresh(database, now, claimed, fetch, domain)
        except (FetchError, BadInputError) as error:
            _tell(database, claimed, str(error))
    return tried


def _read(content: bytes, now: datetime, domain: str) -> tuple[Span, ...]:
    return apart.read(apart.Calendar(content, now, now + AHEAD, domain))


def _digest(content: bytes) -> str:
    """Of what says when: many servers write the hour of asking into every event, which is nothing new."""
    return hashlib.sha256("\n".join(line.text for line in lines_about_time(content)).encode()).hexdigest()


def _own(session: Session, user_id: int, kind: SourceKind) -> CalendarSource:
    source = queries.source(session, user_id, kind)
    if source is None:
        source = CalendarSource(user_id=user_id, kind=kind)
        session.add(source)
        session.flush()
    return source


def _store(session: Session, now: datetime, source: CalendarSource, spans: Sequence[Span], digest: str) -> None:
    source.read_at, source.digest, source.fault = now, digest, None
    session.execute(delete(ImportedBusy).where(ImportedBusy.source_id == source.id))
    if spans:
        rows = [{"source_id": source.id, "starts_at": one.starts_at, "ends_at": one.ends_at} for one in spans]
        session.execute(insert(ImportedBusy), rows)


def _claim(database: Database, now: datetime) -> _Claimed | None:
    with database.transaction() as session:
        source = queries.source_to_fetch(session, now - BETWEEN_TRIES)
        if source is None:
            return None
        assert source.address is not None
        source.tried_at = now
        return _Claimed(source.user_id, source.address, source.digest, source.read_at)


def _refresh(database: Database, now: datetime, claimed: _Claimed, fetch: Fetch, domain: str) -> None:
    content = fetch(claimed.address)
    digest = _digest(content)
    recent = claimed.read_at is not None and claimed.read_at > now - EXPANDED_AGAIN
    spans = None if recent and digest == claimed.digest else _read(content, now, domain)
    with database.transaction() as session:
        source = queries.source(session, claimed.user_id, SourceKind.ADDRESS)
        if source is None or source.address != claimed.address:
            return  # its owner has changed it meanwhile
        source.fault = None
        if spans is not None:
            _store(session, now, source, spans, digest)


def _tell(database: Database, claimed: _Claimed, fault: str) -> None:
    with database.transaction() as session:
        source = queries.source(session, claimed.user_id, SourceKind.ADDRESS)
        if source is not None and source.address == claimed.address:
            source.fault = fault[:LONGEST_FAULT]
