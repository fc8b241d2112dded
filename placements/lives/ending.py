"""How a placement ends: completed, a job, or broken off with a reason. What was still to be followed up falls away."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault
from law.workdays import ONE_DAY
from placements import board, moves, reasons
from placements.lives import queries
from placements.lives.following import let_go
from placements.lives.holding import Held, hold
from placements.lives.starting import begin
from placements.moves import Why
from placements.queries import proposals_of_citizen
from placements.reasons import Reason
from placements.states import WAITING, Side, Step
from placements.tables import Outcome, Placement, Proposal
from scheduler.followups.terms import THE_DEFAULTS, Terms

FULL_TIME = 37.0
JOB = "ordinary"
STEPS = {Outcome.COMPLETED: Step.COMPLETE, Outcome.JOB: Step.HIRE, Outcome.BROKEN_OFF: Step.BREAK_OFF}
SAID = {
    Outcome.COMPLETED: "forløbet er gennemført",
    Outcome.JOB: "forløbet blev til et job",
    Outcome.BROKEN_OFF: "forløbet blev afbrudt",
}
"""What the status board's history says where no proposal moves with the placement."""
NEXT_STEP = Why("Forløbet før blev afbrudt", "firm_changed")


def complete(
    session: Session,
    now: datetime,
    user: User,
    placement_id: int,
    on: date,
    why: str = "",
    terms: Terms = THE_DEFAULTS,
) -> Placement:
    """The placement was lived to its end; `on` is its last day. Twice is once.

    Raises NotFoundError, ForbiddenError, BadInputError, ConflictError where it ended otherwise.
    """
    held = hold(session, user, placement_id)
    if _is_new(held, Outcome.COMPLETED):
        _check_day(held, on, local_day(now), "on")
        _end(session, now, user, held, on, Outcome.COMPLETED, Reason("", reasons.said("why", why)), terms)
    return held.placement


def break_off(
    session: Session,
    now: datetime,
    user: User,
    placement_id: int,
    on: date,
    reason: Reason,
    terms: Terms = THE_DEFAULTS,
) -> Placement:
    """The placement is broken off; `on` is its last day, before its first where it never began. Twice is once.

    A new run is asked for. Raises as `complete`.
    """
    held = hold(session, user, placement_id)
    if _is_new(held, Outcome.BROKEN_OFF):
        given = reasons.checked(reason, reasons.BREAK_OFF)
        if on > local_day(now):
            raise BadInputError([Fault("on", "skal være i dag eller før")])
        if held.placement.end is not None and on > held.placement.end:
            raise BadInputError([Fault("on", f"skal ligge senest {held.placement.end:%d.%m.%Y}, forløbets sidste dag")])
        _end(session, now, user, held, on, Outcome.BROKEN_OFF, given, terms)
        if held.proposal is None:
            moves.want_rerun(session, now, held.citizen.id, Outcome.BROKEN_OFF.value)
        else:
            _withdraw_next_step(session, now, user, held.proposal)
    return held.placement


def _withdraw_next_step(session: Session, now: datetime, user: User, ended: Proposal) -> None:
    """Nothing is built on what was broken off: its next step on the ladder, if nobody has answered, is taken back."""
    for one in proposals_of_citizen(session, ended.citizen_id, states=WAITING):
        if one.follows_id == ended.id:
            moves.take(session, now, user.id, one, Side.MUNICIPALITY, Step.WITHDRAW, NEXT_STEP)


def hire(
    session: Session,
    now: datetime,
    user: User,
    placement_id: int,
    from_: date,
    hours: float,
    why: str = "",
    terms: Terms = THE_DEFAULTS,
) -> Placement:
    """The firm employs the citizen from the day `from_`, so many hours a week: the placement ends the day before.

    Returns the new placement in ordinary work, with its own follow-ups (efterværn). Twice is once. Raises as
    `complete`.
    """
    held = hold(session, user, placement_id)
    if not _is_new(held, Outcome.JOB):
        return queries.newest(session, held.citizen.id, held.unit.id, JOB)
    _check_job(held, from_, hours)
    job = Placement(citizen_id=held.citizen.id, unit_id=held.unit.id, scheme=JOB, start=from_, hours=hours)
    begin(session, now, user.id, job, terms)
    _end(session, now, user, held, from_ - ONE_DAY, Outcome.JOB, Reason("", reasons.said("why", why)), terms)
    return job


def _is_new(held: Held, outcome: Outcome) -> bool:
    """Whether it has not ended yet. Raises ConflictError where it ended otherwise."""
    if held.placement.outcome not in (None, outcome):
        raise ConflictError("Forløbet er afsluttet på en anden måde.", rule="state", placement=held.placement.id)
    return held.placement.outcome is None


def _check_day(held: Held, on: date, today: date, place: str) -> None:
    placed = held.placement
    last = min(today, placed.end or today)
    if last < placed.start:
        raise BadInputError([Fault(place, "forløbet er ikke begyndt; afbryd det i stedet")])
    if not placed.start <= on <= last:
        raise BadInputError([Fault(place, f"skal ligge fra {placed.start:%d.%m.%Y} til {last:%d.%m.%Y}")])


def _check_job(held: Held, from_: date, hours: float) -> None:
    placed, found = held.placement, []
    last = None if placed.end is None else placed.end + ONE_DAY
    if from_ <= placed.start or (last is not None and from_ > last):
        until = "" if last is None else f" og senest {last:%d.%m.%Y}, dagen efter forløbet"
        found.append(Fault("from_", f"skal ligge efter {placed.start:%d.%m.%Y}{until}"))
    if not 0 < hours <= FULL_TIME:
        found.append(Fault("hours", f"skal være over 0 og højst {FULL_TIME:g} timer om ugen"))
    if found:
        raise BadInputError(found)


def _end(
    session: Session,
    now: datetime,
    user: User,
    held: Held,
    on: date,
    outcome: Outcome,
    reason: Reason,
    terms: Terms,
) -> None:
    placed = held.placement
    placed.ended_on, placed.outcome = on, outcome
    placed.reason, placed.reason_code = reason.text or None, reason.code or None
    let_go(session, now, user.id, placed, terms)
    facts = {"placement": placed.id, "on": on.isoformat(), "reason": reason.text or reason.code}
    audit.record(session, now, user.id, f"placement.{outcome.value}", f"citizen:{held.citizen.id}", **facts)
    if held.proposal is None:
        board.settle(session, now, user.id, [held.citizen.id], SAID[outcome])
    else:
        why = Why(reason.text, reason.code or None)
        moves.take(session, now, user.id, held.proposal, Side.MUNICIPALITY, STEPS[outcome], why)
