"""A year of the demo municipality as it comes: who is ready on the first day, who becomes ready, and what opens.

The first day is the demo municipality itself. Those who come are the ready citizens of other municipalities of the same
generator; what opens is dealt anew to the municipality's own firms. Both come as Poisson processes, week by week.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from core.db import Base
from law.workdays import is_working_day
from matcher.engine.ahead.futures import WEEK, Stream, arrived, opened
from matcher.engine.problem import Citizen, Horizon, Opening, Pair, Problem, Staff, StartWindow
from matcher.loading import LEAD, load_problem
from seed import cases, figures, firms, lives, municipality, openings, people, placements, store
from seed import staff as staffing
from seed.chance import dice
from seed.municipality import Municipality
from seed.people import REFERRED
from seed.placements import Market

DAY = date(2026, 12, 7)
WEEKS = 52
PATIENCE = 26
"""Weeks after which a citizen without a place is offered something else (a plan is renewed every half year)."""
FLOW = 365 / (REFERRED["ready"][1] - REFERRED["ready"][0])
"""Arrivals in a year for everybody ready on the first day: they came within the last 45 to 364 days."""
POOL = 1.3
"""A pool of so many times the municipality's citizens suffices for a year's arrivals."""


@dataclass(frozen=True)
class Year:
    """whole: the problem of somebody who knows the whole year. ready, known, leaves: weeks, by id.

    A citizen can be placed in the weeks from `ready` to the one before `leaves`, an opening filled from `known` on.
    stream: last year's arrivals, which is what a policy knows of the future.
    """

    whole: Problem
    ready: Mapping[str, int]
    leaves: Mapping[str, int]
    known: Mapping[str, int]
    stream: Stream

    @cached_property
    def citizens(self) -> dict[str, Citizen]:
        """By id."""
        return {one.id: one for one in self.whole.citizens}

    @cached_property
    def openings(self) -> dict[str, Opening]:
        """By id."""
        return {one.id: one for one in self.whole.openings}


def monday(week: int) -> date:
    """The day on which the places of a week are given."""
    return DAY + week * WEEK


def year(citizens: int, seed: int) -> Year:
    """A year of a municipality of so many citizens, of whom half are ready."""
    town, rng = municipality.build(citizens, seed, DAY), np.random.default_rng(seed)
    base, market = _loaded(town), _market(citizens, seed)
    comers, earlier = (_people(citizens, seed + offset, base) for offset in (10_000, 20_000))
    offers, past = (_offers(town, market, f"{seed}: {which} year") for which in ("this", "last"))
    per_week = FLOW * len(base.citizens) / WEEKS, FLOW * len(base.openings) / WEEKS
    ready, known = _weeks(rng, [one.id for one in comers], per_week[0]), _weeks(rng, list(offers), per_week[1])
    leaves = {one.id: int(rng.integers(1, PATIENCE + 1)) for one in base.citizens}
    leaves |= {name: week + PATIENCE for name, week in ready.items()}
    whole = replace(
        base,
        horizon=Horizon(from_=DAY + LEAD, to=monday(2 * WEEKS)),
        change_cost=0.0,
        citizens=base.citizens + tuple(arrived(one, one.id, ready[one.id] * WEEK) for one in comers if one.id in ready),
        openings=base.openings + tuple(opened(offers[name], name, week * WEEK) for name, week in known.items()),
        consultants=_for_a_year(base.consultants),
        support_workers=_for_a_year(base.support_workers),
    )
    stream = Stream(
        day=DAY,
        citizens=tuple(earlier),
        openings=tuple(past.values()),
        citizens_per_week=per_week[0],
        openings_per_week=per_week[1],
    )
    ready |= {one.id: 0 for one in base.citizens}
    known |= {one.id: 0 for one in base.openings}
    whole = _only_units_in_use(whole, [*whole.openings, *stream.openings])
    stream = replace(stream, citizens=tuple(replace(one, excluded_units=()) for one in stream.citizens))
    return Year(replace(whole, forbidden=tuple(_never_together(whole, leaves, known))), ready, leaves, known, stream)


def _loaded(town: Municipality) -> Problem:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        store.store(session, town)
        problem = load_problem(session, DAY)
    engine.dispose()
    return problem


def _people(citizens: int, seed: int, base: Problem) -> list[Citizen]:
    """Ready citizens of another municipality, in the hands of this one's staff."""
    other = _loaded(municipality.build(round(POOL * citizens), seed, DAY))
    consultants, helpers = (_successors(*parts) for parts in (
        (other.consultants, base.consultants), (other.support_workers, base.support_workers)))  # fmt: skip
    return [
        replace(
            one,
            id=f"{seed}:{one.id}",
            available_from=max(one.available_from, DAY + LEAD),
            consultant=consultants[one.consultant],
            support_worker=one.support_worker and helpers[one.support_worker],
            excluded_units=(),
        )
        for one in other.citizens
    ]


