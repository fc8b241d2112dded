"""The rows of the model forbid exactly the clashes, and a row never forbids what is allowed."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.columns import START, Columns, Uses
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Problem, Site, Travel
from scheduler.engine.rows import Rows, Span, matches, several, together
from scheduler.engine.space import Space
from scheduler.engine.travel import on_the_way
from tests.unit.scheduler.agenda import meeting, problem

SITES = ("s0", "s1", "s2")


def numbers(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@st.composite
def days_of_one_person(draw: st.DrawFn) -> tuple[Plan, Columns]:
    """Starts of up to six tasks of one person on one day at three sites, with any ways between them."""
    lengths = draw(st.lists(st.sampled_from([10, 30, 45, 60, 90]), min_size=2, max_size=6))
    ways = tuple(
        Travel(from_=a, to=b, minutes=draw(st.sampled_from([0, 5, 20, 30, 45, 100])))
        for a, b in (("s0", "s1"), ("s1", "s0"), ("s0", "s2"), ("s1", "s2"))
    )
    case: Problem = problem(
        *(meeting(f"m{n}", "p", minutes=length, sites=SITES) for n, length in enumerate(lengths)),
        sites=tuple(Site(id=site, needs_room=False) for site in SITES),
        rooms=(),
        travel_minutes=ways,
    )
    space = Space(case)
    starts = draw(
        st.lists(
            st.tuples(st.integers(0, len(lengths) - 1), st.integers(0, 2), st.integers(0, 7)),
            min_size=2,
            max_size=14,
            unique=True,
        )
    )
    task, site, start = np.array(starts).T
    nothing = np.zeros(len(task), dtype=np.int64)
    end = start + np.array([space.grid.slots(lengths[n]) for n in task])
    columns = Columns(
        kind=nothing + START,
        task=task,
        site=site,
        day=nothing,
        start=start,
        end=end,
        place=site,
        role=nothing - 1,
        who=nothing - 1,
        cost=nothing,
    )
    return Plan(space, {}), columns


def clash(plan: Plan, columns: Columns, i: int, j: int) -> bool:
    """Whether one person cannot be in both, by minutes."""
    grid, way = plan.space.grid, plan.space.way
    first, second = sorted((i, j), key=lambda n: int(columns.start[n]))
    begins = [grid.minute(int(columns.start[n])) for n in (first, second)]
    ends = begins[0] + plan.space.tasks[int(columns.task[first])].minutes
    return begins[1] < ends + way[int(columns.site[first])][int(columns.site[second])]


def pairs(row: np.ndarray, column: np.ndarray, columns: Columns) -> set[tuple[int, int]]:
    """Pairs of columns of different tasks that share a row."""
    found = set()
    for number in np.unique(row):
        for i, j in combinations(sorted(column[row == number].tolist()), 2):
            if columns.task[i] != columns.task[j]:
                found.add((i, j))
    return found


@given(days_of_one_person())
@settings(max_examples=200, deadline=None)
def test_rows_of_one_persons_day_forbid_exactly_the_clashes(drawn: tuple[Plan, Columns]) -> None:
    plan, columns = drawn
    uses = Uses(np.zeros(len(columns), dtype=np.int64), np.arange(len(columns)))
    span = Span(columns.day, columns.start, columns.end, columns.task)
    moment, use = together(span)
    row, column = on_the_way(plan, columns, uses)
    everything = range(len(columns))
    wanted = {
        (i, j)
        for i, j in combinations(everything, 2)
        if columns.task[i] != columns.task[j] and clash(plan, columns, i, j)
    }
    assert pairs(moment, use, columns) | pairs(row, column, columns) == wanted


@given(days_of_one_person())
@settings(max_examples=50, deadline=None)
def test_two_starts_of_one_task_may_share_a_row_since_only_one_is_chosen(drawn: tuple[Plan, Columns]) -> None:
    plan, columns = drawn
    uses = Uses(np.zeros(len(columns), dtype=np.int64), np.arange(len(columns)))
    row, _ = on_the_way(plan, columns, uses)
    assert all(np.sum(row == number) >= 2 for number in np.unique(row))


def test_moments_that_another_one_covers_are_left_out() -> None:
    span = Span(numbers(0, 0, 0), numbers(0, 1, 5), numbers(4, 3, 6), numbers(1, 2, 3))
    moment, use = together(span)
    assert len(set(moment.tolist())) == 1
    assert sorted(use.tolist()) == [0, 1]


def test_matches_pairs_equal_numbers() -> None:
    i, j = matches(numbers(3, 1, 3), numbers(1, 3, 3, 2))
    assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 0), (2, 1), (2, 2)]


def test_several_counts_tasks_and_not_entries() -> None:
    row, task = numbers(0, 0, 1, 1, 1), numbers(5, 5, 5, 6, 6)
    assert several(row, task).tolist() == [False, False, True, True, True]
    assert several(row, task, more_than=2).tolist() == [False] * 5
    assert several(numbers(), numbers()).tolist() == []


def test_rows_with_the_same_number_are_one_row() -> None:
    rows = Rows()
    rows.add(numbers(7, 4, 7), numbers(0, 1, 2), high=np.array([1.0, 2.0]))
    rows.add(numbers(), numbers(), high=1.0)
    rows.add(numbers(7), numbers(1), value=-1.0, low=0.0)
    low, high = rows.limits()
    assert rows.matrix(3).toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, -1, 0]]
    assert (low.tolist(), high.tolist()) == ([-np.inf, -np.inf, 0], [1, 2, np.inf])
    assert Rows().matrix(3).shape == (0, 3)
