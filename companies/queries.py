"""Reading companies, their units and what they offer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from companies.quotas import Month
from companies.tables import Company, CompanyUser, EmployeeCount, Opening, OpeningState, Unit


def unit(session: Session, unit_id: int) -> Unit | None:
    """The unit with its company, or None."""
    wanted = select(Unit).where(Unit.id == unit_id).options(joinedload(Unit.company))
    return session.scalars(wanted).one_or_none()


def units(
    session: Session, *, employer_id: int | None = None, after: int = 0, limit: int | None = None
) -> Sequence[Unit]:
    """Units with their companies by id, from the one after `after`; an employer's user's own where one is given."""
    wanted = select(Unit).where(Unit.id > after).order_by(Unit.id).limit(limit).options(joinedload(Unit.company))
    if employer_id is not None:
        wanted = wanted.where(Unit.company_id.in_(_companies_of(employer_id)))
    return session.scalars(wanted).all()


def units_by_id(session: Session, ids: Collection[int]) -> dict[int, Unit]:
    """The units with these ids, with their companies."""
    wanted = select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id).options(joinedload(Unit.company))
    return {one.id: one for one in session.scalars(wanted)}


def units_of_company(session: Session, company_id: int) -> Sequence[Unit]:
    """Every unit of the company, those that have closed too, by id."""
    wanted = select(Unit).where(Unit.company_id == company_id)
    return session.scalars(wanted.order_by(Unit.id)).all()


def lock_unit(session: Session, unit_id: int) -> Unit:
    """The unit, locked until the transaction ends, with its newest values. Raises NoResultFound."""
    wanted = select(Unit).where(Unit.id == unit_id).with_for_update(key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def acts_for(session: Session, user_id: int, company_id: int) -> bool:
    """Whether an employer's user may act for the company."""
    return session.get(CompanyUser, (company_id, user_id)) is not None


def company_names(session: Session, user_ids: Collection[int]) -> dict[int, str]:
    """The company that each employer's user acts for; the first by name where there are several."""
    wanted = select(CompanyUser.user_id, Company.name).join(Company, Company.id == CompanyUser.company_id)
    rows = session.execute(wanted.where(CompanyUser.user_id.in_(user_ids)).order_by(Company.name.desc()))
    return {user_id: str(name) for user_id, name in rows}


def months(session: Session, unit_ids: Collection[int]) -> dict[int, list[Month]]:
    """Ordinary employees by month, oldest first, of each unit that has any counted."""
    wanted = select(EmployeeCount).where(EmployeeCount.unit_id.in_(unit_ids))
    found: defaultdict[int, list[Month]] = defaultdict(list)
    for row in session.scalars(wanted.order_by(EmployeeCount.unit_id, EmployeeCount.month)):
        found[row.unit_id].append(_month(row))
    return dict(found)


def opening(session: Session, opening_id: int, *, newest: bool = False) -> Opening | None:
    """The opening with its unit, company and shifts, or None. newest: read again, though the session knows it."""
    wanted = _whole_openings().where(Opening.id == opening_id).execution_options(populate_existing=newest)
    return session.scalars(wanted).one_or_none()


def openings(
    session: Session,
    *,
    employer_id: int | None = None,
    unit_id: int | None = None,
    states: Collection[OpeningState] = tuple(OpeningState),
    after: int = 0,
    limit: int | None = None,
) -> Sequence[Opening]:
    """Openings with unit, company and shifts by id, from the one after `after`.

    employer_id: only those of companies that this employer's user acts for.
    """
    wanted = _whole_openings().where(Opening.id > after, Opening.state.in_(states)).order_by(Opening.id).limit(limit)
    if employer_id is not None:
        wanted = wanted.where(Unit.company_id.in_(_companies_of(employer_id)))
    if unit_id is not None:
        wanted = wanted.where(Opening.unit_id == unit_id)
    return session.scalars(wanted).all()


def openings_by_id(session: Session, ids: Collection[int]) -> dict[int, Opening]:
    """The openings with these ids, with unit, company and shifts."""
    return {one.id: one for one in session.scalars(_whole_openings().where(Opening.id.in_(ids)).order_by(Opening.id))}


def _month(row: EmployeeCount) -> Month:
    return Month(
        month=row.month,
        ordinary_fte=row.ordinary_fte,
        source=row.source,
        ordinary_heads=row.ordinary_heads,
        subsidised=row.subsidised,
        under_18=row.under_18,
        recorded=row.recorded_at,
        recorded_by=row.recorded_by,
    )


def latest_opening(session: Session, unit_id: int) -> Opening | None:
    """The opening that the unit offered last, whatever became of it, or None."""
    wanted = _whole_openings().where(Opening.unit_id == unit_id).order_by(Opening.id.desc()).limit(1)
    return session.scalars(wanted).one_or_none()


def standing_before(session: Session, day: date) -> Sequence[tuple[int, int]]:
    """Open standing openings whose last start is before `day`: unit and opening, by id."""
    wanted = select(Opening.unit_id, Opening.id).where(
        Opening.standing, Opening.state == OpeningState.OPEN, Opening.start_latest < day
    )
    rows = session.execute(wanted.order_by(Opening.unit_id, Opening.id))
    return [(unit_id, opening_id) for unit_id, opening_id in rows]


def _companies_of(user_id: int) -> Select[int]:
    return select(CompanyUser.company_id).where(CompanyUser.user_id == user_id)


def _whole_openings() -> Select[Opening]:
    whole = contains_eager(Opening.unit).joinedload(Unit.company)
    return select(Opening).join(Opening.unit).options(whole, selectinload(Opening.shifts))
