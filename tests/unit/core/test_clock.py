"""The clock, and how a demonstration sets it forward."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from pydantic import ValidationError

from core import clock
from core.settings import Settings, settings


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process whose settings have the clock two weeks forward."""
    monkeypatch.setenv("TOVHOLDER_DAYS_AHEAD", "14")
    settings.cache_clear()
    yield
    settings.cache_clear()


@time_machine.travel(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), tick=False)
def test_the_day_is_the_danish_one() -> None:
    assert (clock.now(), clock.today()) == (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), date(2026, 12, 1))


@time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False)
def test_a_demonstration_lives_some_days_ahead(ahead: None) -> None:
    assert clock.now() == datetime(2026, 12, 7, 9, tzinfo=UTC)


def test_real_people_live_today() -> None:
    with pytest.raises(ValidationError, match="kun stilles frem i en demonstration"):
        Settings(database_url="postgresql+psycopg://db/tovholder", days_ahead=1)
    assert Settings(database_url="postgresql+psycopg://db/tovholder").days_ahead == 0
