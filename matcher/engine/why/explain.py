"""Why: for everybody placed what spoke for it, for everybody else what stood in the way and what it would take."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Instance, Ints, instance
from matcher.engine.problem import Problem
from matcher.engine.result import Nearest, Placement, Result, Unplaced
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Weights
from matcher.engine.scoring.worth import Worth
from matcher.engine.why.changes import Change, in_words
from matcher.engine.why.nearest import Ways, nearest
from matcher.engine.why.remaining import Remaining
from matcher.engine.why.survey import Survey
from matcher.words import Language, Words

LOST_TO = 5
"""How many scarce capacities are named to each citizen at most."""
NAMED = ("seats", "quota", "mentor", "consultant", "support")
"""The capacities that have prices, in the order in which they are named."""
WORTHLESS = 1e-9


def explained(
    problem: Problem, result: Result, *, language: Language = "da", weights: Weights = DEFAULT_WEIGHTS
) -> Result:
    """`result` with `because` of everybody placed, and `blocked`, `nearest` and `lost_to` of everybody else.

    blocked: by rule, how many openings it took away. An opening that several rules take is counted with each; capacity
    is asked about only where the pair's own rules allow. Three more names can stand there: `score`, the file gives the
    pair none; `value`, there is room but the place is worth less than waiting and change cost; `search`, there is room
    and it would be worth something, but the answer, within its gap, has used its places otherwise.
    `language` is that of `would_take`.
    """
    case = instance(problem)
    worth = Worth.of(case, weights)
    return replace(
        result,
        placements=_with_reasons(case, worth, result.placements),
        unplaced=_with_obstacles(case, worth, result, Words(language)),
    )


def _with_reasons(case: Instance, worth: Worth, placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
    """The solver has given the reasons already where it has scored; an answer from elsewhere may lack them."""
    without = [one for one in placements if not one.because]
    citizen = np.array([case.citizen_index[one.citizen] for one in without], dtype=np.int64)
    opening = np.array([case.opening_index[one.opening] for one in without], dtype=np.int64)
    found = worth.reasons(Candidates(case, citizen, opening))
    reasons = {one.citizen: because for one, because in zip(without, found, strict=True)}
    return tuple(replace(one, because=reasons.get(one.citizen, one.because)) for one in placements)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands in the way of everybody in `Result.unplaced`, by place in it.

    counts: by rule, how many openings it took away. near: the nearest openings, by index, with what each would take.
    lost: the scarce capacities that took the best openings.
    """

    counts: dict[str, Ints]
    near: dict[int, list[tuple[int, tuple[Change, ...]]]]
    lost: dict[int, tuple[str, ...]]


def obstacles(case: Instance, worth: Worth, result: Result) -> Obstacles:
    """What stands in the way of everybody whom `result` leaves without a place."""
    who = np.array([case.citizen_index[one.citizen] for one in result.unplaced], dtype=np.int64)
    if not len(who):
        return Obstacles({}, {}, {})
    seen, remaining = Survey.of(case, worth, who), Remaining(case, result.placements)
    open_ = Ways.open(worth, remaining, seen.open_row, Candidates(case, who[seen.open_row], seen.open_opening))
    closed = Candidates(case, who[seen.near_row], seen.near_opening)
    near = nearest([open_, Ways.closed(worth, remaining, seen.near_row, closed, seen.near_size)])
    return Obstacles(seen.counts | _capacity_counts(worth, open_, len(who)), near, _lost_to(open_))


def _with_obstacles(case: Instance, worth: Worth, result: Result, words: Words) -> tuple[Unplaced, ...]:
    found = obstacles(case, worth, result)
    return tuple(
        Unplaced(
            citizen=one.citizen,
            blocked={rule: int(count[row]) for rule, count in found.counts.items() if count[row]},
            nearest=tuple(_said(case, opening, changes, words) for opening, changes in found.near.get(row, ())),
            lost_to=found.lost.get(row, ()),
        )
        for row, one in enumerate(result.unplaced)
    )


def _said(case: Instance, opening: int, changes: tuple[Change, ...], words: Words) -> Nearest:
    rules = tuple(dict.fromkeys(change.rule for change in changes))
    return Nearest(opening=case.problem.openings[opening].id, rules=rules, would_take=in_words(changes, words))


def _capacity_counts(worth: Worth, open_: Ways, citizens: int) -> dict[str, Ints]:
    """What the openings that a citizen's own rules allow were lost to; `value` and `search` where there is room."""
    pairs, case = open_.pairs, worth.case
    lacking = {rule: more > 0 for rule, more in open_.lacking.items()}
    free = ~np.any(list(lacking.values()), axis=0)
    here = worth.values(pairs, open_.score, np.zeros(len(pairs), dtype=np.int64))
    nowhere = -case.problem.change_cost * (case.citizens.previous[pairs.citizen] >= 0)
    masks = lacking | {
        "value": free & (here <= nowhere + WORTHLESS),
        "search": free & (here > nowhere + WORTHLESS),
    }
    return {rule: np.bincount(open_.row[mask], minlength=citizens) for rule, mask in masks.items()}


def _lost_to(open_: Ways) -> dict[int, tuple[str, ...]]:
    """For each row the scarce capacities that took its openings, those of the best-scored openings first."""
    order = np.lexsort((open_.pairs.opening, -open_.score, open_.row))
    place = np.arange(len(order)) - np.searchsorted(open_.row[order], open_.row[order])
    best = order[place < LOST_TO]
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for row, names in zip(open_.row[best].tolist(), _scarce(open_, best), strict=True):
        found[row] |= dict.fromkeys(names)
    return {row: tuple(names)[:LOST_TO] for row, names in found.items() if names}


def _scarce(open_: Ways, which: Ints) -> Iterator[list[str]]:
    """The names of what each of these pairs lacks, as prices name it."""
    problem, pairs = open_.pairs.instance.problem, open_.pairs
    lacking = np.stack([open_.lacking[kind][which] > 0 for kind in NAMED], axis=1)
    rows = zip(pairs.citizen[which].tolist(), pairs.opening[which].tolist(), lacking.tolist(), strict=True)
    for c, o, lacks in rows:
        citizen, opening = problem.citizens[c], problem.openings[o]
        owners = opening.id, opening.unit, opening.unit, citizen.consultant, citizen.support_worker
        yield [f"{kind}:{owner}" for kind, owner, missing in zip(NAMED, owners, lacks, strict=True) if missing]
