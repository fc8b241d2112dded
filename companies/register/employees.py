"""Employees per month: who told how many, and when. The cap rests on these figures (rimelighedskrav)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies.queries import lock_unit
from companies.register import queries
from companies.register.access import unit_changed_by
from companies.register.drafts import MonthDraft, month_faults
from companies.register.traces import plain
from companies.tables import EmployeeCount, Unit
from core import audit
from core.errors import BadInputError


class Source(StrEnum):
    """Where a figure comes from, in words that the evidence of a decision can show."""

    EMPLOYER = "virksomheden"
    STAFF = "kommunen"
    SHEET = "regneark"
    CVR = "CVR, støttede og unge ikke trukket fra"
    CVR_LESS = "CVR, støttede og unge trukket fra"


OF_THE_REGISTER = ("CVR",)
"""How the sources begin that a newer reading of the register may replace; what somebody has told stays."""


def record(
    session: Session,
    user: User,
    now: datetime,
    unit_id: int,
    months: Sequence[MonthDraft],
    *,
    today: date,
    source: Source | None = None,
) -> Unit:
    """Keep these months' employees of a unit; a month that says what is known already is left as it is.

    source: the company or the municipality by who records it, where it is not given. Raises NotFoundError,
    ForbiddenError, BadInputError.
    """
    unit_changed_by(session, user, unit_id)
    if found := month_faults(months, today):
        raise BadInputError(found)
    unit = lock_unit(session, unit_id)
    known = queries.counts(session, [unit.id]).get(unit.id, {})
    told = source or (Source.EMPLOYER if user.role == Role.EMPLOYER else Source.STAFF)
    for month in months:
        _record(session, user, now, unit, known.get(month.month), month, told)
    session.flush()
    return unit


def _record(
    session: Session,
    user: User,
    now: datetime,
    unit: Unit,
    row: EmployeeCount | None,
    draft: MonthDraft,
    source: Source,
) -> None:
    before = _figures(row) if row else None
    figures = {name: value for name, value in asdict(draft).items() if name != "month"}
    if before == figures or (row and source.startswith(OF_THE_REGISTER) and not row.source.startswith(OF_THE_REGISTER)):
        return
    if row is None:
        row = EmployeeCount(unit_id=unit.id, month=draft.month)
        session.add(row)
    facts = {"month": plain(draft.month), "was": before, "became": figures, "source": source.value}
    audit.record(session, now, user.id, "unit.employees", f"unit:{unit.id}", **facts)
    for name, value in figures.items():
        setattr(row, name, value)
    row.source, row.recorded_at, row.recorded_by = source.value, now, user.id


def _figures(row: EmployeeCount) -> dict[str, float]:
    return {
        "ordinary_fte": row.ordinary_fte,
        "ordinary_heads": row.ordinary_heads,
        "subsidised": row.subsidised,
        "under_18": row.under_18,
    }
