"""Brings a database to the schema of this code (Alembic), and tells whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from core.db import Database

HERE = Path(__file__).parent


def upgrade(database: Database, to: str = "head") -> None:
    """Run every migration not yet run, up to and with the one numbered `to`, in one transaction."""
    with _rebuilding(database) as connection:
        command.upgrade(_config(connection), to)


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


@contextmanager
def _rebuilding(database: Database) -> Iterator[Connection]:
    """A transaction in which SQLite may rebuild tables that rows of others point to.

    It changes a table by dropping it and making it anew: its foreign keys rest meanwhile, and are checked at the end.
    Raises RuntimeError, and changes nothing, where one points to nothing.
    """
    with database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # heard only where no transaction is open
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            yield connection
            if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"the migration would leave rows that point to nothing: {broken[:5]}")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
