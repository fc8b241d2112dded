"""The follow-ups of one case: the rows it has, what comes next, and who is left without."""

from datetime import date

import pytest

from law.followups import follow_up_rules
from scheduler.followups.due_days import next_follow_up, open_follow_ups
from tests.unit.followups.cases import a_case, ended, held, placement, plan, read_case, referral

TODAY = date(2026, 12, 1)
RULES = follow_up_rules(TODAY)


def test_one_case_gives_its_own_rows() -> None:
    case = read_case(a_case(referral("2026-11-30"), name="c7"))
    found = list(open_follow_ups(case, TODAY, date(2027, 3, 1), RULES))
    assert [(row.case, row.rule, row.number) for row in found] == [("c7", "samtale_start", 1), ("c7", "samtaler", 1)]


def test_the_next_follow_up_looks_past_what_is_overdue() -> None:
    case = read_case(a_case(referral("2026-01-05")))
    coming = next_follow_up(case, TODAY, RULES)
    assert coming is not None
    assert coming.due >= TODAY
    assert (coming.rule, str(coming.due)) == ("samtaler", "2027-01-06")


def test_the_next_follow_up_may_be_today() -> None:
    coming = next_follow_up(read_case(a_case(plan("2026-12-01"))), TODAY, RULES)
    assert coming is not None
    assert (coming.rule, coming.due) == ("spoergeskema", TODAY)


@pytest.mark.parametrize(
    "case",
    [
        a_case(),
        a_case(referral("2026-06-01"), ended("2026-12-01")),
        a_case(referral("2026-06-01"), held("samtale_start", "2026-06-10"), group="foertidspension"),
        a_case(placement("ordinary", "2020-01-01")),
    ],
)
def test_a_case_without_a_next_follow_up_is_seen(case: dict[str, object]) -> None:
    assert next_follow_up(read_case(case), TODAY, RULES) is None
