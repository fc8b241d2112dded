"""Standing days of cross-disciplinary teams, and their dates and case slots within a problem."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.errors import Fault
from scheduler.engine.grid import FRIDAY, minute_of
from scheduler.engine.problem import Busy, Problem, Room


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDay:
    """Tværfaglig dag: the same team at the same place on the same weekday, in short slots for one case each.

    `weeks`: the Mondays of the weeks in which it is held; None for every week. `room` None where the site needs none.
    Up to `release_days` before, its time is kept for cases; after that only the slots in use are.
    """

    id: str
    weekday: int
    from_: time
    to: time
    site: str
    room: str | None = None
    team: tuple[str, ...]
    case_minutes: int
    weeks: tuple[date, ...] | None = None
    release_days: int = 7


@dataclass(frozen=True, slots=True)
class CaseSlot:
    """One slot of a team's day."""

    day: TeamDay
    start: datetime

    @property
    def end(self) -> datetime:
        """When the next case begins."""
        return self.start + timedelta(minutes=self.day.case_minutes)

    @property
    def id(self) -> str:
        """Its name as a room of the expanded problem."""
        return f"{place_of(self.day)}@{self.start:%Y-%m-%dT%H:%M}"


def place_of(day: TeamDay) -> str:
    """The day's name as a site of the expanded problem."""
    return f"team:{day.id}"


def held_on(day: TeamDay, problem: Problem) -> Iterator[date]:
    """The open days of the horizon on which the team meets and its room is not taken otherwise."""
    room = next((one for one in problem.rooms if one.id == day.room), None)
    for number in range((problem.horizon.to - problem.horizon.from_).days + 1):
        on = problem.horizon.from_ + timedelta(days=number)
        monday = on - timedelta(days=on.weekday())
        meets = on.isoweekday() == day.weekday and (day.weeks is None or monday in day.weeks)
        if meets and on not in problem.closed and not _taken(day, on, room):
            yield on


def slots_on(day: TeamDay, on: date) -> Iterator[CaseSlot]:
    """All slots of one of its dates, in order."""
    start, end = datetime.combine(on, day.from_), datetime.combine(on, day.to)
    length = timedelta(minutes=day.case_minutes)
    while start + length <= end:
        yield CaseSlot(day, start)
        start += length


def faults(days: Sequence[TeamDay], problem: Problem) -> Iterator[Fault]:
    """What is wrong with the standing days themselves."""
    sites = {site.id: site for site in problem.sites}
    rooms = {room.id: room for room in problem.rooms}
    for number, day in enumerate(days):
        place = f"team_days[{number}]"
        if day.id in {other.id for other in days[:number]}:
            yield Fault(f"{place}.id", f"{day.id} findes to gange; hver dag skal have sit eget id")
        if not 1 <= day.weekday <= FRIDAY:
            yield Fault(f"{place}.weekday", "skal være fra 1 (mandag) til 5 (fredag)")
        if (
            day.case_minutes < 1
            or day.case_minutes % problem.slot_minutes
            or minute_of(day.from_) % problem.slot_minutes
        ):
            yield Fault(f"{place}.case_minutes", f"skal passe i planens trin på {problem.slot_minutes} minutter")
        if not day.from_ < day.to:
            yield Fault(f"{place}.to", "skal ligge efter from")
        if day.site not in sites:
            yield Fault(f"{place}.site", f"{day.site} findes ikke i sites")
        else:
            yield from _room_faults(place, day, sites[day.site].needs_room, rooms)


def _room_faults(place: str, day: TeamDay, needed: bool, rooms: Mapping[str, Room]) -> Iterator[Fault]:
    room = rooms.get(day.room or "")
    if not needed and day.room is not None:
        yield Fault(f"{place}.room", f"{day.site} har ikke brug for et lokale; skriv null")
    elif needed and (room is None or room.site != day.site):
        yield Fault(f"{place}.room", f"skal være et lokale på {day.site}")
    elif room is not None and room.capacity < len(day.team):
        yield Fault(f"{place}.room", f"{room.id} har kun {room.capacity} pladser; teamet er {len(day.team)}")


def _taken(day: TeamDay, on: date, room: Room | None) -> bool:
    """The room is busy within the day."""
    if room is None:
        return False
    window = Busy(from_=datetime.combine(on, day.from_), to=datetime.combine(on, day.to))
    return any(overlap(window, taken) for taken in room.busy)


def overlap(one: Busy, other: Busy) -> bool:
    """Whether two times have a minute in common."""
    return one.from_ < other.to and other.from_ < one.to