def _successors(theirs: Sequence[Staff], ours: Sequence[Staff]) -> dict[str, str]:
    """Staff by staff in the order of their areas."""
    return {one.id: ours[n * len(ours) // len(theirs)].id for n, one in enumerate(theirs)}


def _market(citizens: int, seed: int) -> Market:
    """The firms of the municipality with their quotas, as `municipality.build` has them when it deals openings."""
    persons, _ = people.build(dice(seed, "people"), citizens, DAY)
    fate = dice(seed, "lives")
    known = [(person, lives.build(fate, person, DAY)) for person in persons]
    staff = staffing.build(dice(seed, "staff"), known)
    hands = cases.hand_out(dice(seed, "hands"), known, staff)
    portfolios = cases.portfolios(known, hands)
    companies = firms.build(dice(seed, "firms"), citizens, portfolios, len(staff.users) + 1, DAY)
    market = placements.open_market(companies, DAY)
    placements.build(dice(seed, "placements"), known, market, DAY)
    return market


def _offers(town: Municipality, market: Market, purpose: str) -> dict[str, Opening]:
    """Openings dealt anew, as if each had been registered on the first day."""
    ready = sum(one.status == "ready" for one in town.citizens)
    seats = round(2 * POOL * ready * figures.SEATS_PER_READY_CITIZEN)
    offers, shifts = openings.build(dice(0, purpose), market, seats, DAY)
    registered = {f"o{one.id}": one.created_at.date() for one in offers}
    problem = _loaded(replace(town, openings=offers, shifts=shifts))
    found = {}
    for one in problem.openings:
        later = DAY - registered[one.id]
        earliest = _working_day(max(one.start.earliest + later, DAY + LEAD))
        window = StartWindow(earliest=earliest, latest=max(earliest, one.start.latest + later))
        found[f"{purpose}:{one.id}"] = replace(one, id=f"{purpose}:{one.id}", start=window)
    return found


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _weeks(rng: np.random.Generator, pool: Sequence[str], rate: float) -> dict[str, int]:
    """Who or what comes in which week: each week a Poisson number of the pool, in random order."""
    left, found = list(rng.permutation(pool)), {}
    for week in range(1, WEEKS):
        for _ in range(min(int(rng.poisson(rate)), len(left))):
            found[str(left.pop())] = week
    return found


def _for_a_year(staff: Iterable[Staff]) -> tuple[Staff, ...]:
    return tuple(replace(one, capacity=round(one.capacity * (1 + FLOW))) for one in staff)


def _only_units_in_use(whole: Problem, offers: Sequence[Opening]) -> Problem:
    used = {one.unit for one in offers}
    return replace(
        whole,
        units=tuple(unit for unit in whole.units if unit.id in used),
        citizens=tuple(
            replace(one, excluded_units=tuple(unit for unit in one.excluded_units if unit in used))
            for one in whole.citizens
        ),
    )


def _never_together(whole: Problem, leaves: Mapping[str, int], known: Mapping[str, int]) -> Iterable[Pair]:
    """The pairs whose opening becomes known when the citizen has left."""
    for citizen in whole.citizens:
        for opening in whole.openings:
            if known[opening.id] >= leaves[citizen.id]:
                yield Pair(citizen=citizen.id, opening=opening.id)
