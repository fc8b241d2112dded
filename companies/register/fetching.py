"""Registering what the central business register says: the company, its units, and employees per month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from companies.register import employees, queries, service
from companies.register.access import check_may_register
from companies.register.cvr import Found, FoundUnit, without
from companies.register.drafts import MONTHS_KEPT, MonthDraft, company_faults, unit_faults
from companies.register.employees import Source
from companies.tables import Company, EmployeeCount, Unit
from core.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Taken:
    """What was registered: the company, how many units are new, and the names of those whose place is not known."""

    company: Company
    new_units: int
    left: Sequence[str]


def take(session: Session, user: User, now: datetime, today: date, found: Found) -> Taken:
    """Register the company and those of its units that are open and lie in a town that is known; renew the months.

    What is registered already of company and units stays as it is, and so do figures that somebody has told.
    Raises ForbiddenError, BadInputError, ConflictError.
    """
    check_may_register(user)
    company = queries.known_cvr(session, [found.company.cvr]).get(found.company.cvr)
    if company is None:
        if faults := company_faults(found.company, today):
            raise BadInputError(faults)
        company = service.create(session, user, now, found.company, "cvr")
    known = queries.known_p_numbers(session, [one.draft.p_number for one in found.units])
    new = [one for one in found.units if not one.closed and one.draft.p_number not in known]
    made, left = _take_units(session, user, now, company, new)
    session.expire(company, ["units"])
    for one in found.units:
        if unit := (known | made).get(one.draft.p_number):
            _take_months(session, user, now, today, unit, one.months)
    return Taken(company, len(made), left)


def _take_units(
    session: Session, user: User, now: datetime, company: Company, units: Sequence[FoundUnit]
) -> tuple[dict[str, Unit], list[str]]:
    middles = queries.places_of_towns(session)
    made, left = dict[str, Unit](), list[str]()
    for one in units:
        lat, lon, missing = service.position(middles, one.draft)
        if missing or unit_faults(one.draft):
            left.append(f"{one.draft.name}, {one.draft.town}")
        else:
            made[one.draft.p_number] = service.create_unit(session, user, now, company, one.draft, (lat, lon))
    return made, left


def _take_months(
    session: Session, user: User, now: datetime, today: date, unit: Unit, months: Sequence[MonthDraft]
) -> None:
    """The newest months, less the subsidised and those under 18 that the municipality knows of, where it does."""
    newest = sorted(months, key=lambda one: one.month)[-MONTHS_KEPT:]
    told = queries.counts(session, [unit.id]).get(unit.id, {})
    others = {one.month: _others(told.get(one.month)) for one in newest}
    for source, some in ((Source.CVR, False), (Source.CVR_LESS, True)):
        drafts = [without(one, *others[one.month]) for one in newest if any(others[one.month]) == some]
        employees.record(session, user, now, unit.id, drafts, today=today, source=source)


def _others(row: EmployeeCount | None) -> tuple[int, int]:
    return (row.subsidised, row.under_18) if row else (0, 0)
