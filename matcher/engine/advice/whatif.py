"""What if: the problem with something changed, solved again, and what is different for whom.

Changes are data. Each gives a new problem and leaves the old one as it is; one that names somebody or something unknown
raises BadInputError.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar

from core.errors import BadInputError, Fault
from law.quota import quota
from matcher.engine.advice.difference import Person, differing
from matcher.engine.advice.market import weights_of
from matcher.engine.options import Options
from matcher.engine.problem import Citizen, Hours, Language, Opening, Pair, Problem, Score, Staff, Unit
from matcher.engine.result import Placement, Result
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Scorer
from matcher.engine.solve import Solved, solved

STEADY = 1e-5
"""What moving somebody costs in the second solve, so that nobody moves without a reason."""


class Change(Protocol):
    """Something otherwise than in the problem."""

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""


@dataclass(frozen=True, slots=True)
class Seats:
    """An opening with `more` seats (fewer where negative)."""

    opening: str
    more: int

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""
        changed = _changed(problem.openings, self.opening, lambda one: replace(one, seats=one.seats + self.more))
        return replace(problem, openings=changed)


@dataclass(frozen=True, slots=True)
class NewOpening:
    """An opening that was not there, with its scores where the problem brings scores."""

    opening: Opening
    scores: tuple[Score, ...] = ()

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""
        scores = None if problem.scores is None else (*problem.scores, *self.scores)
        return replace(problem, openings=(*problem.openings, self.opening), scores=scores)


@dataclass(frozen=True, slots=True)
class Radius:
    """How far a citizen can travel, in kilometres."""

    citizen: str
    km: float

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""
        return _of_citizen(problem, self.citizen, lambda one: replace(one, max_travel_km=self.km))


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """How many hours a week a citizen can work."""

    citizen: str
    hours: Hours

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""
        return _of_citizen(problem, self.citizen, lambda one: replace(one, hours=self.hours))


@dataclass(frozen=True, slots=True)
class Danish:
    """A citizen's level of Danish."""

    citizen: str
    level: Language

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""
        return _of_citizen(problem, self.citizen, lambda one: replace(one, language=self.level))


@dataclass(frozen=True, slots=True)
class Capacity:
    """A consultant, a support worker, a unit's mentors or its quota (rimelighedskrav) with `more` capacity."""

    of: Literal["consultant", "support", "mentor", "quota"]
    id: str
    more: int

    def applied(self, problem: Problem) -> Problem:
        """The problem with the change made. Raises BadInputError."""
        if self.of == "consultant":
            return replace(problem, consultants=_changed(problem.consultants, self.id, self._staff))
        if self.of == "support":
            return replace(problem, support_workers=_changed(problem.support_workers, self.id, self._staff))
        if self.of == "mentor":
            return replace(problem, units=_changed(problem.units, self.id, self._mentors))
        return replace(problem, units=_changed(problem.units, self.id, lambda one: self._quota(one, problem)))

    def _staff(self, one: Staff) -> Staff:
        return replace(one, capacity=one.capacity + self.more)

    def _mentors(self, one: Unit) -> Unit:
        return replace(one, mentor_capacity=one.mentor_capacity + self.more)

    def _quota(self, one: Unit, problem: Problem) -> Unit:
        own = quota(one.ordinary_employees, problem.rules_day) if one.quota_override is None else one.quota_override
        return replace(one, quota_override=own + self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a change brings. `gain` is what the answer's objective gains; the true gain, between the best answers to
    both problems, is proven to lie from `low` to `high`. `result` is the answer to the changed problem.
    """

    gain: float
    low: float
    high: float
    people: tuple[Person, ...]
    result: Result

    def of(self, outcome: str) -> tuple[str, ...]:
        """The citizens to whom this happens."""
        return tuple(one.citizen for one in self.people if one.outcome == outcome)


def what_if(
    problem: Problem,
    changes: Change | Sequence[Change],
    before: Result,
    options: Options | None = None,
    *,
    warm: Solved | None = None,
) -> Difference:
    """The difference that `changes` make to `problem`, of which `before` is the answer.

    Nobody moves without need: unless the problem has a `previous` of its own, `before` is taken as one with a cost of
    change too small to matter. Where a change is small beside the gap of the answers, `low` and `high` lie far apart;
    ask for a smaller `options.gap` in both solves then. `warm` is what `before` was found with, where it is known: the
    changed problem is then solved from there, which is several times faster, and scored as before. Where the changed
    problem has no answer, everybody in `before` is lost and `result.status` says why. Raises BadInputError.
    """
    changed = problem
    for change in changes if isinstance(changes, Sequence) else (changes,):
        changed = change.applied(changed)
    after = _solved(changed, before, options, warm)
    return Difference(
        gain=after.objective - before.objective,
        low=after.objective - before.bound,
        high=after.bound - before.objective,
        people=differing(problem, before, after),
        result=after,
    )


def _solved(changed: Problem, before: Result, options: Options | None, warm: Solved | None) -> Result:
    weights = weights_of(warm.scorer) if warm else DEFAULT_WEIGHTS
    scorer = Scorer.of(changed, weights) if changed.scores is None else None
    if changed.previous:
        return solved(changed, options, scorer, warm).result
    stay = tuple(Pair(citizen=one.citizen, opening=one.opening) for one in before.placements)
    found = solved(replace(changed, previous=stay, change_cost=STEADY), options, scorer, warm).result
    return _without_steadiness(found, {one.citizen: one.opening for one in stay})


def _without_steadiness(found: Result, stay: dict[str, str]) -> Result:
    """The answer in the changed problem's own values. No answer can have saved more than STEADY for each that stays."""
    if found.status in ("infeasible", "timeout"):
        return found
    placements = tuple(_own_value(one, stay) for one in found.placements)
    objective = sum(one.value for one in placements)
    bound = max(objective, found.bound + STEADY * len(stay))
    gap = (bound - objective) / max(abs(bound), 1e-9)
    return replace(found, placements=placements, objective=objective, bound=bound, gap=gap)


def _own_value(one: Placement, stay: dict[str, str]) -> Placement:
    moved = stay.get(one.citizen, one.opening) != one.opening
    return replace(one, value=one.value + STEADY) if moved else one


R = TypeVar("R", Citizen, Opening, Staff, Unit)


def _changed(rows: tuple[R, ...], name: str, change: Callable[[R], R]) -> tuple[R, ...]:
    if all(one.id != name for one in rows):
        raise BadInputError([Fault("change", f"{name} findes ikke i opgaven; ret id'et")])
    return tuple(change(one) if one.id == name else one for one in rows)


def _of_citizen(problem: Problem, name: str, change: Callable[[Citizen], Citizen]) -> Problem:
    return replace(problem, citizens=_changed(problem.citizens, name, change))
