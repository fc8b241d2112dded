"""A demonstration whose clock is set forward says so on every page."""

from collections.abc import Iterator

import pytest
import time_machine
from fastapi.testclient import TestClient

from core.settings import settings


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TOVHOLDER_DAYS_AHEAD", "30")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("path", ["/", "/findes-ikke"])
@time_machine.travel("2026-11-18T12:00Z", tick=False)
def test_a_clock_set_forward_is_told(ahead: None, empty_client: TestClient, path: str) -> None:
    assert "i dag er det 18. december 2026" in empty_client.get(path).text


def test_the_real_clock_needs_no_word(empty_client: TestClient) -> None:
    assert "Uret er stillet frem" not in empty_client.get("/").text
