"""The cap on subsidised places per production unit (rimelighedskrav), and additional employment (merbeskæftigelse)."""

import math
from collections.abc import Sequence
from datetime import date
from statistics import fmean

from law.schemes import version_in_force
from law.values import Figures

CAPACITY_REDUCED = frozenset({"ledighedsydelse", "ressourceforloeb", "foertidspension"})
"""Groups with reduced work capacity, of whom additional employment is not asked. Which groups these are is assumed."""
ROUNDING = 1e-9


def quota(employees: float, rules: date) -> int:
    """How many subsidised places a unit may have (rimelighedskrav), under the rules in force on the day `rules`.

    employees: ordinary employees in full-time equivalents, the mean of the latest four months. Rounded down.
    Source: the 2015 folder until 2021; BEK 2636 of 28/12/2021 § 65 from 2022-01-01.
    """
    figures = Figures(version_in_force(rules))
    if employees < figures.whole("quota.least_employees"):
        return 0
    small, above = figures.whole("quota.small_unit"), figures.whole("quota.employees_per_place_above")
    if employees > small and not figures.holds("quota.cumulative"):
        return math.floor(employees / above)
    within = math.floor(min(employees, small) / figures.whole("quota.employees_per_place"))
    return max(figures.whole("quota.least"), within + math.floor(max(employees - small, 0) / above))


def additional_employment_holds(latest_month: float, twelve_months: Sequence[float]) -> bool:
    """Whether løntilskud would be additional employment (merbeskæftigelse).

    latest_month: ordinary full-time employees in the latest month; twelve_months: the same for each of the latest
    twelve, the latest included. A month without staff is left out of the mean (foa.dk). Private firms are counted
    at CVR level, public ones per unit.
    """
    staffed = [month for month in twelve_months if month > 0]
    return not staffed or latest_month >= fmean(staffed) - ROUNDING
