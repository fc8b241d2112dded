"""Standing days within the format: a problem that any planner of `tovholder-meetings/1` can solve.

A standing day becomes a site whose rooms are its case slots, each free in its own slot only. Cases may be nowhere else.
The team has a second calendar (`person@team`), open on its days only, that cases ask for. In the first one, which all
other meetings ask for, the day is a pinned meeting: it takes the team's time and room, with the way there and back, and
counts as one meeting of the day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.errors import BadInputError
from scheduler.engine.pins import ways
from scheduler.engine.problem import AnyOf, Busy, Meeting, Person, Pin, Problem, Room, Site, Travel
from scheduler.engine.team_days.own import Expanded, Unfit
from scheduler.engine.team_days.standing_days import CaseSlot, TeamDay, faults, held_on, overlap, place_of, slots_on

NOWHERE = "team:none"
"""A site without rooms, for cases that no standing day can take."""
FAR = 10**6
"""Places of a slot where the team meets at a site without rooms."""


def with_team_days(problem: Problem, days: Sequence[TeamDay], cases: Collection[str], today: date) -> Expanded:
    """The problem in which the meetings `cases` are held in slots of standing days, and nowhere else.

    A day suits a case if the people it requires who sit in any team are all in this one, and its slots are long enough.
    Dates up to `release_days` after `today` are released: only slots in which a case stands (`previous` or `pinned`)
    are kept. Members of the team who are not in the problem are not asked. Raises BadInputError where a standing day
    makes no sense.
    """
    found = tuple(faults(days, problem))
    if found:
        raise BadInputError(found)
    wanted = [meeting for meeting in problem.meetings if meeting.id in cases]
    kept = {day.id: [list(_kept(day, on, wanted, today)) for on in held_on(day, problem)] for day in days}
    teams = Teams(
        problem,
        days,
        [slot for dates in kept.values() for slots in dates for slot in slots],
        cases,
        ways(problem.travel_minutes),
    )
    unfit = {meeting.id: why for meeting in wanted if (why := teams.unfit(meeting)) is not None}
    blocks = [block for dates in kept.values() for slots in dates if slots for block in [teams.block(slots)]]
    meetings = [teams.case(meeting) if meeting.id in cases else meeting for meeting in problem.meetings]
    return Expanded(
        problem=replace(
            problem,
            people=(*problem.people, *teams.second_calendars()),
            sites=(*problem.sites, *(Site(id=place_of(day)) for day in days), Site(id=NOWHERE)),
            rooms=(*problem.rooms, *map(teams.room, teams.slots)),
            travel_minutes=(*problem.travel_minutes, *teams.travel()),
            meetings=(*meetings, *blocks),
        ),
        unfit=unfit,
        slots=tuple(teams.slots),
        blocks=frozenset(block.id for block in blocks),
        own=teams.own_names(),
    )


def _kept(day: TeamDay, on: date, cases: Iterable[Meeting], today: date) -> Iterator[CaseSlot]:
    """The slots of a date that are kept for cases."""
    standing = {case.previous.start for case in cases if case.previous} | {
        case.pinned.start for case in cases if case.pinned
    }
    released = (on - today).days <= day.release_days
    yield from (slot for slot in slots_on(day, on) if not released or slot.start in standing)


@dataclass(frozen=True, slots=True)
class Teams:
    """The standing days of a problem with the slots that are kept."""

    problem: Problem
    days: Sequence[TeamDay]
    slots: Sequence[CaseSlot]
    cases: Collection[str]
    minutes: Mapping[tuple[str, str], int]
    """The way from site to site."""

    @property
    def members(self) -> dict[str, str]:
        """Everybody of the problem who sits in a team, and the name of the second calendar."""
        everybody = {person.id for person in self.problem.people}
        return {who: f"{who}@team" for day in self.days for who in day.team if who in everybody}

    def own_names(self) -> dict[str, str]:
        """Names of the expanded problem and what they stand for in the problem itself."""
        rooms = {slot.id: slot.day.room or "" for slot in self.slots}
        sites = {place_of(day): day.site for day in self.days}
        return {second: who for who, second in self.members.items()} | rooms | sites

    def unfit(self, case: Meeting) -> Unfit | None:
        """Why no standing day can take a case."""
        covering = self._covering(case)
        if not covering:
            return "no_team"
        return None if any(day.case_minutes >= case.minutes for day in covering) else "too_long"

    def case(self, case: Meeting) -> Meeting:
        """The case as a meeting of the expanded problem."""
        sites = tuple(place_of(day) for day in self._covering(case) if day.case_minutes >= case.minutes)
        second = self.members
        required = tuple(
            second.get(who, who) if isinstance(who, str) else AnyOf(any_of=tuple(second.get(w, w) for w in who.any_of))
            for who in case.required
        )
        optional = tuple(second.get(who, who) for who in case.optional)
        return replace(
            case, required=required, optional=optional, sites=sites or (NOWHERE,), pinned=self._pin(case.pinned)
        )

    def block(self, slots: Sequence[CaseSlot]) -> Meeting:
        """The pinned meeting that keeps the team, its room and the way there from the first slot to the last."""
        day, start = slots[0].day, slots[0].start
        window = Busy(from_=start, to=slots[-1].end)
        team = tuple(who for who in day.team if who in self.members and self._is_there(who, day, window))
        return Meeting(
            id=f"{place_of(day)}@{start.date()}",
            minutes=int((window.to - start).total_seconds()) // 60,
            required=team,
            earliest=start.date(),
            latest=start.date(),
            sites=(day.site,),
            pinned=Pin(start=start, site=day.site, room=day.room, attendees=team),
        )

    def second_calendars(self) -> Iterator[Person]:
        """The team's people as cases see them: as busy as ever, and only there on their days."""
        people = {person.id: person for person in self.problem.people}
        for who, second in self.members.items():
            open_ = [Busy(from_=slot.start, to=slot.end) for slot in self.slots if who in slot.day.team]
            pinned = (self._elsewhere(who, day) for day in self.days)
            busy = (*people[who].busy, *(taken for each in pinned for taken in each), *self._all_but(open_))
            yield replace(people[who], id=second, busy=busy, max_per_day=None)

    def room(self, slot: CaseSlot) -> Room:
        """A slot as a room."""
        own = next((room for room in self.problem.rooms if room.id == slot.day.room), None)
        capacity = FAR if own is None else own.capacity
        busy = tuple(self._all_but([Busy(from_=slot.start, to=slot.end)]))
        return Room(id=slot.id, site=place_of(slot.day), capacity=capacity, busy=busy)

    def travel(self) -> Iterator[Travel]:
        """The way to and from a team's day is the way to and from its site."""
        own = {site.id: site.id for site in self.problem.sites} | {place_of(day): day.site for day in self.days}
        for day in self.days:
            for other, there in own.items():
                out, back = self.minutes.get((day.site, there), 0), self.minutes.get((there, day.site), 0)
                if place_of(day) != other and day.site != there and (out or back):
                    yield Travel(from_=place_of(day), to=other, minutes=out)
                    if other not in {place_of(one) for one in self.days}:
                        yield Travel(from_=other, to=place_of(day), minutes=back)

    def _covering(self, case: Meeting) -> list[TeamDay]:
        named = {who for who in case.named if who in self.members}
        pools = [set(pool) for pool in case.roles]
        return [
            day
            for day in self.days
            if named <= set(day.team) and all(pool - self.members.keys() or pool & set(day.team) for pool in pools)
        ]

    def _pin(self, pin: Pin | None) -> Pin | None:
        """A case that is pinned to one of the slots stands there."""
        slot = next((one for one in self.slots if pin is not None and self._stands_in(pin, one)), None)
        if pin is None or slot is None:
            return pin
        attendees = tuple(self.members.get(who, who) for who in pin.attendees)
        return Pin(start=pin.start, site=place_of(slot.day), room=slot.id, attendees=attendees)

    def _stands_in(self, pin: Pin, slot: CaseSlot) -> bool:
        return (pin.start, pin.site, pin.room) == (slot.start, slot.day.site, slot.day.room)

    def _is_there(self, who: str, day: TeamDay, window: Busy) -> bool:
        """Not pinned to anything else within the day, so to be counted on for the whole of it."""
        return not any(overlap(window, taken) for taken in self._elsewhere(who, day))

    def _elsewhere(self, who: str, day: TeamDay) -> Iterator[Busy]:
        """The times that somebody's other pinned meetings take, with the way from and to the team's site."""
        for meeting in self.problem.meetings:
            pin = meeting.pinned
            if pin is None or who not in pin.attendees or (meeting.id in self.cases and self._pin(pin) != pin):
                continue
            there, back = self.minutes.get((day.site, pin.site), 0), self.minutes.get((pin.site, day.site), 0)
            end = pin.start + timedelta(minutes=meeting.minutes)
            yield Busy(from_=pin.start - timedelta(minutes=there), to=end + timedelta(minutes=back))

    def _all_but(self, open_: Sequence[Busy]) -> Iterator[Busy]:
        """The horizon without these times."""
        now = datetime.combine(self.problem.horizon.from_, time())
        for each in sorted(open_, key=lambda one: one.from_):
            if now < each.from_:
                yield Busy(from_=now, to=each.from_)
            now = max(now, each.to)
        end = datetime.combine(self.problem.horizon.to + timedelta(days=1), time())
        if now < end:
            yield Busy(from_=now, to=end)
