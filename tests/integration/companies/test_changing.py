"""What an opening says may change, but not over another's head and not under somebody who has said yes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies import changing, service, standing
from companies.changing import Promised
from companies.drafts import OpeningDraft, ShiftDraft
from companies.tables import Opening, OpeningState, Shift
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from tests import rows
from tests.rows import NOW, TODAY

SHIFTS = (
    ShiftDraft(weekday=1, from_=time(8), to=time(15)),
    ShiftDraft(weekday=2, from_=time(8), to=time(15)),
)
SAME: dict[str, Any] = {"schemes": ["ordinary", "virksomhedspraktik"], "skills": ["it_basic", "forklift"]}


@pytest.fixture
def ids(sqlite: Database) -> tuple[int, int]:
    """An opening, and the employer who may change it."""
    return given(sqlite)


def given(database: Database, **values: Any) -> tuple[int, int]:
    with database.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        shifts = [Shift(weekday=one.weekday, from_=one.from_, to=one.to) for one in SHIFTS]
        made = rows.opening(session, rows.unit(session, employer=employer), seats=2, shifts=shifts, **SAME | values)
        return made.id, employer.id


def change(
    database: Database,
    ids: tuple[int, int],
    said: Callable[[OpeningDraft], OpeningDraft],
    seen: str | None = None,
    promised: Promised = changing.NOTHING,
    today: date = TODAY,
) -> OpeningDraft:
    with database.transaction() as session:
        user = who(session, ids[1])
        before = changing.draft_of(service.opening_seen_by(session, user, ids[0]))
        seen = changing.version(before) if seen is None else seen
        return changing.draft_of(changing.change(session, user, NOW, today, ids[0], said(before), seen, promised))


def who(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id)


def kept(database: Database, ids: tuple[int, int]) -> OpeningDraft:
    with database.reading() as session:
        return changing.draft_of(service.opening_seen_by(session, who(session, ids[1]), ids[0]))


def places(error: BadInputError) -> list[str]:
    return [fault.place for fault in error.faults]


def test_everything_may_change_while_nobody_has_said_yes(sqlite: Database, ids: tuple[int, int]) -> None:
    wanted: dict[str, Any] = {
        "title": "Opvasker",
        "seats": 1,
        "weeks": 4,
        "shifts": SHIFTS[:1],
        "language": "B1",
        "offers": ("mentor",),
        "standing": True,
        "label": "snusepraktik",
    }
    change(sqlite, ids, lambda before: replace(before, **wanted))
    after = kept(sqlite, ids)
    assert {name: getattr(after, name) for name in wanted} == wanted
    with sqlite.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "opening.changed"))
        assert sorted(entry.facts["fields"]) == sorted(wanted)
        assert len(session.scalars(select(Shift)).all()) == 1


def test_what_says_the_same_changes_nothing(sqlite: Database, ids: tuple[int, int]) -> None:
    change(sqlite, ids, lambda before: replace(before, schemes=before.schemes[::-1], skills=before.skills[::-1]))
    with sqlite.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"occupation": "911210"}, "occupation"),
        ({"schemes": ("ordinary",)}, "schemes"),
        ({"least": 2}, "least"),
        ({"start_earliest": date(2026, 12, 8)}, "start.earliest"),
        ({"weeks": 12}, "weeks"),
        ({"hours_min": 4.0}, "hours.min"),
        ({"hours_max": 30.0}, "hours.max"),
        ({"shifts": SHIFTS[:1]}, "shifts"),
        ({"language": "A0"}, "language"),
        ({"skills": ()}, "skills"),
        ({"driving_licence": True}, "driving_licence"),
        ({"seats": 1}, "seats"),
        ({"start_latest": date(2026, 12, 6)}, "start.latest"),
    ],
)
def test_what_somebody_has_said_yes_to_stands(
    sqlite: Database, ids: tuple[int, int], changes: dict[str, Any], place: str
) -> None:
    promised = Promised(terms=True, seats=2, last_start=date(2026, 12, 7))
    with pytest.raises(BadInputError) as error:
        change(sqlite, ids, lambda before: replace(before, **changes), promised=promised)
    assert places(error.value) == [place]


def test_the_rest_may_change_while_somebody_counts_on_it(sqlite: Database, ids: tuple[int, int]) -> None:
    promised = Promised(terms=True, seats=2, last_start=date(2026, 12, 7))
    wanted: dict[str, Any] = {
        "title": "Ny titel",
        "description": "Ny tekst",
        "seats": 3,
        "start_latest": date(2026, 12, 7),
        "offers": ("meals",),
        "paid_hours_prospect": 1.0,
        "standing": True,
    }
    after = change(sqlite, ids, lambda before: replace(before, **wanted), promised=promised)
    assert {name: getattr(after, name) for name in wanted} == wanted


def test_an_overfull_opening_may_keep_its_seats_and_not_lose_more(sqlite: Database, ids: tuple[int, int]) -> None:
    promised = Promised(seats=5)
    change(sqlite, ids, lambda before: replace(before, title="Opvasker"), promised=promised)
    with pytest.raises(BadInputError):
        change(sqlite, ids, lambda before: replace(before, seats=1), promised=promised)


def test_a_window_that_has_passed_may_stay_while_the_rest_is_mended(sqlite: Database, ids: tuple[int, int]) -> None:
    later = date(2027, 6, 1)
    assert change(sqlite, ids, lambda before: replace(before, title="Opvasker"), today=later).title == "Opvasker"
    with pytest.raises(BadInputError) as error:
        change(sqlite, ids, lambda before: replace(before, start_latest=date(2027, 3, 1)), today=later)
    assert places(error.value) == ["start.latest"]


def test_whoever_saw_something_older_is_told_and_nothing_is_kept(sqlite: Database, ids: tuple[int, int]) -> None:
    seen = changing.version(kept(sqlite, ids))
    change(sqlite, ids, lambda before: replace(before, description="Den første"))
    with pytest.raises(ConflictError) as error:
        change(sqlite, ids, lambda before: replace(before, description="Den anden"), seen)
    assert error.value.facts["rule"] == "version"
    assert kept(sqlite, ids).description == "Den første"


def test_of_two_at_once_exactly_one_is_kept(database: Database) -> None:
    ids = given(database)
    seen, together = changing.version(kept(database, ids)), Barrier(2)

    def one(text: str) -> str | None:
        together.wait()
        try:
            change(database, ids, lambda before: replace(before, description=text), seen)
        except ConflictError:
            return None
        return text

    with ThreadPoolExecutor(2) as pool:
        told = [text for text in pool.map(one, ("første", "anden")) if text is not None]
    assert told == [kept(database, ids).description]


def test_a_closed_opening_and_anothers_cannot_be_changed(sqlite: Database) -> None:
    closed = given(sqlite, state=OpeningState.CLOSED)
    with pytest.raises(ConflictError):
        change(sqlite, closed, lambda before: replace(before, title="x"))
    with sqlite.transaction() as session:
        stranger, consultant = rows.user(session, Role.EMPLOYER), rows.user(session)
        draft = changing.draft_of(service.opening_seen_by(session, consultant, closed[0]))
        for user, refused in ((stranger, NotFoundError), (consultant, ForbiddenError)):
            with pytest.raises(refused):
                changing.change(session, user, NOW, TODAY, closed[0], draft, changing.version(draft))


def test_a_copy_says_the_same_from_today_on_and_waits_to_be_opened(sqlite: Database, ids: tuple[int, int]) -> None:
    later = date(2026, 12, 11)
    with sqlite.transaction() as session:
        made = changing.copy(session, who(session, ids[1]), NOW, later, ids[0])
        assert (made.state, made.copied_from_id) == (OpeningState.PAUSED, ids[0])
        copied = changing.draft_of(made)
    window: dict[str, Any] = {"start_earliest": later, "start_latest": date(2027, 2, 11)}
    assert copied == replace(kept(sqlite, ids), **window)


def test_standing_openings_move_along_and_others_stay(sqlite: Database) -> None:
    later = date(2027, 1, 15)
    moving, plain = given(sqlite, standing=True), given(sqlite)
    still = [given(sqlite, standing=True, state=state) for state in (OpeningState.PAUSED, OpeningState.CLOSED)]
    for expected in (1, 0):
        with sqlite.transaction() as session:
            assert standing.roll(session, NOW, later) == expected
    assert kept(sqlite, moving).start_latest == later + standing.MOVED
    assert {kept(sqlite, one).start_latest for one in (plain, *still)} == {date(2027, 2, 1)}
    with sqlite.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "opening.rolled"))
        assert (entry.user_id, entry.facts) == (None, {"was": "2027-02-01"})


def test_a_standing_opening_that_is_opened_again_can_be_begun_in(sqlite: Database) -> None:
    ids = given(sqlite, standing=True, state=OpeningState.PAUSED)
    later = NOW + timedelta(days=200)
    with sqlite.transaction() as session:
        service.change_state(session, who(session, ids[1]), later, ids[0], OpeningState.OPEN)
        assert session.get_one(Opening, ids[0]).start_latest == later.date() + standing.MOVED
