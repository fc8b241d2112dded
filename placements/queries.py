"""Reading proposals, placements and the places they fill."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from citizens.tables import Citizen
from companies.quotas import Stay
from companies.tables import CompanyUser, Opening, Unit
from placements.states import SEEN_BY_EMPLOYER
from placements.tables import Agreement, Placement, Proposal, ProposalState

ONE_DAY = timedelta(days=1)
MENTOR = "mentor"
ALL_STATES = tuple(ProposalState)

_placed = select(Placement.id).join(Agreement).where(Agreement.proposal_id == Proposal.id).exists()
_over = (
    select(Placement.id)
    .join(Agreement)
    .where(Agreement.proposal_id == Proposal.id, Placement.ended_on.is_not(None))
    .exists()
)


def proposal(session: Session, proposal_id: int) -> Proposal | None:
    """The proposal, or None."""
    return session.get(Proposal, proposal_id)


def lock_proposal(session: Session, proposal_id: int) -> Proposal | None:
    """The proposal, locked until the transaction ends, with its newest values; None where there is none."""
    wanted = select(Proposal).where(Proposal.id == proposal_id).with_for_update(key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


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


def has_open_proposal(session: Session, citizen_id: int, states: Collection[ProposalState]) -> bool:
    """Whether the citizen has a proposal in one of `states`."""
    wanted = select(Proposal.id).where(Proposal.citizen_id == citizen_id, Proposal.state.in_(states)).limit(1)
    return session.scalars(wanted).one_or_none() is not None


def stays(session: Session, unit_ids: Collection[int], since: date) -> dict[int, list[Stay]]:
    """The places that are or will be filled from the day `since` on, of each unit that has any.

    Placements that have not ended, and proposals both sides have accepted that are not placements yet.
    """
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    for row in session.scalars(select(Placement).where(_unfinished(since), Placement.unit_id.in_(unit_ids))):
        end = _earliest(row.end, row.ended_on)
        found[row.unit_id].append(Stay(scheme=row.scheme, start=row.start, end=end, hours=row.hours, mentor=row.mentor))
    for unit_id, stay in _accepted(session, unit_ids, since):
        found[unit_id].append(stay)
    return {unit: sorted(found[unit], key=lambda stay: (stay.start, stay.scheme, stay.hours)) for unit in sorted(found)}


def accepted_seats(session: Session, opening_id: int) -> int:
    """Seats of the opening that both sides have agreed on and that no ended placement has freed."""
    wanted = select(func.count()).select_from(Proposal)
    taken = wanted.where(Proposal.opening_id == opening_id, Proposal.state == ProposalState.EMPLOYER_YES, ~_over)
    return session.scalars(taken).one()


def accepted_by(
    session: Session, staff: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], user_id: int
) -> int:
    """Accepted proposals, not placements yet, for citizens whose `staff` (a column of Citizen) is the user."""
    wanted = select(func.count()).select_from(Proposal).join(Citizen)
    return session.scalars(wanted.where(staff == user_id, Proposal.state == ProposalState.EMPLOYER_YES, ~_placed)).one()


def is_engaged(session: Session, citizen_id: int, first: date, after: date) -> bool:
    """Whether the citizen has a placement, or an accepted proposal, on any day from `first` until before `after`."""
    placements = select(Placement.id).where(
        Placement.citizen_id == citizen_id, _unfinished(first), Placement.start < after
    )
    proposals = select(Proposal.id).where(
        Proposal.citizen_id == citizen_id,
        Proposal.state == ProposalState.EMPLOYER_YES,
        ~_placed,
        Proposal.start < after,
        Proposal.end > first,
    )
    return any(session.scalars(wanted.limit(1)).one_or_none() is not None for wanted in (placements, proposals))


def _unfinished(since: date) -> ColumnElement[bool]:
    return and_(
        or_(Placement.end.is_(None), Placement.end >= since),
        or_(Placement.ended_on.is_(None), Placement.ended_on >= since),
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _accepted(session: Session, unit_ids: Collection[int], since: date) -> list[tuple[int, Stay]]:
    wanted = (
        select(Proposal, Opening.unit_id, Citizen.needs)
        .join(Opening)
        .join(Citizen)
        .where(Opening.unit_id.in_(unit_ids), Proposal.state == ProposalState.EMPLOYER_YES, Proposal.end > since)
    )
    return [(unit, stay_of(row, needs)) for row, unit, needs in session.execute(wanted.where(~_placed))]


def stay_of(proposal: Proposal, needs: Collection[str]) -> Stay:
    """The place a proposal would fill, for a citizen with these needs."""
    return Stay(
        scheme=proposal.scheme,
        start=proposal.start,
        end=proposal.end - ONE_DAY,
        hours=proposal.hours,
        mentor=MENTOR in needs,
    )
