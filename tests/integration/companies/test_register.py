"""Registering and changing companies: who may, what is refused, and what the trail shows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from companies.register import contacts, employees, queries, service
from companies.register.access import company_seen_by
from companies.register.drafts import ContactDraft, MonthDraft, Offers
from companies.tables import Company, CompanyUser, EmployeeCount
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from tests import rows
from tests.rows import NOW, TODAY
from tests.unit.companies.test_register_drafts import COMPANY, CONTACT, OCTOBER
from tests.unit.companies.test_register_drafts import UNIT as SOMEWHERE

UNIT = replace(SOMEWHERE, lat=57.72, lon=10.58)
LATER = NOW + timedelta(hours=1)


def registered(session: Session, **unit: object) -> Company:
    return service.register(session, rows.user(session), NOW, COMPANY, replace(UNIT, **unit), today=TODAY)  # type: ignore[arg-type]


def trail(session: Session, subject: str) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)))


def places(call: Callable[[], object]) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        call()
    return [fault.place for fault in caught.value.faults]


def test_a_company_is_registered_with_its_unit_and_its_consultant(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen = rows.user(session)
        offers = Offers(mentor_capacity=1, accommodates=("quiet",), languages=("da",), day_parts=("day",))
        made = service.register(session, karen, NOW, COMPANY, replace(UNIT, offers=offers), today=TODAY)
        found = queries.company(session, made.id)
        assert found is not None
        assert (found.cvr, found.source, found.registered_at, found.consultant_id) == (
            COMPANY.cvr,
            "hand",
            NOW,
            karen.id,
        )
        assert [one.accommodates for one in found.units] == [["mentor", "quiet"]]
        assert [entry.action for entry in trail(session, f"company:{made.id}")] == ["company.registered"]


def test_a_unit_in_a_known_town_lies_in_its_middle_and_in_a_new_one_asks_where(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        rows.unit(session, town="Skagen", lat=57.0, lon=10.0)
        rows.unit(session, town="skagen", lat=58.0, lon=11.0)
        made = registered(session, lat=None, lon=None, town="Skagen ")
        unit = queries.companies_by_id(session, [made.id])[made.id].units[0]
        assert (unit.lat, unit.lon, unit.town) == (57.5, 10.5, "Skagen")
        elsewhere = replace(UNIT, p_number="1003000002", town="Hobro", lat=None, lon=None)
        assert places(lambda: service.add_unit(session, rows.user(session), NOW, made.id, elsewhere)) == ["town"]


def test_faults_of_company_and_unit_are_told_together_and_nothing_is_kept(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen = rows.user(session)
        bad = replace(COMPANY, cvr="1"), replace(UNIT, address="")
        assert places(lambda: service.register(session, karen, NOW, *bad, today=TODAY)) == ["cvr", "address"]
        assert queries.companies(session) == []


def test_a_number_that_is_registered_is_told_with_whose_it_is(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        registered(session)
        karen = rows.user(session)
        assert places(lambda: service.register(session, karen, NOW, COMPANY, UNIT, today=TODAY)) == ["cvr", "p_number"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EMPLOYER, Role.COORDINATOR, Role.CITIZEN])
def test_only_consultants_caseworkers_and_administrators_register(sqlite: Database, role: Role) -> None:
    with sqlite.transaction() as session, pytest.raises(ForbiddenError):
        service.register(session, rows.user(session, role), NOW, COMPANY, UNIT, today=TODAY)


def test_a_change_is_kept_with_what_it_was_and_no_change_leaves_no_trace(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        made = registered(session)
        user = rows.user(session, Role.CASEWORKER)
        new = replace(COMPANY, name="Havnens Køkken ApS", social_economy_since=date(2024, 3, 1))
        for _ in range(2):
            service.change_company(session, user, LATER, made.id, new, made.consultant_id, today=TODAY)
        entry = trail(session, f"company:{made.id}")[1:]
        assert [(one.action, one.user_id) for one in entry] == [("company.changed", user.id)]
        assert entry[0].facts["changed"] == {
            "name": ["Havnekøkkenet ApS", "Havnens Køkken ApS"],
            "social_economy_since": [None, "2024-03-01"],
        }


def test_a_company_cannot_take_anothers_number_nor_a_consultant_who_is_none(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        made, karen = registered(session), rows.user(session)
        other = session.get_one(Company, rows.unit(session).company_id)
        other.cvr = "29189846"
        session.flush()
        caseworker = rows.user(session, Role.CASEWORKER)
        taken = replace(COMPANY, cvr=other.cvr)
        assert places(
            lambda: service.change_company(session, karen, NOW, made.id, taken, caseworker.id, today=TODAY)
        ) == ["cvr", "consultant"]


def test_a_unit_that_moves_within_its_address_stays_where_it_lies(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        made = registered(session)
        unit = queries.companies_by_id(session, [made.id])[made.id].units[0]
        renamed = replace(SOMEWHERE, name="Kantinen")
        changed = service.change_unit(session, rows.user(session), NOW, unit.id, renamed)
        assert (changed.name, changed.lat, changed.lon) == ("Kantinen", 57.72, 10.58)


def test_an_employer_changes_offers_contacts_and_months_of_the_own_company_and_sees_no_other(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        else_ = rows.user(session, Role.EMPLOYER)
        own, foreign = rows.unit(session, employer=else_), rows.unit(session)
        unit = service.change_offers(session, else_, NOW, own.id, Offers(mentor_capacity=2, accommodates=("breaks",)))
        assert unit.accommodates == ["mentor", "breaks"]
        contacts.add(session, else_, NOW, own.company_id, replace(CONTACT, unit_id=own.id))
        employees.record(session, else_, NOW, own.id, [OCTOBER], today=TODAY)
        assert queries.counts(session, [own.id])[own.id][OCTOBER.month].source == "virksomheden"
        for call in (
            lambda: service.change_offers(session, else_, NOW, foreign.id, Offers()),
            lambda: contacts.add(session, else_, NOW, foreign.company_id, CONTACT),
            lambda: employees.record(session, else_, NOW, foreign.id, [OCTOBER], today=TODAY),
            lambda: company_seen_by(session, else_, foreign.company_id),
        ):
            with pytest.raises(NotFoundError):
                call()
        with pytest.raises(ForbiddenError):
            service.change_unit(session, else_, NOW, own.id, UNIT)


def test_a_manager_sees_a_company_and_changes_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        manager, unit = rows.user(session, Role.MANAGER), rows.unit(session)
        assert company_seen_by(session, manager, unit.company_id).id == unit.company_id
        with pytest.raises(ForbiddenError):
            contacts.add(session, manager, NOW, unit.company_id, CONTACT)


def test_a_contact_is_changed_and_ends_and_is_shown_no_more(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, unit = rows.user(session), rows.unit(session)
        made = contacts.add(session, karen, NOW, unit.company_id, CONTACT)
        contacts.change_to(session, karen, NOW, made.id, replace(CONTACT, weekends=True))
        assert [one.weekends for one in queries.contacts(session, unit.company_id)] == [True]
        for _ in range(2):
            contacts.end(session, karen, LATER, made.id)
        assert queries.contacts(session, unit.company_id) == []
        actions = [entry.action for entry in trail(session, f"company:{unit.company_id}")]
        assert actions == ["contact.added", "contact.changed", "contact.ended"]


def test_a_contact_of_a_unit_is_of_the_companys_own(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, unit, other = rows.user(session), rows.unit(session), rows.unit(session)
        draft = ContactDraft(name="Kim", phone="98123456", unit_id=other.id)
        assert places(lambda: contacts.add(session, karen, NOW, unit.company_id, draft)) == ["unit"]


def test_months_keep_who_told_and_when_and_what_stood_before(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, unit = rows.user(session), rows.unit(session, employees=10.0)
        months = [OCTOBER, MonthDraft(month=date(2026, 9, 1), ordinary_fte=10.0, ordinary_heads=10)]
        employees.record(session, karen, NOW, unit.id, months, today=TODAY)
        row = session.get_one(EmployeeCount, (unit.id, OCTOBER.month))
        assert (row.ordinary_fte, row.source, row.recorded_at, row.recorded_by) == (12.5, "kommunen", NOW, karen.id)
        entries = trail(session, f"unit:{unit.id}")
        assert [entry.facts["month"] for entry in entries] == ["2026-10-01"]
        assert entries[0].facts["was"]["ordinary_fte"] == 10.0


def test_the_registers_figure_takes_no_place_from_what_somebody_has_told(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, unit = rows.user(session), rows.unit(session, employees=10.0)
        employees.record(session, karen, NOW, unit.id, [OCTOBER], today=TODAY)
        told = [MonthDraft(month=date(2026, month, 1), ordinary_fte=30.0, ordinary_heads=30) for month in (9, 10)]
        employees.record(session, karen, NOW, unit.id, told, today=TODAY, source=employees.Source.CVR)
        found = queries.counts(session, [unit.id])[unit.id]
        assert [found[month.month].ordinary_fte for month in told] == [30.0, 12.5]


def test_companies_are_found_by_name_number_unit_and_town(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        made = registered(session, town="Østerby")
        rows.unit(session)
        for text in ("havnek", "1015", "1003000001", "østerby", "køkkenet"):
            assert [one.id for one in queries.companies(session, search=text)] == [made.id], text
        assert queries.companies(session, search="100%") == []


def test_two_who_register_the_same_number_at_once_end_with_one_company(database: Database) -> None:
    with database.transaction() as session:
        karen = rows.user(session)
    together = Barrier(2)

    def register(_: int) -> bool:
        together.wait()
        try:
            with database.transaction() as session:
                service.register(session, karen, NOW, COMPANY, UNIT, today=TODAY)
        except (BadInputError, ConflictError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(register, range(2))) == [False, True]
    with database.reading() as session:
        assert [len(one.units) for one in queries.companies(session)] == [1]


def test_companies_of_an_employer_are_the_own(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        else_ = rows.user(session, Role.EMPLOYER)
        own = rows.unit(session, employer=else_)
        rows.unit(session)
        assert rows.ids(queries.companies(session, employer_id=else_.id)) == [own.company_id]
        assert session.get(CompanyUser, (own.company_id, else_.id)) is not None
