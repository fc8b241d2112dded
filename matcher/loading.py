"""Rows of the database -> the matching problem. The only file that sees both.

Whoever is ready, or has an unanswered proposal, takes part; an unanswered proposal is `previous`, one that came to
nothing is `forbidden`. What somebody has said yes to is no question any more, and whoever has it takes no part: it is
room that is taken, like what those outside a narrower scope hold (`matcher.scopes`). So a promise can never be the
reason why a run finds no answer: where a cap or a capacity was lowered since, the days that are overfull merely take
nobody more. Ids in the problem are pseudonyms: a letter and the row's number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, selectinload

from accounts.tables import Role, User
from citizens.tables import Citizen, Exclusion, Status
from companies.quotas import mean
from companies.tables import Company, EmployeeCount, Opening, OpeningState, Unit
from law.values import Figures
from law.workdays import is_working_day
from matcher import queries
from matcher.engine.problem import (
    Busy,
    Horizon,
    Hours,
    Occupation,
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
from matcher.scopes import EVERYBODY, Scope, ScopeKind
from matcher.taken import Holding, Taken
from placements.tables import OPEN_PROPOSALS, Proposal, ProposalState

SEEKING = (Status.READY, Status.PROPOSED)
ACCEPTED = tuple(state for state in OPEN_PROPOSALS if state is not ProposalState.PROPOSED)
"""Somebody has said yes: a run leaves these alone."""
CAME_TO_NOTHING = (
    ProposalState.CITIZEN_NO,
    ProposalState.EMPLOYER_NO,
    ProposalState.WITHDRAWN,
    ProposalState.EXPIRED,
    ProposalState.BROKEN_OFF,
)
"""Refused, taken back, left unanswered or broken off: a run does not propose the same again."""
HORIZON_DAYS = 365
LEAD = timedelta(days=7)
"""The time that both sides need to say yes before a placement can begin."""
OPEN_ENDED = timedelta(days=3650)
"""A place without a last day is taken to be held this long after the horizon."""
CHANGE_COST = 0.05


def load_problem(session: Session, day: date, scope: Scope = EVERYBODY) -> Problem:
    """The problem of the scope as it stands on `day`. Placements begin on working days, after the lead time."""
    holdings = queries.holdings(session)
    return _loaded(session, day, scope, holdings, _bound(scope, holdings))


def load_candidates(session: Session, day: date, opening_id: int) -> Problem:
    """One opening and everybody who could be asked to come there: all who seek and whose proposal, where they have one,
    nobody has said yes to yet. What those have been proposed is not taken: it may still give way.
    """
    holdings = queries.holdings(session)
    return _loaded(session, day, Scope(ScopeKind.OPENING, opening_id), holdings, _bound(EVERYBODY, holdings))


def _loaded(session: Session, day: date, scope: Scope, holdings: Sequence[Holding], bound: Collection[int]) -> Problem:
    citizens = [one for one in _citizens(session, scope) if one.id not in bound]
    inside = {citizen.id for citizen in citizens}
    taken = _taken(session, day, inside, holdings)
    places = _places(session, day, scope, taken)
    known, used = {opening.id for opening, _ in places}, {opening.unit_id for opening, _ in places}
    waiting = (one.proposal for one in holdings if one.proposal.state == ProposalState.PROPOSED)
    before = ((one.citizen_id, one.opening_id) for one in waiting)
    return Problem(
        horizon=Horizon(from_=_working_day(day + LEAD), to=day + timedelta(days=HORIZON_DAYS)),
        change_cost=CHANGE_COST,
        citizens=seekers(session, day, citizens, None if scope.whole else used),
        units=_workplaces(session, day, taken, used, scope),
        openings=tuple(place(opening, seats) for opening, seats in places),
        consultants=_staff(session, Role.CONSULTANT, "k", taken.staff, len(citizens)),
        support_workers=_staff(session, Role.SUPPORT_WORKER, "s", taken.staff, len(citizens)),
        forbidden=_pairs(queries.came_to_nothing(session, CAME_TO_NOTHING, inside, known)),
        previous=_pairs(pair for pair in before if pair[0] in inside and pair[1] in known),
    )


def owners(session: Session) -> dict[str, str]:
    """The consultant whose portfolio each unit is in, as ids of the problem."""
    rows = session.execute(
        select(Unit.id, Company.consultant_id).join(Company).where(Company.consultant_id.is_not(None))
    )
    return {f"u{unit}": f"k{consultant}" for unit, consultant in rows}


def _citizens(session: Session, scope: Scope) -> Sequence[Citizen]:
    """Who in the scope seeks, whoever has waited longest first."""
    chosen = select(Citizen).where(Citizen.status.in_(SEEKING)).order_by(Citizen.unemployed_since, Citizen.id)
    if scope.kind is ScopeKind.CITIZEN:
        chosen = chosen.where(Citizen.id == scope.id)
    if scope.kind is ScopeKind.PORTFOLIO:
        chosen = chosen.where(Citizen.consultant_id == scope.id)
    return session.scalars(chosen.options(selectinload(Citizen.wishes), selectinload(Citizen.commitments))).all()


def _bound(scope: Scope, holdings: Iterable[Holding]) -> set[int]:
    """The citizens whose open proposal a run of this scope leaves alone, so that they take no part."""
    waiting = [one.proposal for one in holdings if one.proposal.state in OPEN_PROPOSALS]
    elsewhere = [one for one in waiting if scope.kind is ScopeKind.OPENING and one.opening_id != scope.id]
    return {one.citizen_id for one in (*elsewhere, *(one for one in waiting if stands(one)))}


def stands(open_: Proposal) -> bool:
    """Whether a run leaves an open proposal alone: somebody has said yes, or it is the next step in the same firm,
    which the consultant chose.
    """
    return open_.state in ACCEPTED or open_.follows_id is not None or open_.own_opening


def _taken(session: Session, day: date, inside: Collection[int], holdings: Iterable[Holding]) -> Taken:
    far = day + timedelta(days=HORIZON_DAYS) + OPEN_ENDED
    return Taken.of(holdings, queries.unfinished(session, day), inside, far)


def _places(session: Session, day: date, scope: Scope, taken: Taken) -> list[tuple[Opening, int]]:
    """The openings that take part, each with its seats: those nobody outside holds."""
    chosen = select(Opening).join(Unit, Unit.id == Opening.unit_id).join(Company)
    chosen = chosen.where(Opening.state == OpeningState.OPEN, Opening.start_latest >= day + LEAD, _is_there(day))
    if scope.kind is ScopeKind.OPENING:
        chosen = chosen.where(Opening.id == scope.id)
    rows = session.scalars(chosen.order_by(Opening.id).options(selectinload(Opening.shifts)))
    return [(row, free) for row in rows if (free := row.seats - taken.seats.get(row.id, 0)) > 0]


def _is_there(day: date) -> ColumnElement[bool]:
    """Whether a unit takes part: not closed, and of a company that is not merged into another."""
    not_closed = or_(Unit.closed_on.is_(None), Unit.closed_on > day)
    return and_(not_closed, Company.merged_into_id.is_(None))


def seekers(
    session: Session, day: date, citizens: Iterable[Citizen], units: Collection[int] | None = None
) -> tuple[Seeker, ...]:
    """Citizens as the problem sees them: without a name, with wishes and commitments (loaded with the rows).

    units: those in the problem, where they are not all that are there on `day`.
    """
    excluded = defaultdict(list)
    chosen = select(Exclusion).join(Unit, Unit.id == Exclusion.unit_id).join(Company).where(_is_there(day))
    for row in session.scalars(chosen.order_by(Exclusion.citizen_id, Exclusion.unit_id)):
        if units is None or row.unit_id in units:
            excluded[row.citizen_id].append(row.unit_id)
    return tuple(_seeker(citizen, excluded[citizen.id]) for citizen in citizens)


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


def _workplaces(
    session: Session, day: date, taken: Taken, used: Collection[int], scope: Scope
) -> tuple[Workplace, ...]:
    """The units that are `used`; in a run for everybody all that are there, because it also says whom to ring."""
    chosen = select(Unit, Company).join(Company).order_by(Unit.id)
    wanted = or_(Unit.id.in_(used), _is_there(day) if scope.whole else false())
    rows = session.execute(chosen.where(wanted)).all()
    employees = _ordinary_employees(session, day, None if scope.whole else used)
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
            occupied=tuple(taken.stays.get(unit.id, ())),
        )
        for unit, company in rows
    )


def _ordinary_employees(session: Session, day: date, units: Collection[int] | None) -> dict[int, float]:
    """Per unit, the mean of ordinary full-time equivalents over the latest months known on `day`."""
    months = Figures(day).whole("quota.mean_months")
    counts: defaultdict[int, list[float]] = defaultdict(list)
    chosen = select(EmployeeCount.unit_id, EmployeeCount.ordinary_fte).where(EmployeeCount.month <= day)
    if units is not None:
        chosen = chosen.where(EmployeeCount.unit_id.in_(units))
    for unit, fte in session.execute(chosen.order_by(EmployeeCount.month.desc())):
        if len(counts[unit]) < months:
            counts[unit].append(fte)
    return {unit: mean(values) for unit, values in counts.items()}


def place(row: Opening, seats: int) -> Place:
    """An opening as the problem sees it, with `seats` that take part and its shifts (loaded with the row)."""
    earliest = _working_day(row.start_earliest)
    return Place(
        id=f"o{row.id}",
        unit=f"u{row.unit_id}",
        schemes=tuple(row.schemes),
        occupation=row.occupation,
        seats=seats,
        least=max(0, row.least - (row.seats - seats)),
        start=StartWindow(earliest=earliest, latest=max(earliest, row.start_latest)),
        weeks=row.weeks,
        hours=Hours(min=row.hours_min, max=row.hours_max),
        shifts=tuple(Shift(weekday=one.weekday, from_=one.from_, to=one.to) for one in row.shifts),
        language=row.language,  # type: ignore[arg-type] # the column holds CEFR levels only
        skills=tuple(row.skills),
        driving_licence=row.driving_licence,
        paid_hours_prospect=row.paid_hours_prospect,
    )


def _staff(session: Session, role: Role, letter: str, carried: Mapping[int, int], everybody: int) -> tuple[Staff, ...]:
    """The staff with the room they have left; whoever has no limit has room for `everybody` in the problem."""
    rows = session.scalars(select(User).where(User.role == role).order_by(User.id))
    return tuple(
        Staff(
            id=f"{letter}{row.id}",
            capacity=everybody if row.capacity is None else max(0, row.capacity - carried.get(row.id, 0)),
        )
        for row in rows
    )


def _working_day(day: date) -> date:
    """`day` itself where people work on it, else the next working day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _pairs(pairs: Iterable[tuple[int, int]]) -> tuple[Pair, ...]:
    return tuple(Pair(citizen=f"c{citizen}", opening=f"o{opening}") for citizen, opening in pairs)
