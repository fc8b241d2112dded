"""Rows of the database -> the matching problem. The only file that sees both.

Whoever is ready, or has an unanswered proposal, takes part; an unanswered proposal is `previous`, one the citizen has
said yes to is `fixed`, one that either side has refused is `forbidden`. Ids in the problem are pseudonyms: a letter
and the row's number.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from accounts.tables import Role, User
from citizens.tables import Citizen, Exclusion, Status
from companies.tables import Company, EmployeeCount, Opening, OpeningState, Unit
from law.values import Figures
from law.workdays import is_working_day
from matcher.engine.problem import (
    Busy,
    Fixed,
    Horizon,
    Hours,
    Occupation,
    Occupied,
    Pair,
    Point,
    Problem,
    Shift,
    Staff,
    StartWindow,
)
from matcher.engine.problem import Citizen as Seeker
from matcher.engine.problem import Opening as Place
from matcher.engine.problem import Unit as Workplace
from placements.tables import Agreement, Placement, Proposal, ProposalState

SEEKING = (Status.READY, Status.PROPOSED)
ACCEPTED = (ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES)
REFUSED = (ProposalState.CITIZEN_NO, ProposalState.EMPLOYER_NO)
HORIZON_DAYS = 365
LEAD = timedelta(days=7)
"""The time that both sides need to say yes before a placement can begin."""
OPEN_ENDED = timedelta(days=3650)
"""A place without a last day is taken to be held this long after the horizon."""
CHANGE_COST = 0.05


def load_problem(session: Session, day: date) -> Problem:
    """The whole municipality's problem as it stands on `day`. Placements begin on working days, after the lead time."""
    citizens = _citizens(session)
    seats = _seats(session, day)
    openings = [opening for opening in _openings(session) if seats.get(opening.id, 0) > 0]
    proposals = _proposals(session, {citizen.id for citizen in citizens}, {opening.id for opening in openings})
    return Problem(
        horizon=Horizon(from_=_working_day(day + LEAD), to=day + timedelta(days=HORIZON_DAYS)),
        change_cost=CHANGE_COST,
        citizens=seekers(session, citizens),
        units=_workplaces(session, day),
        openings=tuple(place(opening, seats[opening.id]) for opening in openings),
        consultants=_staff(session, Role.CONSULTANT, "k"),
        support_workers=_staff(session, Role.SUPPORT_WORKER, "s"),
        fixed=tuple(_fixed(proposal) for proposal in proposals if proposal.state in ACCEPTED),
        forbidden=_pairs(proposal for proposal in proposals if proposal.state in REFUSED),
        previous=_pairs(proposal for proposal in proposals if proposal.state == ProposalState.PROPOSED),
    )


def owners(session: Session) -> dict[str, str]:
    """The consultant whose portfolio each unit is in, as ids of the problem."""
    rows = session.execute(
        select(Unit.id, Company.consultant_id).join(Company).where(Company.consultant_id.is_not(None))
    )
    return {f"u{unit}": f"k{consultant}" for unit, consultant in rows}


def _citizens(session: Session) -> Sequence[Citizen]:
    chosen = select(Citizen).where(Citizen.status.in_(SEEKING)).order_by(Citizen.unemployed_since, Citizen.id)
    return session.scalars(chosen.options(selectinload(Citizen.wishes), selectinload(Citizen.commitments))).all()


def _openings(session: Session) -> Sequence[Opening]:
    return session.scalars(select(Opening).order_by(Opening.id).options(selectinload(Opening.shifts))).all()


def _seats(session: Session, day: date) -> dict[int, int]:
    """Per opening, the seats that take part: those not held by a placement; of an opening that is paused, closed or
    past its last start, those that somebody has said yes to.
    """
    offered = select(Opening.id, Opening.seats).where(
        Opening.state == OpeningState.OPEN, Opening.start_latest >= day + LEAD
    )
    accepted = (
        select(Proposal.opening_id, func.count())
        .join(Citizen)
        .where(Proposal.state.in_(ACCEPTED), Citizen.status.in_(SEEKING))
        .group_by(Proposal.opening_id)
    )
    taken = _seats_taken(session, day)
    free = {opening: seats - taken.get(opening, 0) for opening, seats in session.execute(offered)}
    return dict(session.execute(accepted).all()) | free


def _seats_taken(session: Session, day: date) -> dict[int, int]:
    """Per opening, the seats held by placements that came from it and have not ended."""
    rows = session.execute(
        select(Proposal.opening_id, func.count())
        .join(Agreement, Agreement.proposal_id == Proposal.id)
        .join(Placement, Placement.agreement_id == Agreement.id)
        .where(Placement.ended_on.is_(None), or_(Placement.end.is_(None), Placement.end >= day))
        .group_by(Proposal.opening_id)
    )
    return dict(rows.all())


def _proposals(session: Session, citizens: set[int], openings: set[int]) -> list[Proposal]:
    known = session.scalars(select(Proposal).where(Proposal.state.in_([*ACCEPTED, *REFUSED, ProposalState.PROPOSED])))
    wanted = [one for one in known if one.citizen_id in citizens and one.opening_id in openings]
    return sorted(wanted, key=lambda proposal: proposal.id)


def _exclusions(session: Session) -> dict[int, list[int]]:
    units = defaultdict(list)
    for row in session.scalars(select(Exclusion).order_by(Exclusion.citizen_id, Exclusion.unit_id)):
        units[row.citizen_id].append(row.unit_id)
    return units


