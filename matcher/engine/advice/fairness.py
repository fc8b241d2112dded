"""Fairness: who gets a place and how good, by group; what a floor costs; and who waited longest, as a weight.

Groups are shown and floors may be set, but no protected attribute (gender, age, origin) ever changes a score or weight.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from types import MappingProxyType

from core.errors import BadInputError, Fault
from matcher.engine.options import Options
from matcher.engine.problem import Citizen, Floor, Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Scorer, Weights
from matcher.engine.solve import solved

SMALLEST = 5
"""Fewer citizens than this are nobody's statistics: they could be recognised, and their rate says nothing."""
BANDS = ((25, "<25"), (35, "25-34"), (50, "35-49"))
OLDEST = "50+"
UNKNOWN = "?"
STRONGEST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Citizens alike in one respect. rate: the share of them who are placed. mean_score: of their placements, from 0
    to 1; None where fewer than `SMALLEST` are placed.
    """

    name: str
    citizens: int
    placed: int
    rate: float
    mean_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The groups in one respect (`by`), by name, and the largest difference between any two of them.

    left_out: how many citizens are in groups too small to show. A gap is None where there are not two to compare.
    """

    by: str
    groups: tuple[Group, ...]
    left_out: int
    rate_gap: float | None
    score_gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Placement rates and mean scores: of all, and by group."""

    citizens: int
    placed: int
    rate: float
    mean_score: float | None
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOfFairness:
    """The answers without and with floors. Their best objectives differ by a cost proven to lie from `low` to `high`.

    The costs are None where no answer keeps the floors (`with_floors.status` says whether none can or none was found).
    """

    without: Result
    with_floors: Result
    cost: float | None
    low: float | None
    high: float | None

    @property
    def possible(self) -> bool:
        """Whether an answer keeps the floors."""
        return self.cost is not None


def fairness(problem: Problem, result: Result) -> Fairness:
    """How `result` treats the groups of `problem`: by gender, age band and target group."""
    scores = {one.citizen: one.score for one in result.placements}
    return Fairness(
        citizens=len(problem.citizens),
        placed=len(scores),
        rate=len(scores) / max(len(problem.citizens), 1),
        mean_score=_mean(list(scores.values())),
        comparisons=tuple(_comparison(problem, scores, by) for by in RESPECTS),
    )


def cost_of_fairness(
    problem: Problem, floors: Sequence[Floor], options: Options | None = None, weights: Weights = DEFAULT_WEIGHTS
) -> CostOfFairness:
    """What `floors` cost in objective: the problem is solved without any floor, and from there with these.

    Raises BadInputError where a floor makes no sense.
    """
    scorer = Scorer.of(problem, weights) if problem.scores is None else None
    free = solved(replace(problem, floors=()), options, scorer)
    without, kept = free.result, solved(replace(problem, floors=tuple(floors)), options, scorer, free).result
    if kept.status not in ("optimal", "feasible"):
        return CostOfFairness(without=without, with_floors=kept, cost=None, low=None, high=None)
    return CostOfFairness(
        without=without,
        with_floors=kept,
        cost=without.objective - kept.objective,
        low=max(0.0, without.objective - kept.bound),
        high=without.bound - kept.objective,
    )


def waiting_weights(problem: Problem, strength: float) -> Problem:
    """The problem with everybody's weight raised by how long they have waited, beside others.

    Each weight is multiplied by 1 + strength x rank, where rank goes evenly from 0 for who became unemployed last to 1
    for who did first; who became unemployed on the same day has the same rank. So nobody counts for less than before,
    and for no more than 1 + strength times as much. Nothing but `unemployed_since` is looked at.
    strength: from 0 (nothing changes) to 1. Raises BadInputError outside.
    """
    if not 0 <= strength <= STRONGEST:
        raise BadInputError([Fault("strength", f"er {strength:g}; skal ligge fra 0 til {STRONGEST:g}")])
    days = sorted({one.unemployed_since for one in problem.citizens}, reverse=True)
    rank = {day: n / max(len(days) - 1, 1) for n, day in enumerate(days)}
    raised = [1 + strength * rank[one.unemployed_since] for one in problem.citizens]
    citizens = zip(problem.citizens, raised, strict=True)
    return replace(problem, citizens=tuple(replace(one, weight=one.weight * by) for one, by in citizens))


def _gender(citizen: Citizen, _year: int) -> str:
    return citizen.gender or UNKNOWN


def _age(citizen: Citizen, year: int) -> str:
    age = year - citizen.birth_year
    return next((name for below, name in BANDS if age < below), OLDEST)


def _target_group(citizen: Citizen, _year: int) -> str:
    return citizen.target_group


RESPECTS: Mapping[str, Callable[[Citizen, int], str]] = MappingProxyType(
    {"gender": _gender, "age": _age, "target_group": _target_group}
)
"""In what respects groups are compared. A citizen's age is that of the year in which the horizon begins."""


def _comparison(problem: Problem, scores: Mapping[str, float], by: str) -> Comparison:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for citizen in problem.citizens:
        members[RESPECTS[by](citizen, problem.horizon.from_.year)].append(citizen.id)
    shown = {name: members[name] for name in sorted(members, key=_order) if len(members[name]) >= SMALLEST}
    groups = tuple(_group(name, ids, scores) for name, ids in shown.items())
    return Comparison(
        by=by,
        groups=groups,
        left_out=len(problem.citizens) - sum(one.citizens for one in groups),
        rate_gap=_gap([one.rate for one in groups]),
        score_gap=_gap([one.mean_score for one in groups if one.mean_score is not None]),
    )


def _order(name: str) -> tuple[int, str]:
    """Age bands by age, all else by name."""
    bands = [band for _, band in BANDS]
    return bands.index(name) if name in bands else len(bands), name


def _group(name: str, ids: Sequence[str], scores: Mapping[str, float]) -> Group:
    placed = [scores[one] for one in ids if one in scores]
    return Group(
        name=name, citizens=len(ids), placed=len(placed), rate=len(placed) / len(ids), mean_score=_mean(placed)
    )


def _gap(figures: Sequence[float]) -> float | None:
    return max(figures) - min(figures) if len(figures) > 1 else None


def _mean(scores: Sequence[float]) -> float | None:
    return fmean(scores) if len(scores) >= SMALLEST else None
