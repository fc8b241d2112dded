"""An answer from elsewhere, explained in words: of a file, or of a solver that gives placements alone."""

from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Weights
from matcher.engine.why.explain import Subject, why, with_reasons
from matcher.wording import told
from matcher.words import Language


def explained(
    problem: Problem, result: Result, *, language: Language = "da", weights: Weights = DEFAULT_WEIGHTS
) -> Result:
    """A result that comes from elsewhere, with its reasons and, of everybody unplaced, what stood in the way."""
    subject = Subject.of(problem, result, weights)
    return told(with_reasons(subject), why(subject), language)
