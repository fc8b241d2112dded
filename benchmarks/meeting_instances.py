"""Meeting problems as a municipality meets them, and tight ones. Same arguments, same problem."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from scheduler.engine.problem import (
    After,
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
    Work,
)

MONDAY = date(2026, 11, 30)
DAY = Day(from_=time(8), to=time(16))
CLOSED = (date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1))
OFFICES = ("town_hall", "job_centre", "health_centre")
LENGTHS = (15, 30, 30, 45, 45, 60, 60, 60, 90)
WINDOWS = (5, 7, 10, 10, 14, 14, 21, 28)
CITIZENS_PER_MEETING = 0.55
CITIZENS_PER_HOME = 4
PEOPLE_PER_POOL = 3


@dataclass(frozen=True)
class Size:
    """How much of everything. `busy` is the least and most share of a member of staff's hours that is taken."""

    meetings: int
    staff: int
    weeks: int
    rooms: int = 12
    busy: tuple[float, float] = (0.3, 0.5)
    interpreters: int = 8


def municipality(size: Size, seed: int = 0) -> Problem:
    """Citizens met by staff, interpreters and pools of colleagues, at offices with rooms, at homes and firms."""
    rng = Random(seed)
    citizens = [f"c{n}" for n in range(max(1, int(size.meetings * CITIZENS_PER_MEETING)))]
    staff = [f"p{n}" for n in range(size.staff)]
    interpreters = [f"i{n}" for n in range(size.interpreters)]
    homes = [f"home{n}" for n in range(max(1, len(citizens) // CITIZENS_PER_HOME))]
    people = [_person(rng, who, size, rng.uniform(*size.busy), most=5) for who in (*staff, *interpreters)]
    people += [_person(rng, who, size, rng.uniform(0, 0.3), most=None) for who in citizens]
    meetings: list[Meeting] = []
    latest_of: dict[str, Meeting] = {}
    for number in range(size.meetings):
        citizen = citizens[number % len(citizens)]
        meeting = _meeting(rng, f"m{number}", citizen, latest_of.get(citizen), staff, interpreters, homes, size.weeks)
        latest_of[citizen] = meeting
        meetings.append(meeting)
    return _problem(rng, size, people, homes, meetings)


def one_interpreter(meetings: int = 30, seed: int = 0) -> Problem:
    """Every meeting of a week needs the same interpreter, who has not the time for all."""
    rng = Random(seed)
    size = Size(meetings=meetings, staff=12, weeks=1, rooms=4, interpreters=1)
    return _shared(rng, size, always=("i0",))


def one_room(meetings: int = 50, seed: int = 0) -> Problem:
    """Every meeting of a week needs the same room, which has not the hours for all."""
    rng = Random(seed)
    size = Size(meetings=meetings, staff=30, weeks=1, rooms=1, interpreters=2)
    return _shared(rng, size, always=())


def _shared(rng: Random, size: Size, always: tuple[str, ...]) -> Problem:
    staff = [f"p{n}" for n in range(size.staff)]
    interpreters = [f"i{n}" for n in range(size.interpreters)]
    people = [_person(rng, who, size, rng.uniform(0.2, 0.4), most=None) for who in (*staff, *interpreters)]
    last = MONDAY + timedelta(days=7 * size.weeks - 3)
    meetings = [
        Meeting(
            id=f"m{n}",
            minutes=rng.choice((30, 45, 60, 90)),
            weight=rng.choice((1, 1, 1, 2, 3)),
            required=(*rng.sample(staff, 2), *always),
            optional=tuple(rng.sample(interpreters, 1)) if not always and rng.random() < 0.3 else (),
            earliest=MONDAY,
            due=MONDAY + timedelta(days=rng.randrange(7 * size.weeks - 3)),
            latest=last,
            sites=(OFFICES[0],),
        )
        for n in range(size.meetings)
    ]
    return _problem(rng, size, people, [], meetings)


def _problem(rng: Random, size: Size, people: list[Person], homes: list[str], meetings: list[Meeting]) -> Problem:
    sites = [Site(id=office) for office in OFFICES] + [Site(id=home, needs_room=False) for home in homes]
    offices = OFFICES[: max(1, min(len(OFFICES), size.rooms))]
    return Problem(
        horizon=Horizon(from_=MONDAY, to=MONDAY + timedelta(days=7 * size.weeks - 1)),
        day=DAY,
        closed=CLOSED,
        people=tuple(people),
        sites=tuple(sites),
        travel_minutes=tuple(
            Travel(from_=a.id, to=b.id, minutes=rng.choice((10, 15, 20, 25, 30, 45)))
            for n, a in enumerate(sites)
            for b in sites[n + 1 :]
        ),
        rooms=tuple(
            Room(id=f"r{n}", site=offices[n % len(offices)], capacity=rng.choice((4, 6, 8, 10)))
            for n in range(size.rooms)
        ),
        meetings=tuple(meetings),
    )


def _person(rng: Random, who: str, size: Size, share: float, most: int | None) -> Person:
    """Works most weekdays, with a calendar filled to `share` by appointments of half an hour to one and a half."""
    works = tuple(
        Work(weekday=day, from_=time(8, rng.choice((0, 0, 30))), to=time(rng.choice((15, 15, 16)), rng.choice((0, 30))))
        for day in range(1, 6)
        if rng.random() < 0.9
    )
    busy = [
        taken
        for n in range(7 * size.weeks)
        for taken in _appointments(rng, MONDAY + timedelta(days=n), share)
        if taken.from_.isoweekday() <= 5
    ]
    return Person(id=who, works=works, busy=tuple(busy), max_per_day=most)


def _appointments(rng: Random, day: date, share: float) -> list[Busy]:
    found, now = [], datetime.combine(day, time(8))
    while now.hour < 16:
        length = timedelta(minutes=rng.choice((30, 45, 60, 90)))
        if rng.random() < share:
            found.append(Busy(from_=now, to=now + length))
        now += length
    return found


def _meeting(
    rng: Random,
    name: str,
    citizen: str,
    before: Meeting | None,
    staff: list[str],
    interpreters: list[str],
    homes: list[str],
    weeks: int,
) -> Meeting:
    team = rng.sample(staff, 6)
    required: list[str | AnyOf] = [citizen, *team[: rng.choice((1, 1, 2))]]
    if rng.random() < 0.5:
        pool = (
            rng.sample(interpreters, min(PEOPLE_PER_POOL, len(interpreters)))
            if rng.random() < 0.5
            else team[2 : 2 + PEOPLE_PER_POOL]
        )
        required.append(AnyOf(any_of=tuple(pool)))
    first = MONDAY + timedelta(days=rng.randrange(0, max(1, 7 * weeks - 12)))
    after: tuple[After, ...] = ()
    if before is not None:
        least = rng.choice((3, 5, 7))
        after = (After(meeting=before.id, min_days=least, max_days=least + rng.choice((14, 21, 28))),)
        first = max(first, before.earliest + timedelta(days=least))
    latest = min(first + timedelta(days=rng.choice(WINDOWS)), MONDAY + timedelta(days=7 * weeks - 1))
    first = min(first, latest)
    due = first + (latest - first) * rng.choice((2, 3)) // 3
    at_home = rng.random() < 0.3
    return Meeting(
        id=name,
        minutes=rng.choice(LENGTHS),
        weight=rng.choice((1, 1, 1, 2, 3)),
        required=tuple(required),
        optional=(team[5],) if rng.random() < 0.4 else (),
        earliest=first,
        due=due,
        latest=latest,
        sites=(rng.choice(homes),) if at_home else tuple(rng.sample(OFFICES, rng.choice((1, 2)))),
        after=after,
        previous=Previous(start=datetime.combine(first, time(10))) if rng.random() < 0.08 else None,
    )
