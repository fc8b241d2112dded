"""Additional employment (merbeskæftigelse): løntilskud must add to a firm's ordinary employees, not replace them.

Pure. A private firm is counted as a whole (CVR), a public one by the unit (P-number): the caller gives the units.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from companies.quotas import Month, mean
from companies.tables import Sector
from law.quota import CAPACITY_REDUCED, additional_employment_holds
from law.schemes import version_in_force
from law.values import Figures

SCHEME = "loentilskud"
"""The only scheme that the condition is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMonths:
    """What is known of one unit: its months, and the day it closed."""

    p_number: str
    months: tuple[Month, ...]
    closed_on: date | None = None

    def missing(self, month: date) -> bool:
        """Whether the unit was there in `month` and nobody has told how many it employed."""
        begun = bool(self.months) and self.months[0].month <= month
        open_then = self.closed_on is None or self.closed_on > month
        return begun and open_then and all(one.month != month for one in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Ordinary employees of all the units in one month, in full-time equivalents; `without` names units not told of."""

    month: date
    ordinary_fte: float
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Additional:
    """The latest month against the mean of the latest twelve, of the months that are known of every unit.

    holds is None where no month is known: then nobody can say.
    """

    months: tuple[Total, ...]
    latest: Total | None
    mean: float | None
    holds: bool | None


def asked_of(scheme: str, target_group: str) -> bool:
    """Whether the condition is asked for: løntilskud, but not for people with reduced work capacity."""
    return scheme == SCHEME and target_group not in CAPACITY_REDUCED


def counted_per_unit(sector: Sector) -> bool:
    """Whether the unit stands alone (public), or all the firm's units are counted together (private)."""
    return sector is Sector.PUBLIC


def additional(units: Sequence[UnitMonths], day: date) -> Additional:
    """The condition on `day`, under the rules of that day, with the months known then."""
    known = [_known(unit, day) for unit in units]
    totals = tuple(_total(known, month) for month in _latest_year(known, day))
    whole = [total for total in totals if not total.without]
    if not whole:
        return Additional(months=totals, latest=None, mean=None, holds=None)
    figures = [total.ordinary_fte for total in whole]
    return Additional(
        months=totals,
        latest=whole[-1],
        mean=mean([figure for figure in figures if figure > 0] or [0.0]),
        holds=additional_employment_holds(figures[-1], figures),
    )


def _known(unit: UnitMonths, day: date) -> UnitMonths:
    months = sorted((month for month in unit.months if month.known_on(day)), key=lambda month: month.month)
    return UnitMonths(p_number=unit.p_number, months=tuple(months), closed_on=unit.closed_on)


def _latest_year(units: Iterable[UnitMonths], day: date) -> list[date]:
    """The latest month that anything is known of and the eleven before it, those that anything is known of."""
    told = sorted({month.month for unit in units for month in unit.months})
    length = Figures(version_in_force(day)).whole("additional_employment.months")
    return [month for month in told if _number(month) > _number(told[-1]) - length]


def _number(month: date) -> int:
    return 12 * month.year + month.month


def _total(units: Iterable[UnitMonths], month: date) -> Total:
    told: Mapping[str, float] = {
        unit.p_number: one.ordinary_fte for unit in units for one in unit.months if one.month == month
    }
    without = tuple(unit.p_number for unit in units if unit.missing(month))
    return Total(month=month, ordinary_fte=round(sum(told.values()), 9), without=without)
