"""The follow-ups of one case: the rows it has, what comes next, and who is left without."""

from datetime import date

import pytest

from citizens.tables import CaseEvent, EventKind
from law.followups import follow_up_rules
from law.workdays import ONE_DAY
from scheduler.followups.due_days import next_follow_up, open_follow_ups
from scheduler.followups.loading import cuts_of
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


def test_a_series_that_was_cut_short_keeps_its_days_and_loses_those_later() -> None:
    case = read_case(a_case(placement("virksomhedspraktik", "2026-11-02", "2027-01-31")))
    of, far = date(2026, 11, 2), date(2027, 12, 31)
    planned = [row.due for row in open_follow_ups(case, TODAY, far, RULES)]
    assert [str(due) for due in planned] == ["2026-11-09", "2026-12-17", "2027-01-22"]
    for last, kept in ((planned[1], 2), (planned[1] - ONE_DAY, 1), (of, 0)):
        found = open_follow_ups(case, TODAY, far, RULES, cuts={("praktik", of): last})
        assert [row.due for row in found] == planned[:kept]


def test_a_series_of_two_placements_lasts_as_long_as_either() -> None:
    of, long, short = date(2026, 11, 2), date(2027, 1, 31), date(2026, 11, 20)

    def stay(until: date | None, cut_on: date | None) -> CaseEvent:
        return CaseEvent(kind=EventKind.PLACEMENT, on=of, scheme="virksomhedspraktik", until=until, cut_on=cut_on)

    assert cuts_of([stay(long, short)]) == {("praktik", of): short}
    assert cuts_of([stay(long, short), stay(TODAY, None)]) == {("praktik", of): TODAY}
    assert cuts_of([stay(long, short), stay(None, None)]) == {}
    assert cuts_of([stay(None, short)]) == {("praktik", of): short}


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
