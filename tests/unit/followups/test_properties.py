"""Whatever the cases: the answer is what a plain reading of the table gives, and it hangs together."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import read
from law.followups import follow_up_rules
from law.schemes import GROUPS, KNOWN_SCHEMES
from law.workdays import is_working_day
from scheduler.followups.cases import FollowupProblem
from scheduler.followups.due_days import Due, FollowupAnswer, follow_ups, next_follow_up, open_follow_ups
from tests.unit.followups import oracle
from tests.unit.followups.cases import Json, a_case, cti, ended, held, placement, plan, referral

CASE_RULES = (
    "kontrakt",
    "kontrakt_opfoelgning",
    "samtale_start",
    "samtaler",
    "tvaerfaglig",
    "plan",
    "spoergeskema",
    "fip",
)
FOLLOWED = {"virksomhedspraktik": "praktik", "ordinary": "aftercare"}

days = st.dates(date(2025, 6, 1), date(2027, 12, 31)).map(str)
few_days = st.lists(days, max_size=3)


@st.composite
def placements(draw: st.DrawFn) -> list[Json]:
    events: list[Json] = []
    for start in draw(st.lists(days, max_size=3, unique=True)):
        scheme = draw(st.sampled_from(KNOWN_SCHEMES))
        length = draw(st.none() | st.integers(0, 400))
        end = None if length is None else str(date.fromisoformat(start) + timedelta(days=length))
        events.append(placement(scheme, start, end))
        if scheme != "nytteindsats":
            rule = FOLLOWED.get(scheme, "stoettet")
            events += [held(rule, on, of=start) for on in draw(few_days)]
    return events


@st.composite
def courses(draw: st.DrawFn) -> list[Json]:
    events: list[Json] = []
    for start in draw(st.lists(days, max_size=1)):
        events.append(cti(start, draw(st.integers(1, 12))))
        events += [held("cti", on, of=start) for on in draw(few_days)]
    return events


@st.composite
def events_of_a_case(draw: st.DrawFn) -> list[Json]:
    events = [referral(on) for on in draw(st.lists(days, max_size=2))]
    events += [plan(on) for on in draw(st.lists(days, max_size=2))]
    events += [held(rule, on) for rule, on in draw(st.lists(st.tuples(st.sampled_from(CASE_RULES), days), max_size=8))]
    events += draw(placements()) + draw(courses())
    events += [ended(on) for on in draw(st.lists(days, max_size=1))]
    return draw(st.permutations(events))


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.dates(date(2026, 1, 1), date(2027, 6, 30)))
    cases = [
        a_case(
            *draw(events_of_a_case()),
            group=draw(st.sampled_from(sorted(GROUPS))),
            authorities=draw(st.integers(0, 4)),
            name=f"c{number}",
        )
        for number in range(draw(st.integers(1, 2)))
    ]
    return {
        "format": "tovholder-followups/1",
        "from": str(first),
        "to": str(first + timedelta(days=draw(st.integers(0, 500)))),
        "closed": draw(st.lists(days, max_size=5)),
        "cases": cases,
    }


def problem_of(file: dict[str, Any]) -> FollowupProblem:
    return read(FollowupProblem, json.dumps(file).encode())


def told(rows: tuple[Due, ...]) -> list[oracle.Row]:
    return [
        (str(row.due), row.case, row.rule, str(row.of), row.number, str(row.earliest), str(row.latest)) for row in rows
    ]


def answer_to(file: dict[str, Any]) -> FollowupAnswer:
    return follow_ups(problem_of(file))


@given(file=files())
@settings(max_examples=250, deadline=None)
def test_the_answer_is_what_a_plain_reading_of_the_table_gives(file: dict[str, Any]) -> None:
    answer, expected = answer_to(file), oracle.answer(file)
    assert told(answer.due) == expected["due"]
    assert told(answer.overdue) == expected["overdue"]


@given(file=files())
@settings(max_examples=60, deadline=None)
def test_every_row_falls_due_on_an_open_day_within_its_tolerance(file: dict[str, Any]) -> None:
    problem, answer = problem_of(file), answer_to(file)
    for row in (*answer.due, *answer.overdue):
        assert is_working_day(row.due, problem.closed)
        assert row.due <= row.latest
    assert all(row.due <= problem.to and row.latest >= problem.from_ for row in answer.due)
    assert all(row.latest < problem.from_ for row in answer.overdue)


@given(file=files())
@settings(max_examples=60, deadline=None)
def test_no_two_rows_have_one_name(file: dict[str, Any]) -> None:
    answer = answer_to(file)
    names = [(row.case, row.rule, row.of, row.number) for row in (*answer.due, *answer.overdue)]
    assert len(names) == len(set(names))


@given(file=files(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_cases_and_events_does_not_matter(file: dict[str, Any], data: st.DataObject) -> None:
    shuffled = [case | {"events": data.draw(st.permutations(case["events"]))} for case in file["cases"]]
    assert answer_to(file | {"cases": shuffled[::-1]}) == answer_to(file)


@given(file=files())
@settings(max_examples=60, deadline=None)
def test_asking_for_longer_only_adds_rows(file: dict[str, Any]) -> None:
    longer = answer_to(file | {"to": str(date.fromisoformat(file["to"]) + timedelta(days=90))})
    answer = answer_to(file)
    assert answer.due == longer.due[: len(answer.due)]
    assert answer.overdue == longer.overdue


@given(file=files())
@settings(max_examples=60, deadline=None)
def test_the_next_follow_up_is_the_first_of_the_rows_to_come(file: dict[str, Any]) -> None:
    problem = problem_of(file)
    rules, closed = follow_up_rules(problem.from_), frozenset(problem.closed)
    for case in problem.cases:
        coming = next_follow_up(case, problem.from_, rules, closed)
        rows = list(open_follow_ups(case, problem.from_, date(2031, 1, 1), rules, closed))
        assert coming == min(
            (row for row in rows if row.due >= problem.from_),
            key=lambda row: (row.due, row.rule, row.of, row.number),
            default=None,
        )


@given(file=files(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_cutting_a_series_short_takes_what_is_due_later_and_moves_nothing(
    file: dict[str, Any], data: st.DataObject
) -> None:
    problem = problem_of(file)
    rules, closed, far = follow_up_rules(problem.from_), frozenset(problem.closed), date(2029, 1, 1)
    for case in problem.cases:
        rows = list(open_follow_ups(case, problem.from_, far, rules, closed))
        named: list[tuple[str, date]] = sorted({(row.rule, row.of) for row in rows})
        cuts = {name: data.draw(st.dates(name[1], far)) for name in named if data.draw(st.booleans())}
        kept = [row for row in rows if row.due <= cuts.get((row.rule, row.of), far)]
        assert list(open_follow_ups(case, problem.from_, far, rules, closed, cuts)) == kept
