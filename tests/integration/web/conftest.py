"""A visitor to the pages over HTTP, without a browser."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from core import clock
from core.db import Database
from tests.integration.web import people, sample
from tests.integration.web.application import application

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def empty_client(sqlite: Database) -> Iterator[TestClient]:
    """A visitor to a service whose database is empty."""
    with TestClient(application(sqlite.url), base_url=HERE, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="session")
def sampled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], bytes]:
    """A SQLite file with the sample people as they are on a day; made once for each day."""

    @cache
    def made(today: date) -> bytes:
        path = tmp_path_factory.mktemp("sample") / "sample.db"
        path.write_bytes(sqlite_template.read_bytes())
        database = Database(f"sqlite:///{path}")
        with database.transaction() as session:
            sample.add(session, today)
        database.dispose()
        return path.read_bytes()

    return made


@pytest.fixture
def client(sqlite: Database, empty_client: TestClient, sampled: Callable[[date], bytes]) -> TestClient:
    """A visitor to a service with the sample people."""
    file = sqlite.engine.url.database
    assert file is not None
    Path(file).write_bytes(sampled(clock.today()))
    return empty_client


@pytest.fixture
def visit_as(client: TestClient) -> Callable[[int], TestClient]:
    """The visitor, once they have chosen to be a person."""

    def choose(person: int) -> TestClient:
        assert client.post("/jeg-er", data={"person": person}, follow_redirects=False).status_code == 303
        return client

    return choose


@pytest.fixture
def tove(visit_as: Callable[[int], TestClient]) -> TestClient:
    """The sample's coordinator."""
    return visit_as(people.COORDINATOR)


@pytest.fixture
def else_(visit_as: Callable[[int], TestClient]) -> TestClient:
    """The bakery's employer."""
    return visit_as(people.EMPLOYER)
