"""An answer says what it is worth. The check finds every figure that is not so, and names it."""

from datetime import date, timedelta
from typing import Any

import pytest

import matcher.engine.check as checking
from matcher.engine.check import FIGURES, RULES, check
from matcher.engine.problem import Pair, Score
from matcher.engine.result import Price, Reason, Unplaced
from tests.unit.matcher.answers import PLACEMENT, answer, codes, placement
from tests.unit.matcher.imports import imported_by
from tests.unit.matcher.town import town

NAN = float("nan")


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"citizen": "c9"}, {"id", "objective"}),
        ({"opening": "o9"}, {"id", "objective"}),
        ({"scheme": "ordinary"}, {"H4"}),
        ({"scheme": "igu"}, {"H4", "H5"}),
        ({"start": date(2026, 12, 8)}, {"H14", "end"}),
        ({"start": date(2026, 12, 14)}, {"end", "value", "objective"}),
        ({"start": date(2026, 11, 30)}, {"H14", "end"}),
        ({"start": date(9999, 12, 27)}, {"day", "objective"}),
        ({"start": date(1, 1, 1)}, {"day", "objective"}),
        ({"end": date(2027, 2, 2)}, {"end"}),
        ({"end": date(9999, 12, 31)}, {"end"}),
        ({"hours": 20.03}, {"hours"}),
        ({"hours": NAN}, {"hours"}),
        ({"value": 0.5002}, {"value"}),
        ({"score": 0.51}, {"because", "value", "objective", "bound"}),
        ({"score": 1.1}, {"score", "because", "value", "objective", "bound"}),
        ({"score": NAN}, {"score", "because", "value", "objective", "bound"}),
        ({"because": ()}, {"because"}),
        ({"because": (Reason(criterion="distance", points=0.5, of=0.4),)}, {"because"}),
    ],
)
def test_every_field_of_a_placement_that_is_corrupted_is_named(change: dict[str, Any], broken: set[str]) -> None:
    right = {"objective": PLACEMENT.value, "bound": PLACEMENT.value}
    found = codes(town(), placement(**change), **right)
    assert broken <= found
    assert found - broken <= {"unplaced", "objective", "bound"}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"objective": 0.6}, "objective"),
        ({"objective": NAN}, "objective"),
        ({"bound": 0.49}, "bound"),
        ({"bound": NAN}, "bound"),
        ({"gap": 0.1}, "gap"),
        ({"gap": NAN}, "gap"),
        ({"bound": 1.0}, "gap"),
        ({"rules": date(2022, 1, 1)}, "rules"),
        ({"rules": date(1, 1, 1)}, "rules"),
        ({"status": "timeout"}, "status"),
        ({"status": "infeasible"}, "status"),
        ({"unplaced": (Unplaced(citizen="c1"),)}, "unplaced"),
        ({"unplaced": (Unplaced(citizen="c9"),)}, "unplaced"),
        ({"prices": (Price(on="quota:u9", price=0.1),)}, "prices"),
        ({"prices": (Price(on="quota:u1", price=-0.1),)}, "prices"),
        ({"placements": ()}, "unplaced"),
    ],
)
def test_every_field_of_an_answer_that_is_corrupted_is_named(change: dict[str, Any], broken: str) -> None:
    assert broken in codes(town(), placement(), **change)


def test_seconds_are_no_promise() -> None:
    assert codes(town(), placement(), seconds=1e6) == set()


def test_a_citizen_left_out_is_missed_and_one_named_twice_as_well() -> None:
    assert codes(town(), unplaced=()) == {"unplaced"}
    assert codes(town(), unplaced=(Unplaced(citizen="c1"), Unplaced(citizen="c1"))) == {"unplaced"}


def test_an_honest_gap_is_allowed() -> None:
    assert codes(town(), placement(), bound=1.0, gap=0.5) == set()


def test_prices_on_what_is_scarce_are_allowed() -> None:
    scarce = ("quota:u1", "mentor:u1", "seats:o1", "consultant:k1", "support:s1")
    assert codes(town(), placement(), prices=tuple(Price(on=one, price=0.1) for one in scarce)) == set()


