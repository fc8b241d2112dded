"""Rows -> the counts that a decision rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from companies import queries as companies
from companies.additional import SCHEME, UnitMonths, asked_of, counted_per_unit
from companies.quotas import Month, Stay
from companies.tables import Unit
from core.clock import local_day
from law.schemes import version_in_force
from law.values import Figures
from placements.evidence import queries
from placements.evidence.records import Counts, Where

CONDITIONS = ("additional", "statement")
"""What a decision under the cap asks besides the cap; what else a caseworker overrules is about the citizen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: a place from the first day to the last for somebody of `target_group`.

    others: the places that others fill or will fill in the unit. On an extension `place` is the days it adds.
    """

    place: Stay
    others: Sequence[Stay]
    target_group: str
    proposal_id: int | None = None


def counts(session: Session, now: datetime, user_id: int | None, step: str, unit: Unit, asked: Asked) -> Counts:
    """Everything known now that bears on the question."""
    today, whole = local_day(now), companies.unit(session, unit.id)
    assert whole is not None
    of = asked.proposal_id
    return Counts(
        where=_where(whole),
        at=now,
        day=today,
        by=None if user_id is None else queries.names(session, [user_id])[user_id],
        step=step,
        place=asked.place,
        months=latest_year(companies.months(session, [unit.id]).get(unit.id, []), today),
        override=queries.override_of(session, unit),
        stays=tuple(stay for stay in asked.others if _meets(stay, asked.place)),
        exempt=asked.place.scheme == SCHEME and not asked_of(SCHEME, asked.target_group),
        units=units_counted(session, whole, today) if asked.place.scheme == SCHEME else (),
        statement=None if of is None else queries.statement_of(session, of),
        overruled=() if of is None else queries.overrulings(session, of, CONDITIONS),
    )


def _where(unit: Unit) -> Where:
    company = unit.company
    return Where(
        p_number=unit.p_number,
        unit=unit.name,
        cvr=company.cvr,
        company=company.name,
        sector=company.sector.value,
    )


def _meets(one: Stay, other: Stay) -> bool:
    return one.covers(other.start) or other.covers(one.start)


def latest_year(months: Iterable[Month], today: date) -> tuple[Month, ...]:
    """The months known today, as many of the latest as additional employment looks at: more than the mean is of."""
    known = [month for month in months if month.known_on(today)]
    return tuple(known[-Figures(version_in_force(today)).whole("additional_employment.months") :])


def units_counted(session: Session, unit: Unit, today: date) -> tuple[UnitMonths, ...]:
    """The unit alone where it is public, else every unit of its company."""
    alone = counted_per_unit(unit.company.sector)
    together = [unit] if alone else companies.units_of_company(session, unit.company_id)
    months = companies.months(session, [one.id for one in together])
    return tuple(
        UnitMonths(
            p_number=one.p_number,
            months=latest_year(months.get(one.id, []), today),
            closed_on=one.closed_on,
        )
        for one in together
    )
