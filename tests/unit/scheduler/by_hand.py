"""The cheapest plan of a tiny problem by trying everything. Shares no code with the planner."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import combinations, product

from scheduler.engine.problem import Busy, Meeting, Problem
from scheduler.engine.result import PlannedMeeting

Choice = PlannedMeeting | None


def cheapest(case: Problem) -> float:
    """The least cost of any plan that keeps M1 to M7. (Pins are not tried.)"""
    everything = [[None, *alone(case, m)] for m in case.meetings]
    best = [float("inf")]

    def extend(done: list[Choice], cost: float) -> None:
        if cost >= best[0]:
            return
        if len(done) == len(case.meetings):
            if _in_order(case, done):
                best[0] = cost
            return
        m = case.meetings[len(done)]
        for choice in sorted(everything[len(done)], key=lambda each: price(case, m, each)):
            if choice is None or _beside(case, choice, done):
                extend([*done, choice], cost + price(case, m, choice))

    extend([], 0)
    return best[0]


def price(case: Problem, m: Meeting, choice: Choice) -> float:
    """What one meeting costs, planned so or left out."""
    w = case.weights
    if choice is None:
        return w.unplanned * m.weight
    late = max(0, (choice.start.date() - (m.due or m.latest)).days)
    missing = sum(who not in choice.attendees for who in m.optional)
    moved = m.previous is not None and m.previous.start != choice.start
    return w.late_day * m.weight * late + w.optional_missing * missing + w.moved * moved


def alone(case: Problem, m: Meeting) -> Iterator[PlannedMeeting]:
    """Every way to hold a meeting when there is no other."""
    for start, site in product(_starts(case, m), m.sites):
        end = start + timedelta(minutes=m.minutes)
        free = {p.id for p in case.people if _free(case, p.id, start, end)}
        if not set(m.named) <= free:
            continue
        for who in _crowds(m, free):
            for room in _rooms(case, site, len(who), start, end):
                yield PlannedMeeting(id=m.id, start=start, end=end, site=site, room=room, attendees=who)


def _starts(case: Problem, m: Meeting) -> Iterator[datetime]:
    for number in range((case.horizon.to - case.horizon.from_).days + 1):
        day = case.horizon.from_ + timedelta(days=number)
        if day.isoweekday() > 5 or day in case.closed or not m.earliest <= day <= m.latest:
            continue
        for minute in range(0, 24 * 60, case.slot_minutes):
            start = datetime.combine(day, time()) + timedelta(minutes=minute)
            opens, closes = datetime.combine(day, case.day.from_), datetime.combine(day, case.day.to)
            if opens <= start and start + timedelta(minutes=m.minutes) <= closes:
                yield start


def _free(case: Problem, who: str, start: datetime, end: datetime) -> bool:
    person = next(p for p in case.people if p.id == who)
    works = person.works is None or any(
        w.weekday == start.isoweekday() and w.from_ <= start.time() and end.time() <= w.to for w in person.works
    )
    return works and _not_taken(person.busy, start, end)


def _not_taken(busy: tuple[Busy, ...], start: datetime, end: datetime) -> bool:
    return all(end <= taken.from_ or taken.to <= start for taken in busy)


def _crowds(m: Meeting, free: set[str]) -> Iterator[tuple[str, ...]]:
    spoken_for = {*m.named, *m.optional}
    pools = [[who for who in pool if who in free and who not in spoken_for] for pool in m.roles]
    fills = {tuple(sorted(fill)) for fill in product(*pools) if len(set(fill)) == len(fill)}
    guests = [who for who in m.optional if who in free]
    for fill, many in product(sorted(fills), range(len(guests) + 1)):
        for coming in combinations(guests, many):
            yield (*m.named, *fill, *coming)


def _rooms(case: Problem, site: str, people: int, start: datetime, end: datetime) -> list[str | None]:
    if not next(s for s in case.sites if s.id == site).needs_room:
        return [None]
    return [r.id for r in case.rooms if r.site == site and r.capacity >= people and _not_taken(r.busy, start, end)]


def _beside(case: Problem, choice: PlannedMeeting, done: list[Choice]) -> bool:
    others = [other for other in done if other is not None]
    return all(_compatible(case, choice, other) for other in others) and all(
        person.max_per_day is None
        or sum(o.start.date() == choice.start.date() and person.id in o.attendees for o in [*others, choice])
        <= person.max_per_day
        for person in case.people
        if person.id in choice.attendees
    )


def _compatible(case: Problem, a: PlannedMeeting, b: PlannedMeeting) -> bool:
    first, second = sorted((a, b), key=lambda each: each.start)
    between = (second.start - first.end) / timedelta(minutes=1)
    if between < 0 and (a.room is not None and a.room == b.room):
        return False
    if not set(a.attendees) & set(b.attendees):
        return True
    way = 0 if first.site == second.site else _way(case, first.site, second.site)
    return between >= 0 and (between >= way or first.start.date() != second.start.date())


def _way(case: Problem, here: str, there: str) -> int:
    ways = {(way.from_, way.to): way.minutes for way in case.travel_minutes}
    return ways.get((here, there), ways.get((there, here), 0))


def _in_order(case: Problem, done: list[Choice]) -> bool:
    day = {choice.id: choice.start.date() for choice in done if choice is not None}
    return all(
        rule.meeting in day and rule.min_days <= (day[m.id] - day[rule.meeting]).days <= rule.max_days
        for m in case.meetings
        if m.id in day
        for rule in m.after
    )