def test_rules_of_a_later_day_are_the_version_in_force() -> None:
    assert codes(town(rules=date(2026, 11, 1)), placement(), rules=date(2026, 7, 1)) == set()


def test_a_given_score_is_used_as_it_is() -> None:
    listed = town(scores=(Score(citizen="c1", opening="o1", score=0.5),))
    assert codes(listed, placement(because=())) == set()
    assert "score" in codes(listed, placement(score=0.4999, value=0.4999, because=()))


def test_a_pair_without_a_given_score_is_not_allowed() -> None:
    assert codes(town(scores=()), placement(because=())) == {"score"}


def test_the_value_is_weighted_and_waiting_costs() -> None:
    problem = town(citizen={"weight": 2.0}, delay_cost_per_week=0.1)
    late = placement(start=date(2026, 12, 21), end=date(2027, 2, 15), value=2 * 0.5 - 2 * 0.1)
    assert codes(problem, late) == set()


def test_only_whole_weeks_of_waiting_count() -> None:
    problem = town(citizen={"available_from": date(2026, 12, 9)})
    monday = placement(start=date(2026, 12, 14), end=date(2027, 2, 8), value=0.5)
    assert codes(problem, monday) == set()


def test_who_was_proposed_elsewhere_costs_a_change() -> None:
    openings = (town().openings[0], *town(opening={"id": "o2"}).openings)
    problem = town(openings=openings, previous=(Pair(citizen="c1", opening="o2"),), change_cost=0.05)
    assert codes(problem, placement(value=0.45)) == set()
    assert codes(problem, placement(opening="o2", value=0.5)) == set()
    assert codes(problem, placement(value=0.5)) >= {"value"}


def test_who_loses_a_proposal_costs_a_change_too() -> None:
    problem = town(previous=(Pair(citizen="c1", opening="o1"),), change_cost=0.05)
    assert codes(problem, objective=-0.05, bound=-0.05) == set()
    assert codes(problem) == {"objective"}


def test_every_day_of_a_long_practice_is_counted_in_weeks() -> None:
    problem = town(citizen={"target_group": "jobparat"})
    assert codes(problem, placement(end=PLACEMENT.start + timedelta(weeks=4))) == set()
    assert codes(problem, placement()) == {"end"}


def test_the_check_lists_every_rule_with_its_words() -> None:
    assert list(RULES) == [f"H{n}" for n in range(1, 18)]
    for code, rule in RULES.items():
        assert (rule.__doc__ or "").startswith(f"{code}: ")
    assert all(figure.__doc__ for figure in FIGURES.values())


def test_a_breach_says_where_in_danish() -> None:
    breach = check(town(), answer(town(), placement(hours=19.0)))[0]
    assert str(breach) == "hours placements[0].hours: er 19, skal være 20 (c1 -> o1)"


def test_a_day_that_cannot_be_counted_with_is_named_where_it_stands() -> None:
    found = map(str, check(town(), answer(town(), placement(start=date(9999, 12, 27)))))
    assert "day placements[0].start: er 9999-12-27; skal ligge fra 1900-01-01 til 2099-12-31" in found


def test_endless_numbers_are_told_in_a_few_figures() -> None:
    huge = placement(score=1e300, value=-1e300, hours=1e300)
    prices = (Price(on="quota:u1", price=-1e300),)
    found = check(town(), answer(town(), huge, objective=-1e300, bound=-1e300, gap=1e300, prices=prices))
    assert {breach.code for breach in found} >= {"hours", "score", "value", "objective", "bound", "gap", "prices"}
    assert max(len(breach.message) for breach in found) < 80


def test_the_check_shares_nothing_with_what_it_checks() -> None:
    allowed = {
        "matcher.engine.check",
        "matcher.engine.problem",
        "matcher.engine.result",
        "core.days",
        "core.errors",
        "law.schemes",
        "law.quota",
    }
    ours = {
        name for name in imported_by(checking) if name.split(".")[0] in {"matcher", "core", "law", "numpy", "scipy"}
    }
    assert {name for name in ours if not name.startswith("matcher.engine.check")} <= allowed
