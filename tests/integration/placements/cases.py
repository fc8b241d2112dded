"""One proposal and everybody around it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen
from companies.tables import Opening, Unit
from placements import service
from placements.states import Answer
from placements.tables import Proposal, ProposalState
from tests import rows
from tests.rows import NOW


@dataclass(frozen=True)
class Case:
    """One proposal that the citizen has said yes to, and everybody around it."""

    consultant: User
    employer: User
    citizen: Citizen
    unit: Unit
    opening: Opening
    proposal: Proposal


def case(session: Session, employees: float = 10, **values: Any) -> Case:
    consultant, employer = rows.user(session), rows.user(session, Role.EMPLOYER)
    unit = rows.unit(session, employees, employer)
    opening, citizen = rows.opening(session, unit), rows.citizen(session, consultant)
    proposal = rows.proposal(session, citizen, opening, **{"state": ProposalState.CITIZEN_YES} | values)
    return Case(consultant, employer, citizen, unit, opening, proposal)


def accept(session: Session, given: Case) -> Proposal:
    return service.answer(session, NOW, given.employer, given.proposal.id, Answer.YES)
