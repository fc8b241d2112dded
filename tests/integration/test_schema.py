"""The migrations and the tables tell the same story, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from core import migrations
from core.db import Database
from tests.schema import METADATA


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []


def test_a_migrated_database_is_current(database: Database) -> None:
    assert migrations.is_current(database)


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrations.upgrade(database)
    assert migrations.is_current(database)


def test_an_empty_database_is_not_current() -> None:
    assert not migrations.is_current(Database("sqlite:///:memory:"))
