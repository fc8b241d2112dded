"""Who and what may come: futures drawn from what has come before.

A future is a list of citizens and openings that arrive in the weeks ahead. Their number is Poisson, as arrivals that do
not wait for each other are; who and what they are is drawn from those that came before, with all their dates moved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from matcher.engine.problem import Citizen, Opening, Pair, Problem, StartWindow

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What has come before, each as it was known on arrival, with its dates as if it had arrived on `day`.

    Consultants, support workers and units are those of the problem that the stream is used for. Rates are per week.
    """

    day: date
    citizens: tuple[Citizen, ...]
    openings: tuple[Opening, ...]
    citizens_per_week: float
    openings_per_week: float

    @property
    def per_week(self) -> float:
        """How many citizens and openings come in a week; 0 where nothing is known that could come."""
        return self.citizens_per_week * bool(self.citizens) + self.openings_per_week * bool(self.openings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a municipality knows of what comes after `today`.

    leaving: the day from which a citizen is no longer there, for those of whom it is known.
    """

    today: date
    stream: Stream
    leaving: Mapping[str, date] = field(default_factory=dict)


def arrived(citizen: Citizen, name: str, later: timedelta) -> Citizen:
    """The same citizen under another name, so much later."""
    return replace(
        citizen,
        id=name,
        available_from=citizen.available_from + later,
        unemployed_since=citizen.unemployed_since + later,
    )


def opened(opening: Opening, name: str, later: timedelta) -> Opening:
    """The same opening under another name, so much later."""
    window = StartWindow(earliest=opening.start.earliest + later, latest=opening.start.latest + later)
    return replace(opening, id=name, start=window)


def with_future(
    problem: Problem, stream: Stream, today: date, weeks: int, leaving: Mapping[str, date], rng: np.random.Generator
) -> Problem:
    """`problem` and, after its own citizens and openings, those that come in the `weeks` after `today`.

    Who is `leaving` before an opening comes cannot have it.
    """
    people = list(_arrivals(rng, stream.citizens_per_week, len(stream.citizens), weeks))
    places = list(_arrivals(rng, stream.openings_per_week, len(stream.openings), weeks))
    since = today - stream.day
    gone = [
        Pair(citizen=citizen, opening=f"future:{n}")
        for n, (week, _) in enumerate(places)
        for citizen, day in leaving.items()
        if day <= today + week * WEEK
    ]
    comers = [arrived(stream.citizens[i], f"future:{n}", since + week * WEEK) for n, (week, i) in enumerate(people)]
    offers = [opened(stream.openings[i], f"future:{n}", since + week * WEEK) for n, (week, i) in enumerate(places)]
    return replace(
        problem,
        citizens=(*problem.citizens, *comers),
        openings=(*problem.openings, *offers),
        forbidden=(*problem.forbidden, *gone),
    )


def _arrivals(rng: np.random.Generator, rate: float, known: int, weeks: int) -> Iterator[tuple[int, int]]:
    """The week of each arrival, and which of the `known` ones it is like."""
    for week in range(1, weeks + 1):
        for _ in range(int(rng.poisson(rate)) if known else 0):
            yield week, int(rng.integers(known))
