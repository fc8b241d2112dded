"""Tiny problems solved by trying everything, in plain Python that shares no code with the engine."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.engine.check import check
from matcher.engine.problem import Floor, Occupied, Pair, Problem, Score, Staff, StartWindow
from matcher.engine.solve import solve
from tests.unit.matcher.town import CITIZEN, OPENING, UNIT, town

MONDAY = date(2026, 12, 7)
STAYS = {"virksomhedspraktik": 13, "ordinary": 10**6}


@dataclass(frozen=True)
class Try:
    """One way to place one citizen."""

    citizen: int
    opening: int
    start: date
    scheme: str
    end: date
    value: float


@st.composite
def tiny(draw: st.DrawFn) -> Problem:
    """Three citizens, three openings at two units, two start days, everything scarce."""
    few = st.integers(0, 2)
    people = tuple(
        replace(
            CITIZEN,
            id=f"c{i}",
            gender=draw(st.sampled_from("FM")),
            needs=draw(st.sampled_from([(), ("mentor",)])),
            support_worker=draw(st.sampled_from([None, "s1"])),
            weight=draw(st.sampled_from([0.0, 1.0, 1.5])),
        )
        for i in range(3)
    )
    occupied = Occupied(scheme="nytteindsats", from_=date(2026, 10, 1), to=draw(st.dates(MONDAY, date(2027, 1, 10))))
    units = tuple(
        replace(
            UNIT,
            id=f"u{i}",
            quota_override=draw(few),
            mentor_capacity=draw(few),
            occupied=draw(st.sampled_from([(), (occupied,), (replace(occupied, mentor=True),)])),
        )
        for i in range(2)
    )
    places = tuple(
        replace(
            OPENING,
            id=f"o{i}",
            unit=draw(st.sampled_from(["u0", "u1"])),
            seats=draw(st.integers(1, 2)),
            least=draw(st.sampled_from([0, 0, 2])),
            weeks=draw(st.sampled_from([1, 4, 26])),
            schemes=draw(st.sampled_from([("virksomhedspraktik",), ("virksomhedspraktik", "ordinary")])),
            start=StartWindow(earliest=MONDAY, latest=MONDAY + timedelta(weeks=draw(st.sampled_from([0, 4])))),
        )
        for i in range(3)
    )
    pairs = draw(st.lists(st.tuples(few, few, st.floats(0, 1)), unique_by=lambda row: row[:2], max_size=7))
    return replace(
        town(),
        citizens=people,
        units=units,
        openings=places,
        consultants=(Staff(id="k1", capacity=draw(st.integers(1, 3))),),
        support_workers=(Staff(id="s1", capacity=draw(few)),),
        previous=draw(st.sampled_from([(), (Pair(citizen="c0", opening="o0"),)])),
        change_cost=0.25,
        delay_cost_per_week=draw(st.sampled_from([0.0, 0.05])),
        floors=draw(st.sampled_from([(), (Floor(where={"gender": "F"}, share=0.5),)])),
        scores=tuple(Score(citizen=f"c{c}", opening=f"o{o}", score=round(score, 3)) for c, o, score in pairs),
    )


def best_by_trying(problem: Problem) -> float:
    """The objective of the best of all combinations."""
    ways = [[None, *_ways(problem, i)] for i in range(len(problem.citizens))]
    feasible = ([way for way in ways if way] for ways in product(*ways))
    return max(_objective(problem, chosen) for chosen in feasible if _allowed(problem, chosen))


def _ways(problem: Problem, c: int) -> Iterator[Try]:
    moved = {pair.citizen: pair.opening for pair in problem.previous}
    for row in problem.scores or ():
        if row.citizen != f"c{c}":
            continue
        o = int(row.opening[1])
        opening = problem.openings[o]
        cost = problem.change_cost * (moved.get(row.citizen, row.opening) != row.opening)
        for week in range((opening.start.latest - MONDAY).days // 7 + 1):
            for scheme in opening.schemes or ():
                start = MONDAY + timedelta(weeks=week)
                end = start + timedelta(weeks=min(opening.weeks, STAYS[scheme]))
                value = problem.citizens[c].weight * row.score - problem.delay_cost_per_week * week - cost
                yield Try(c, o, start, scheme, end, value)


def _objective(problem: Problem, chosen: list[Try]) -> float:
    lost = sum(int(pair.citizen[1]) not in {one.citizen for one in chosen} for pair in problem.previous)
    return sum(one.value for one in chosen) - problem.change_cost * lost


def _allowed(problem: Problem, chosen: list[Try]) -> bool:
    at = Counter(one.opening for one in chosen)
    helped = sum(problem.citizens[one.citizen].support_worker is not None for one in chosen)
    women = sum(problem.citizens[one.citizen].gender == "F" for one in chosen)
    return (
        all(problem.openings[o].least <= n <= problem.openings[o].seats for o, n in at.items())
        and len(chosen) <= problem.consultants[0].capacity
        and helped <= problem.support_workers[0].capacity
        and (not problem.floors or 2 * women >= len(chosen))
        and all(_room(problem, chosen, one.start) for one in chosen)
    )


def _room(problem: Problem, chosen: list[Try], day: date) -> bool:
    for unit in problem.units:
        here = [o for o in chosen if problem.openings[o.opening].unit == unit.id and o.start <= day < o.end]
        old = [place for place in unit.occupied if place.from_ <= day <= place.to]
        counting = sum(one.scheme == "virksomhedspraktik" for one in here)
        mentored = sum("mentor" in problem.citizens[one.citizen].needs for one in here)
        if counting and counting + len(old) > (unit.quota_override or 0):
            return False
        if mentored and mentored + sum(place.mentor for place in old) > unit.mentor_capacity:
            return False
    return True


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tiny())
def test_the_answer_is_as_good_as_the_best_of_all_combinations(problem: Problem) -> None:
    result = solve(problem)

    assert check(problem, result) == []
    assert result.objective == pytest.approx(best_by_trying(problem), abs=1e-6)
    assert result.bound == pytest.approx(result.objective, abs=1e-5)
