"""A visitor to the pages over HTTP, without a browser."""

from collections.abc import Callable, Iterator

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


@pytest.fixture
def client(sqlite: Database, empty_client: TestClient) -> TestClient:
    """A visitor to a service with the sample people."""
    with sqlite.transaction() as session:
        sample.add(session, clock.today())
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
