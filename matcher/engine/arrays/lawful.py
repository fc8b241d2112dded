"""H4's law as intervals: for each citizen and scheme the first and last day on which a placement may lawfully start.

Every condition of `law.schemes.Terms` that depends on the start day (whole months unemployed, age by start year, years
of residence, the last day of the scheme itself) holds on one interval of days, so it is enough to know its two ends.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from law.schemes import GROUPS, SCHEMES, SECTORS, Terms, terms
from matcher.engine.problem import Citizen, Problem

NEVER, ALWAYS = 0, date.max.toordinal()
NO_LIMIT = 10**6
NOT_OPEN = -1


@dataclass(frozen=True, slots=True)
class Lawful:
    """What the law decides, as arrays over `SCHEMES`.

    first, last: C x S days between which the scheme may start (last < first where it may not).
    weeks: C x S x 2 longest stay for the citizen's target group at private and public units, -1 where not open.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    weeks: NDArray[np.int64]
    counts: NDArray[np.bool_]  # S, whether the scheme fills the quota
    least_hours: NDArray[np.float64]  # S
    social_or_public: NDArray[np.bool_]  # S

    @classmethod
    def of(cls, problem: Problem) -> "Lawful":
        """The law for these citizens under the problem's rules version."""
        known = [terms(scheme, problem.rules_day) for scheme in SCHEMES]
        ends = [_intervals(one, problem.citizens) for one in known]
        table = np.array(ends, dtype=np.int64).reshape(len(SCHEMES), -1, 2).swapaxes(0, 1)
        groups = {group: i for i, group in enumerate(sorted(GROUPS))}
        stays = np.array([[_stays(one, group) for one in known] for group in groups], dtype=np.int64)
        return cls(
            table[:, :, 0],
            table[:, :, 1],
            stays[[groups[citizen.target_group] for citizen in problem.citizens]],
            np.array([one is not None and one.counts_in_quota for one in known], dtype=bool),
            np.array([one.least_weekly_hours if one else 0.0 for one in known]),
            np.array([one is not None and one.social_or_public_only for one in known], dtype=bool),
        )


def _intervals(scheme: Terms | None, citizens: Sequence[Citizen]) -> list[tuple[int, int]]:
    """The interval of each citizen, worked out once where it is the same for all."""
    if scheme is None:
        return [(ALWAYS, NEVER)] * len(citizens)
    personal = (scheme.unemployed_months, scheme.age_from, scheme.age_to, scheme.residence_years_below)
    if all(condition is None for condition in personal):
        return [interval(scheme, one) for one in citizens[:1]] * len(citizens)
    return [interval(scheme, one) for one in citizens]


def interval(scheme: Terms, citizen: Citizen) -> tuple[int, int]:
    """First and last day on which `scheme` may start for `citizen`, as ordinals, both included."""
    first = max(_waited_long_enough(scheme, citizen), _old_enough(scheme, citizen))
    last = min(_young_enough(scheme, citizen), _new_enough(scheme, citizen))
    return first, min(last, scheme.last_start.toordinal() if scheme.last_start else ALWAYS)


def _waited_long_enough(scheme: Terms, citizen: Citizen) -> int:
    exempt = (scheme.exempt_single_parent and citizen.single_parent) or (
        scheme.exempt_no_education and citizen.no_education
    )
    if scheme.unemployed_months is None or exempt:
        return NEVER
    day = _whole_months_on(citizen.unemployed_since, scheme.unemployed_months).toordinal()
    return day if scheme.exempt_age is None else min(day, _new_year(citizen.birth_year + scheme.exempt_age))


def _old_enough(scheme: Terms, citizen: Citizen) -> int:
    return NEVER if scheme.age_from is None else _new_year(citizen.birth_year + scheme.age_from)


def _young_enough(scheme: Terms, citizen: Citizen) -> int:
    return ALWAYS if scheme.age_to is None else _new_year(citizen.birth_year + scheme.age_to + 1) - 1


def _new_enough(scheme: Terms, citizen: Citizen) -> int:
    if scheme.residence_years_below is None:
        return ALWAYS
    if citizen.resident_since is None:
        return NEVER
    return _whole_months_on(citizen.resident_since, 12 * scheme.residence_years_below).toordinal() - 1


@cache
def _new_year(year: int) -> int:
    return date(year, 1, 1).toordinal()


@cache
def _whole_months_on(day: date, months: int) -> date:
    """The first day on which `months` whole months have passed since `day`.

    Where the month is too short for the day's number, that is the first of the next month.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if day.day <= length:
        return date(year, month + 1, day.day)
    return date(year, month + 1, length) + timedelta(days=1)


def _stays(scheme: Terms | None, group: str) -> list[int]:
    weeks: Mapping[tuple[str, str], int | None] = scheme.weeks if scheme else {}
    return [_stay(weeks, group, sector) for sector in _private_then_public()]


def _stay(weeks: Mapping[tuple[str, str], int | None], group: str, sector: str) -> int:
    if (group, sector) not in weeks:
        return NOT_OPEN
    longest = weeks[group, sector]
    return NO_LIMIT if longest is None else longest


def _private_then_public() -> Iterable[str]:
    return sorted(SECTORS)
