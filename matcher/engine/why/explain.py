"""Why: for everybody placed what spoke for it and what came next, for all others what stood in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Floats, Instance, Ints
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Scorer, Weights
from matcher.engine.scoring.worth import Worth
from matcher.engine.solve import Solved
from matcher.engine.why.facts import Change, Near, Stuck, Why
from matcher.engine.why.lost import Holders, losses
from matcher.engine.why.nearest import Ways, nearest
from matcher.engine.why.remaining import Remaining
from matcher.engine.why.runners import RUNNERS_UP, runners_up
from matcher.engine.why.survey import Survey

WORTHLESS = 1e-9


@dataclass(frozen=True, slots=True)
class Subject:
    """A result and what it is explained from: the arrays and lawful pairs of its problem, and what a pair is worth."""

    result: Result
    ready: Prepared
    worth: Worth

    @classmethod
    def of(cls, problem: Problem, result: Result, weights: Weights = DEFAULT_WEIGHTS) -> Self:
        """A result that comes from elsewhere. Raises BadInputError where a fixed placement breaks a rule."""
        ready = prepare(problem, None if problem.scores is not None else Scorer.of(problem, weights))
        return cls(result, ready, Worth.of(ready.setting.instance, weights))

    @classmethod
    def by(cls, solved: Solved) -> Self:
        """What a solve has found, with what it has built."""
        case, scorer = solved.ready.setting.instance, solved.scorer
        none = np.zeros(0, dtype=np.int64)
        worth = Worth(case, scorer, none, none.astype(float)) if isinstance(scorer, Scorer) else Worth.of(case)
        return cls(solved.result, solved.ready, worth)

    @property
    def case(self) -> Instance:
        """The problem as arrays."""
        return self.ready.setting.instance


def why(subject: Subject, count: int = RUNNERS_UP) -> Why:
    """Why, for everybody; nothing where there is no answer.

    Of who has no place `blocked` says, by rule, how many openings it took away. An opening that several rules take is
    counted with each; capacity is asked about only where the pair's own rules allow. Three more names can stand there:
    `score`, the file gives the pair none; `value`, there is room but the place is worth less than waiting and change
    cost; `search`, there is room and it would be worth something, but the answer, within its gap, has used its places
    otherwise. `count`: how many runners-up are named.
    """
    if subject.result.status not in ("optimal", "feasible"):
        return Why()
    left = Remaining(subject.ready.setting, subject.result.placements)
    return Why(
        runners_up=runners_up(subject.ready, subject.result, left, count),
        stuck=_stuck(subject, left),
    )


def with_reasons(subject: Subject) -> Result:
    """The result with `because` of everybody placed.

    The solver has given the reasons already where it has scored; an answer from elsewhere may lack them.
    """
    result, case = subject.result, subject.case
    without = [one for one in result.placements if not one.because]
    citizen = np.array([case.citizen_index[one.citizen] for one in without], dtype=np.int64)
    opening = np.array([case.opening_index[one.opening] for one in without], dtype=np.int64)
    found = subject.worth.reasons(Candidates(case, citizen, opening))
    reasons = {one.citizen: because for one, because in zip(without, found, strict=True)}
    reasoned = (replace(one, because=reasons.get(one.citizen, one.because)) for one in result.placements)
    return replace(result, placements=tuple(reasoned))


def _stuck(subject: Subject, left: Remaining) -> tuple[Stuck, ...]:
    """What stands in the way of everybody in `Result.unplaced`, in its order."""
    case, worth, unplaced = subject.case, subject.worth, subject.result.unplaced
    who = np.array([case.citizen_index[one.citizen] for one in unplaced], dtype=np.int64)
    if not len(who):
        return ()
    seen = Survey.of(case, worth, who)
    open_ = Ways.open(worth, left, seen.open_row, Candidates(case, who[seen.open_row], seen.open_opening))
    closed = Candidates(case, who[seen.near_row], seen.near_opening)
    near = nearest([open_, Ways.closed(worth, left, seen.near_row, closed, seen.near_size)])
    values = worth.values(open_.pairs, open_.score, np.zeros(len(open_.row), dtype=np.int64))
    counts = seen.counts | _capacity_counts(case, open_, values, len(who))
    blocked = _by_row({rule: numbers.tolist() for rule, numbers in counts.items()}, len(who))
    lost = losses(open_, values, Holders(case, subject.result))
    return tuple(
        Stuck(
            citizen=one.citizen,
            blocked=blocked[row],
            nearest=_named(case, near.get(row, [])),
            lost=lost.get(row, ()),
        )
        for row, one in enumerate(unplaced)
    )


def _by_row(counts: Mapping[str, list[int]], rows: int) -> list[dict[str, int]]:
    return [{rule: numbers[row] for rule, numbers in counts.items() if numbers[row]} for row in range(rows)]


def _named(case: Instance, near: list[tuple[int, tuple[Change, ...]]]) -> tuple[Near, ...]:
    return tuple(Near(opening=case.problem.openings[opening].id, changes=changes) for opening, changes in near)


def _capacity_counts(case: Instance, open_: Ways, values: Floats, citizens: int) -> dict[str, Ints]:
    """What the openings that a citizen's own rules allow were lost to; `value` and `search` where there is room."""
    lacking = {rule: more > 0 for rule, more in open_.lacking.items()}
    free = ~np.any(list(lacking.values()), axis=0)
    nowhere = -case.problem.change_cost * (case.citizens.previous[open_.pairs.citizen] >= 0)
    masks = lacking | {
        "value": free & (values <= nowhere + WORTHLESS),
        "search": free & (values > nowhere + WORTHLESS),
    }
    return {rule: np.bincount(open_.row[mask], minlength=citizens) for rule, mask in masks.items()}
