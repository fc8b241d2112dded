"""The matching optimisation: from a problem to the best answer there is, and a bound that proves how good it is.

1. Every lawful pair and its gain (`prepare`).
2. The linear relaxation by column generation: prices, and a bound over all lawful pairs and starts (`relaxation`).
3. A first answer: a dive keeps what the relaxation settles, step by step, and solves the rest exactly (`rounding`).
4. It is solved anew around what it loses (`neighbourhood`), and then over more and more of the columns whose reduced
   cost does not prove that no better answer has them (`search`).
5. Of equally good schemes each citizen gets the one nearest to an ordinary wage, and the answer is written (`answer`).
"""

from dataclasses import dataclass

from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.optimum.answer import answered, without_answer
from matcher.engine.optimum.carried import carried
from matcher.engine.optimum.prepare import Prepared, Scorer, prepare
from matcher.engine.optimum.relaxation import Relaxation, refine, relax
from matcher.engine.optimum.search import Found, again, search
from matcher.engine.optimum.seen import Seen
from matcher.engine.options import Options, Watch
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer as OwnScorer


@dataclass(frozen=True, slots=True)
class Solved:
    """An answer and what it was found with, so that who explains it or solves again need not build that again.

    `relaxed` is None where the time did not suffice for it, `scorer` where the problem brings its scores.
    """

    result: Result
    ready: Prepared
    relaxed: Relaxation | None
    found: Found
    scorer: Scorer | None


def solve(problem: Problem, options: Options | None = None, scorer: Scorer | None = None) -> Result:
    """The best placements for `problem`, to `options.gap` or better.

    Where the problem has no scores, `scorer` gives them (the project's own by default). Raises BadInputError where a
    fixed placement breaks a rule. Infeasible and timed out are values of `Result.status`.
    """
    return solved(problem, options, scorer).result


def solved(
    problem: Problem,
    options: Options | None = None,
    scorer: Scorer | None = None,
    before: Solved | None = None,
) -> Solved:
    """`solve`, with everything that was found on the way.

    before: an earlier run of a problem much like this one. What of it still holds is taken over; correctness rests on
    nothing of it, and where it does not help the problem is solved without.
    """
    options = options or Options()
    watch = Watch(options)
    if problem.scores is None and scorer is None:
        scorer = OwnScorer.of(problem)
    ready = prepare(problem, scorer, Seen(before.ready) if before else lawful_candidates)
    relaxed, found = _found(ready, before, options, watch)
    if found.taken is None:
        result = without_answer(ready, found, watch)
    else:
        result = answered(ready, found, options, watch, scorer)
    return Solved(result, ready, relaxed, found, scorer)


def _found(ready: Prepared, before: Solved | None, options: Options, watch: Watch) -> tuple[Relaxation | None, Found]:
    old = carried(before.ready, before.relaxed, before.found.taken, ready) if before else None
    if old:
        if found := again(ready, old, old.columns, options, watch):
            return old, found
        finer = refine(ready, old, options, watch)
        if found := again(ready, finer, old.columns, options, watch):
            return finer, found
    relaxed = relax(ready, options, watch)
    return relaxed, search(ready, relaxed, options, watch)
