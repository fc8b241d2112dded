"""A very small municipality, row by row, for tests that need a few true rows."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from accounts.tables import Authority, Role, User
from citizens.tables import Citizen, Status
from companies.tables import Company, EmployeeCount, Opening, OpeningState, Sector, Shift, Unit

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
Row = TypeVar("Row")
_number = count(1)


def user(session: Session, role: Role = Role.CONSULTANT, **more: Any) -> User:
    """Somebody who logs in."""
    number = next(_number)
    row = User(
        role=role, name=f"Bruger {number}", email=f"bruger{number}@example.org", authority=Authority.JOB, capacity=10
    )
    return _added(session, row, more)


def citizen(session: Session, staff: User, **more: Any) -> Citizen:
    """A ready citizen in Frederikshavn whom `staff` is everything to."""
    number = next(_number)
    row = Citizen(
        cpr=f"{61 + number % 28:02d}0180{number:04d}",
        first_name="Bo",
        last_name=f"Prøve{number}",
        birth_date=date(1980, 1, 1),
        gender="F",
        status=Status.READY,
        target_group="aktivitetsparat",
        unemployed_since=date(2025, 1, 1),
        address="Prøvevej 1",
        town="Frederikshavn",
        lat=57.44,
        lon=10.53,
        max_travel_km=20,
        hours_min=5,
        hours_max=20,
        available_from=TODAY,
        language="B1",
        consultant_id=staff.id,
        caseworker_id=staff.id,
        coordinator_id=staff.id,
    )
    return _added(session, row, more)


def unit(session: Session, consultant: User | None = None, ordinary_fte: float = 12.0, **more: Any) -> Unit:
    """A private firm with one workplace in Frederikshavn, and a year of employee counts."""
    number = next(_number)
    company = Company(
        cvr=f"{10000000 + number}",
        name=f"Prøvefirma {number}",
        sector=Sector.PRIVATE,
        industry="811000",
        industry_version="DB25",
        consultant_id=consultant.id if consultant else None,
        test_data=True,
    )
    session.add(company)
    session.flush()
    row = Unit(
        p_number=f"{1000000000 + number}",
        company_id=company.id,
        name=company.name,
        address="Havnegade 1",
        town="Frederikshavn",
        lat=57.441,
        lon=10.531,
    )
    unit_row = _added(session, row, more)
    session.add_all(
        EmployeeCount(
            unit_id=unit_row.id,
            month=date(2026, month, 1),
            ordinary_fte=ordinary_fte,
            ordinary_heads=round(ordinary_fte),
            source="prøve",
        )
        for month in range(1, 12)
    )
    session.flush()
    return unit_row


def opening(session: Session, at: Unit, **more: Any) -> Opening:
    """A cleaning place on weekday mornings."""
    row = Opening(
        unit_id=at.id,
        state=OpeningState.OPEN,
        title="Rengøring",
        occupation="911210",
        schemes=["virksomhedspraktik"],
        seats=1,
        start_earliest=date(2026, 12, 1),
        start_latest=date(2027, 2, 1),
        weeks=13,
        hours_min=5,
        hours_max=37,
        language="A1",
        created_at=NOW,
        shifts=[Shift(weekday=day, from_=time(8), to=time(12)) for day in range(1, 6)],
    )
    return _added(session, row, more)


def _added(session: Session, row: Row, more: dict[str, Any]) -> Row:
    for name, value in more.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row
