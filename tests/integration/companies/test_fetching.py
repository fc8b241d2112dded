"""What the business register says is registered beside what somebody has told, which it never replaces."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.tables import Role
from companies.register import employees, fetching, queries
from companies.register.cvr import Found
from companies.register.drafts import MonthDraft
from companies.register.sources import FileRegister
from core.db import Database
from core.errors import BadInputError, ForbiddenError
from tests import rows
from tests.rows import NOW, TODAY
from tests.unit.companies.test_cvr import CVR, RECORDS

SEPTEMBER = date(2026, 9, 1)


def record() -> Found:
    found = FileRegister(RECORDS).company(CVR)
    assert found is not None
    return found


def test_open_units_in_known_towns_are_registered_with_their_months(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, _ = rows.user(session), rows.unit(session, town="Skagen")
        taken = fetching.take(session, karen, NOW, TODAY, record())
        assert (taken.company.source, taken.new_units, taken.left) == ("cvr", 1, ["Den fjerne, Esbjerg"])
        unit = queries.known_p_numbers(session, ["1999000001"])["1999000001"]
        september = queries.counts(session, [unit.id])[unit.id][SEPTEMBER]
        assert (september.ordinary_fte, september.source) == (12.75, "CVR, støttede og unge ikke trukket fra")


def test_fetching_again_adds_nothing_and_takes_out_those_the_municipality_knows_of(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, _ = rows.user(session), rows.unit(session, town="Skagen")
        fetching.take(session, karen, NOW, TODAY, record())
        unit = queries.known_p_numbers(session, ["1999000001"])["1999000001"]
        queries.counts(session, [unit.id])[unit.id][SEPTEMBER].subsidised = 2
        session.flush()
        assert fetching.take(session, karen, NOW, TODAY, record()).new_units == 0
        september = queries.counts(session, [unit.id])[unit.id][SEPTEMBER]
        assert (september.ordinary_fte, september.ordinary_heads, september.subsidised) == (10.75, 14, 2)
        assert september.source == "CVR, støttede og unge trukket fra"


def test_what_the_firm_has_told_stays(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, _ = rows.user(session), rows.unit(session, town="Skagen")
        fetching.take(session, karen, NOW, TODAY, record())
        unit = queries.known_p_numbers(session, ["1999000001"])["1999000001"]
        told = MonthDraft(month=SEPTEMBER, ordinary_fte=5.0, ordinary_heads=6)
        employees.record(session, karen, NOW, unit.id, [told], today=TODAY)
        fetching.take(session, karen, NOW, TODAY, record())
        assert queries.counts(session, [unit.id])[unit.id][SEPTEMBER].ordinary_fte == 5.0


def test_only_those_who_register_fetch_and_a_wrong_record_registers_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        with pytest.raises(ForbiddenError):
            fetching.take(session, rows.user(session, Role.MANAGER), NOW, TODAY, record())
        wrong = replace(record(), company=replace(record().company, industry="451120"))
        with pytest.raises(BadInputError):
            fetching.take(session, rows.user(session), NOW, TODAY, wrong)
        assert queries.companies(session) == []
