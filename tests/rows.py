"""Rows for tests of the database: each with sensible values, so that a test names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen, Status
from companies.tables import Company, CompanyUser, EmployeeCount, Opening, Sector, Shift, Unit
from placements.tables import Agreement, Placement, Proposal, ProposalState

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
START, END = date(2026, 12, 7), date(2027, 3, 8)
MONTHS = [date(2026, month, 1) for month in (7, 8, 9, 10)]

Row = TypeVar("Row")
_numbers = count(1)


def user(session: Session, role: Role = Role.CONSULTANT, **values: Any) -> User:
    number = next(_numbers)
    return added(session, User(role=role, **{"name": f"Bruger {number}", "email": f"b{number}@example.org"} | values))


def citizen(session: Session, consultant: User, **values: Any) -> Citizen:
    number = next(_numbers)
    usual = {
        "cpr": f"610180-{number:04d}",
        "first_name": "Amina",
        "last_name": f"Yusuf {number}",
        "birth_date": date(1990, 1, 1),
        "status": Status.PROPOSED,
        "target_group": "aktivitetsparat",
        "unemployed_since": date(2025, 3, 1),
        "address": "Havnegade 1",
        "town": "Frederikshavn",
        "lat": 57.44,
        "lon": 10.53,
        "max_travel_km": 15.0,
        "hours_min": 6.0,
        "hours_max": 20.0,
        "available_from": date(2026, 12, 7),
        "language": "A2",
        "consultant_id": consultant.id,
        "caseworker_id": consultant.id,
        "coordinator_id": consultant.id,
    }
    return added(session, Citizen(**usual | values))


def unit(session: Session, employees: float = 10.0, employer: User | None = None, **values: Any) -> Unit:
    number = next(_numbers)
    company = Company(
        cvr=f"{number:08d}",
        name=f"Firma {number}",
        sector=Sector.PRIVATE,
        industry="561010",
        industry_version="DB25",
        consultant_id=values.pop("consultant_id", None),
    )
    added(session, company)
    usual = {"name": f"Afdeling {number}", "address": "Kajen 2", "town": "Skagen", "lat": 57.72, "lon": 10.58}
    made = added(session, Unit(p_number=f"{number:010d}", company_id=company.id, **usual | values))
    counts = {"ordinary_heads": round(employees), "ordinary_fte": employees, "source": "CVR"}
    session.add_all(EmployeeCount(unit_id=made.id, month=month, **counts) for month in MONTHS)
    if employer is not None:
        session.add(CompanyUser(company_id=company.id, user_id=employer.id))
    session.flush()
    return made


def acting(at: Unit, employer: User) -> CompanyUser:
    return CompanyUser(company_id=at.company_id, user_id=employer.id)


def opening(session: Session, at: Unit, **values: Any) -> Opening:
    usual = {
        "title": "Køkkenmedhjælper",
        "occupation": "941200",
        "schemes": ["virksomhedspraktik"],
        "seats": 1,
        "start_earliest": date(2026, 12, 1),
        "start_latest": date(2027, 2, 1),
        "weeks": 13,
        "hours_min": 5.0,
        "hours_max": 37.0,
        "language": "A1",
        "created_at": NOW,
        "shifts": [],
    }
    return added(session, Opening(unit_id=at.id, **usual | values))


def shift(opening_id: int, weekday: int) -> Shift:
    return Shift(opening_id=opening_id, weekday=weekday, from_=time(8), to=time(12))


def proposal(session: Session, who: Citizen, where: Opening, **values: Any) -> Proposal:
    usual = {
        "state": ProposalState.PROPOSED,
        "scheme": "virksomhedspraktik",
        "start": START,
        "end": END,
        "hours": 14.0,
        "score": 0.8,
        "value": 0.75,
        "because": [{"criterion": "occupation", "points": 0.4, "of": 0.4}],
        "created_at": NOW,
        "changed_at": NOW,
    }
    return added(session, Proposal(citizen_id=who.id, opening_id=where.id, **usual | values))


def placement(session: Session, at: Unit, who: Citizen | None = None, **values: Any) -> Placement:
    usual = {"scheme": "virksomhedspraktik", "start": START, "end": date(2027, 3, 7), "hours": 37.0}
    citizen_id = None if who is None else who.id
    return added(session, Placement(unit_id=at.id, citizen_id=citizen_id, **usual | values))


def agreed(session: Session, made: Proposal) -> Agreement:
    return added(session, Agreement(proposal_id=made.id, tasks="Opvask", regard="Pauser", agreed_on=TODAY))


def ids(rows: Sequence[Any]) -> list[int]:
    return [row.id for row in rows]


def added(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
