"""The week of a citizen, and where two authorities want the same hour."""

from datetime import time

from hypothesis import given
from hypothesis import strategies as some

from citizens.profile.timetable import Slot, clashes, week


def slot(weekday: int, from_: int, to: int, what: str = "x") -> Slot:
    return Slot(weekday=weekday, from_=time(from_), to=time(to), what=what)


SLOTS = some.lists(
    some.builds(
        lambda day, begin, hours: slot(day, begin, min(begin + hours, 23)),
        some.integers(1, 7),
        some.integers(0, 21),
        some.integers(1, 5),
    ),
    max_size=8,
)


def test_two_at_the_same_time_clash() -> None:
    school, doctor = slot(2, 8, 12, "language_school"), slot(2, 11, 13, "treatment")
    assert clashes([doctor, school]) == [(school, doctor)]


def test_one_that_begins_when_the_other_ends_does_not() -> None:
    assert clashes([slot(2, 8, 12), slot(2, 12, 13)]) == []


def test_the_same_hours_on_another_day_do_not() -> None:
    assert clashes([slot(2, 8, 12), slot(3, 8, 12)]) == []


def test_three_at_once_are_three_clashes() -> None:
    assert len(clashes([slot(1, 8, 12), slot(1, 9, 11), slot(1, 10, 14)])) == 3


@given(SLOTS)
def test_a_clash_is_a_minute_that_both_have_and_nothing_else(slots: list[Slot]) -> None:
    def minutes(one: Slot) -> set[tuple[int, int]]:
        return {(one.weekday, hour) for hour in range(one.from_.hour, one.to.hour)}

    ordered = week(slots)
    expected = [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if minutes(a) & minutes(b)]
    assert clashes(slots) == expected
