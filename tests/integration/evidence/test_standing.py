"""What was decided stands: the database itself refuses to change it."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import migrations
from core.db import Database
from placements.evidence.tables import QuotaDecision
from tests import rows
from tests.integration.evidence.decided import PLACE, asked, decided

STANDS = "quota_decisions_stand"


@pytest.fixture
def kept(database: Database) -> QuotaDecision:
    with database.transaction() as session:
        return decided(session, rows.unit(session), asked(PLACE))


@pytest.mark.parametrize(
    "change", ["UPDATE quota_decisions SET allowed = false", "DELETE FROM quota_decisions", "TRUNCATE quota_decisions"]
)
def test_nothing_changes_a_decision(database: Database, kept: QuotaDecision, change: str) -> None:
    if change.startswith("TRUNCATE") and database.engine.dialect.name == "sqlite":
        change = "DELETE FROM quota_decisions WHERE id > 0"
    with pytest.raises(IntegrityError, match=STANDS), database.transaction() as session:
        session.execute(text(change))
    with database.reading() as session:
        again = session.get(QuotaDecision, kept.id)
    assert again is not None
    assert (again.digest, again.allowed, again.record) == (kept.digest, kept.allowed, kept.record)


def test_more_can_be_decided_after_it(database: Database, kept: QuotaDecision) -> None:
    with database.transaction() as session:
        unit = rows.unit(session)
        first, second = (decided(session, unit, asked(PLACE)) for _ in range(2))
    assert (first.before, second.before) == (None, first.digest)


def test_the_migration_can_be_taken_back_and_done_again(database: Database, kept: QuotaDecision) -> None:
    with migrations._rebuilding(database) as connection:
        command.downgrade(migrations._config(connection), "0004")
    with database.transaction() as session:
        session.execute(text("UPDATE quota_decisions SET allowed = false"))
    migrations.upgrade(database)
    with pytest.raises(IntegrityError, match=STANDS), database.transaction() as session:
        session.execute(text("UPDATE quota_decisions SET allowed = true"))
