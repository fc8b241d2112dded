"""What is due when, rule by rule, as the table of `tovholder-followups/1` has it."""

import json
from pathlib import Path

import pytest

from core.errors import BadInputError
from core.reading import read
from core.writing import plain, write
from scheduler.followups.cases import FollowupProblem
from scheduler.followups.due_days import FollowupAnswer, follow_ups
from tests.unit.followups.cases import (
    a_case,
    cti,
    day,
    dues,
    ended,
    held,
    placement,
    plan,
    problem,
    referral,
    rows,
)

GOLDEN = Path(__file__).parents[2] / "golden"


def test_the_golden_file_has_its_golden_answer() -> None:
    answer = follow_ups(read(FollowupProblem, (GOLDEN / "followups-2.json").read_bytes()))
    assert plain(answer) == json.loads((GOLDEN / "followups-2.answer.json").read_bytes())


def test_an_answer_is_read_back_strictly_as_what_was_written() -> None:
    answer = follow_ups(problem(a_case(referral("2026-01-05")), a_case(plan("2026-12-15"), name="c2")))
    assert read(FollowupAnswer, write(answer)) == answer
    with pytest.raises(BadInputError, match=r"due\[0\].mood"):
        read(FollowupAnswer, write(answer).replace(b'"case":"c2"', b'"mood":1,"case":"c2"'))


def test_no_cases_need_no_follow_up() -> None:
    assert follow_ups(problem()).due == ()
    assert follow_ups(problem(a_case())).due == ()


@pytest.mark.parametrize(
    ("rule", "group", "expected"),
    [
        ("kontrakt", "integration_jobparat", [(1, "2026-12-30")]),
        ("kontrakt", "jobparat", []),
        (
            "kontrakt_opfoelgning",
            "integration_aktivitetsparat",
            [(1, "2027-01-11"), (2, "2027-03-01"), (3, "2027-04-12"), (4, "2027-05-31"), (5, "2027-11-30")],
        ),
        ("kontrakt_opfoelgning", "aktivitetsparat", []),
        ("samtale_start", "jobparat", [(1, "2026-12-07")]),
        ("samtale_start", "integration_jobparat", [(1, "2026-12-14")]),
        ("samtale_start", "foertidspension", [(1, "2026-12-14")]),
        ("samtaler", "dagpenge", [(1, "2027-03-01"), (2, "2027-05-31"), (3, "2027-08-31"), (4, "2027-11-30")]),
        (
            "samtaler",
            "sygedagpenge",
            [
                (1, "2027-01-11"),
                (2, "2027-03-01"),
                (3, "2027-04-12"),
                (4, "2027-05-31"),
                (5, "2027-08-31"),
                (6, "2027-11-30"),
            ],
        ),
        ("samtaler", "foertidspension", []),
        ("fip", "integration_jobparat", [(1, "2027-02-26"), (2, "2027-05-28"), (3, "2027-08-27"), (4, "2027-11-26")]),
        ("fip", "ledighedsydelse", []),
    ],
)
def test_what_a_referral_sets_going(rule: str, group: str, expected: list[tuple[int, str]]) -> None:
    assert dues(rule, a_case(referral("2026-11-30"), group=group)) == expected


@pytest.mark.parametrize(
    ("authorities", "expected"),
    [(0, []), (1, []), (2, [(1, "2027-01-25"), (2, "2027-07-23")]), (5, [(1, "2027-01-25"), (2, "2027-07-23")])],
)
def test_two_authorities_meet_across_disciplines(authorities: int, expected: list[tuple[int, str]]) -> None:
    assert dues("tvaerfaglig", a_case(referral("2026-11-30"), authorities=authorities)) == expected


def test_the_first_meeting_across_disciplines_has_less_tolerance_than_the_later() -> None:
    first, second = rows("tvaerfaglig", a_case(referral("2026-11-30"), authorities=2))
    assert (first.earliest, first.latest) == (day("2027-01-11"), day("2027-02-08"))
    assert (second.earliest, second.latest) == (day("2027-06-25"), day("2027-08-20"))


def test_contract_and_first_talk_may_be_held_from_the_referral_on() -> None:
    case = a_case(referral("2026-11-30"), group="integration_jobparat")
    for rule in ("kontrakt", "samtale_start"):
        (row,) = rows(rule, case)
        assert row.earliest == day("2026-11-30")
        assert row.latest == row.due


def test_a_contract_talk_waits_a_year_once_ordinary_work_has_begun() -> None:
    job = placement("ordinary", "2027-05-31")
    case = a_case(referral("2026-11-30"), job, group="integration_jobparat")
    assert dues("kontrakt_opfoelgning", case, last="2028-12-31")[3:] == [(4, "2027-05-31"), (5, "2028-05-31")]
    later = a_case(referral("2026-11-30"), placement("ordinary", "2027-06-01"), group="integration_jobparat")
    assert dues("kontrakt_opfoelgning", later, last="2028-12-31")[4:] == [(5, "2027-11-30"), (6, "2028-11-30")]


