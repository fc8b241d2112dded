"""Why not: the obstacles named are really in the way, none of them can be left out, and no smaller set would do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.explain import why_not
from scheduler.engine.obstacle import Obstacle
from scheduler.engine.problem import Meeting, Problem
from scheduler.engine.result import PlannedMeeting
from scheduler.engine.words import obstacle_in_words
from tests.unit.scheduler.agenda import after, any_of, at, breaches, busy, day, meeting, person, pin, problem, solved
from tests.unit.scheduler.by_hand import alone
from tests.unit.scheduler.tiny import tiny_problems

CONFLICTS = ("calendar_one", "calendar_many", "rooms", "rooms_people", "order", "order_people", "small")
Plan = Sequence[PlannedMeeting]


@given(tiny_problems(), st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_the_set_named_is_the_smallest_in_the_way(case: Problem, number: int) -> None:
    wanted = case.meetings[number % len(case.meetings)]
    plan = [one for one in solved(case).meetings if one.id != wanted.id]
    found = why_not(case, plan, wanted.id)
    free = [choice for choice in alone(case, wanted) if not breaches(case, *plan, choice)]
    if free:
        assert found.kind == "dear"
    elif found.kind in CONFLICTS:
        assert_smallest_conflict(case, wanted, plan, found)
    elif found.kind in ("taken", "full"):
        assert_smallest_opening(case, wanted, plan, found)
    else:
        assert is_right(case, wanted, plan, found), found


def assert_smallest_conflict(case: Problem, wanted: Meeting, plan: Plan, found: Obstacle) -> None:
    """What is named leaves no time together, without any one of them some is left, and no fewer leave none."""
    times = wishes(case, wanted, plan)
    named = [*found.people, *found.meetings, *(["rooms"] if found.sites else [])]
    assert not common(times, named)
    assert all(common(times, [other for other in named if other != one]) for one in named)
    assert all(common(times, some) for size in range(1, len(named)) for some in combinations(times, size))


def wishes(case: Problem, wanted: Meeting, plan: Plan) -> dict[str, set[datetime]]:
    """When each need is met by itself, whatever else is planned."""
    nothing = replace(wanted, required=(), optional=(), after=(), sites=("t",))
    own = {
        who if isinstance(who, str) else "|".join(who.any_of): replace(nothing, required=(who,))
        for who in wanted.required
    }
    spoken_for = {*wanted.named, *wanted.optional}
    own = {
        name: replace(
            one,
            required=tuple(
                any_of(*(set(w.any_of) - spoken_for)) if not isinstance(w, str) else w for w in one.required
            ),
        )
        for name, one in own.items()
    }
    times = {name: {choice.start for choice in alone(case, one)} for name, one in own.items()}
    size = len(wanted.required)
    rooms = [room for room in case.rooms if room.capacity >= size]
    anywhere = replace(nothing, sites=wanted.sites)
    times["rooms"] = {choice.start for choice in alone(replace(case, rooms=tuple(rooms)), anywhere)}
    for rule in wanted.after:
        before = next(one for one in plan if one.id == rule.meeting)
        times[rule.meeting] = {
            choice.start
            for choice in alone(case, nothing)
            if rule.min_days <= (choice.start.date() - before.start.date()).days <= rule.max_days
        }
    return times


def common(times: dict[str, set[datetime]], names: Sequence[str]) -> bool:
    return bool(set.intersection(*(times[name] for name in names))) if names else True


def assert_smallest_opening(case: Problem, wanted: Meeting, plan: Plan, found: Obstacle) -> None:
    """Without the meetings named it can be held then, without fewer of them it cannot, and no fewer open any time."""

    def starts(gone: Sequence[str]) -> set[str]:
        rest = [one for one in plan if one.id not in gone]
        mine = (choice for choice in alone(case, wanted) if not _broken(case, rest, choice))
        return {choice.start.isoformat(timespec="minutes") for choice in mine}

    assert found.when in starts(found.meetings)
    for fewer in combinations(found.meetings, len(found.meetings) - 1):
        assert found.when not in starts(fewer)
    others = [one.id for one in plan]
    assert not any(starts(some) for size in range(len(found.meetings)) for some in combinations(others, size))


def _broken(case: Problem, rest: Plan, mine: PlannedMeeting) -> list[str]:
    """Breaches that are more than another's having to wait for a meeting that is gone."""
    return [one for one in breaches(case, *rest, mine) if "som ikke er planlagt" not in one]


