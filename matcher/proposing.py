"""A proposal by hand: a consultant has somebody in mind, and every rule is asked before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.queries import citizens_by_id
from citizens.tables import Citizen
from companies import queries as companies
from core.clock import local_day
from core.errors import ConflictError, NotFoundError
from matcher import loading, queries, service
from matcher.candidates import alone
from matcher.engine.problem import Pair, Problem
from matcher.engine.result import Placement
from matcher.policy import Policy
from matcher.scopes import Scope, ScopeKind
from matcher.wording import would_take
from matcher.words import Words
from placements import moves
from placements.queries import lock_citizens
from placements.tables import Proposal

DANISH = Words("da")


def may_propose(user: User, citizen: Citizen) -> bool:
    """The citizen's consultant and caseworker propose to them."""
    return user.id in (citizen.consultant_id, citizen.caseworker_id)


def propose(session: Session, now: datetime, user: User, policy: Policy, citizen_id: int, opening_id: int) -> Proposal:
    """Propose an opening to a citizen, on the best day there is room; an unanswered proposal gives way to it.

    Checked as in a run for that citizen alone, so that all that others hold stays theirs; only a group may be begun
    with one, and what the citizen or the firm has refused before may be proposed again. The same once more gives the
    proposal there is. Raises NotFoundError, ConflictError with the `rule` that stands in the way.
    """
    citizen = citizens_by_id(session, [citizen_id]).get(citizen_id)
    opening = companies.opening(session, opening_id)
    if citizen is None or opening is None or not may_propose(user, citizen):
        raise NotFoundError("Borgeren eller opslaget findes ikke, eller du har ikke adgang.", citizen=citizen_id)
    held = queries.holding(session, [citizen_id])
    companies.lock_unit(session, opening.unit_id)
    (citizen,) = lock_citizens(session, [citizen_id])
    same = next((one for one in held if one.opening_id == opening_id), None)
    if same is not None:
        return same
    _check_seeks(citizen, held)
    placement = _placement(_pair(session, now, citizen_id, opening_id), policy)
    moves.supersede(session, now, user.id, held, "Foreslået i hånden")
    made = service.proposal_of(placement, now)
    moves.propose(session, now, user.id, [made], "Foreslået i hånden")
    return made


def _check_seeks(citizen: Citizen, held: Sequence[Proposal]) -> None:
    if any(one.state in loading.ACCEPTED for one in held):
        raise ConflictError("Borgeren har sagt ja til et andet forslag. Træk det tilbage først.", rule="citizen")
    if citizen.status not in loading.SEEKING:
        raise ConflictError("Borgeren søger ikke en plads lige nu. Flyt borgeren til «klar» først.", rule="status")


def _pair(session: Session, now: datetime, citizen_id: int, opening_id: int) -> Problem:
    """The citizen and the opening alone, with the room that others leave. Raises ConflictError where there is none."""
    scope = Scope(ScopeKind.CITIZEN, citizen_id)
    problem = alone(loading.load_problem(session, local_day(now), scope))
    openings = tuple(one for one in problem.openings if one.id == f"o{opening_id}")
    if not openings:
        raise ConflictError(
            "Opslaget tager ikke flere: det er lukket, på pause eller for gammelt, eller pladserne er foreslået andre.",
            rule="seats",
        )
    own = Pair(citizen=f"c{citizen_id}", opening=f"o{opening_id}")
    return replace(
        problem,
        openings=openings,
        forbidden=tuple(one for one in problem.forbidden if one != own and one.opening == own.opening),
    )


def _placement(problem: Problem, policy: Policy) -> Placement:
    """The best placement of the pair. Raises ConflictError with what stands in the way."""
    # The solver takes seconds to import, which only who proposes by hand should wait for.
    from matcher.choices import choices
    from matcher.engine.scoring.score import Scorer
    from matcher.engine.solve import solve

    result = solve(problem, scorer=Scorer.of(problem, policy.weights))
    if result.placements:
        return result.placements[0]
    found = choices(problem, policy.weights, best=1, almost=1)
    if found.best:
        rules = found.best[0].lacks or ("search",)
        said = ", ".join(DANISH(f"rule.{rule}") for rule in rules)
        raise ConflictError(f"Det kan ikke foreslås: {said}.", rule=rules[0])
    if found.almost:
        changes = found.almost[0].changes
        raise ConflictError(f"Det kan ikke foreslås; det kræver {would_take(changes, DANISH)}.", rule=changes[0].rule)
    rule = next(iter(found.blocked), "scheme")
    raise ConflictError(f"Det kan ikke foreslås: {DANISH(f'rule.{rule}')}.", rule=rule)
