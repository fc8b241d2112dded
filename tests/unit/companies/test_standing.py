"""The window of a standing opening is moved along before it is too near, and then stands still for weeks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from companies.standing import AHEAD, MOVED, last_start

TODAY = date(2026, 11, 23)


def test_a_window_that_reaches_far_enough_stays_and_a_nearer_one_is_moved() -> None:
    assert last_start(TODAY + AHEAD, TODAY) == TODAY + AHEAD
    assert last_start(TODAY + AHEAD - timedelta(days=1), TODAY) == TODAY + MOVED


@given(some.integers(-400, 800), some.integers(1, 400))
def test_day_by_day_there_is_always_time_to_begin_and_the_window_moves_seldom(ahead: int, days: int) -> None:
    latest, moves = TODAY + timedelta(days=ahead), 0
    for number in range(days):
        today = TODAY + timedelta(days=number)
        was, latest = latest, last_start(latest, today)
        assert today + AHEAD <= latest
        assert latest >= was
        moves += latest != was
    assert moves <= 1 + days / (MOVED - AHEAD).days
