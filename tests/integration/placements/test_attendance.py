"""Attendance in one tap: once, corrected, by two at once, and what a pattern of absence sets going."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from companies.tables import Company, Unit
from core.db import Database
from core.errors import BadInputError, ForbiddenError, NotFoundError
from placements.daily import absence, attendance, queries, troubles
from placements.daily.tables import Presence, TroubleState
from scheduler.calendars.tables import Absence
from tests import rows
from tests.integration.placements.works import BEGAN, NOW, TODAY, Works, messages, trail, works
from tests.integration.placements.works import troubles as all_troubles

AWAY, CAME, EXCUSED = Presence.AWAY, Presence.CAME, Presence.EXCUSED
THURSDAY, WEDNESDAY, TUESDAY, MONDAY = (TODAY - timedelta(days=back) for back in (1, 2, 3, 4))
Tap = Callable[..., None]


@pytest.fixture
def town(sqlite: Database) -> Works:
    with sqlite.transaction() as session:
        return works(session)


@pytest.fixture
def tap(sqlite: Database, town: Works) -> Tap:
    def one(day: date, presence: Presence | None) -> None:
        with sqlite.transaction() as session:
            attendance.report(session, NOW, town.employer, town.placement.id, day, presence)

    return one


def told(database: Database, town: Works) -> dict[date, Presence]:
    with database.reading() as session:
        return queries.told(session, [town.placement.id], BEGAN, TODAY).get(town.placement.id, {})


def test_one_tap_tells_and_the_same_tap_again_changes_nothing(sqlite: Database, town: Works, tap: Tap) -> None:
    for _ in range(2):
        tap(TODAY, CAME)
    assert told(sqlite, town) == {TODAY: CAME}
    facts = {"placement": town.placement.id, "day": "2026-11-20", "was": None, "presence": "came"}
    assert trail(sqlite, "attendance.told") == [facts]


def test_what_was_told_is_corrected_and_taken_back_with_its_trace(sqlite: Database, town: Works, tap: Tap) -> None:
    for presence in (CAME, AWAY, None):
        tap(TODAY, presence)
    assert told(sqlite, town) == {}
    assert [(one["was"], one["presence"]) for one in trail(sqlite, "attendance.told")] == [
        (None, "came"), ("came", "away"), ("away", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (TODAY + timedelta(days=1), "fremtiden"),
        (TODAY - timedelta(days=15), "mere end 14 dage"),
        (date(2026, 11, 14), "ikke en dag i forløbet"),
    ],
)
def test_a_day_ahead_long_ago_or_at_a_weekend_is_refused(day: date, message: str, tap: Tap) -> None:
    with pytest.raises(BadInputError, match=message):
        tap(day, CAME)


def test_days_before_the_start_and_after_the_end_are_none_of_the_placements(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        town = works(session, start=WEDNESDAY, end=TODAY + timedelta(days=30), ended_on=THURSDAY, outcome="job")
        for day in (TUESDAY, TODAY):
            with pytest.raises(BadInputError, match="ikke en dag i forløbet"):
                attendance.report(session, NOW, town.employer, town.placement.id, day, CAME)
        attendance.report(session, NOW, town.employer, town.placement.id, THURSDAY, CAME)


def test_only_the_firm_tells_and_only_of_its_own(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        for user in (town.consultant, town.himself):
            with pytest.raises(ForbiddenError):
                attendance.report(session, NOW, user, town.placement.id, TODAY, CAME)
        stranger = works(session).employer
        with pytest.raises(NotFoundError):
            attendance.report(session, NOW, stranger, town.placement.id, TODAY, CAME)


def test_a_place_taken_by_somebody_outside_the_service_has_no_attendance(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        outside = rows.placement(session, session.get_one(Unit, town.placement.unit_id), start=BEGAN)
        with pytest.raises(NotFoundError):
            attendance.report(session, NOW, town.employer, outside.id, TODAY, CAME)


@pytest.mark.parametrize(
    "taps", [((THURSDAY, AWAY), (TODAY, AWAY)), ((MONDAY, EXCUSED), (TODAY, EXCUSED), (WEDNESDAY, AWAY))]
)
def test_a_pattern_raises_one_message_to_the_consultant(
    sqlite: Database, town: Works, tap: Tap, taps: tuple[tuple[date, Presence], ...]
) -> None:
    for day, presence in taps:
        tap(day, presence)
    with sqlite.reading() as session:
        (raised,) = all_troubles(session)
        assert (raised.kind, raised.reported_by, raised.assigned_to) == ("absence", None, town.consultant.id)
        assert (raised.state, raised.pattern_until) == (TroubleState.OPEN, TODAY)
        assert raised.take_by.isoformat() == "2026-11-23T23:00:00+00:00"
        assert messages(session) == [("trouble.reported", town.consultant.id, "mail")]
    assert len(trail(sqlite, "trouble.raised")) == 1


def test_more_absence_raises_nothing_while_somebody_is_at_it(sqlite: Database, town: Works, tap: Tap) -> None:
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        tap(day, AWAY)
    with sqlite.reading() as session:
        assert len(all_troubles(session)) == 1


def test_a_new_pattern_after_the_closed_one_raises_a_new_message(sqlite: Database, town: Works, tap: Tap) -> None:
    tap(MONDAY, AWAY)
    tap(TUESDAY, AWAY)
    with sqlite.transaction() as session:
        (first,) = all_troubles(session)
        troubles.close(session, NOW, town.consultant, first.id, "Talt med borgeren.")
    tap(WEDNESDAY, AWAY)
    with sqlite.reading() as session:
        assert len(all_troubles(session)) == 1
    tap(TODAY, AWAY)
    with sqlite.reading() as session:
        assert [one.pattern_until for one in all_troubles(session)] == [TUESDAY, TODAY]


def test_a_correction_closes_a_message_that_nobody_has_taken(sqlite: Database, town: Works, tap: Tap) -> None:
    tap(THURSDAY, AWAY)
    tap(TODAY, AWAY)
    tap(TODAY, CAME)
    with sqlite.reading() as session:
        (closed,) = all_troubles(session)
        assert (closed.state, closed.outcome) == (TroubleState.CLOSED, absence.CORRECTED)
    tap(TODAY, AWAY)
    with sqlite.reading() as session:
        assert [one.state for one in all_troubles(session)] == [TroubleState.CLOSED, TroubleState.OPEN]


def test_a_message_that_is_taken_stays_whatever_is_corrected(sqlite: Database, town: Works, tap: Tap) -> None:
    tap(THURSDAY, AWAY)
    tap(TODAY, AWAY)
    with sqlite.transaction() as session:
        (raised,) = all_troubles(session)
        troubles.take(session, NOW, town.consultant, raised.id)
    tap(TODAY, CAME)
    with sqlite.reading() as session:
        assert [one.state for one in all_troubles(session)] == [TroubleState.TAKEN]


def test_a_consultant_who_is_away_is_stood_in_for(sqlite: Database, town: Works, tap: Tap) -> None:
    with sqlite.transaction() as session:
        session.add(Absence(user_id=town.consultant.id, first=TODAY, last=TODAY, substitute_id=town.colleague.id))
    tap(THURSDAY, AWAY)
    tap(TODAY, AWAY)
    with sqlite.reading() as session:
        assert [one.assigned_to for one in all_troubles(session)] == [town.colleague.id]


def at_once(database: Database, town: Works, *taps: tuple[date, Presence]) -> None:
    together = Barrier(len(taps))

    def one(day_presence: tuple[date, Presence]) -> None:
        together.wait()
        with database.transaction() as session:
            attendance.report(session, NOW, town.employer, town.placement.id, *day_presence)

    with ThreadPoolExecutor(len(taps)) as pool:
        list(pool.map(one, taps))


def test_of_two_at_once_the_last_is_right_and_both_are_in_the_trail(database: Database) -> None:
    with database.transaction() as session:
        town = works(session)
    at_once(database, town, (TODAY, AWAY), (TODAY, CAME))
    (first, second) = trail(database, "attendance.told")
    assert (first["was"], second["was"]) == (None, first["presence"])
    assert {first["presence"], second["presence"]} == {"away", "came"}
    assert told(database, town) == {TODAY: second["presence"]}


def test_two_at_once_that_make_a_pattern_raise_one_message(database: Database) -> None:
    with database.transaction() as session:
        town = works(session)
    at_once(database, town, (THURSDAY, AWAY), (WEDNESDAY, AWAY))
    with database.reading() as session:
        assert len(all_troubles(session)) == 1


def test_the_employer_knows_the_first_name_of_those_whom_an_agreement_names(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        unit = session.get_one(Unit, town.placement.unit_id)
        citizen = rows.citizen(session, town.consultant, first_name="Zahra")
        agreement = rows.agreed(session, rows.proposal(session, citizen, rows.opening(session, unit)))
        rows.placement(session, unit, citizen, start=BEGAN, end=None, agreement_id=agreement.id)
        found = queries.of_employer(session, town.employer.id, TODAY, TODAY)
        assert [one.shared_name for one in found] == [None, "Zahra"]
        assert session.get_one(Company, unit.company_id) is found[0].company
