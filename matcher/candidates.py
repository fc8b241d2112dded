"""Who could come to an opening, from all portfolios; and where a citizen could go. Read from the rows each time.

Nothing is kept between two looks: what is shown is what holds now, and reading the rows is what takes the time
(docs/matching-in-service.md has the figures).
"""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from matcher import loading
from matcher.engine.problem import Problem
from matcher.found import Choices
from matcher.policy import Policy
from matcher.scopes import Scope, ScopeKind

CANDIDATES, NEARLY = 20, 8
TEN, NEAR = 10, 5


def of_opening(session: Session, policy: Policy, day: date, opening_id: int) -> Choices:
    """The best candidates for an opening, and those who nearly are; nobody where it takes part in no matching or every
    seat is held by somebody who has said yes. Unanswered proposals are not counted as taken.
    """
    return _chosen(loading.load_candidates(session, day, opening_id), policy, CANDIDATES, NEARLY)


def of_citizen(session: Session, policy: Policy, day: date, citizen_id: int) -> Choices:
    """The ten best openings for a citizen beside all that others hold, and those nearest to being possible; none where
    the citizen does not seek, or has said yes to a proposal.
    """
    problem = loading.load_problem(session, day, Scope(ScopeKind.CITIZEN, citizen_id))
    return _chosen(problem, policy, TEN, NEAR)


def _chosen(problem: Problem, policy: Policy, best: int, almost: int) -> Choices:
    # What ranks imports a solver, which only who asks for this should wait for.
    from matcher.choices import choices

    return choices(alone(problem), policy.weights, best, almost)


def alone(problem: Problem) -> Problem:
    """The problem when one pair is looked at by itself: it need not fill a group, and nothing is moved for it."""
    openings = tuple(replace(one, least=0) for one in problem.openings)
    return replace(problem, openings=openings, previous=(), change_cost=0.0, floors=())
