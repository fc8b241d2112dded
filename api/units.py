"""Production units and their quota (rimelighedskrav)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Person, Today, Transaction, allowed
from api.documentation import example
from api.fields import Id, Instant, Shown
from api.names import CompanyName, UnitName
from api.paging import Page, Paged
from companies import queries, quotas, service
from companies.quotas import Use
from companies.service import STAFF
from companies.tables import Unit
from placements import room
from web.fields import PathId

router = APIRouter(prefix="/units", tags=["units"])
Reader = Annotated[User, Depends(allowed(*STAFF, Role.EMPLOYER))]

UNIT = {
    "id": 12,
    "p_number": "1003000000",
    "name": "Havnekøkkenet",
    "town": "Skagen",
    "company": {"id": 7, "cvr": "10150817", "name": "Havnekøkkenet ApS"},
}


def _month(month: str, fte: float) -> dict[str, object]:
    return {
        "month": month,
        "ordinary_fte": fte,
        "ordinary_heads": 16,
        "subsidised": 1,
        "under_18": 2,
        "source": "CVR",
        "recorded": "2026-11-02T09:00:00+01:00",
    }


QUOTA = {
    "unit": 12,
    "day": "2026-12-01",
    "rules": "2026-07-01",
    "months": [
        _month("2026-07-01", 12.0),
        _month("2026-08-01", 12.5),
        _month("2026-09-01", 12.5),
        _month("2026-10-01", 13.0),
    ],
    "employees": 12.5,
    "employees_heads": 16.0,
    "override": None,
    "override_reason": None,
    "places": 2,
    "used": 1,
    "free": 1,
    "used_fte": 0.54,
    "free_fte": 1.46,
}


class UnitShown(UnitName):
    """A production unit and its company."""

    company: CompanyName


class MonthShown(Shown):
    """Ordinary employees in one month, in full-time equivalents and in heads; those not counted stand beside."""

    month: date
    ordinary_fte: float
    ordinary_heads: int | None
    subsidised: int
    under_18: int
    source: str
    recorded: Instant | None = Field(description="When the municipality got to know it; null where that was not kept")


class QuotaShown(Shown):
    """The cap on one day with the counts it rests on, by heads (the strict count) and in full-time equivalents."""

    unit: Id
    day: date
    rules: date
    months: list[MonthShown]
    employees: float = Field(description="The mean, in full-time equivalents: it decides")
    employees_heads: float | None = Field(description="The same in heads, for comparison")
    override: int | None
    override_reason: str | None
    places: int
    used: int
    free: int
    used_fte: float
    free_fte: float


@router.get("", responses=example(200, {"items": [UNIT], "next": None}))
def list_units(session: Transaction, user: Reader, paging: Paged) -> Page[UnitShown]:
    """Production units by id. Employers see those of their own companies."""
    employer_id = user.id if user.role == Role.EMPLOYER else None
    rows = queries.units(session, employer_id=employer_id, after=paging.after_id, limit=paging.one_more)
    return paging.page(rows, lambda row: (row.id,), UnitShown.model_validate)


@router.get("/{unit_id}/quota", responses=example(200, QUOTA))
def quota(
    session: Transaction,
    user: Person,
    today: Today,
    unit_id: PathId,
    on: Annotated[date | None, Query(description="The day; today where not given")] = None,
) -> QuotaShown:
    """How many subsidised places the unit may have on a day, how many are used, and how that was counted."""
    unit = service.unit_seen_by(session, user, unit_id)
    return _shown(unit, room.use_on(session, unit, on or today))


def _shown(unit: Unit, use: Use) -> QuotaShown:
    return QuotaShown(
        unit=unit.id,
        day=use.cap.day,
        rules=use.cap.rules,
        months=[MonthShown.model_validate(month) for month in use.cap.months],
        employees=round(use.cap.employees, 2),
        employees_heads=quotas.mean_heads(use.cap.months),
        override=use.cap.override,
        override_reason=unit.quota_override_reason,
        places=use.cap.places,
        used=use.used,
        free=use.free,
        used_fte=round(use.used_fte, 2),
        free_fte=round(use.free_fte, 2),
    )
