"""One's own calendar: the feed's address, what else takes the time, working hours and absences; and citizens' feeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Header, Request
from sqlalchemy.orm import Session

from api import deps
from api.calendar_shapes import (
    ABSENCE,
    ADDRESS,
    CALENDAR,
    HOURS,
    AbsenceWanted,
    AddressGiven,
    AddressShown,
    CalendarShown,
    FileGiven,
    HoursWanted,
    SourceShown,
)
from api.deps import PERSON_HEADER, Now, Person, Today, Transaction
from api.documentation import Responses, example
from citizens.service import look
from core.db import Database
from core.errors import BadInputError, Fault
from core.settings import Settings
from scheduler.calendars import feeds, importing, queries, service
from scheduler.calendars.fetching import FetchError, fetcher
from scheduler.calendars.service import Hours
from scheduler.calendars.tables import CalendarFeed, SourceKind
from web.fields import PathId
from web.visits import PERSON_COOKIE

router = APIRouter(tags=["calendars"])
MINE = "/my-calendar"
READING_AT_ONCE = 2
"""Calendars that are read at the same time; each keeps a processor busy."""
SHOWN: Responses = example(200, CALENDAR)


def _taking(body: object) -> dict[str, object]:
    """What a route takes, for the description."""
    return {"requestBody": {"content": {"application/json": {"example": body}}}}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for a calendar to be read, with no transaction open: it takes its time."""

    database: Database
    settings: Settings
    user_id: int
    now: datetime

    def shown(self, today: date) -> CalendarShown:
        """The calendar as it is now."""
        with self.database.transaction() as session:
            return _shown(session, self.user_id, today)


def _reader(
    request: Request,
    now: Now,
    cookie: Annotated[str | None, Cookie(alias=PERSON_COOKIE)] = None,
    header: Annotated[str | None, Header(alias=PERSON_HEADER)] = None,
) -> Iterator[Reader]:
    database: Database = request.app.state.database
    with database.transaction() as session:
        user_id = deps.person(session, cookie, header).id
    yield Reader(database, request.app.state.settings, user_id, now)


Reading = Annotated[Reader, Depends(_reader, scope="function", max_concurrency=READING_AT_ONCE)]


@router.get(MINE, responses=SHOWN)
def show_calendar(session: Transaction, user: Person, today: Today) -> CalendarShown:
    """One's own calendar, without what is in it."""
    return _shown(session, user.id, today)


@router.post(f"{MINE}/feed", status_code=201, responses=example(201, ADDRESS))
def renew_feed(request: Request, session: Transaction, user: Person, now: Now) -> AddressShown:
    """A new address for one's own meetings, told this once; the old one is dead."""
    feed = queries.feed_of_user(session, user.id) or CalendarFeed(user_id=user.id)
    return _address(request, feeds.renew(session, now, user.id, feed))


@router.delete(f"{MINE}/feed", responses=SHOWN)
def close_feed(session: Transaction, user: Person, now: Now, today: Today) -> CalendarShown:
    """Take the address away."""
    feed = queries.feed_of_user(session, user.id)
    if feed is not None:
        feeds.close(session, now, user.id, feed)
    return _shown(session, user.id, today)


@router.post("/citizens/{citizen_id}/feed", status_code=201, responses=example(201, ADDRESS))
def renew_feed_of_citizen(
    request: Request, session: Transaction, user: Person, now: Now, citizen_id: PathId
) -> AddressShown:
    """A new address for a citizen's meetings, to be handed to the citizen; the old one is dead."""
    citizen = look(session, now, user.id, citizen_id, "kalenderadresse")
    feed = queries.feed_of_citizen(session, citizen.id) or CalendarFeed(citizen_id=citizen.id)
    return _address(request, feeds.renew(session, now, user.id, feed))


@router.put(f"{MINE}/file", responses=SHOWN, openapi_extra=_taking({"ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}))
def import_file(reader: Reading, today: Today, body: FileGiven) -> CalendarShown:
    """Take busy times from a calendar file, in place of those of the last one."""
    content, domain = body.ics.encode(), reader.settings.calendar_domain
    importing.import_file(reader.database, reader.now, reader.user_id, content, domain)
    return reader.shown(today)


@router.put(f"{MINE}/address", responses=SHOWN, openapi_extra=_taking({"address": "https://example.dk/kalender.ics"}))
def follow_address(reader: Reading, today: Today, body: AddressGiven) -> CalendarShown:
    """Take busy times from where a calendar is published, now and every hour from now on."""
    fetch, domain = fetcher(reader.settings), reader.settings.calendar_domain
    try:
        importing.follow(reader.database, reader.now, reader.user_id, body.address, fetch, domain)
    except FetchError as error:
        raise BadInputError([Fault("address", error.message)]) from error
    return reader.shown(today)


@router.delete(f"{MINE}/sources/{{kind}}", responses=SHOWN)
def forget_source(session: Transaction, user: Person, now: Now, today: Today, kind: SourceKind) -> CalendarShown:
    """Drop a calendar of one's own and its busy times."""
    importing.forget(session, now, user.id, kind)
    return _shown(session, user.id, today)


@router.put(f"{MINE}/hours", responses=SHOWN, openapi_extra=_taking({"hours": HOURS}))
def set_hours(session: Transaction, user: Person, now: Now, today: Today, body: HoursWanted) -> CalendarShown:
    """Set one's working hours; meetings are planned within them."""
    service.set_hours(session, now, user.id, [Hours(one.weekday, one.from_, one.to) for one in body.hours])
    return _shown(session, user.id, today)


@router.post(f"{MINE}/absences", status_code=201, responses=example(201, CALENDAR), openapi_extra=_taking(ABSENCE))
def note_absence(session: Transaction, user: Person, now: Now, today: Today, body: AbsenceWanted) -> CalendarShown:
    """Note days away; nothing is planned on them."""
    service.absent_from(session, now, user, user.id, body.first, body.last, body.substitute)
    return _shown(session, user.id, today)


@router.delete("/absences/{absence_id}", responses=SHOWN)
def cancel_absence(session: Transaction, user: Person, now: Now, today: Today, absence_id: PathId) -> CalendarShown:
    """Strike an absence: one's own, or for those who plan anybody's."""
    service.cancel_absence(session, now, user, absence_id)
    return _shown(session, user.id, today)


def _address(request: Request, secret: str) -> AddressShown:
    return AddressShown(address=str(request.url_for("read_feed", secret=secret)))


def _shown(session: Session, user_id: int, today: date) -> CalendarShown:
    session.flush()
    numbers = queries.imported_number(session, user_id)
    sources = [
        SourceShown(kind=one.kind, times=numbers.get(one.id, 0), read_at=one.read_at, fault=one.fault)
        for one in queries.sources(session, user_id)
    ]
    rows = {
        "feed": queries.feed_of_user(session, user_id),
        "sources": sources,
        "hours": queries.hours(session, user_id),
        "absences": queries.absences(session, user_id, today),
    }
    return CalendarShown.model_validate(rows)