def test_a_plan_is_renewed_every_six_months_and_its_questionnaire_asked_twice() -> None:
    case = a_case(plan("2026-12-13"))
    assert dues("plan", case) == [(1, "2027-06-11"), (2, "2027-12-13")]
    first, second = rows("spoergeskema", case)
    assert (first.earliest, first.due, first.latest) == (day("2026-12-11"), day("2026-12-11"), day("2026-12-25"))
    assert (second.number, second.due) == (2, day("2027-06-11"))


def test_only_the_latest_referral_and_plan_count() -> None:
    case = a_case(plan("2026-12-15"), referral("2026-12-10"), referral("2025-01-01"), plan("2026-01-01"))
    answer = follow_ups(problem(case))
    assert {row.of for row in (*answer.due, *answer.overdue)} == {day("2026-12-15"), day("2026-12-10")}


def test_a_praktik_is_visited_after_a_week_midway_and_a_week_before_the_end() -> None:
    case = a_case(placement("virksomhedspraktik", "2027-01-04", "2027-04-02"))
    assert dues("praktik", case) == [(1, "2027-01-11"), (2, "2027-02-17"), (3, "2027-03-24")]
    assert [(row.due - row.earliest).days for row in rows("praktik", case)] == [3, 3, 3]


def test_an_open_ended_praktik_has_its_first_visit_alone() -> None:
    assert dues("praktik", a_case(placement("virksomhedspraktik", "2027-01-04"))) == [(1, "2027-01-11")]


def test_of_a_praktik_shorter_than_a_week_only_what_lies_after_its_end_falls_away() -> None:
    case = a_case(placement("virksomhedspraktik", "2027-01-04", "2027-01-08"))
    assert dues("praktik", case) == [(3, "2026-12-31"), (2, "2027-01-06")]


@pytest.mark.parametrize("scheme", ["loentilskud", "igu", "fleksjob", "skaanejob", "beskyttet"])
def test_a_supported_job_is_visited_every_four_weeks_and_after_half_a_year_every_quarter(scheme: str) -> None:
    case = a_case(placement(scheme, "2026-12-01", "2027-12-31"))
    assert dues("stoettet", case) == [
        (1, "2026-12-15"),
        (2, "2027-01-12"),
        (3, "2027-02-09"),
        (4, "2027-03-09"),
        (5, "2027-04-06"),
        (6, "2027-05-04"),
        (7, "2027-06-01"),
        (8, "2027-09-01"),
        (9, "2027-12-01"),
    ]


def test_an_ordinary_job_has_its_aftercare() -> None:
    assert dues("aftercare", a_case(placement("ordinary", "2026-12-01"))) == [
        (1, "2026-12-15"),
        (2, "2027-03-02"),
        (3, "2027-06-01"),
    ]


def test_nytteindsats_has_no_follow_up_of_its_own() -> None:
    answer = follow_ups(problem(a_case(placement("nytteindsats", "2026-12-01"))))
    assert answer.due == answer.overdue == ()


def test_a_placements_follow_ups_end_with_it() -> None:
    assert dues("aftercare", a_case(placement("ordinary", "2026-12-01", "2027-03-02"))) == [
        (1, "2026-12-15"),
        (2, "2027-03-02"),
    ]
    assert dues("stoettet", a_case(placement("igu", "2026-12-01", "2027-01-11"))) == [(1, "2026-12-15")]


def test_a_due_day_that_moves_back_onto_the_last_day_stays() -> None:
    friday = placement("igu", "2026-12-05", "2026-12-18")
    assert dues("stoettet", a_case(friday)) == [(1, "2026-12-18")]


def test_each_placement_has_a_series_of_its_own() -> None:
    case = a_case(
        placement("ordinary", "2026-12-01"),
        placement("ordinary", "2026-12-08"),
        held("aftercare", "2026-12-10", of="2026-12-08"),
    )
    left = [(row.of, row.number) for row in rows("aftercare", case)]
    assert [number for of, number in left if of == day("2026-12-01")] == [1, 2, 3]
    assert [number for of, number in left if of == day("2026-12-08")] == [2, 3]


def test_two_jobs_from_the_same_day_share_the_series_of_the_longer() -> None:
    jobs = [placement("ordinary", "2026-12-01", "2026-12-20"), placement("ordinary", "2026-12-01", "2027-03-31")]
    for order in (jobs, jobs[::-1]):
        assert dues("aftercare", a_case(*order)) == [(1, "2026-12-15"), (2, "2027-03-02")]
    endless = [*jobs, placement("ordinary", "2026-12-01")]
    for order in (endless, endless[::-1]):
        assert len(dues("aftercare", a_case(*order))) == 3


