"""The hard rules of a meeting plan, each as the formats state it: one function per rule, yielding its breaches.

Shares no code with the planner. Plain and slow enough to be read beside the rules. A pinned meeting stands as given:
the grid, the hours, the window and its people's calendars were not the planner's to keep, all else holds for it too.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from core.errors import Breach
from scheduler.engine.check.case import Case, Item
from scheduler.engine.problem import Busy, Person, Problem
from scheduler.engine.result import PlannedMeeting

SATURDAY = 6


def open_hours(case: Case) -> Iterator[Breach]:
    """M1: runs `minutes` without a break within the hours of one open day, from a whole number of slots."""
    day, slot = case.problem.day, case.problem.slot_minutes
    for item in case.items.values():
        start, end = item.plan.start, item.plan.end
        if _minutes_between(start, end) != item.meeting.minutes:
            yield item.breach("M1", f"varer ikke {item.meeting.minutes} minutter: {_clock(start)} – {_clock(end)}")
        if item.pinned:
            continue
        if (start.hour * 60 + start.minute) % slot:
            yield item.breach("M1", f"begynder {_clock(start)}, ikke et helt antal gange {slot} minutter efter midnat")
        if start.date() != end.date() or start.time() < day.from_ or end.time() > day.to:
            yield item.breach("M1", f"ligger {_clock(start)} – {_clock(end)}, uden for dagens åbningstid")
        if start.isoweekday() >= SATURDAY or start.date() in case.problem.closed:
            yield item.breach("M1", f"ligger {start.date()}, en lukket dag")


def in_window(case: Case) -> Iterator[Breach]:
    """M2: its day is from `earliest` to `latest`, and within the horizon."""
    horizon = case.problem.horizon
    for item in case.items.values():
        day, meeting = item.plan.start.date(), item.meeting
        if item.pinned:
            continue
        if not meeting.earliest <= day <= meeting.latest:
            yield item.breach("M2", f"ligger {day}, ikke fra {meeting.earliest} til {meeting.latest}")
        if not horizon.from_ <= day <= horizon.to:
            yield item.breach("M2", f"ligger {day}, uden for planens periode")


def attendance(case: Case) -> Iterator[Breach]:
    """M3: every required person, exactly one of each `any_of`, and besides them only optional people, all free."""
    for item in case.items.values():
        yield from _who_is_there(item)
        yield from _free_people(case, item)


def _who_is_there(item: Item) -> Iterator[Breach]:
    there = item.plan.attendees
    named = [who for who in item.meeting.required if isinstance(who, str)]
    roles = [who.any_of for who in item.meeting.required if not isinstance(who, str)]
    if len(set(there)) != len(there):
        yield item.breach("M3", "nævner en deltager to gange")
    for who in named:
        if who not in there:
            yield item.breach("M3", f"mangler {who}")
    others = sorted(set(there) - set(named) - set(item.meeting.optional))
    if len(others) != len(roles) or not _each_fills_one(others, roles):
        choices = ", ".join("|".join(role) for role in roles) or "ingen"
        yield item.breach("M3", f"har ud over de nævnte {others or 'ingen'}; skal være netop én af hver: {choices}")


def _each_fills_one(people: Sequence[str], roles: Sequence[Sequence[str]]) -> bool:
    """Whether people and roles pair up completely (augmenting paths)."""
    filled: dict[int, str] = {}

    def seat(who: str, tried: set[int]) -> bool:
        for role, choice in enumerate(roles):
            if who in choice and role not in tried:
                tried.add(role)
                if role not in filled or seat(filled[role], tried):
                    filled[role] = who
                    return True
        return False

    return all(seat(who, set()) for who in people)


def _free_people(case: Case, item: Item) -> Iterator[Breach]:
    for who in item.plan.attendees:
        person = case.people.get(who)
        if person is None:
            yield item.breach("M3", f"har en deltager, som ikke findes: {who}")
        elif not item.pinned and not _at_work(person, item.plan):
            yield item.breach("M3", f"ligger {_clock(item.plan.start)}, hvor {who} ikke arbejder")
        elif not item.pinned and _is_busy(person.busy, item.plan):
            yield item.breach("M3", f"ligger {_clock(item.plan.start)}, hvor {who} er optaget")


def _at_work(person: Person, plan: PlannedMeeting) -> bool:
    if person.works is None:
        return True
    here = [work for work in person.works if work.weekday == plan.start.isoweekday()]
    return any(work.from_ <= plan.start.time() and plan.end.time() <= work.to for work in here)


def _is_busy(busy: Iterable[Busy], plan: PlannedMeeting) -> bool:
    return any(taken.from_ < plan.end and plan.start < taken.to for taken in busy)


def one_place_at_a_time(case: Case) -> Iterator[Breach]:
    """M4: nobody in two meetings at once; between sites on the same day at least the travel time."""
    travel = _travel(case.problem)
    for who, items in case.by_person():
        for first, second in _neighbours(items):
            between = _minutes_between(first.plan.end, second.plan.start)
            way = travel.get((first.plan.site, second.plan.site), 0) if first.plan.site != second.plan.site else 0
            if between < 0:
                yield second.breach("M4", f"overlapper {first.meeting.id}, og {who} er med i begge")
            elif between < way:
                yield second.breach("M4", f"ligger {between:g} min. efter {first.meeting.id}; {who} rejser {way} min.")


def _travel(problem: Problem) -> dict[tuple[str, str], int]:
    given = {(way.from_, way.to): way.minutes for way in problem.travel_minutes}
    return {(b, a): minutes for (a, b), minutes in given.items()} | given


def site_and_room(case: Case) -> Iterator[Breach]:
    """M5: at one of its sites; where that needs a room, in a free one of the site that holds all who are there."""
    for item in case.items.values():
        if item.plan.site not in item.meeting.sites:
            yield item.breach("M5", f"er på {item.plan.site}, ikke et af mødets steder")
        elif case.sites[item.plan.site].needs_room:
            yield from _room(case, item)
        elif item.plan.room is not None:
            yield item.breach("M5", f"har lokalet {item.plan.room}, men {item.plan.site} har ikke brug for noget")
    yield from _shared_rooms(case)


def _room(case: Case, item: Item) -> Iterator[Breach]:
    room = case.rooms.get(item.plan.room or "")
    if room is None or room.site != item.plan.site:
        yield item.breach("M5", f"har ikke et lokale på {item.plan.site}")
        return
    if room.capacity < len(set(item.plan.attendees)):
        yield item.breach("M5", f"samler {len(set(item.plan.attendees))} i {room.id}, som har {room.capacity} pladser")
    if _is_busy(room.busy, item.plan):
        yield item.breach("M5", f"ligger {_clock(item.plan.start)}, hvor {room.id} er optaget")


def _shared_rooms(case: Case) -> Iterator[Breach]:
    for room, items in case.by_room():
        for first, second in _neighbours(items):
            if second.plan.start < first.plan.end:
                yield second.breach("M5", f"overlapper {first.meeting.id} i {room}")


def not_too_many(case: Case) -> Iterator[Breach]:
    """M6: nobody has more than `max_per_day` meetings on a day."""
    for who, items in case.by_person():
        limit = case.people[who].max_per_day if who in case.people else None
        for day, same in groupby(items, key=lambda item: item.plan.start.date()):
            here = list(same)
            if limit is not None and len(here) > limit:
                yield here[-1].breach("M6", f"giver {who} {len(here)} møder den {day}; højst {limit}")


def in_order(case: Case) -> Iterator[Breach]:
    """M7: `min_days` to `max_days` after each of its predecessors, all of them planned."""
    for item in case.items.values():
        for rule in item.meeting.after:
            if rule.meeting not in case.items:
                yield item.breach("M7", f"skal ligge efter {rule.meeting}, som ikke er planlagt")
                continue
            days = (item.plan.start.date() - case.items[rule.meeting].plan.start.date()).days
            if not rule.min_days <= days <= rule.max_days:
                yield item.breach(
                    "M7", f"ligger {days} dage efter {rule.meeting}; skal være {rule.min_days}–{rule.max_days}"
                )


def pins_kept(case: Case) -> Iterator[Breach]:
    """M8: a pinned meeting stands as given."""
    for meeting in case.problem.meetings:
        pin, item = meeting.pinned, case.items.get(meeting.id)
        if pin is None:
            continue
        if item is None:
            yield Breach("M8", "meetings", f"{meeting.id} er fastlåst, men ikke planlagt")
        elif (pin.start, pin.site, pin.room, set(pin.attendees)) != _standing(item.plan):
            where = f"{_clock(pin.start)}, {pin.site}, {pin.room or 'uden lokale'}"
            yield item.breach("M8", f"er fastlåst til {where}, {', '.join(pin.attendees)}")


def _standing(plan: PlannedMeeting) -> tuple[datetime, str, str | None, set[str]]:
    return plan.start, plan.site, plan.room, set(plan.attendees)


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _minutes_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 60


def _neighbours(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Every two meetings of one day or that overlap, the earlier first. `items` are in order of time."""
    for number, first in enumerate(items):
        for second in items[number + 1 :]:
            if second.plan.start.date() > first.plan.start.date() and second.plan.start >= first.plan.end:
                break
            yield first, second
