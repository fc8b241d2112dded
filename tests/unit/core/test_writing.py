"""What is written can be read again."""

from dataclasses import dataclass
from datetime import date, datetime, time

from core.writing import plain, write


@dataclass(frozen=True, slots=True)
class Span:
    from_: time
    days: tuple[date, ...]
    at: datetime | None = None


def test_keywords_lose_their_underscore_and_times_have_minutes_only() -> None:
    span = Span(time(8, 30), (date(2026, 12, 1),), datetime(2026, 12, 1, 9, 0))
    assert plain(span) == {"from": "08:30", "days": ["2026-12-01"], "at": "2026-12-01T09:00"}


def test_danish_letters_stay_letters() -> None:
    assert write({"by": "Sæby"}) == '{"by":"Sæby"}'.encode()


def test_what_json_knows_is_left_alone() -> None:
    assert plain([1, 2.5, None, True, "x"]) == [1, 2.5, None, True, "x"]
