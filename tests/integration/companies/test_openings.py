"""Who sees and changes which openings."""

from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from companies import queries, service
from companies.drafts import OpeningDraft, ShiftDraft
from companies.tables import OpeningState
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from tests import rows
from tests.rows import NOW, TODAY


def draft(unit_id: int, **changes: object) -> OpeningDraft:
    usual: dict[str, object] = {
        "unit_id": unit_id,
        "title": " Opvasker ",
        "occupation": "941200",
        "schemes": ("virksomhedspraktik",),
        "seats": 2,
        "start_earliest": date(2026, 12, 1),
        "start_latest": date(2027, 1, 1),
        "weeks": 13,
        "hours_min": 5.0,
        "hours_max": 20.0,
        "shifts": (ShiftDraft(weekday=1, from_=time(8), to=time(15)),),
    }
    return OpeningDraft(**usual | changes)  # type: ignore[arg-type] # test values are of the right kinds


def audited(session: Session) -> list[tuple[str, int | None]]:
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.action, entry.user_id) for entry in entries]


def test_an_employer_offers_a_place(database: Database) -> None:
    with database.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        unit = rows.unit(session, employer=employer)
        made = service.offer(session, employer, NOW, TODAY, draft(unit.id)).id
        assert audited(session) == [("opening.offered", employer.id)]
    with database.reading() as session:
        found = queries.opening(session, made)
        assert found is not None
        assert (found.title, found.state, found.unit.company_id) == ("Opvasker", OpeningState.OPEN, unit.company_id)
        assert [(shift.weekday, shift.from_, shift.to) for shift in found.shifts] == [(1, time(8), time(15))]


def test_a_faulty_draft_is_refused_with_every_fault(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        unit = rows.unit(session, employer=employer)
        with pytest.raises(BadInputError) as error:
            service.offer(session, employer, NOW, TODAY, draft(unit.id, seats=0, weeks=0))
        assert [fault.place for fault in error.value.faults] == ["seats", "weeks"]
        assert queries.openings(session) == []


def test_the_companys_own_consultant_may_offer_for_it_and_another_may_not(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        own, other = rows.user(session), rows.user(session)
        unit = rows.unit(session, consultant_id=own.id)
        assert service.offer(session, own, NOW, TODAY, draft(unit.id)).unit_id == unit.id
        with pytest.raises(ForbiddenError):
            service.offer(session, other, NOW, TODAY, draft(unit.id))


def test_another_company_is_not_there_for_an_employer(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        rows.unit(session, employer=employer)
        other = rows.unit(session)
        opening = rows.opening(session, other)
        for unit_id in (other.id, 4711):
            with pytest.raises(NotFoundError):
                service.offer(session, employer, NOW, TODAY, draft(unit_id))
        for opening_id in (opening.id, 4711):
            with pytest.raises(NotFoundError):
                service.change_state(session, employer, NOW, opening_id, OpeningState.CLOSED)


def test_staff_see_every_opening_and_citizens_none(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        opening = rows.opening(session, rows.unit(session))
        assert service.opening_seen_by(session, rows.user(session, Role.MANAGER), opening.id) is opening
        for role in (Role.CITIZEN, Role.INTERPRETER, Role.EMPLOYER):
            with pytest.raises(NotFoundError):
                service.opening_seen_by(session, rows.user(session, role), opening.id)


@pytest.mark.parametrize("last", [OpeningState.OPEN, OpeningState.CLOSED])
def test_a_paused_opening_can_be_reopened_or_closed(sqlite: Database, last: OpeningState) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        opening = rows.opening(session, rows.unit(session, employer=employer))
        for state in (OpeningState.PAUSED, last):
            service.change_state(session, employer, NOW, opening.id, state)
        assert opening.state == last
        assert audited(session) == [("opening.paused", employer.id), (f"opening.{last.value}", employer.id)]


@pytest.mark.parametrize("state", [OpeningState.OPEN, OpeningState.PAUSED])
def test_a_closed_opening_stays_closed(sqlite: Database, state: OpeningState) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        opening = rows.opening(session, rows.unit(session, employer=employer), state=OpeningState.CLOSED)
        with pytest.raises(ConflictError):
            service.change_state(session, employer, NOW, opening.id, state)


def test_the_state_it_has_already_changes_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        opening = rows.opening(session, rows.unit(session, employer=employer), state=OpeningState.CLOSED)
        service.change_state(session, employer, NOW, opening.id, OpeningState.CLOSED)
        assert audited(session) == []


def test_openings_are_listed_by_id_a_page_at_a_time(database: Database) -> None:
    with database.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        mine, other = rows.unit(session, employer=employer), rows.unit(session)
        made = [rows.opening(session, unit) for unit in (mine, other, mine, mine)]
        made[3].state = OpeningState.CLOSED
        session.flush()
        first, alien, second, closed = rows.ids(made)
        assert rows.ids(queries.openings(session)) == [first, alien, second, closed]
        assert rows.ids(queries.openings(session, after=first, limit=2)) == [alien, second]
        assert rows.ids(queries.openings(session, employer_id=employer.id)) == [first, second, closed]
        assert rows.ids(queries.openings(session, unit_id=other.id)) == [alien]
        assert rows.ids(queries.openings(session, states=[OpeningState.CLOSED])) == [closed]
        assert list(queries.openings_by_id(session, [second, first])) == [first, second]


def test_units_are_listed_by_id_and_an_employer_sees_own_ones(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        mine, other = rows.unit(session, employer=employer), rows.unit(session)
        assert rows.ids(queries.units(session)) == [mine.id, other.id]
        assert rows.ids(queries.units(session, employer_id=employer.id)) == [mine.id]
        assert rows.ids(queries.units(session, after=mine.id, limit=1)) == [other.id]


def test_months_come_oldest_first_with_their_source(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        unit, other = rows.unit(session, employees=12.5), rows.unit(session)
        found = queries.months(session, [unit.id])
        assert [(one.month, one.ordinary_fte, one.source) for one in found[unit.id]] == [
            (month, 12.5, "CVR") for month in rows.MONTHS
        ]
        assert other.id not in found
