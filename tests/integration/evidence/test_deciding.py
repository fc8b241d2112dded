"""A decision under the cap is kept with everything it rests on, also when it is a no."""

import pytest
from sqlalchemy import select

from core.db import Database
from placements.evidence import records
from placements.evidence.deciding import RefusedError, keep_refusal
from placements.evidence.tables import QuotaDecision
from tests import rows
from tests.integration.evidence.decided import LAST, PLACE, asked, decided
from tests.rows import NOW, START


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
