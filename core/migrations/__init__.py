"""Brings a database to the schema of this code (Alembic), and tells whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from core.db import Database

HERE = Path(__file__).parent


def upgrade(database: Database) -> None:
    """Run every migration not yet run, in one transaction."""
    with database.engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def revise(database: Database, metadata: MetaData, message: str, number: str) -> None:
    """Write a new migration: the difference between `database` (at head) and `metadata`."""
    with database.engine.begin() as connection:
        config = _config(connection)
        config.attributes["metadata"] = metadata
        command.revision(config, message=message, autogenerate=True, rev_id=number)


def is_current(database: Database) -> bool:
    """Whether the database has the newest schema."""
    with database.engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
        return set(heads) == set(ScriptDirectory.from_config(_config(connection)).get_heads())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