def test_cti_closes_with_a_meeting_that_no_contact_settles() -> None:
    contacts = [held("cti", f"2027-02-{n:02}", of="2027-01-04") for n in range(1, 29)]
    case = a_case(cti("2027-01-04", 6), *contacts)
    assert dues("cti", case) == [(0, "2027-06-18")]
    (closing,) = rows("cti", case)
    assert (closing.earliest, closing.latest) == (day("2027-06-11"), day("2027-06-25"))


def test_two_courses_of_cti_from_the_same_day_share_the_series_of_the_longer() -> None:
    both = a_case(cti("2027-01-04", 9), cti("2027-01-04", 6))
    assert dues("cti", both) == dues("cti", a_case(cti("2027-01-04", 9)))


@pytest.mark.parametrize(("on", "left"), [("2026-11-30", 0), ("2026-12-01", 0), ("2026-12-02", 0), ("2026-12-14", 1)])
def test_a_case_that_has_ended_has_nothing_after(on: str, left: int) -> None:
    case = a_case(referral("2026-11-30"), ended(on), group="dagpenge")
    assert len(dues("samtale_start", case)) == left


def test_what_a_case_owed_before_it_ends_in_the_future_stays_overdue() -> None:
    case = a_case(referral("2026-10-01"), ended("2026-12-02"))
    assert dues("samtale_start", case) == [(1, "2026-10-15")]
    assert dues("samtale_start", a_case(referral("2026-10-01"), ended("2026-12-01"))) == []


def test_of_several_ends_the_latest_counts() -> None:
    case = a_case(referral("2026-11-30"), ended("2026-06-01"), ended("2027-06-30"))
    assert [number for number, _ in dues("samtaler", case)] == [1, 2]


def test_held_follow_ups_settle_in_date_order_whatever_their_order_in_the_file() -> None:
    talks = [held("samtaler", on) for on in ("2027-05-20", "2027-02-20", "2027-06-30")]
    assert dues("samtaler", a_case(referral("2026-11-30"), *talks)) == [(4, "2027-09-30"), (5, "2027-12-30")]


def test_a_held_one_that_names_an_earlier_referral_settles_nothing_of_the_latest() -> None:
    referrals = referral("2026-01-05"), referral("2026-11-30")
    named = a_case(*referrals, held("samtale_start", "2026-01-10", of="2026-01-05"))
    unnamed = a_case(*referrals, held("samtale_start", "2026-01-10"))
    assert dues("samtale_start", named) == [(1, "2026-12-14")]
    assert dues("samtale_start", unnamed) == []


@pytest.mark.parametrize(
    ("first", "where"),
    [("2026-12-14", "due"), ("2026-12-28", "due"), ("2026-12-29", "overdue"), ("2027-02-01", "overdue")],
)
def test_a_follow_up_is_overdue_when_its_last_day_is_over(first: str, where: str) -> None:
    case = a_case(plan("2026-12-14"))
    answer = follow_ups(problem(case, first=first))
    expected = [row for row in getattr(answer, where) if row.rule == "spoergeskema" and row.number == 1]
    assert len(expected) == 1


@pytest.mark.parametrize(("last", "count"), [("2026-12-10", 0), ("2026-12-11", 1), ("2026-12-13", 1)])
def test_the_moved_day_decides_whether_a_follow_up_falls_within_the_days_asked_for(last: str, count: int) -> None:
    assert len(dues("spoergeskema", a_case(plan("2026-12-13")), last=last)) == count


def test_closed_days_in_a_row_move_a_due_day_far_back() -> None:
    days = tuple(f"2026-12-{n}" for n in (21, 22, 23, 24, 28, 29, 30, 31))
    answer = follow_ups(problem(a_case(plan("2027-01-01")), closed=days))
    assert str(answer.due[0].due) == "2026-12-18"


def test_rows_are_sorted_by_day_case_rule_series_and_number() -> None:
    cases = [a_case(referral("2026-11-30"), plan("2026-11-30"), group="integration_jobparat", name=n) for n in "ba"]
    answer = follow_ups(problem(*cases))
    keys = [(row.due, row.case, row.rule, row.of, row.number) for row in answer.due]
    assert keys == sorted(keys)
    assert {row.case for row in answer.due} == {"a", "b"}


def test_the_municipalitys_own_figures_change_what_is_due() -> None:
    asked = problem(a_case(referral("2026-11-30")))
    answer = follow_ups(asked, {"samtaler.every_months": 1, "samtaler.tolerance_days": 2})
    talks = [row for row in answer.due if row.rule == "samtaler"]
    assert [str(row.due) for row in talks][1:4] == ["2027-05-31", "2027-06-30", "2027-07-30"]
    assert {(row.latest - row.earliest).days for row in talks} == {4}
