"""Reading proposals and placements; the places they fill are read in `filled`."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from citizens.profile.tables import Experience, ExperienceKind
from citizens.tables import Citizen
from companies.tables import CompanyUser, Opening, Unit
from placements.states import SEEN_BY_EMPLOYER, WAITING
from placements.tables import (
    OPEN_PROPOSALS,
    Agreement,
    Overruling,
    Placement,
    Proposal,
    ProposalChange,
    ProposalState,
)

ALL_STATES = tuple(ProposalState)


def proposal(session: Session, proposal_id: int) -> Proposal | None:
    """The proposal, or None."""
    return session.get(Proposal, proposal_id)


def lock_proposal(session: Session, proposal_id: int) -> Proposal | None:
    """The proposal, locked until the transaction ends, with its newest values; None where there is none.

    The citizen's other unanswered proposals are locked with it, because they give way where the citizen begins.
    """
    whose = select(Proposal.citizen_id).where(Proposal.id == proposal_id).scalar_subquery()
    theirs = and_(Proposal.citizen_id == whose, Proposal.state.in_(WAITING))
    return next(
        (one for one in _locked(session, or_(Proposal.id == proposal_id, theirs)) if one.id == proposal_id), None
    )


def lock_waiting(session: Session, citizen_id: int) -> Sequence[Proposal]:
    """The citizen's unanswered proposals, locked until the transaction ends, with their newest values."""
    return _locked(session, and_(Proposal.citizen_id == citizen_id, Proposal.state.in_(WAITING)))


def proposals_of_consultant(
    session: Session,
    consultant_id: int,
    *,
    states: Collection[ProposalState] = ALL_STATES,
    after: int = 0,
    limit: int | None = None,
) -> Sequence[Proposal]:
    """Proposals for a consultant's citizens, by id from the one after `after`."""
    wanted = select(Proposal).join(Citizen).where(Citizen.consultant_id == consultant_id)
    return session.scalars(
        wanted.where(Proposal.id > after, Proposal.state.in_(states)).order_by(Proposal.id).limit(limit)
    ).all()


def proposals_of_caseworker(
    session: Session,
    caseworker_id: int,
    *,
    states: Collection[ProposalState] = ALL_STATES,
    after: int = 0,
    limit: int | None = None,
) -> Sequence[Proposal]:
    """Proposals for a caseworker's citizens, by id from the one after `after`."""
    wanted = select(Proposal).join(Citizen).where(Citizen.caseworker_id == caseworker_id)
    return session.scalars(
        wanted.where(Proposal.id > after, Proposal.state.in_(states)).order_by(Proposal.id).limit(limit)
    ).all()


def proposals_of_citizen(
    session: Session,
    citizen_id: int,
    *,
    states: Collection[ProposalState] = ALL_STATES,
    after: int = 0,
    limit: int | None = None,
) -> Sequence[Proposal]:
    """One citizen's proposals, by id from the one after `after`."""
    wanted = select(Proposal).where(Proposal.citizen_id == citizen_id)
    return session.scalars(
        wanted.where(Proposal.id > after, Proposal.state.in_(states)).order_by(Proposal.id).limit(limit)
    ).all()


def proposals_of_employer(
    session: Session,
    user_id: int,
    *,
    states: Collection[ProposalState] = ALL_STATES,
    after: int = 0,
    limit: int | None = None,
) -> Sequence[Proposal]:
    """Proposals that an employer's user may see, to openings of the companies they act for, by id after `after`."""
    wanted = (
        select(Proposal)
        .join(Opening)
        .join(Unit)
        .join(CompanyUser, CompanyUser.company_id == Unit.company_id)
        .where(CompanyUser.user_id == user_id, Proposal.state.in_(SEEN_BY_EMPLOYER.intersection(states)))
    )
    return session.scalars(wanted.where(Proposal.id > after).order_by(Proposal.id).limit(limit)).all()


