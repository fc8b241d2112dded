"""How many places under the cap (rimelighedskrav) a unit has free in the weeks ahead, as steps. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from companies.quotas import Month, Stay, Use, cap, use
from law.schemes import RULES_VERSIONS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Days, both included, through which as much is used and free."""

    first: date
    last: date
    use: Use


def free_ahead(
    counts: Iterable[Month], stays: Iterable[Stay], first: date, weeks: int, override: int | None = None
) -> tuple[Step, ...]:
    """What is used and free from `first` on for as many weeks, under the rules of each day and with what is known now.

    Neighbouring steps differ in something. What begins after the last day is left out.
    """
    known = [count for count in counts if count.known_on(first)]
    there = list(stays)
    end = first + timedelta(weeks=weeks)
    changes = sorted({first, end, *(day for day in _changes(there) if first < day < end)})
    steps = [
        Step(first=day, last=after - ONE_DAY, use=use(cap(known, day, override), there))
        for day, after in pairwise(changes)
    ]
    return tuple(_joined(steps))


def first_fit(steps: Sequence[Step], days: int) -> date | None:
    """The first day from which one more fits for that many days on end; None where none is seen in the steps."""
    begin: date | None = None
    for step in steps:
        begin = (begin or step.first) if step.use.free else None
        if begin is not None and (step.last - begin).days + 1 >= days:
            return begin
    return None


def _changes(stays: Iterable[Stay]) -> Iterator[date]:
    yield from RULES_VERSIONS
    for stay in stays:
        yield stay.start
        if stay.end is not None:
            yield stay.end + ONE_DAY


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """One step of several that are alike."""
    before: Step | None = None
    for step in steps:
        if before is not None and _figures(before) == _figures(step):
            before = Step(first=before.first, last=step.last, use=before.use)
            continue
        if before is not None:
            yield before
        before = step
    if before is not None:
        yield before


def _figures(step: Step) -> tuple[int, int, float]:
    return step.use.cap.places, step.use.used, step.use.used_fte
