"""A caseworker's own figure for the cap: with a reason, with its history, and in the decisions that follow."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from companies.tables import EmployeeCount, QuotaOverride, Unit
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ForbiddenError, NotFoundError
from placements.evidence import records
from placements.evidence.overriding import override
from placements.evidence.queries import override_of, overrides
from tests import rows
from tests.integration.evidence.decided import asked, decided
from tests.rows import NOW


def overridden(
    session: Session, unit: Unit, places: int | None, reason: str = "Stor udvidelse"
) -> QuotaOverride | None:
    return override(session, NOW, rows.user(session, Role.CASEWORKER), unit.id, places, reason)


def test_the_figure_holds_and_who_and_why_are_in_the_next_decision(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        unit, caseworker = rows.unit(session), rows.user(session, Role.CASEWORKER)
        override(session, NOW, caseworker, unit.id, 7, " Stor udvidelse ")
        record = records.read(decided(session, unit, asked()).record)
    assert record.counts.override is not None
    assert record.counts.override.by is not None
    assert (record.found.places, record.found.by_rule) == (7, 2)
    assert (record.counts.override.reason, record.counts.override.by.name) == ("Stor udvidelse", caseworker.name)


def test_it_can_be_taken_back_and_everything_is_remembered(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        unit = rows.unit(session)
        overridden(session, unit, 7)
        overridden(session, unit, None, "Udvidelsen er aflyst")
        assert (unit.quota_override, unit.quota_override_reason, override_of(session, unit)) == (None, None, None)
        assert [(one.places, one.reason) for one in overrides(session, unit.id)] == [
            (None, "Udvidelsen er aflyst"),
            (7, "Stor udvidelse"),
        ]
        assert session.query(AuditEntry).filter_by(action="quota.overridden", subject=f"unit:{unit.id}").count() == 2


def test_the_same_once_more_changes_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        unit = rows.unit(session)
        assert overridden(session, unit, None) is None
        first = overridden(session, unit, 7)
        assert overridden(session, unit, 7) is first
        assert overridden(session, unit, 7, "En anden grund") is not first
        assert len(overrides(session, unit.id)) == 2


def test_a_figure_from_before_reasons_were_kept_stands_without_who(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        unit = rows.unit(session, quota_override=3, quota_override_reason="Aftalt i 2024")
        found = override_of(session, unit)
    assert found is not None
    assert (found.places, found.reason, found.by, found.at) == (3, "Aftalt i 2024", None, None)


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.MANAGER, Role.COORDINATOR])
def test_only_a_caseworker_may(sqlite: Database, role: Role) -> None:
    with sqlite.transaction() as session, pytest.raises(ForbiddenError):
        override(session, NOW, rows.user(session, role), rows.unit(session).id, 7, "Fordi")


def test_an_employer_may_not_and_sees_no_others(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
        own, others = rows.unit(session, employer=employer), rows.unit(session)
        with pytest.raises(ForbiddenError):
            override(session, NOW, employer, own.id, 7, "Fordi")
        with pytest.raises(NotFoundError):
            override(session, NOW, employer, others.id, 7, "Fordi")


@pytest.mark.parametrize(
    ("places", "reason", "wrong"), [(-1, "x", ["places"]), (501, "", ["places", "reason"]), (1, "y" * 501, ["reason"])]
)
def test_what_is_wrong_is_told_with_its_place(sqlite: Database, places: int, reason: str, wrong: list[str]) -> None:
    with sqlite.transaction() as session, pytest.raises(BadInputError) as error:
        overridden(session, rows.unit(session), places, reason)
    assert [fault.place for fault in error.value.faults] == wrong


def test_months_that_come_in_after_a_decision_are_not_in_it(sqlite: Database) -> None:
    """Known on the day is what had come in by then, whatever month it is about."""
    with sqlite.transaction() as session:
        unit = rows.unit(session, employees=10.0)
        for count in unit_counts(session, unit):
            count.recorded_at = NOW + timedelta(days=count.month.month - 8)
        session.flush()
        record = records.read(decided(session, unit, asked()).record)
    assert [month.month.month for month in record.counts.months] == [7, 8]


def unit_counts(session: Session, unit: Unit) -> list[EmployeeCount]:
    return list(session.scalars(select(EmployeeCount).where(EmployeeCount.unit_id == unit.id)))