def with_open_proposal(session: Session, citizen_ids: Collection[int]) -> set[int]:
    """Those of these citizens who have a proposal on its way to a placement."""
    chosen = select(Proposal.citizen_id).where(Proposal.citizen_id.in_(citizen_ids), Proposal.state.in_(OPEN_PROPOSALS))
    return set(session.scalars(chosen))


def waiting(session: Session) -> Sequence[Proposal]:
    """Every proposal whose answer is awaited, by id."""
    return session.scalars(select(Proposal).where(Proposal.state.in_(WAITING)).order_by(Proposal.id)).all()


def unanswered(session: Session, today: date) -> list[int]:
    """The proposals whose last day to be answered has passed."""
    chosen = select(Proposal.id).where(Proposal.state.in_(WAITING), Proposal.answer_by < today)
    return list(session.scalars(chosen.order_by(Proposal.id)))


def logging_in(session: Session, citizen_ids: Collection[int]) -> set[int]:
    """Those of these citizens who log in."""
    return set(session.scalars(select(Citizen.id).where(Citizen.id.in_(citizen_ids), Citizen.user_id.is_not(None))))


def users_of_openings(session: Session, opening_ids: Collection[int]) -> dict[int, list[int]]:
    """Per opening, the users who act for its company."""
    acting = select(Opening.id, CompanyUser.user_id).join(Unit, Unit.id == Opening.unit_id)
    there = acting.join(CompanyUser, CompanyUser.company_id == Unit.company_id).where(Opening.id.in_(opening_ids))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for opening_id, user_id in session.execute(there.order_by(CompanyUser.user_id)):
        found[opening_id].append(user_id)
    return found


def history(session: Session, proposal_id: int) -> Sequence[ProposalChange]:
    """The steps of a proposal's life, oldest first."""
    chosen = select(ProposalChange).where(ProposalChange.proposal_id == proposal_id)
    return session.scalars(chosen.order_by(ProposalChange.at, ProposalChange.id)).all()


def overrulings(session: Session, proposal_id: int) -> Sequence[Overruling]:
    """What a caseworker has let pass, oldest first."""
    chosen = select(Overruling).where(Overruling.proposal_id == proposal_id)
    return session.scalars(chosen.order_by(Overruling.id)).all()


def lock_citizens(session: Session, ids: Collection[int]) -> Sequence[Citizen]:
    """These citizens, locked in the order of their ids until the transaction ends, with their newest values."""
    chosen = select(Citizen).where(Citizen.id.in_(ids)).order_by(Citizen.id).with_for_update(key_share=True)
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _locked(session: Session, condition: ColumnElement[bool]) -> Sequence[Proposal]:
    """In the order of their ids, as everybody locks proposals."""
    chosen = select(Proposal).where(condition).order_by(Proposal.id).with_for_update(key_share=True)
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


# Placements


def placement(session: Session, placement_id: int) -> Placement | None:
    """The placement, or None."""
    return session.get(Placement, placement_id)