def pool_sizes(wanted: Meeting) -> Iterator[int]:
    for pool in wanted.roles:
        yield len(set(pool) - {*wanted.named, *wanted.optional})


def is_right(case: Problem, wanted: Meeting, plan: Plan, found: Obstacle) -> bool:
    """Whether what the kind says is so."""
    match found.kind:
        case "waits":
            return any(rule.meeting not in {one.id for one in plan} for rule in wanted.after)
        case "nobody":
            return 0 in pool_sizes(wanted)
        case "distinct":
            return not list(alone(case, wanted)) and len(found.people) > 1
        case _:
            return False


class TestByExample:
    def test_a_full_day_names_who_is_full_and_what_fills_it(self) -> None:
        case = problem(meeting("o", "p"), meeting("m", "p"), people=(person("p", max_per_day=1),))
        late = replace(solved(case).meetings[0], id="o", start=at("11:00"), end=at("12:00"))
        found = why_not(case, (late,), "m")
        assert (found.kind, found.people, found.meetings) == ("full", ("p",), ("o",))

    def test_who_may_have_no_meetings_at_all_is_named(self) -> None:
        case = problem(meeting("m", "a", any_of("p", "q")), people=tuple(person(n, max_per_day=0) for n in "pq"))
        assert why_not(case, (), "m") == Obstacle(kind="limit", people=("p|q",))

    def test_of_three_roles_the_two_that_need_the_same_person_are_named(self) -> None:
        case = problem(meeting("m", any_of("a", "b"), any_of("i"), any_of("i")))
        assert why_not(case, (), "m") == Obstacle(kind="distinct", people=("i", "i"))

    def test_the_second_choice_of_a_role_is_thought_of(self) -> None:
        """x could fill either role, but only x can fill the second."""
        settled = meeting("o", "x", minutes=240, pinned=pin("08:00", "x"))
        found = why_not(problem(settled, meeting("m", any_of("x", "y"), any_of("x"))), (), "m")
        assert (found.kind, found.meetings) == ("taken", ("o",))

    def test_one_meeting_that_takes_person_and_room_counts_once(self) -> None:
        """At eight o1 and o2 are in the way of p and of the only room; at ten o3 is in the way of both."""
        pins = (
            meeting("o1", "p", minutes=120, pinned=pin("08:00", "p")),
            meeting("o2", "q", minutes=120, sites=("hall",), pinned=pin("08:00", "q", site="hall", room="r1")),
            meeting("o3", "p", minutes=120, sites=("hall",), pinned=pin("10:00", "p", site="hall", room="r1")),
        )
        found = why_not(problem(*pins, meeting("m", "p", minutes=120, sites=("hall",))), (), "m")
        assert found == Obstacle(kind="taken", meetings=("o3",), when="2026-12-07T10:00")

    def test_a_planned_meeting_is_asked_about_as_if_it_were_not(self) -> None:
        case = problem(meeting("m", "p"))
        assert why_not(case, solved(case).meetings, "m").kind == "dear"

    def test_a_meeting_that_is_not_there_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="x"):
            why_not(problem(meeting("m", "p")), (), "x")

    def test_facts_become_words_with_names(self) -> None:
        wanted = meeting("m", "p", any_of("i", "j"), latest=day(1))
        found = Obstacle(kind="calendar_many", people=("p", "i|j"))
        names = {"p": "Pia", "i": "Ida", "j": "Jo"}
        assert obstacle_in_words(found, wanted, "da", lambda one: names[one]) == (
            "Pia og Ida eller Jo har ingen fælles ledige 60 minutter 2026-12-07–2026-12-08"
        )
        taken = Obstacle(kind="taken", meetings=("m2",), when=f"{at('08:00'):%Y-%m-%dT%H:%M}")
        assert obstacle_in_words(taken, wanted, "da", {"m2": "opfølgning"}.__getitem__).startswith("opfølgning optager")

    def test_the_order_that_leaves_no_day_is_named_with_the_absent(self) -> None:
        first = meeting("a", "q", latest=day(4))
        wanted = meeting("m", "p", latest=day(4), after=(after("a", 1, 1),))
        case = problem(first, wanted, people=(person("p", busy("08:00", "12:00", 1)),))
        planned = replace(solved(case).meetings[0], start=at("08:00"), end=at("09:00"))
        assert why_not(case, (planned,), "m") == Obstacle(kind="order_people", people=("p",), meetings=("a",))
