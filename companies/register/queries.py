"""Reading the register: companies with their units, whom to talk to, employees, and which companies are the same."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from companies.duplicates import Firm
from companies.register.tables import CompanyMerge, Contact, Distinction
from companies.tables import Company, CompanyUser, EmployeeCount, Unit


def company(session: Session, company_id: int) -> Company | None:
    """The company with its units, or None."""
    wanted = select(Company).where(Company.id == company_id).options(selectinload(Company.units))
    return session.scalars(wanted).one_or_none()


def companies(
    session: Session,
    *,
    search: str = "",
    employer_id: int | None = None,
    after: tuple[str, int] = ("", 0),
    limit: int | None = None,
) -> Sequence[Company]:
    """Companies with their units by name and id, from the one after `after`; none that turned out to be another.

    search: part of the name, of a unit's name or town, or the beginning of a CVR or P-number. employer_id: only those
    that this employer's user acts for.
    """
    name, row = after
    wanted = _alive().where(or_(Company.name > name, (Company.name == name) & (Company.id > row)))
    if search.strip():
        wanted = wanted.where(_found(search.strip()))
    if employer_id is not None:
        own = select(CompanyUser.company_id).where(CompanyUser.user_id == employer_id)
        wanted = wanted.where(Company.id.in_(own))
    wanted = wanted.order_by(Company.name, Company.id).limit(limit)
    return session.scalars(wanted.options(selectinload(Company.units))).all()


def latest(session: Session, before: int | None, limit: int) -> Sequence[Company]:
    """The companies registered last, newest first, with their units; those before the one with id `before`."""
    wanted = _alive().order_by(Company.id.desc()).limit(limit).options(selectinload(Company.units))
    return session.scalars(wanted if before is None else wanted.where(Company.id < before)).all()


def companies_by_id(session: Session, ids: Collection[int]) -> dict[int, Company]:
    """The companies with these ids, with their units."""
    wanted = select(Company).where(Company.id.in_(ids)).options(selectinload(Company.units))
    return {one.id: one for one in session.scalars(wanted)}


def lock_companies(session: Session, ids: Collection[int]) -> dict[int, Company]:
    """The companies, locked in the order of their ids until the transaction ends, with their newest values."""
    wanted = select(Company).where(Company.id.in_(ids)).order_by(Company.id).with_for_update()
    return {one.id: one for one in session.scalars(wanted.execution_options(populate_existing=True))}


def known_cvr(session: Session, numbers: Collection[str]) -> dict[str, Company]:
    """The companies with these CVR numbers; for one that turned out to be another, that other."""
    found = session.scalars(select(Company).where(Company.cvr.in_(numbers))).all()
    kept = companies_by_id(session, {one.merged_into_id for one in found if one.merged_into_id is not None})
    return {one.cvr: kept[one.merged_into_id] if one.merged_into_id else one for one in found}


def known_p_numbers(session: Session, numbers: Collection[str]) -> dict[str, Unit]:
    """The units with these P-numbers."""
    return {one.p_number: one for one in session.scalars(select(Unit).where(Unit.p_number.in_(numbers)))}


def places_of_towns(session: Session) -> dict[str, tuple[float, float]]:
    """The middle of the units that are known in each town: latitude and longitude, by the town in small letters."""
    town = func.lower(Unit.town)
    rows = session.execute(select(town, func.avg(Unit.lat), func.avg(Unit.lon)).group_by(town))
    return {str(name): (float(lat), float(lon)) for name, lat, lon in rows}


def contacts(session: Session, company_id: int) -> Sequence[Contact]:
    """The company's contact persons of today, those of the whole company first, then by name."""
    wanted = select(Contact).where(Contact.company_id == company_id, Contact.ended_at.is_(None))
    return session.scalars(wanted.order_by(Contact.unit_id.is_not(None), Contact.unit_id, Contact.name)).all()


def contact(session: Session, contact_id: int) -> Contact | None:
    """The contact person, or None."""
    return session.get(Contact, contact_id)


def counts(session: Session, unit_ids: Collection[int]) -> dict[int, dict[date, EmployeeCount]]:
    """Employees of each unit by month, as they were told."""
    wanted = select(EmployeeCount).where(EmployeeCount.unit_id.in_(unit_ids)).order_by(EmployeeCount.month)
    found: defaultdict[int, dict[date, EmployeeCount]] = defaultdict(dict)
    for row in session.scalars(wanted.execution_options(populate_existing=True)):
        found[row.unit_id][row.month] = row
    return found


def firms(session: Session) -> list[Firm]:
    """Every company as it is compared: once for each address it has; none that turned out to be another."""
    wanted = select(Company.id, Company.name, Unit.address, Unit.town).outerjoin(Unit, Unit.company_id == Company.id)
    rows = session.execute(wanted.where(Company.merged_into_id.is_(None)).order_by(Company.id, Unit.id))
    return [Firm(id=row_id, name=name, address=address or "", town=town or "") for row_id, name, address, town in rows]


def distinctions(session: Session, company_id: int | None = None) -> set[tuple[int, int]]:
    """The pairs that somebody has said are not the same, each in the order of the ids; of one company or of all."""
    wanted = select(Distinction.one_id, Distinction.other_id)
    if company_id is not None:
        wanted = wanted.where(or_(Distinction.one_id == company_id, Distinction.other_id == company_id))
    return {(one, other) for one, other in session.execute(wanted)}


def merges(session: Session, company_id: int) -> Sequence[CompanyMerge]:
    """What turned out to be this company, newest first."""
    wanted = select(CompanyMerge).where(CompanyMerge.kept_id == company_id).order_by(CompanyMerge.id.desc())
    return session.scalars(wanted).all()


def merged_into(session: Session, company_id: int) -> Sequence[Company]:
    """The companies that turned out to be this one."""
    return session.scalars(select(Company).where(Company.merged_into_id == company_id).order_by(Company.id)).all()


def units_of(session: Session, company_id: int) -> Sequence[Unit]:
    """The company's units, locked in the order of their ids until the transaction ends."""
    return session.scalars(select(Unit).where(Unit.company_id == company_id).order_by(Unit.id).with_for_update()).all()


def all_contacts(session: Session, company_id: int) -> Sequence[Contact]:
    """The company's contact persons, those who have left too."""
    return session.scalars(select(Contact).where(Contact.company_id == company_id).order_by(Contact.id)).all()


def users_of(session: Session, company_ids: Collection[int]) -> Sequence[CompanyUser]:
    """Who may act for these companies."""
    wanted = select(CompanyUser).where(CompanyUser.company_id.in_(company_ids)).order_by(CompanyUser.user_id)
    return session.scalars(wanted).all()


def _alive() -> Select[Company]:
    return select(Company).where(Company.merged_into_id.is_(None))


def _found(text: str) -> ColumnElement[bool]:
    # SQLite knows capital letters of English only.
    spelled = {text, text.lower(), text.capitalize()}
    names = [column.icontains(one, autoescape=True) for column in (Unit.name, Unit.town) for one in spelled]
    digits = text.replace(" ", "")
    there = select(Unit.company_id).where(or_(*names, Unit.p_number.startswith(digits, autoescape=True)))
    own = [Company.name.icontains(one, autoescape=True) for one in spelled]
    return or_(*own, Company.cvr.startswith(digits, autoescape=True), Company.id.in_(there))
