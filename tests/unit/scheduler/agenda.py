"""Small meeting problems, written in a line or two, and what the planner makes of them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.engine.check import check
from scheduler.engine.problem import (
    After,
    AnyOf,
    Busy,
    Day,
    Horizon,
    Meeting,
    Person,
    Pin,
    Previous,
    Problem,
    Room,
    Site,
    Travel,
    Work,
)
from scheduler.engine.result import Answer, PlannedMeeting
from scheduler.engine.solve import solve

MONDAY = date(2026, 12, 7)
HALL, HOME = Site(id="hall"), Site(id="home", needs_room=False)
ROOM = Room(id="r1", site="hall", capacity=9)


def day(number: int) -> date:
    """Monday is 0."""
    return MONDAY + timedelta(days=number)


def at(clock: str, number: int = 0) -> datetime:
    """A moment on a day."""
    return datetime.combine(day(number), time.fromisoformat(clock))


def busy(start: str, end: str, number: int = 0) -> Busy:
    """A time that is taken."""
    return Busy(from_=at(start, number), to=at(end, number))


def work(start: str, end: str, weekday: int = 1) -> Work:
    """Working hours on a weekday."""
    return Work(weekday=weekday, from_=time.fromisoformat(start), to=time.fromisoformat(end))


def person(name: str, *taken: Busy, **more: Any) -> Person:
    """Somebody with a calendar."""
    return Person(id=name, busy=taken, **more)


def meeting(name: str, *required: str | AnyOf, **more: Any) -> Meeting:
    """An hour at home, on the first Monday, unless told otherwise."""
    fields: dict[str, Any] = {"minutes": 60, "earliest": MONDAY, "latest": MONDAY, "sites": ("home",)}
    return Meeting(id=name, required=required, **(fields | more))


def any_of(*people: str) -> AnyOf:
    """One of these."""
    return AnyOf(any_of=people)


def after(name: str, least: int, most: int) -> After:
    """So many days after another."""
    return After(meeting=name, min_days=least, max_days=most)


def pin(clock: str, *people: str, number: int = 0, site: str = "home", room: str | None = None) -> Pin:
    """A settled meeting."""
    return Pin(start=at(clock, number), site=site, room=room, attendees=people)


def previous(clock: str, number: int = 0) -> Previous:
    """Where it stood before."""
    return Previous(start=at(clock, number))


def way(first: str, second: str, minutes: int) -> Travel:
    """The way between two sites."""
    return Travel(from_=first, to=second, minutes=minutes)


def problem(*meetings: Meeting, people: tuple[Person, ...] = (), **more: Any) -> Problem:
    """Two weeks from eight to twelve; whoever is named and not given is free all the time."""
    known = {one.id for one in people}
    named = {who for m in meetings for who in (*m.named, *m.optional, *(w for pool in m.roles for w in pool))}
    fields: dict[str, Any] = {
        "horizon": Horizon(from_=MONDAY, to=day(11)),
        "slot_minutes": 30,
        "day": Day(from_=time(8), to=time(12)),
        "sites": (HALL, HOME),
        "rooms": (ROOM,),
    }
    everybody = (*people, *(Person(id=who) for who in sorted(named - known)))
    return Problem(people=everybody, meetings=meetings, **(fields | more))


def solved(case: Problem, **more: Any) -> Answer:
    """The planner's answer, which holds by the checker's word and is proven."""
    answer = solve(case, **more)
    assert isinstance(answer, Answer)
    assert check(case, answer) == []
    assert answer.status == "optimal"
    return answer


def times(answer: Answer) -> dict[str, str]:
    """When each planned meeting starts, as day number and clock: `0 08:00`."""
    return {m.id: f"{(m.start.date() - MONDAY).days} {m.start:%H:%M}" for m in answer.meetings}


def held(answer: Answer, name: str = "m") -> PlannedMeeting:
    """One planned meeting."""
    return next(m for m in answer.meetings if m.id == name)


def left_out(answer: Answer) -> dict[str, str]:
    """Why each unplanned meeting is left out."""
    return {each.id: each.because for each in answer.unplanned}


def breaches(case: Problem, *plan: PlannedMeeting) -> list[str]:
    """The hard rules that a plan of these meetings breaks, by the checker's word."""
    answer = Answer(status="feasible", cost=0, bound=0, seconds=0, meetings=plan, unplanned=())
    return [str(each) for each in check(case, answer) if each.code.startswith("M")]
