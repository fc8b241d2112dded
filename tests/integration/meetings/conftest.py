"""The town in which the meetings of these tests are held."""

import pytest

from core.db import Database
from tests.integration.meetings.town import Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)
