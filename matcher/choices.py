"""The best openings for a citizen, or citizens for an opening: by score, with reasons and what stands in the way.

A problem with one citizen, or one opening, has few pairs; all of them are looked at, nothing is optimised.
"""

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Ints
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Weights
from matcher.engine.why.changes import Gaps
from matcher.engine.why.explain import Subject
from matcher.engine.why.remaining import Remaining
from matcher.engine.why.someday import Possible
from matcher.engine.why.survey import Survey
from matcher.found import Almost, Choice, Choices


def choices(problem: Problem, weights: Weights, best: int, almost: int) -> Choices:
    """At most `best` pairs that are possible and `almost` that nearly are."""
    nobody = Result(
        status="feasible", objective=0.0, bound=0.0, gap=0.0, seconds=0.0, rules=problem.rules_day, placements=()
    )
    subject = Subject.of(problem, nobody, weights)
    if not problem.citizens or not problem.openings:
        return Choices(best=(), almost=(), lawful=0, blocked={})
    seen = Survey.of(subject.case, subject.worth, np.arange(len(problem.citizens)))
    counts = {rule: int(numbers.sum()) for rule, numbers in seen.counts.items()}
    return Choices(
        best=_best(subject, best),
        almost=_almost(subject, seen, almost),
        lawful=len(subject.ready.pairs),
        blocked={rule: number for rule, number in counts.items() if number},
    )


def _best(subject: Subject, count: int) -> tuple[Choice, ...]:
    pairs, case, problem = subject.ready.pairs, subject.case, subject.case.problem
    chosen = np.argsort(-pairs.score, kind="stable")[:count]
    found = Candidates(case, pairs.citizen[chosen].astype(np.int64), pairs.opening[chosen].astype(np.int64))
    lacking = Remaining(subject.ready.setting, ()).lacking(Possible.lawful(found))
    reasons = subject.worth.reasons(found)
    return tuple(
        Choice(
            citizen=problem.citizens[found.citizen[n]].id,
            opening=problem.openings[found.opening[n]].id,
            score=float(pairs.score[which]),
            hours=float(pairs.hours[which]),
            because=reasons[n],
            lacks=tuple(rule for rule, more in lacking.items() if more[n]),
        )
        for n, which in enumerate(chosen)
    )


def _almost(subject: Subject, seen: Survey, count: int) -> tuple[Almost, ...]:
    case, problem = subject.case, subject.case.problem
    nearest: Ints = np.argsort(seen.near_size, kind="stable")[: 2 * count]
    pairs = Candidates(case, seen.near_row[nearest], seen.near_opening[nearest])
    gaps = Gaps.of(pairs)
    return tuple(
        Almost(
            citizen=problem.citizens[pairs.citizen[n]].id,
            opening=problem.openings[pairs.opening[n]].id,
            changes=gaps.changes(n),
        )
        for n in np.flatnonzero(gaps.can_open)[:count].tolist()
    )
