"""«Min kalender»: the address of a person's meetings, what else takes their time, their hours and their absences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from accounts.queries import people
from accounts.tables import Role, User
from core.db import Database
from core.errors import BadInputError, Fault
from core.settings import Settings
from scheduler.calendars import feeds, importing, queries, service
from scheduler.calendars.fetching import FetchError, fetcher
from scheduler.calendars.lines import LARGEST_BYTES
from scheduler.calendars.service import Hours
from scheduler.calendars.tables import CalendarFeed, SourceKind
from scheduler.tables import WorkingHours
from web import visits
from web.fields import LARGEST_ID, PathId
from web.visits import Anybody, Visit

router = APIRouter()
HERE = "/kalender"
READING_AT_ONCE = 2
"""Calendars that are read at the same time; each keeps a processor busy."""
WORKING_WEEK = range(1, 6)
STAND_INS = tuple(role for role in Role if role not in (Role.CITIZEN, Role.EMPLOYER))
DONE = ("feed_closed", "file", "address", "forgotten", "hours", "absence", "absence_gone")
"""What an address may say was just done; anything else there is ignored."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, told in a transaction that is over: reading a calendar takes its time."""

    request: Request
    database: Database
    settings: Settings
    person: User
    now: datetime


def asker(request: Request) -> Iterator[Asker]:
    """The visitor, with no transaction open."""
    database: Database = request.app.state.database
    with database.transaction() as session:
        visit = visits.visit(request, session)
    yield Asker(request, database, request.app.state.settings, visit.person, visit.now)


Reading = Annotated[Asker, Depends(asker, scope="function", max_concurrency=READING_AT_ONCE)]


@router.get(HERE)
def my_calendar(visit: Anybody) -> HTMLResponse:
    """The person's own page."""
    return _page(visit)


@router.post(f"{HERE}/adresse")
def renew(visit: Anybody) -> HTMLResponse:
    """Make a new address; it is shown this once, and the old one is dead."""
    feed = queries.feed_of_user(visit.session, visit.person.id) or CalendarFeed(user_id=visit.person.id)
    secret = feeds.renew(visit.session, visit.now, visit.person.id, feed)
    return _page(visit, address=str(visit.request.url_for("read_feed", secret=secret)))


@router.post(f"{HERE}/adresse/luk")
def close(visit: Anybody) -> RedirectResponse:
    """Take the address away."""
    feed = queries.feed_of_user(visit.session, visit.person.id)
    if feed is not None:
        feeds.close(visit.session, visit.now, visit.person.id, feed)
    return _back("feed_closed")


@router.post(f"{HERE}/fil")
def upload(asker: Reading, file: UploadFile) -> Response:
    """Read busy times from a file."""
    content = file.file.read(LARGEST_BYTES + 1)
    try:
        importing.import_file(asker.database, asker.now, asker.person.id, content, asker.settings.calendar_domain)
    except BadInputError as error:
        return _refused(asker, error.faults)
    return _back("file")


@router.post(f"{HERE}/hent")
def follow(asker: Reading, address: Annotated[str, Form()]) -> Response:
    """Read busy times from an address, now and every hour from now on."""
    fetch, domain = fetcher(asker.settings), asker.settings.calendar_domain
    try:
        importing.follow(asker.database, asker.now, asker.person.id, address.strip(), fetch, domain)
    except FetchError as error:
        return _refused(asker, [Fault("adressen", error.message)])
    except BadInputError as error:
        return _refused(asker, error.faults)
    return _back("address")


@router.post(f"{HERE}/glem")
def forget(visit: Anybody, kind: Annotated[SourceKind, Form()]) -> RedirectResponse:
    """Drop a calendar and its busy times."""
    importing.forget(visit.session, visit.now, visit.person.id, kind)
    return _back("forgotten")


@router.post(f"{HERE}/arbejdstid")
def set_hours(
    visit: Anybody,
    weekday: Annotated[list[int], Form()],
    start: Annotated[list[str], Form()],
    end: Annotated[list[str], Form()],
) -> RedirectResponse:
    """Set the hours of the week; a day without any is a day off."""
    rows = zip(weekday, start, end, strict=False)
    hours = [Hours(day, _clock(begins), _clock(ends)) for day, begins, ends in rows if begins or ends]
    service.set_hours(visit.session, visit.now, visit.person.id, hours)
    return _back("hours")


@router.post(f"{HERE}/fravaer")
def note_absence(
    visit: Anybody,
    first: Annotated[date, Form()],
    last: Annotated[date, Form()],
    substitute: Annotated[int | None, Form(ge=1, le=LARGEST_ID)] = None,
) -> RedirectResponse:
    """Note days away."""
    service.absent_from(visit.session, visit.now, visit.person, visit.person.id, first, last, substitute)
    return _back("absence")


@router.post(f"{HERE}/fravaer/{{absence_id}}/slet")
def cancel_absence(visit: Anybody, absence_id: PathId) -> RedirectResponse:
    """Strike an absence."""
    service.cancel_absence(visit.session, visit.now, visit.person, absence_id)
    return _back("absence_gone")


def _page(visit: Visit, address: str | None = None, faults: Sequence[Fault] = ()) -> HTMLResponse:
    session, user_id = visit.session, visit.person.id
    sources, numbers = queries.sources(session, user_id), queries.imported_number(session, user_id)
    colleagues = [user for user in people(session, STAND_INS) if user.id != user_id]
    said = visit.request.query_params.get("gjort")
    return visit.page(
        "calendar.html",
        path=HERE,  # which a form's own address may be answered with
        feed=queries.feed_of_user(session, user_id),
        address=address,
        sources={one.kind.value: (one, numbers.get(one.id, 0)) for one in sources},
        hours=_week(queries.hours(session, user_id)),
        absences=queries.absences(session, user_id, visit.today),
        colleagues=colleagues,
        names={user.id: user.name for user in colleagues},
        today=visit.today,
        done=said if said in DONE else None,
        unread=faults,
    )


def _week(hours: Sequence[WorkingHours]) -> list[tuple[int, str, str]]:
    """A row per time of the week: the weekday, from and to; empty for a day of the working week that is off."""
    rows = [(one.weekday, f"{one.from_:%H:%M}", f"{one.to:%H:%M}") for one in hours]
    off = [(day, "", "") for day in WORKING_WEEK if day not in {one.weekday for one in hours}]
    return sorted(rows + off)


def _clock(written: str) -> time:
    """A time from a form. Raises BadInputError."""
    try:
        return time.fromisoformat(written)
    except ValueError as error:
        raise BadInputError(
            [Fault("arbejdstid", "skriv både start og slut som 08:00, eller lad begge stå tomme")]
        ) from error


def _refused(asker: Asker, faults: Sequence[Fault]) -> HTMLResponse:
    with asker.database.transaction() as session:
        answer = _page(visits.visit(asker.request, session), faults=faults)
    answer.status_code = 422
    return answer


def _back(done: str) -> RedirectResponse:
    return RedirectResponse(f"{HERE}?gjort={done}", 303)
