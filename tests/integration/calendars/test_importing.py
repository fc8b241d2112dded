"""A user's own calendar as busy times."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from accounts.tables import Role
from core.audit import AuditEntry
from core.clock import COPENHAGEN, midnight
from core.db import Database
from core.errors import BadInputError
from scheduler.calendars import apart, importing, queries
from scheduler.calendars.entries import Span
from scheduler.calendars.fetching import FetchError
from scheduler.calendars.incoming import busy_spans
from scheduler.calendars.tables import Absence, CalendarSource, SourceKind
from tests import rows
from tests.rows import NOW
from tests.unit.calendars.files import DOMAIN, calendar, event

ADDRESS = "https://kalender.example.invalid/hemmelig.ics"
MORNING, NOON = "DTSTART:20261201T090000Z", "DTSTART:20261201T120000Z"
HOUR = timedelta(hours=1)


@pytest.fixture
def database(sqlite: Database) -> Database:
    """One kind of database is enough here; `test_both_databases` asks both the same."""
    return sqlite


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Read files in this process, which is faster; the contents that were read."""
    read: list[bytes] = []

    def here(given: apart.Calendar) -> tuple[Span, ...]:
        read.append(given.content)
        return busy_spans(given.content, given.first, given.last, given.domain)

    monkeypatch.setattr(apart, "read", here)
    return read


@pytest.fixture
def user(database: Database) -> int:
    with database.transaction() as session:
        return rows.user(session, Role.CASEWORKER).id


def one_at(*starts: str, **values: str) -> bytes:
    """A calendar with an event of an hour at each of these times."""
    extra = [f"{name.upper()}:{value}" for name, value in values.items()]
    events = [event(start, "DURATION:PT1H", *extra, uid=f"{number}") for number, start in enumerate(starts)]
    return calendar(*(line for one in events for line in one))


def hours(database: Database, user: int, kind: SourceKind = SourceKind.FILE) -> list[int]:
    """The hours of the clock in UTC at which the user is busy by this calendar."""
    with database.reading() as session:
        found = session.scalars(select(CalendarSource).where(CalendarSource.user_id == user)).all()
        return [busy.starts_at.hour for one in found if one.kind is kind for busy in queries.imported(session, one.id)]


def source(database: Database, user: int) -> CalendarSource:
    with database.reading() as session:
        (found,) = queries.sources(session, user)
        return found


def follow(database: Database, user: int, content: bytes) -> None:
    importing.follow(database, NOW, user, ADDRESS, lambda _: content, DOMAIN)


def refresh(database: Database, now: datetime, content: bytes | Exception) -> int:
    """Refresh every calendar at `now`, when its server has this."""

    def fetch(address: str) -> bytes:
        assert address == ADDRESS
        if isinstance(content, Exception):
            raise content
        return content

    return importing.refresh_calendars(database, now, fetch, DOMAIN)


def test_a_file_becomes_busy_times(database: Database, user: int) -> None:
    assert importing.import_file(database, NOW, user, one_at(MORNING, NOON), DOMAIN) == 2
    assert hours(database, user) == [9, 12]
    assert source(database, user).read_at == NOW


def test_the_next_file_takes_the_place_of_the_last_and_touches_nobody_elses(database: Database, user: int) -> None:
    with database.transaction() as session:
        other = rows.user(session).id
    importing.import_file(database, NOW, other, one_at(MORNING), DOMAIN)
    importing.import_file(database, NOW, user, one_at(MORNING), DOMAIN)
    importing.import_file(database, NOW, user, one_at(NOON), DOMAIN)
    assert (hours(database, user), hours(database, other)) == ([12], [9])
    importing.import_file(database, NOW, user, calendar(), DOMAIN)
    assert (hours(database, user), hours(database, other)) == ([], [9])


def test_a_bad_file_changes_nothing(database: Database, user: int) -> None:
    importing.import_file(database, NOW, user, one_at(MORNING), DOMAIN)
    with pytest.raises(BadInputError):
        importing.import_file(database, NOW + HOUR, user, one_at(NOON, "DTSTART:sludder"), DOMAIN)
    assert hours(database, user) == [9]
    assert source(database, user).read_at == NOW


def test_a_file_and_an_address_stand_side_by_side(database: Database, user: int) -> None:
    importing.import_file(database, NOW, user, one_at(MORNING), DOMAIN)
    follow(database, user, one_at(NOON))
    assert (hours(database, user), hours(database, user, SourceKind.ADDRESS)) == ([9], [12])


def test_no_private_word_is_stored_or_logged(database: Database, user: int) -> None:
    content = one_at(MORNING, summary="Tandlæge", description="Rodbehandling", location="Klinikken")
    importing.import_file(database, NOW, user, content, DOMAIN)
    follow(database, user, content)
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()
        assert {entry.action for entry in entries} == {"calendar.imported", "calendar.followed"}
        told = " ".join(f"{entry.subject} {entry.facts}" for entry in entries)
        stored = " ".join(
            str(vars(busy)) for one in queries.sources(session, user) for busy in queries.imported(session, one.id)
        )
    for private in ("Tandlæge", "Rodbehandling", "Klinikken", "hemmelig"):
        assert private not in told + stored


def test_an_address_that_cannot_be_fetched_is_not_kept(database: Database, user: int) -> None:
    def fail(_address: str) -> bytes:
        raise FetchError("Serveren svarede 404.")

    with pytest.raises(FetchError):
        importing.follow(database, NOW, user, ADDRESS, fail, DOMAIN)
    with database.reading() as session:
        assert queries.sources(session, user) == []


