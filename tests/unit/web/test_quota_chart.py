"""The chart of free places: nothing overlaps, nothing is left out, nothing lies outside."""

from datetime import date, timedelta

import pytest

from companies.ahead import Step, free_ahead
from companies.quotas import Stay
from web.quota.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Block, Chart, chart

DAY = date(2026, 11, 23)


def stay(start: date, weeks: int) -> Stay:
    end = start + timedelta(weeks=weeks, days=-1)
    return Stay(scheme="virksomhedspraktik", start=start, end=end, hours=37)


def drawn(places: int, *stays: Stay, weeks: int = 26) -> Chart:
    return chart(free_ahead([], stays, DAY, weeks, override=places))


def kinds(made: Chart) -> list[str]:
    return [block.kind for block in made.blocks]


def test_an_empty_unit_is_one_free_block_from_side_to_side() -> None:
    (block,) = drawn(2).blocks
    assert block == Block(kind="free", x=LEFT, y=TOP, width=WIDTH - LEFT - RIGHT, height=HEIGHT - TOP - BOTTOM)


def test_used_stands_below_free_and_together_they_are_the_cap() -> None:
    used, free = drawn(2, stay(DAY, 26)).blocks
    assert (used.kind, free.kind) == ("used", "free")
    assert free.y + free.height == pytest.approx(used.y)
    assert used.height == pytest.approx(free.height)


def test_what_is_more_than_allowed_stands_on_top_in_its_own_kind() -> None:
    assert kinds(drawn(1, stay(DAY, 26), stay(DAY, 26))) == ["used", "over"]
    assert kinds(drawn(0, stay(DAY, 26))) == ["over"]
    assert kinds(drawn(0)) == []


def test_widths_follow_the_days() -> None:
    made = drawn(1, stay(DAY + timedelta(weeks=13), 13))
    first, second = made.blocks
    assert (first.kind, second.kind) == ("free", "used")
    assert first.width == pytest.approx(second.width, abs=0.02)
    assert first.x + first.width == pytest.approx(second.x)


@pytest.mark.parametrize(
    ("most", "levels"), [(1, [0, 1]), (6, [0, 1, 2, 3, 4, 5, 6]), (7, [0, 2, 4, 6]), (105, [0, 20, 40, 60, 80, 100])]
)
def test_lines_are_few_enough_to_read(most: int, levels: list[int]) -> None:
    made = drawn(most)
    assert [mark.value for mark in made.levels] == levels
    assert made.levels[0].at == HEIGHT - BOTTOM


def test_months_stand_where_they_begin_and_have_room_for_their_name() -> None:
    made = drawn(1)
    assert [mark.day for mark in made.months] == [date(2026, 12, 1), *(date(2027, month, 1) for month in range(1, 6))]
    assert all(LEFT <= mark.at <= WIDTH - RIGHT - 30 for mark in made.months)


def test_a_single_day_can_be_drawn() -> None:
    use = free_ahead([], [], DAY, 1)[0].use
    assert kinds(chart([Step(first=DAY, last=DAY, use=use)])) == ["free"]
