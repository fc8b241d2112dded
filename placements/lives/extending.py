"""A placement lasts longer (forlængelse), as far as law and room go; further only by a caseworker's decision."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.access import may_decide
from companies import quotas
from companies.quotas import Stay
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault
from law.workdays import ONE_DAY
from placements import lawful, moves, queries, reasons, room
from placements.agreements import drafts
from placements.evidence.counting import Asked
from placements.evidence.deciding import RefusedError, decide
from placements.filled import queries as filled
from placements.lives.following import follow
from placements.lives.holding import Held, check_running, hold
from placements.moves import Why
from placements.service import let_pass
from placements.states import Side, Step
from placements.tables import Placement
from scheduler.followups.terms import THE_DEFAULTS, Terms


def extend(
    session: Session,
    now: datetime,
    user: User,
    placement_id: int,
    last_day: date,
    why: str,
    terms: Terms = THE_DEFAULTS,
) -> Placement:
    """Let a placement last until `last_day`; its follow-ups go on with it. The same day twice is once.

    Beyond the longest stay only the citizen's caseworker can, and `why` is the reason that is kept. Raises
    NotFoundError, ForbiddenError, BadInputError, ConflictError with the `rule` that stands in the way.
    """
    held = hold(session, user, placement_id)
    check_running(held)
    if held.placement.end == last_day:
        return held.placement
    text = reasons.needed("why", why)
    added = _added(held, last_day, local_day(now))
    _check_longest_stay(session, now, user, held, last_day, text)
    _check_room(session, now, user, held, added)
    held.placement.end = last_day
    follow(session, now, user.id, held.placement, terms)
    facts = {"placement": placement_id, "last_day": last_day.isoformat(), "why": text}
    audit.record(session, now, user.id, "placement.extended", f"citizen:{held.citizen.id}", **facts)
    if held.proposal is not None:
        held.proposal.end = last_day + ONE_DAY
        moves.take(session, now, user.id, held.proposal, Side.MUNICIPALITY, Step.EXTEND, Why(text))
    return held.placement


def longest_day(held: Held) -> date | None:
    """The last day of the longest stay that the placement may have; None where there is no limit."""
    placed = held.placement
    after = lawful.longest_stay(held.citizen, held.unit.company, placed.scheme, placed.start)
    return None if after is None else after - ONE_DAY


def _added(held: Held, last_day: date, today: date) -> Stay:
    placed = held.placement
    if placed.end is None:
        raise ConflictError("Forløbet har ingen slutdag.", rule="open_ended", placement=placed.id)
    if last_day < placed.end:
        raise BadInputError([Fault("last_day", f"skal ligge efter {placed.end:%d.%m.%Y}")])
    if far := list(drafts.too_far("last_day", last_day, today)):
        raise BadInputError(far)
    first = placed.end + ONE_DAY
    return Stay(scheme=placed.scheme, start=first, end=last_day, hours=placed.hours, mentor=placed.mentor)


def _check_longest_stay(session: Session, now: datetime, user: User, held: Held, last_day: date, why: str) -> None:
    most = longest_day(held)
    if most is None or last_day <= most:
        return
    if not may_decide(user, held.citizen):
        raise ConflictError(
            f"Forløbet kan senest slutte {most:%d.%m.%Y}. Kun borgerens sagsbehandler kan forlænge ud over det.",
            rule=room.LONGEST_STAY,
            longest=most.isoformat(),
        )
    passed = () if held.proposal is None else queries.overrulings(session, held.proposal.id)
    if held.proposal is not None and all(one.rule != room.LONGEST_STAY for one in passed):
        let_pass(session, now, user, held.proposal, room.LONGEST_STAY, why)


def _check_room(session: Session, now: datetime, user: User, held: Held, added: Stay) -> None:
    assert added.end is not None
    unit, citizen, placed = held.unit, held.citizen, held.placement
    if filled.is_engaged(session, citizen.id, added.start, added.end + ONE_DAY, moved=placed.id):
        raise ConflictError("Borgeren er optaget af et andet forløb i perioden.", rule="citizen")
    others = filled.stays(session, [unit.id], added.start, moved=placed.id).get(unit.id, [])
    if quotas.mentorless_day(unit.mentor_capacity, others, added) is not None:
        raise ConflictError("Enheden har ikke flere ledige mentorer i perioden.", rule="mentor")
    asked = Asked(place=added, others=others, target_group=citizen.target_group)
    if held.proposal is not None:
        asked = replace(asked, proposal_id=held.proposal.id)
    decision = decide(session, now, user.id, Step.EXTEND, unit, asked)
    if not decision.allowed:
        raise RefusedError(decision)
