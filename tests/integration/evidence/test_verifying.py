"""Old decisions are made again from their own counts; a change of the rows or of what was counted shows."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from companies.tables import EmployeeCount, Unit
from core.db import Database
from placements.evidence import records
from placements.evidence.chain import digest
from placements.evidence.tables import QuotaDecision
from placements.evidence.verifying import Verdict, verify
from tests import rows
from tests.integration.evidence.decided import PLACE, asked, decided

TRIGGERS = ("quota_decisions_stand_update", "quota_decisions_stand_delete")


@pytest.fixture
def chain(sqlite: Database) -> Unit:
    """Three decisions about a unit with two places: two yes, one no; the guard taken off, as somebody who may could."""
    with sqlite.transaction() as session:
        unit = rows.unit(session, employees=10.0)
        for others in ([], [PLACE], [PLACE, PLACE]):
            decided(session, unit, asked(*others))
        for name in TRIGGERS:
            session.execute(text(f"DROP TRIGGER {name}"))
    return unit


def looked(session: Session, unit: Unit) -> list[tuple[bool, bool, tuple[str, ...]]]:
    return [(one.linked, one.intact, one.differences) for one in verify(session, unit.id)]


def change(session: Session, unit: Unit, place: int, **values: Any) -> QuotaDecision:
    row = session.get(QuotaDecision, verify(session, unit.id)[place].decision)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row


FINE = (True, True, ())


def test_what_nobody_touched_stands(sqlite: Database, chain: Unit) -> None:
    with sqlite.transaction() as session:
        assert looked(session, chain) == [FINE] * 3
        assert all(one.stands for one in verify(session, chain.id))


def test_what_happens_afterwards_changes_no_decision(sqlite: Database, chain: Unit) -> None:
    with sqlite.transaction() as session:
        for count in session.query(EmployeeCount).filter_by(unit_id=chain.id):
            count.ordinary_fte = 0.0
        session.get_one(Unit, chain.id).quota_override = 9
    with sqlite.reading() as session:
        assert looked(session, chain) == [FINE] * 3


def test_a_changed_decision_is_not_intact(sqlite: Database, chain: Unit) -> None:
    with sqlite.transaction() as session:
        change(session, chain, 2, allowed=True)
        assert looked(session, chain) == [FINE, FINE, (True, False, ("outcome",))]


def test_a_decision_that_was_sealed_again_breaks_the_chain_after_it(sqlite: Database, chain: Unit) -> None:
    with sqlite.transaction() as session:
        row = change(session, chain, 1, step="start")
        row.digest = digest(row)
        session.flush()
        assert [one.linked for one in verify(session, chain.id)] == [True, True, False]


def test_a_decision_that_is_gone_breaks_the_chain_after_it(sqlite: Database, chain: Unit) -> None:
    with sqlite.transaction() as session:
        session.delete(change(session, chain, 1))
        session.flush()
        assert [one.linked for one in verify(session, chain.id)] == [True, False]


def counted_otherwise(record: dict[str, Any]) -> Mapping[str, Any]:
    return record | {"found": record["found"] | {"places": 7}}


def unreadable(record: dict[str, Any]) -> Mapping[str, Any]:
    return {"format": record["format"]}


@pytest.mark.parametrize(("spoil", "differences"), [(counted_otherwise, ("places",)), (unreadable, ("record",))])
def test_a_record_that_does_not_follow_from_its_counts_is_named(
    sqlite: Database, chain: Unit, spoil: Any, differences: tuple[str, ...]
) -> None:
    with sqlite.transaction() as session:
        row = change(session, chain, 2)
        row.record = spoil(row.record)
        row.digest = digest(row)
        session.flush()
        assert verify(session, chain.id)[2].differences == differences


def test_units_have_chains_of_their_own(sqlite: Database, chain: Unit) -> None:
    with sqlite.transaction() as session:
        other = rows.unit(session)
        row = decided(session, other, asked())
        assert verify(session, other.id) == (Verdict(decision=row.id, linked=True, intact=True, differences=()),)
        assert verify(session, rows.unit(session).id) == ()


def test_a_record_is_the_same_after_it_was_kept(database: Database) -> None:
    with database.transaction() as session:
        row = decided(session, rows.unit(session, employees=12.34), asked(PLACE, PLACE))
        made, sealed = records.read(row.record), row.digest
    with database.reading() as session:
        kept = session.get_one(QuotaDecision, row.id)
        assert (records.read(kept.record), digest(kept)) == (made, sealed)
