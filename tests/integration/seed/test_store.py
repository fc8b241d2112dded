"""A municipality in the database, and what matching and follow-ups make of it."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.tables import Role, User
from citizens.tables import CaseEvent, Citizen, Status
from companies.tables import Company
from core.db import Database
from core.errors import ConflictError
from matcher.engine.byhand import first_come
from matcher.engine.solve import solve
from matcher.loading import load_problem, owners
from scheduler.followups import queries as follow_ups
from scheduler.followups import rows as due
from scheduler.planning.loading import load_problem as load_meetings
from seed.municipality import Municipality, build
from seed.store import TABLES, store

TODAY = date(2026, 11, 21)
WEEK = timedelta(days=7)
LEAST_PLACED, MOST_PLACED = 0.55, 0.75


@pytest.fixture(scope="module")
def town() -> Municipality:
    return build(400, 1, TODAY)


@pytest.fixture(scope="module")
def small() -> Municipality:
    return build(20, 1, TODAY)


def test_every_field_of_a_record_is_a_column_of_its_table(town: Municipality) -> None:
    for part, table in TABLES:
        columns = {attribute.key for attribute in table.__mapper__.column_attrs}
        assert {field.name for field in fields(getattr(town, part)[0])} <= columns, part


def test_every_part_of_the_municipality_has_a_table(town: Municipality) -> None:
    stored = {part for part, _ in TABLES}
    assert stored == {field.name for field in fields(town)} - {"name", "today"}


def test_all_rows_are_stored(database: Database, small: Municipality) -> None:
    with database.transaction() as session:
        store(session, small)
    with database.reading() as session:
        for part, table in TABLES:
            stored = session.scalar(select(func.count()).select_from(table))
            assert stored == len(getattr(small, part)), part


def test_values_come_back_as_they_were(database: Database, small: Municipality) -> None:
    with database.transaction() as session:
        store(session, small)
    with database.reading() as session:
        citizen = session.get_one(Citizen, 1)
        assert citizen.status == Status(small.citizens[0].status)
        assert tuple(citizen.needs) == small.citizens[0].needs
        assert citizen.birth_date == small.citizens[0].birth_date
        company = session.get_one(Company, 1)
        assert company.test_data


def test_a_row_made_later_gets_the_next_number(database: Database, small: Municipality) -> None:
    with database.transaction() as session:
        store(session, small)
    with database.transaction() as session:
        late = User(role=Role.ADMIN, name="Ny Bruger", email="ny@example.org")
        session.add(late)
        session.flush()
        assert late.id == len(small.users) + 1


def test_a_database_in_use_is_left_alone(database: Database, small: Municipality) -> None:
    with database.transaction() as session:
        store(session, small)
    with database.transaction() as session, pytest.raises(ConflictError):
        store(session, small)


def test_nothing_is_stored_where_something_is_wrong(sqlite: Database, small: Municipality) -> None:
    with sqlite.transaction() as session:
        session.add(Company(id=1, cvr="90000012", name="X", sector="private", industry="1", industry_version="DB07"))
    with pytest.raises(IntegrityError), sqlite.transaction() as session:
        store(session, small)
    with sqlite.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


@pytest.fixture(scope="module")
def stored(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, town: Municipality) -> Iterator[Database]:
    """The municipality of the default size, stored with its follow-ups."""
    path = tmp_path_factory.mktemp("town") / "town.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        store(session, town)
        due.refresh(session, TODAY)
    yield database
    database.dispose()


def test_scarcity_is_real_and_choosing_over_the_whole_beats_choosing_by_hand(stored: Database) -> None:
    with stored.reading() as session:
        problem, portfolio = load_problem(session, TODAY), owners(session)
    best, by_hand = solve(problem), first_come(problem, portfolio)
    placed = len(best.placements) / len(problem.citizens)
    assert LEAST_PLACED <= placed <= MOST_PLACED
    assert len(by_hand.placements) < 0.8 * len(best.placements)
    assert by_hand.objective < 0.8 * best.objective


def test_the_stored_history_leaves_some_follow_ups_overdue_and_more_to_come(stored: Database) -> None:
    with stored.reading() as session:
        overdue, coming = follow_ups.count_overdue(session, TODAY), follow_ups.count_due(session, TODAY, TODAY + WEEK)
        events = session.scalar(select(func.count()).select_from(CaseEvent)) or 0
    assert 0 < overdue < coming < events


def test_the_meetings_asked_for_make_a_planning_problem(stored: Database, town: Municipality) -> None:
    with stored.reading() as session:
        problem = load_meetings(session, TODAY)
    assert len(problem.meetings) == sum(meeting.state == "requested" for meeting in town.meetings)
    assert {room.site for room in problem.rooms} <= {site.id for site in problem.sites}