def seekers(session: Session, citizens: Iterable[Citizen]) -> tuple[Seeker, ...]:
    """Citizens as the problem sees them: without a name, with wishes and commitments (loaded with the rows)."""
    excluded = _exclusions(session)
    return tuple(_seeker(citizen, excluded.get(citizen.id, [])) for citizen in citizens)


def _seeker(row: Citizen, excluded: Iterable[int]) -> Seeker:
    return Seeker(
        id=f"c{row.id}",
        birth_year=row.birth_date.year,
        gender=row.gender,
        target_group=row.target_group,
        unemployed_since=row.unemployed_since,
        resident_since=row.resident_since,
        single_parent=row.single_parent,
        no_education=row.no_education,
        home=Point(lat=row.lat, lon=row.lon),
        max_travel_km=row.max_travel_km,
        hours=Hours(min=row.hours_min, max=row.hours_max),
        available_from=_working_day(row.available_from),
        busy=tuple(Busy(weekday=b.weekday, from_=b.from_, to=b.to, what=b.what) for b in row.commitments),
        language=row.language,  # type: ignore[arg-type] # the column holds CEFR levels only
        skills=tuple(row.skills),
        driving_licence=row.driving_licence,
        occupations=tuple(Occupation(code=wish.occupation, rank=wish.rank) for wish in row.wishes),
        needs=tuple(row.needs),
        schemes=None if row.schemes is None else tuple(row.schemes),
        excluded_units=tuple(f"u{unit}" for unit in excluded),
        consultant=f"k{row.consultant_id}",
        support_worker=None if row.support_worker_id is None else f"s{row.support_worker_id}",
        weight=row.weight,
    )


def _workplaces(session: Session, day: date) -> tuple[Workplace, ...]:
    employees, occupied = _ordinary_employees(session, day), _occupied(session, day)
    rows = session.execute(select(Unit, Company).join(Company).order_by(Unit.id))
    return tuple(
        Workplace(
            id=f"u{unit.id}",
            company=f"f{company.id}",
            sector=company.sector.value,
            social_economy=company.social_economy_since is not None and company.social_economy_since <= day,
            ordinary_employees=employees.get(unit.id, 0.0),
            quota_override=unit.quota_override,
            location=Point(lat=unit.lat, lon=unit.lon),
            accommodates=tuple(unit.accommodates),
            mentor_capacity=unit.mentor_capacity,
            occupied=tuple(occupied.get(unit.id, ())),
        )
        for unit, company in rows
    )


def _ordinary_employees(session: Session, day: date) -> dict[int, float]:
    """Per unit, the mean of ordinary full-time equivalents over the latest months known on `day`."""
    months = Figures(day).whole("quota.mean_months")
    counts: defaultdict[int, list[float]] = defaultdict(list)
    newest_first = select(EmployeeCount).where(EmployeeCount.month <= day).order_by(EmployeeCount.month.desc())
    for row in session.scalars(newest_first):
        if len(counts[row.unit_id]) < months:
            counts[row.unit_id].append(row.ordinary_fte)
    return {unit: sum(values) / len(values) for unit, values in counts.items()}


def _occupied(session: Session, day: date) -> dict[int, list[Occupied]]:
    far = day + timedelta(days=HORIZON_DAYS) + OPEN_ENDED
    current = select(Placement).where(Placement.ended_on.is_(None), or_(Placement.end.is_(None), Placement.end >= day))
    places = defaultdict(list)
    for row in session.scalars(current.order_by(Placement.id)):
        taken = Occupied(scheme=row.scheme, from_=row.start, to=row.end or far, hours=row.hours, mentor=row.mentor)
        places[row.unit_id].append(taken)
    return places


def place(row: Opening, seats: int) -> Place:
    """An opening as the problem sees it, with `seats` that take part and its shifts (loaded with the row)."""
    earliest = _working_day(row.start_earliest)
    return Place(
        id=f"o{row.id}",
        unit=f"u{row.unit_id}",
        schemes=tuple(row.schemes),
        occupation=row.occupation,
        seats=seats,
        least=row.least if seats == row.seats else 0,
        start=StartWindow(earliest=earliest, latest=max(earliest, row.start_latest)),
        weeks=row.weeks,
        hours=Hours(min=row.hours_min, max=row.hours_max),
        shifts=tuple(Shift(weekday=one.weekday, from_=one.from_, to=one.to) for one in row.shifts),
        language=row.language,  # type: ignore[arg-type] # the column holds CEFR levels only
        skills=tuple(row.skills),
        driving_licence=row.driving_licence,
        paid_hours_prospect=row.paid_hours_prospect,
    )


def _staff(session: Session, role: Role, letter: str) -> tuple[Staff, ...]:
    rows = session.scalars(select(User).where(User.role == role).order_by(User.id))
    return tuple(Staff(id=f"{letter}{row.id}", capacity=row.capacity or 0) for row in rows)


def _working_day(day: date) -> date:
    """`day` itself where people work on it, else the next working day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _fixed(row: Proposal) -> Fixed:
    return Fixed(citizen=f"c{row.citizen_id}", opening=f"o{row.opening_id}", scheme=row.scheme, start=row.start)


def _pairs(proposals: Iterable[Proposal]) -> tuple[Pair, ...]:
    return tuple(Pair(citizen=f"c{row.citizen_id}", opening=f"o{row.opening_id}") for row in proposals)
