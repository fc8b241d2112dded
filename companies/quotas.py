"""The cap on subsidised places (rimelighedskrav) counted for one unit: how many, who fills them, what is left.

Pure: months and stays in, figures out. The numbers of the rule are in `law/`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean

from core.clock import local_day
from law.quota import quota as lawful_quota
from law.schemes import terms, version_in_force
from law.values import Figures

DECIMALS = 9
"""More than anybody counts employees with, fewer than binary fractions are wrong by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Employees of a unit in the month that begins on `month`, with where the figures come from.

    ordinary_fte: ordinary employees in full-time equivalents (årsværk), ordinary_heads: the same people by heads; both
    without the subsidised and those under 18, who are told beside. recorded: when the municipality got to know it,
    None where that was not kept.
    """

    month: date
    ordinary_fte: float
    source: str
    ordinary_heads: int | None = None
    subsidised: int = 0
    under_18: int = 0
    recorded: datetime | None = None
    recorded_by: int | None = None

    def known_on(self, day: date) -> bool:
        """Whether the month had begun and its figures had come in by the end of `day`."""
        return self.month <= day and (self.recorded is None or local_day(self.recorded) <= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A place that somebody fills from `start` to `end`, both included; `end` None while open-ended."""

    scheme: str
    start: date
    end: date | None
    hours: float
    mentor: bool = False

    def covers(self, day: date) -> bool:
        """Whether the place is taken on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """How many places a unit may have on `day`, with the counts it rests on."""

    day: date
    rules: date
    months: tuple[Month, ...]
    employees: float
    override: int | None
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What of a cap is used and free on its day: by heads (the strict count) and in full-time equivalents."""

    cap: Cap
    used: int
    free: int
    used_fte: float
    free_fte: float


def latest_months(counts: Iterable[Month], day: date) -> tuple[Month, ...]:
    """The latest months known on `day`, as many as the mean is over, oldest first; fewer where fewer are known."""
    known = sorted((count for count in counts if count.known_on(day)), key=lambda count: count.month)
    return tuple(known[-Figures(version_in_force(day)).whole("quota.mean_months") :])


def mean_employees(months: Sequence[Month]) -> float:
    """Mean ordinary employees over `months`, in full-time equivalents; 0 where none are known."""
    return mean([month.ordinary_fte for month in months]) if months else 0.0


def mean_heads(months: Sequence[Month]) -> float | None:
    """The same by heads, to be shown beside; None where a month's heads are not known."""
    heads = [month.ordinary_heads for month in months if month.ordinary_heads is not None]
    return mean(heads) if heads and len(heads) == len(months) else None


def mean(figures: Sequence[float]) -> float:
    """The mean, without the last bits that binary fractions add: 9.7 and 10.3 are 10, and 10 gives a place more."""
    return round(fmean(figures), DECIMALS)


def cap(counts: Iterable[Month], day: date, override: int | None = None) -> Cap:
    """The cap on `day` under the rules of that day. An `override` by the municipality replaces the computed figure."""
    months = latest_months(counts, day)
    employees = mean_employees(months)
    places = lawful_quota(employees, day) if override is None else override
    return Cap(
        day=day,
        rules=version_in_force(day),
        months=months,
        employees=employees,
        override=override,
        places=places,
    )


def fills_quota(scheme: str, day: date) -> bool:
    """Whether places in `scheme` count under the rules of `day`."""
    found = terms(scheme, day)
    return found is not None and found.counts_in_quota


def use(limit: Cap, stays: Iterable[Stay]) -> Use:
    """What the stays use of `limit` on its day; nothing is free where it is overfull."""
    there = [stay for stay in stays if stay.covers(limit.day) and fills_quota(stay.scheme, limit.day)]
    fte = sum(full_time(stay, limit.day) for stay in there)
    return Use(
        cap=limit,
        used=len(there),
        free=max(0, limit.places - len(there)),
        used_fte=fte,
        free_fte=max(0.0, limit.places - fte),
    )


def full_day(limit: Cap, stays: Iterable[Stay], new: Stay) -> date | None:
    """The first day on which `new` does not fit beside `stays` under `limit`, counted by heads; None where it fits.

    A stay in a scheme that does not count always fits.
    """
    if not fills_quota(new.scheme, limit.day):
        return None
    return _crowded([stay for stay in stays if fills_quota(stay.scheme, limit.day)], new, limit.places)


def days_looked_at(stays: Iterable[Stay], new: Stay) -> tuple[date, ...]:
    """The first day of `new`, and every later one of its days on which a stay begins: on no other can there be more."""
    return tuple(sorted({new.start, *(stay.start for stay in stays if new.covers(stay.start))}))


def mentorless_day(capacity: int, stays: Iterable[Stay], new: Stay) -> date | None:
    """The first day on which the unit has no mentor left for `new`; None where it has, or `new` needs none."""
    if not new.mentor:
        return None
    return _crowded([stay for stay in stays if stay.mentor], new, capacity)


def full_time(stay: Stay, day: date) -> float:
    """The stay in full-time equivalents (årsværk), under the rules of `day`."""
    return stay.hours / Figures(version_in_force(day)).whole("quota.full_time_hours")


def _crowded(stays: Sequence[Stay], new: Stay, room: int) -> date | None:
    """The first day with more than `room`."""
    everyone = (*stays, new)
    looked_at = days_looked_at(stays, new)
    return next((day for day in looked_at if sum(stay.covers(day) for stay in everyone) > room), None)
