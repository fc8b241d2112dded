"""What is done with proposals on their way: answers, taking back, sharing a name, letting a finding pass."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.access import may_decide
from citizens.profile import service as profile
from citizens.queries import citizens_by_id
from citizens.tables import Status
from core import audit
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError
from placements import access, board, moves, queries, reasons, room
from placements.access import locked_for, sides
from placements.lives.starting import start_if_ready
from placements.moves import Why
from placements.reasons import TOLD, Reason
from placements.states import Answer, Side, Step, move
from placements.tables import OPEN_PROPOSALS, Overruling, Proposal, ProposalState

MOVED = Why("Borgeren er flyttet på statustavlen", "citizen_changed")
RUNNING = "Borgeren har et forløb i gang eller et åbent forslag. Afslut forløbet, eller træk forslaget tilbage først."
NO_CODES = {Side.CITIZEN: reasons.CITIZEN_NO, Side.EMPLOYER: reasons.EMPLOYER_NO}


def answer(
    session: Session,
    now: datetime,
    user: User,
    proposal_id: int,
    given: Answer,
    reason: Reason | None = None,
    *,
    share_name: bool = False,
    told: str = "talk",
) -> Proposal:
    """Record a yes or a no for the side the user speaks for; a no says why. The same answer twice changes nothing.

    share_name: with the citizen's yes, whether the employer may know the first name. told: how the citizen said it,
    where staff passes it on. The employer's yes holds only if everything is still free and lawful, checked under lock.
    Raises NotFoundError, BadInputError, ConflictError.
    """
    proposal = queries.lock_proposal(session, proposal_id)
    found = access.NOBODY if proposal is None else sides(session, user, proposal)
    if proposal is None or not found:
        raise access.not_found(proposal_id)
    side = Side.CITIZEN if Side.CITIZEN in found else Side.EMPLOYER
    why = _why(side, given, reason, _told(told) if Side.MUNICIPALITY in found else None)
    after = move(proposal.state, side, Step(given))
    if after == proposal.state:
        return proposal
    if after is ProposalState.EMPLOYER_YES:
        room.check(session, now, user.id, proposal, Step.YES)
    moves.take(session, now, user.id, proposal, side, Step(given), why)
    if after is ProposalState.CITIZEN_YES and share_name:
        _share(session, now, user, proposal, shared=True)
    return proposal


def share_name(session: Session, now: datetime, user: User, proposal_id: int, *, shared: bool) -> Proposal:
    """The citizen lets the employer know the first name, or no more (samtykke). Raises NotFoundError, ForbiddenError,
    ConflictError where the proposal is over.
    """
    proposal = locked_for(session, user, proposal_id, Side.CITIZEN)
    if proposal.state not in OPEN_PROPOSALS:
        raise ConflictError("Forslaget er afsluttet.", rule="state", state=proposal.state.value)
    if proposal.name_shared != shared:
        _share(session, now, user, proposal, shared=shared)
    return proposal


def withdraw(session: Session, now: datetime, user: User, proposal_id: int, reason: Reason) -> Proposal:
    """The municipality takes the proposal back. Twice changes nothing. Raises as `answer`, and ForbiddenError."""
    proposal = locked_for(session, user, proposal_id, Side.MUNICIPALITY)
    given = reasons.checked(reason, reasons.WITHDRAWAL)
    if proposal.state is not ProposalState.WITHDRAWN:
        moves.take(session, now, user.id, proposal, Side.MUNICIPALITY, Step.WITHDRAW, Why(given.text, given.code))
    return proposal


def move_citizen(session: Session, now: datetime, user: User, citizen_id: int, to: Status, why: str) -> bool:
    """Staff moves the citizen on the status board; away from ready, unanswered proposals are taken back.

    Who comes back to ready goes on to where a placement or an open proposal puts them. False where the citizen stands
    there already. Raises as `citizens.profile.service.move`, and ConflictError where they would be ready beside it.
    """
    waiting = queries.lock_waiting(session, citizen_id)
    before = citizens_by_id(session, [citizen_id])
    stood = before[citizen_id].status if citizen_id in before else None
    moved = profile.move(session, now, user, citizen_id, to, why)
    if moved and to is Status.READY:
        board.settle(session, now, user.id, [citizen_id], why)
        if before[citizen_id].status is stood:
            raise ConflictError(RUNNING, rule="running", citizen=citizen_id)
    if moved and to is not Status.READY:
        moves.take_back(session, now, user.id, waiting, MOVED)
    return moved


def overrule(session: Session, now: datetime, user: User, proposal_id: int, rule: str, reason: str) -> Overruling:
    """The citizen's caseworker lets a finding pass that is not absolute, with a reason (fravigelse). The first stands.

    What waited for nothing else begins. Raises NotFoundError, ForbiddenError, BadInputError.
    """
    proposal = locked_for(session, user, proposal_id, Side.MUNICIPALITY)
    if not may_decide(user, citizens_by_id(session, [proposal.citizen_id])[proposal.citizen_id]):
        raise ForbiddenError("Kun borgerens sagsbehandler kan fravige det.", rule=rule)
    if rule not in room.SOFT:
        raise BadInputError([Fault("rule", "kan ikke fraviges")])
    text = reasons.needed("reason", reason)
    before = next((one for one in queries.overrulings(session, proposal.id) if one.rule == rule), None)
    if before is not None:
        return before
    row = let_pass(session, now, user, proposal, rule, text)
    start_if_ready(session, now, user.id, proposal.id)
    return row


def let_pass(session: Session, now: datetime, user: User, proposal: Proposal, rule: str, reason: str) -> Overruling:
    """Write down that a finding was let pass. The caller has checked who may."""
    row = Overruling(proposal_id=proposal.id, rule=rule, at=now, user_id=user.id, reason=reason)
    session.add(row)
    session.flush()
    facts = {"proposal": proposal.id, "rule": rule, "reason": reason}
    audit.record(session, now, user.id, "proposal.overruled", f"citizen:{proposal.citizen_id}", **facts)
    return row


def _share(session: Session, now: datetime, user: User, proposal: Proposal, *, shared: bool) -> None:
    proposal.name_shared = shared
    facts = {"proposal": proposal.id, "shared": shared}
    audit.record(session, now, user.id, "proposal.name_shared", f"citizen:{proposal.citizen_id}", **facts)


def _why(side: Side, given: Answer, reason: Reason | None, told: str | None) -> Why:
    if given is Answer.YES:
        return Why(told=told)
    said = reasons.checked(reason, NO_CODES[side])
    return Why(said.text, said.code, told)


def _told(how: str) -> str:
    if how not in TOLD:
        raise BadInputError([Fault("told", f"skal være en af {', '.join(TOLD)}")])
    return how