def lock_placement(session: Session, placement_id: int) -> Placement | None:
    """The placement, locked until the transaction ends, with its newest values; None where there is none."""
    wanted = select(Placement).where(Placement.id == placement_id).with_for_update(key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def placement_of(session: Session, proposal_id: int) -> Placement | None:
    """The placement that came of a proposal."""
    wanted = select(Placement).join(Agreement).where(Agreement.proposal_id == proposal_id)
    return session.scalars(wanted).one_or_none()


def proposal_of(session: Session, placed: Placement) -> Proposal | None:
    """The proposal that a placement came of; None for what was placed outside the service."""
    wanted = select(Proposal).join(Agreement).where(Agreement.id == placed.agreement_id)
    return session.scalars(wanted).one_or_none()


def proposals_of_placements(session: Session, placement_ids: Collection[int]) -> dict[int, Proposal]:
    """By placement, the proposal it came of."""
    chosen = select(Placement.id, Proposal).join(Agreement, Agreement.id == Placement.agreement_id)
    whole = chosen.join(Proposal, Proposal.id == Agreement.proposal_id).where(Placement.id.in_(placement_ids))
    return dict(session.execute(whole).all())


def agreement_of(session: Session, proposal_id: int) -> Agreement | None:
    """The agreement of a proposal."""
    return session.scalars(select(Agreement).where(Agreement.proposal_id == proposal_id)).one_or_none()


def newest_schemes(session: Session, citizen_ids: Collection[int]) -> dict[int, str]:
    """The scheme of the placement that began last among those that nobody has ended, of each citizen who has one."""
    chosen = select(Placement.citizen_id, Placement.scheme).where(
        Placement.citizen_id.in_(citizen_ids), Placement.ended_on.is_(None)
    )
    rows = session.execute(chosen.order_by(Placement.start, Placement.id))
    return {citizen: scheme for citizen, scheme in rows if citizen is not None}


def placements_of_citizen(session: Session, citizen_id: int) -> Sequence[Placement]:
    """Everything the citizen has been placed in, newest first."""
    return session.scalars(_newest_first(Placement.citizen_id == citizen_id)).all()


def last_company(session: Session, citizen_id: int, schemes: Collection[str]) -> int | None:
    """The company where the citizen last began in one of `schemes`."""
    there = select(Unit.company_id).join(Placement, Placement.unit_id == Unit.id)
    mine = there.where(Placement.citizen_id == citizen_id, Placement.scheme.in_(schemes))
    return session.scalars(mine.order_by(Placement.start.desc()).limit(1)).one_or_none()


def jobs(session: Session, citizen_id: int) -> Sequence[Experience]:
    """The jobs that the citizen has told of."""
    mine = select(Experience).where(Experience.citizen_id == citizen_id, Experience.kind == ExperienceKind.JOB)
    return session.scalars(mine).all()


def running_of_consultant(session: Session, user_id: int) -> Sequence[Placement]:
    """Placements that nobody has ended, of the citizens in a consultant's portfolio."""
    mine = select(Citizen.id).where(Citizen.consultant_id == user_id)
    return session.scalars(_newest_first(Placement.citizen_id.in_(mine), Placement.ended_on.is_(None))).all()


def running_of_caseworker(session: Session, user_id: int) -> Sequence[Placement]:
    """The same of the citizens whose caseworker the user is."""
    mine = select(Citizen.id).where(Citizen.caseworker_id == user_id)
    return session.scalars(_newest_first(Placement.citizen_id.in_(mine), Placement.ended_on.is_(None))).all()


def running_of_employer(session: Session, user_id: int) -> Sequence[Placement]:
    """Placements of citizens that nobody has ended, at the companies that an employer's user acts for."""
    mine = select(Unit.id).join(CompanyUser, CompanyUser.company_id == Unit.company_id)
    chosen = _newest_first(
        Placement.unit_id.in_(mine.where(CompanyUser.user_id == user_id)),
        Placement.citizen_id.is_not(None),
        Placement.ended_on.is_(None),
    )
    return session.scalars(chosen).all()


def over_untold(session: Session, today: date, consultant_id: int | None = None) -> Sequence[Placement]:
    """Citizens' placements whose last day has passed and that nobody has ended, of a consultant's portfolio or all.

    Oldest first. Somebody is to say how each went.
    """
    chosen = select(Placement).join(Citizen).where(Placement.end < today, Placement.ended_on.is_(None))
    if consultant_id is not None:
        chosen = chosen.where(Citizen.consultant_id == consultant_id)
    return session.scalars(chosen.order_by(Placement.end, Placement.id)).all()


def _newest_first(*conditions: ColumnElement[bool]) -> Select[Placement]:
    return select(Placement).where(*conditions).order_by(Placement.start.desc(), Placement.id.desc())
