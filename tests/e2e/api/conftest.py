"""The whole application over HTTP, on an empty database, at a fixed time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import deps
from api.app import create_app
from core.db import Database
from core.settings import Settings
from tests.e2e.api.cases import Case, coordination
from tests.rows import NOW


@pytest.fixture
def app(sqlite: Database, tmp_path: Path) -> FastAPI:
    """The application on SQLite, with nothing at work in the background."""
    return at_fixed_time(create_app(Settings(database_url=sqlite.url, var=tmp_path), work=False))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A program that calls the API."""
    with TestClient(app, base_url="http://127.0.0.1") as caller:
        yield caller


@pytest.fixture
def case(sqlite: Database) -> Case:
    """One coordinator's citizen in an otherwise empty database."""
    return coordination(sqlite)


def at_fixed_time(app: FastAPI) -> FastAPI:
    """The same application, for which it is always NOW."""
    app.dependency_overrides[deps.now] = lambda: NOW
    return app