def test_an_address_is_fetched_again_after_an_hour(database: Database, user: int) -> None:
    follow(database, user, one_at(MORNING))
    assert refresh(database, NOW + timedelta(minutes=59), one_at(NOON)) == 0
    assert refresh(database, NOW + timedelta(minutes=61), one_at(NOON)) == 1
    assert hours(database, user, SourceKind.ADDRESS) == [12]
    assert source(database, user).read_at == NOW + timedelta(minutes=61)


@pytest.mark.parametrize(
    "wrong", [FetchError("Serveren svarede 500."), b"<html>Log ind</html>", one_at("DTSTART:sludder")]
)
def test_what_fails_is_told_to_the_owner_and_the_old_times_stay(
    database: Database, user: int, wrong: bytes | Exception
) -> None:
    follow(database, user, one_at(MORNING))
    assert refresh(database, NOW + 2 * HOUR, wrong) == 1
    assert hours(database, user, SourceKind.ADDRESS) == [9]
    assert source(database, user).fault
    assert refresh(database, NOW + 4 * HOUR, one_at(NOON)) == 1
    assert source(database, user).fault is None


def test_a_fault_is_gone_when_the_same_calendar_is_back(database: Database, user: int) -> None:
    follow(database, user, one_at(MORNING))
    refresh(database, NOW + 2 * HOUR, FetchError("Serveren svarede 500."))
    refresh(database, NOW + 4 * HOUR, one_at(MORNING))
    assert source(database, user).fault is None


def test_a_calendar_is_expanded_again_when_it_has_changed_or_a_week_has_passed(
    database: Database, user: int, read_here: list[bytes]
) -> None:
    follow(database, user, one_at(MORNING))
    del read_here[:]
    refresh(database, NOW + 2 * HOUR, one_at(MORNING, summary="Nyt navn"))
    assert read_here == []
    refresh(database, NOW + 4 * HOUR, one_at(NOON))
    assert len(read_here) == 1
    refresh(database, NOW + timedelta(days=8), one_at(NOON))
    assert len(read_here) == 2


def test_one_bad_calendar_does_not_keep_the_others_from_being_fetched(database: Database, user: int) -> None:
    with database.transaction() as session:
        others = [rows.user(session).id for _ in range(3)]
    for one in (user, *others):
        follow(database, one, one_at(MORNING))
    answers: Iterator[bytes | None] = iter([None, one_at(NOON), one_at(NOON), one_at(NOON)])

    def fetch(_address: str) -> bytes:
        answer = next(answers)
        if answer is None:
            raise FetchError("Serveren svarede 500.")
        return answer

    assert importing.refresh_calendars(database, NOW + 2 * HOUR, fetch, DOMAIN) == 4
    assert [hours(database, one, SourceKind.ADDRESS) for one in (user, *others)] == [[9], [12], [12], [12]]


def test_a_worker_that_is_to_stop_fetches_no_more(database: Database, user: int) -> None:
    follow(database, user, one_at(MORNING))
    later = NOW + 2 * HOUR
    assert importing.refresh_calendars(database, later, lambda _: one_at(NOON), DOMAIN, is_over=lambda: True) == 0
    assert hours(database, user, SourceKind.ADDRESS) == [9]


def test_no_transaction_is_open_while_a_server_is_asked(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session).id
    follow(sqlite, user, one_at(MORNING))

    def fetch(_address: str) -> bytes:
        with sqlite.transaction() as session:  # would wait for ever
            rows.user(session)
        return one_at(NOON)

    assert importing.refresh_calendars(sqlite, NOW + 2 * HOUR, fetch, DOMAIN) == 1


def test_an_address_changed_while_it_was_fetched_is_left_to_the_next_time(database: Database, user: int) -> None:
    follow(database, user, one_at(MORNING))

    def fetch(_address: str) -> bytes:
        importing.follow(database, NOW + 2 * HOUR, user, ADDRESS + "?ny", lambda _: one_at(NOON), DOMAIN)
        return one_at("DTSTART:20261201T150000Z")

    importing.refresh_calendars(database, NOW + 2 * HOUR, fetch, DOMAIN)
    assert hours(database, user, SourceKind.ADDRESS) == [12]


def test_a_calendar_that_is_forgotten_leaves_nothing(database: Database, user: int) -> None:
    follow(database, user, one_at(MORNING))
    with database.transaction() as session:
        importing.forget(session, NOW, user, SourceKind.ADDRESS)
        importing.forget(session, NOW, user, SourceKind.FILE)
    with database.reading() as session:
        assert queries.sources(session, user) == []
        assert list(queries.busy_of(session, NOW, NOW + importing.AHEAD)) == []


def test_busy_is_by_own_calendars_and_absences(database: Database, user: int) -> None:
    importing.import_file(database, NOW, user, one_at(MORNING, NOON), DOMAIN)
    with database.transaction() as session:
        session.add(Absence(user_id=user, first=date(2026, 12, 3), last=date(2026, 12, 4)))
    first, last = midnight(date(2026, 12, 1)), midnight(date(2026, 12, 4))
    with database.reading() as session:
        found = list(queries.busy_of(session, first, last))
        after = list(queries.busy_of(session, datetime(2026, 12, 1, 12, 30, tzinfo=UTC), last - timedelta(days=2)))
        assert queries.absent(session, date(2026, 12, 4)) == {user: None}
        assert queries.absent(session, date(2026, 12, 5)) == {}
    nine, noon = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (9, 12))
    away = datetime(2026, 12, 3, tzinfo=COPENHAGEN), datetime(2026, 12, 5, tzinfo=COPENHAGEN)
    assert found == [(user, nine, nine + HOUR), (user, noon, noon + HOUR), (user, *away)]
    assert after == [(user, noon, noon + HOUR)]
