"""Meeting problems small enough to try everything, as Hypothesis draws them."""

from datetime import time

from hypothesis import strategies as st

from scheduler.engine.problem import (
    AnyOf,
    Busy,
    Day,
    Horizon,
    Meeting,
    Person,
    Previous,
    Problem,
    Room,
    Site,
    Travel,
    Weights,
)
from tests.unit.scheduler.agenda import after, at, day

PEOPLE, SITES = ("a", "b", "c"), ("s", "t")

clocks = st.sampled_from(["08:00", "08:30", "09:00", "09:20", "10:00", "10:30"])
lengths = st.sampled_from([30, 45, 60, 90])


@st.composite
def busies(draw: st.DrawFn) -> Busy:
    start = at(draw(clocks), draw(st.integers(0, 1)))
    return Busy(from_=start, to=start.replace(hour=start.hour + draw(st.integers(1, 2))))


@st.composite
def meetings(draw: st.DrawFn, number: int) -> Meeting:
    named = draw(st.lists(st.sampled_from(PEOPLE), unique=True, min_size=0, max_size=2))
    pool = draw(st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1, max_size=3))
    roles = [AnyOf(any_of=tuple(pool))] * draw(st.integers(0, 2))
    guests = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=1))
    first, last = sorted((draw(st.integers(0, 1)), draw(st.integers(0, 1))))
    least = draw(st.integers(0, 1))
    return Meeting(
        id=f"m{number}",
        minutes=draw(lengths),
        weight=draw(st.sampled_from([1, 2, 0.5])),
        required=(*named, *roles),
        optional=tuple(who for who in guests if who not in named),
        earliest=day(first),
        due=day(draw(st.integers(0, 1))),
        latest=day(last),
        sites=tuple(draw(st.lists(st.sampled_from(SITES), unique=True, min_size=1))),
        after=(after("m0", least, least + draw(st.integers(0, 1))),) if number and draw(st.booleans()) else (),
        previous=Previous(start=at(draw(clocks))) if draw(st.booleans()) else None,
    )


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Up to three meetings of up to three people on two mornings."""
    rooms = [
        Room(
            id=f"r{n}",
            site=draw(st.sampled_from(SITES)),
            capacity=draw(st.integers(1, 3)),
            busy=tuple(draw(st.lists(busies(), max_size=1))),
        )
        for n in range(draw(st.integers(0, 2)))
    ]
    people = [
        Person(
            id=who,
            busy=tuple(draw(st.lists(busies(), max_size=2))),
            max_per_day=draw(st.sampled_from([None, None, 1])),
        )
        for who in PEOPLE
    ]
    ways = [("s", "t"), ("t", "s")][: draw(st.integers(0, 2))]
    return Problem(
        horizon=Horizon(from_=day(0), to=day(1)),
        slot_minutes=30,
        day=Day(from_=time(8), to=time(11)),
        weights=Weights(unplanned=draw(st.sampled_from([1000, 12.5]))),
        people=tuple(people),
        sites=(Site(id="s"), Site(id="t", needs_room=False)),
        travel_minutes=tuple(Travel(from_=a, to=b, minutes=draw(st.sampled_from([5, 30, 50]))) for a, b in ways),
        rooms=tuple(rooms),
        meetings=tuple(draw(meetings(n)) for n in range(draw(st.integers(1, 3)))),
    )
