"""The matching optimisation: from a problem to the best answer there is, and a bound that proves how good it is.

1. Every lawful pair and its gain (`prepare`).
2. The linear relaxation by column generation: prices, and a bound over all lawful pairs and starts (`relaxation`).
3. A first answer: a dive keeps what the relaxation settles, step by step, and solves the rest exactly (`rounding`).
4. Columns whose reduced cost proves that no better answer has them are dropped; the rest is solved exactly (`search`).
5. Of equally good schemes each citizen gets the one nearest to an ordinary wage, and the answer is written (`answer`).
"""

from matcher.engine.optimum.answer import answered, without_answer
from matcher.engine.optimum.prepare import Scorer, prepare
from matcher.engine.optimum.search import search
from matcher.engine.options import Options, Watch
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer as OwnScorer


def solve(problem: Problem, options: Options | None = None, scorer: Scorer | None = None) -> Result:
    """The best placements for `problem`, to `options.gap` or better.

    Where the problem has no scores, `scorer` gives them (the project's own by default). Raises BadInputError where a
    fixed placement breaks a rule. Infeasible and timed out are values of `Result.status`.
    """
    options = options or Options()
    watch = Watch(options)
    if problem.scores is None and scorer is None:
        scorer = OwnScorer.of(problem)
    ready = prepare(problem, scorer)
    found = search(ready, options, watch)
    if found.taken is None:
        return without_answer(ready, found, watch)
    return answered(ready, found, options, watch, scorer)
