"""What the employees' representative says of a place before it begins (medarbejdernes udtalelse)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError
from placements import access
from placements.evidence.building import NEEDS_STATEMENT
from placements.evidence.queries import newest_statement
from placements.evidence.tables import EmployeeStatement
from placements.queries import lock_proposal
from placements.states import PROMISED, Side
from placements.tables import Proposal

ROLES = ("shop_steward", "employee_representative")
"""Tillidsrepræsentant; where there is none, one whom the employees have chosen (medarbejderrepræsentant)."""
OLDEST = timedelta(days=183)
"""A statement is about this place: one older than this was about another."""
LONGEST_NAME, LONGEST_REMARK = 120, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """What somebody tells us that the representative said. A no says why."""

    name: str
    role: str
    said_on: date
    agrees: bool
    remark: str = ""


def say(session: Session, now: datetime, user: User, proposal_id: int, draft: StatementDraft) -> EmployeeStatement:
    """Take down a statement; it takes the place of the one before, which is kept. The same once more changes nothing.

    By the employer, or by the citizen's consultant or caseworker, after the employer's yes and before the start.
    Raises NotFoundError, ForbiddenError, ConflictError, BadInputError with every fault.
    """
    proposal = _locked(session, user, proposal_id)
    if proposal.scheme not in NEEDS_STATEMENT:
        raise ConflictError("Ordningen kræver ingen udtalelse fra medarbejderne.", rule="statement")
    row = _row(proposal_id, user, now, draft)
    if (before := newest_statement(session, proposal_id)) is not None and _said(before) == _said(row):
        return before
    if proposal.state not in PROMISED:
        raise ConflictError("Udtalelsen hører til mellem virksomhedens ja og start.", state=proposal.state.value)
    if found := list(faults(draft, local_day(now))):
        raise BadInputError(found)
    session.add(row)
    session.flush()
    facts = {"proposal": proposal_id, "statement": row.id, "agrees": row.agrees}
    audit.record(session, now, user.id, "statement.recorded", f"citizen:{proposal.citizen_id}", **facts)
    return row


def faults(draft: StatementDraft, today: date) -> Iterator[Fault]:
    """Everything to be mended in the draft."""
    if not 0 < len(draft.name.strip()) <= LONGEST_NAME:
        yield Fault("name", f"skriv repræsentantens navn; højst {LONGEST_NAME} tegn")
    if draft.role not in ROLES:
        yield Fault("role", f"vælg en af {', '.join(ROLES)}")
    if draft.said_on > today:
        yield Fault("said_on", "kan ikke ligge efter i dag")
    elif draft.said_on < today - OLDEST:
        yield Fault("said_on", "er for længe siden; indhent en ny udtalelse om denne plads")
    if len(draft.remark.strip()) > LONGEST_REMARK:
        yield Fault("remark", f"er for lang; højst {LONGEST_REMARK} tegn")
    elif not draft.agrees and not draft.remark.strip():
        yield Fault("remark", "skriv, hvad repræsentanten er uenig i")


def may_say(session: Session, user: User, proposal: Proposal) -> bool:
    """Whether the user may take down a statement now."""
    sides = access.sides(session, user, proposal)
    return proposal.scheme in NEEDS_STATEMENT and proposal.state in PROMISED and bool(sides & TAKEN_DOWN_BY)


TAKEN_DOWN_BY = frozenset({Side.EMPLOYER, Side.MUNICIPALITY})


def _locked(session: Session, user: User, proposal_id: int) -> Proposal:
    proposal = lock_proposal(session, proposal_id)
    sides = frozenset[Side]() if proposal is None else access.sides(session, user, proposal)
    if proposal is None or not sides:
        raise access.not_found(proposal_id)
    if not sides & TAKEN_DOWN_BY:
        raise ForbiddenError("Udtalelsen registreres af virksomheden eller af kommunen.", proposal=proposal_id)
    return proposal


def _row(proposal_id: int, user: User, now: datetime, draft: StatementDraft) -> EmployeeStatement:
    return EmployeeStatement(
        proposal_id=proposal_id,
        name=draft.name.strip(),
        role=draft.role,
        said_on=draft.said_on,
        agrees=draft.agrees,
        remark=draft.remark.strip(),
        recorded_at=now,
        recorded_by=user.id,
    )


def _said(row: EmployeeStatement) -> tuple[object, ...]:
    return row.name, row.role, row.said_on, row.agrees, row.remark
