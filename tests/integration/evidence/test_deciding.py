"""A decision under the cap is kept with everything it rests on, also when it is a no."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from companies.queries import lock_unit
from companies.quotas import Stay
from companies.tables import Unit
from core.db import Database
from placements.evidence import records
from placements.evidence.counting import Asked
from placements.evidence.deciding import RefusedError, decide, keep_refusal
from placements.evidence.tables import QuotaDecision
from placements.states import Step
from tests import rows
from tests.rows import NOW, START

LAST = date(2027, 3, 7)
PLACE = Stay(scheme="virksomhedspraktik", start=START, end=LAST, hours=14)


def asked(*others: Stay, **values: Any) -> Asked:
    return replace(Asked(place=PLACE, others=others, target_group="aktivitetsparat"), **values)


def decided(session: Session, unit: Unit, what: Asked, **values: Any) -> QuotaDecision:
    usual = {"now": NOW, "user_id": None, "step": Step.YES}
    return decide(session, unit=lock_unit(session, unit.id), asked=what, **usual | values)


def test_a_yes_is_kept_with_its_counts(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        unit = rows.unit(session, employees=10.0)
        row = decided(session, unit, asked(PLACE))
        session.expire(row)
        record = records.read(row.record)
    assert (row.allowed, row.first, row.last, row.step, row.before) == (True, START, LAST, "yes", None)
    assert (record.found.places, record.found.fullest.heads, record.found.employees) == (2, 2, 10.0)
    assert (
        record.words == "Rimelighedskravet er overholdt: højst 2 på samme dag, og enheden må have 2 pladser ad gangen."
    )
    assert [month.source for month in record.counts.months] == ["CVR"] * 4


def test_a_refusal_that_was_undone_is_kept_afterwards(database: Database) -> None:
    with database.transaction() as session:
        unit = rows.unit(session, employees=5.0)
    with pytest.raises(RefusedError) as refused, database.transaction() as session:
        raise RefusedError(decided(session, unit, asked(PLACE)))
    assert refused.value.facts["rule"] == "quota"
    with database.transaction() as session:
        assert session.scalars(select(QuotaDecision)).all() == []
        row = keep_refusal(session, refused.value)
    assert (row.allowed, row.at, records.read(row.record)) == (False, NOW, refused.value.record)
