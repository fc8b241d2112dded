"""When absence has become a pattern that somebody should ask about (fraværsmønster). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from placements.daily.tables import Presence
from scheduler.followups.terms import Terms

ABSENT = frozenset({Presence.AWAY, Presence.EXCUSED})
UNEXCUSED = frozenset({Presence.AWAY})


@dataclass(frozen=True, slots=True)
class Limit:
    """So many absences of these kinds within so many of the placement's days are a pattern."""

    kinds: frozenset[Presence]
    number: int
    within: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Absences that have reached a limit; `until` is the day of the last of them."""

    limit: Limit
    until: date


def limits(terms: Terms, on: date) -> tuple[Limit, ...]:
    """The limits in force on the day `on`, the strictest first."""
    return (
        Limit(UNEXCUSED, terms.whole("absence.unexcused", on), terms.whole("absence.unexcused_within_days", on)),
        Limit(ABSENT, terms.whole("absence.any", on), terms.whole("absence.any_within_days", on)),
    )


def pattern(told: Mapping[date, Presence], days: Sequence[date], wanted: Sequence[Limit]) -> Pattern | None:
    """The latest pattern in what was told of `days`, the placement's days in order; None where there is none.

    A day of which nothing is told counts as a day on which nobody was away.
    """
    found = (one for limit in wanted for one in _reached(told, days, limit))
    return max(found, key=lambda one: one.until, default=None)


def _reached(told: Mapping[date, Presence], days: Sequence[date], limit: Limit) -> Iterator[Pattern]:
    missed = [place for place, day in enumerate(days) if told.get(day) in limit.kinds]
    for first, last in zip(missed, missed[limit.number - 1 :], strict=False):
        if last - first < limit.within:
            yield Pattern(limit, days[last])
