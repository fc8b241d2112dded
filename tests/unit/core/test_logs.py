"""Logs tell what broke and where, and nothing about whom."""

import json
from collections.abc import Iterator

import pytest
import structlog

from core import logs


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    logs.configure()
    yield
    structlog.reset_defaults()


def test_an_error_is_one_line_with_its_place_and_no_local_variable(capsys: pytest.CaptureFixture[str]) -> None:
    name = "Bo Prøvesen"
    structlog.reset_defaults()
    logs.configure()
    try:
        raise ValueError("noget gik galt")
    except ValueError:
        structlog.get_logger().exception("step.failed", run=7)
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["run"], entry["level"]) == ("step.failed", 7, "error")
    assert entry["exception"][0]["frames"][0]["lineno"] > 0
    assert name not in line


def test_danish_letters_stay_letters(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    structlog.get_logger().info("Sæby")
    assert "Sæby" in capsys.readouterr().err
