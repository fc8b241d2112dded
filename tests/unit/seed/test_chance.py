"""Repeatable chance."""

from collections import Counter

import pytest

from seed.chance import dice


def test_the_same_seed_and_purpose_roll_the_same() -> None:
    assert [dice(1, "people").random() for _ in range(2)] == [dice(1, "people").random()] * 2


def test_another_purpose_or_seed_rolls_otherwise() -> None:
    rolls = {dice(1, "people").random(), dice(2, "people").random(), dice(1, "firms").random()}
    assert len(rolls) == 3


def test_dealing_keeps_the_shares_to_the_last_card() -> None:
    assert Counter(dice(1, "x").deal({"a": 0.5, "b": 0.3, "c": 0.2}, 10)) == {"a": 5, "b": 3, "c": 2}


def test_shares_need_not_add_up_to_one() -> None:
    assert Counter(dice(1, "x").deal({"a": 30, "b": 10}, 8)) == {"a": 6, "b": 2}


@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_dealing_gives_as_many_as_asked_for(count: int) -> None:
    assert len(dice(1, "x").deal({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, count)) == count


def test_dealt_cards_are_shuffled() -> None:
    cards = dice(1, "x").deal({"a": 1, "b": 1}, 40)
    assert cards != sorted(cards)


def test_what_has_no_weight_is_never_picked() -> None:
    roller = dice(1, "x")
    assert {roller.pick({"a": 1.0, "b": 0.0}) for _ in range(50)} == {"a"}


def test_some_takes_each_on_its_own() -> None:
    assert dice(1, "x").some({"always": 1.0, "never": 0.0}) == ("always",)


def test_a_spread_stays_within_its_bounds_and_around_its_median() -> None:
    roller = dice(1, "x")
    drawn = sorted(roller.spread(10, 1.0, 1, 50) for _ in range(1001))
    assert drawn[0] >= 1
    assert drawn[-1] <= 50
    assert 8 < drawn[500] < 12.5


def test_several_are_different_and_no_more_than_there_are() -> None:
    assert sorted(dice(1, "x").several((1, 2), 5, 9)) == [1, 2]
