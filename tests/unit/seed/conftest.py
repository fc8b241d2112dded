"""Municipalities for the tests, each built once."""

from datetime import date

import pytest

from seed.municipality import Municipality, build

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def small() -> Municipality:
    return build(20, 1, TODAY)


@pytest.fixture(scope="session")
def town() -> Municipality:
    """The default size."""
    return build(400, 1, TODAY)


@pytest.fixture(scope="session")
def large() -> Municipality:
    return build(2000, 1, TODAY)


@pytest.fixture(scope="session", params=["small", "town", "large"])
def every_size(request: pytest.FixtureRequest) -> Municipality:
    made: Municipality = request.getfixturevalue(request.param)
    return made
