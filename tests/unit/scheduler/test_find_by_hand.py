"""Find a time, against trying everything: every slot, its cost, and every change that would open one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.engine.find import Found, Slot, Way, find_times
from scheduler.engine.problem import Busy, Meeting, Problem, Room
from scheduler.engine.result import PlannedMeeting
from tests.unit.scheduler.agenda import breaches, solved
from tests.unit.scheduler.by_hand import alone, price
from tests.unit.scheduler.tiny import tiny_problems

EVERY = 10_000
which = st.integers(0, 2)


def asked(case: Problem, number: int) -> tuple[Meeting, list[PlannedMeeting], Found]:
    """One of the meetings, the rest of the best plan, and what is found beside it."""
    wanted = case.meetings[number % len(case.meetings)]
    plan = solved(case).meetings
    others = [one for one in plan if one.id != wanted.id]
    return wanted, others, find_times(case, plan, wanted.id, count=EVERY)


def lawful(case: Problem, wanted: Meeting, others: Sequence[PlannedMeeting]) -> Iterator[PlannedMeeting]:
    """Every way to hold the meeting beside the others."""
    yield from (choice for choice in alone(case, wanted) if not breaches(case, *others, choice))


def planned(slot: Slot, name: str) -> PlannedMeeting:
    return PlannedMeeting(
        id=name, start=slot.start, end=slot.end, site=slot.site, room=slot.room, attendees=slot.attendees
    )


@given(tiny_problems(), which)
@settings(max_examples=70, deadline=None)
def test_every_slot_is_found_at_its_least_cost_and_keeps_every_rule(case: Problem, number: int) -> None:
    wanted, others, found = asked(case, number)
    least: dict[datetime, float] = {}
    for choice in lawful(case, wanted, others):
        cost = price(case, wanted, choice)
        least[choice.start] = min(cost, least.get(choice.start, cost))
    assert {slot.start: pytest.approx(slot.cost) for slot in found.slots} == least
    assert not any(breaches(case, *others, planned(slot, wanted.id)) for slot in found.slots)
    order = [(slot.cost, slot.travel_minutes, slot.start) for slot in found.slots]
    assert order == sorted(order)


@given(tiny_problems(), which)
@settings(max_examples=30, deadline=None)
def test_fewer_slots_are_the_first_of_all(case: Problem, number: int) -> None:
    wanted, _, found = asked(case, number)
    assert find_times(case, solved(case).meetings, wanted.id, count=2).slots == found.slots[:2]


@given(tiny_problems(), which)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_what_is_said_to_open_a_time_does_and_nothing_is_overlooked(case: Problem, number: int) -> None:
    wanted, others, found = asked(case, number)
    assume(not found.slots)
    for way in found.plan_b:
        assert opens(case, wanted, others, way), way
    moved, can_move = {way.meeting for way in found.plan_b if way.kind == "move"}, movable(case, wanted, others)
    choices = len(case.rooms) > 1 or any(one.roles or one.optional for one in case.meetings)
    assert moved <= can_move if choices else moved == can_move
    later = replace(wanted, earliest=wanted.latest, latest=case.horizon.to)
    after = [one for one in lawful(changed(case, later), later, others) if one.start.date() > wanted.latest]
    assert any(way.kind == "later" for way in found.plan_b) == bool(after)
    earlier = replace(wanted, earliest=case.horizon.from_, latest=wanted.earliest)
    first = min(one.earliest for one in case.meetings)
    before = [
        one for one in lawful(changed(case, earlier), earlier, others) if first <= one.start.date() < wanted.earliest
    ]
    assert any(way.kind == "earlier" for way in found.plan_b) == bool(before)
    without = {
        name
        for name, absent, fewer in with_one_less(wanted)
        if any(absent not in choice.attendees for choice in lawful(changed(case, fewer), fewer, others))
    }
    assert {way.who for way in found.plan_b if way.kind == "without"} <= without
    assert any(way.kind == "without" for way in found.plan_b) == bool(without)


def changed(case: Problem, meeting: Meeting) -> Problem:
    """The problem with this meeting in place of the one of its name."""
    return replace(case, meetings=tuple(meeting if one.id == meeting.id else one for one in case.meetings))


def with_one_less(wanted: Meeting) -> Iterator[tuple[str, str, Meeting]]:
    """A person or pool by name, who may then not come by another role either, and the meeting without."""
    if len(wanted.required) > 2:
        for number, who in enumerate(wanted.required):
            name, absent = (who, who) if isinstance(who, str) else ("|".join(who.any_of), "nobody")
            yield name, absent, replace(wanted, required=wanted.required[:number] + wanted.required[number + 1 :])


def movable(case: Problem, wanted: Meeting, others: Sequence[PlannedMeeting]) -> set[str]:
    """Other meetings for which both have a place at once."""
    found = set()
    for other in others:
        rest = [one for one in others if one is not other]
        theirs = list(alone(case, next(m for m in case.meetings if m.id == other.id)))
        mine = list(alone(case, wanted))
        if any(not breaches(case, *rest, a, b) for a in mine for b in theirs):
            found.add(other.id)
    return found


def opens(case: Problem, wanted: Meeting, others: Sequence[PlannedMeeting], way: Way) -> bool:
    """Whether the slot keeps every rule once the one thing that the way names is changed."""
    mine = planned(way.slot, wanted.id)
    match way.kind:
        case "without":
            fewer = [meeting for name, _, meeting in with_one_less(wanted) if name == way.who]
            return any(not breaches(changed(case, one), *others, mine) for one in fewer)
        case "hour":
            return not breaches(with_time(case, way), *others, mine)
        case "room":
            more = replace(case, rooms=(*case.rooms, Room(id="new", site=way.slot.site, capacity=9)))
            return not breaches(more, *others, replace(mine, room="new"))
        case "move":
            assert way.instead is not None
            rest = [planned(way.instead, one.id) if one.id == way.meeting else one for one in others]
            return not breaches(case, *rest, mine)
        case "earlier":
            sooner = replace(wanted, earliest=case.horizon.from_)
            return mine.start.date() < wanted.earliest and not breaches(changed(case, sooner), *others, mine)
        case "later":
            longer = replace(wanted, latest=case.horizon.to)
            return mine.start.date() > wanted.latest and not breaches(changed(case, longer), *others, mine)


def with_time(case: Problem, way: Way) -> Problem:
    """The problem in which the person has given the time, an hour at most."""
    assert way.from_ is not None
    assert way.to is not None
    assert 0 < (way.to - way.from_).total_seconds() <= 3600
    people = tuple(
        replace(one, busy=tuple(rest for taken in one.busy for rest in left_of(taken, way.from_, way.to)))
        if one.id == way.who
        else one
        for one in case.people
    )
    return replace(case, people=people)


def left_of(taken: Busy, start: datetime, end: datetime) -> Iterator[Busy]:
    """What of a busy time is left outside another."""
    if taken.from_ < start:
        yield Busy(from_=taken.from_, to=min(taken.to, start))
    if taken.to > end:
        yield Busy(from_=max(taken.from_, end), to=taken.to)
