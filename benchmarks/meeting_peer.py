"""The peer of the planner: one plain CP-SAT model, as one would write it first. It shares no code with the planner.

A start is a whole number of slots since the first midnight; people, rooms and sites are literals with optional
intervals. Pins are not modelled.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import combinations, product

from ortools.sat.python import cp_model

from scheduler.engine.problem import Busy, Meeting, Person, Problem

MINUTES_PER_DAY = 24 * 60
SCALE = 1000


@dataclass
class Vars:
    """One meeting's variables."""

    meeting: Meeting
    planned: cp_model.IntVar
    day: cp_model.IntVar
    start: cp_model.IntVar
    people: dict[str, cp_model.IntVar] = field(default_factory=dict)
    sites: dict[str, cp_model.IntVar] = field(default_factory=dict)
    rooms: dict[str, cp_model.IntVar] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What the peer reached: cost, bound, and how many meetings it planned."""

    cost: float
    bound: float
    planned: int


def plain_cp_sat(problem: Problem, seconds: float, workers: int = 2) -> Found:
    """The whole problem as one model, without a hint. Times are minutes since the horizon's first midnight."""
    assert not any(meeting.pinned for meeting in problem.meetings)
    model = cp_model.CpModel()
    every = {meeting.id: _variables(model, problem, meeting) for meeting in problem.meetings}
    _people(model, problem, every)
    _rooms(model, problem, every)
    _order(model, every)
    model.minimize(sum(_cost(model, problem, each) for each in every.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(float("inf"), solver.best_objective_bound / SCALE, 0)
    planned = sum(solver.boolean_value(each.planned) for each in every.values())
    return Found(solver.objective_value / SCALE, solver.best_objective_bound / SCALE, planned)


def _minute(problem: Problem, moment: datetime) -> int:
    return int((moment - datetime.combine(problem.horizon.from_, time())).total_seconds()) // 60


def _of_day(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _starts(problem: Problem, meeting: Meeting) -> list[int]:
    """Minutes at which M1 and M2 let the meeting start."""
    found = []
    for number in range((problem.horizon.to - problem.horizon.from_).days + 1):
        day = problem.horizon.from_ + timedelta(days=number)
        if day.isoweekday() > 5 or day in problem.closed or not meeting.earliest <= day <= meeting.latest:
            continue
        for minute in range(0, MINUTES_PER_DAY, problem.slot_minutes):
            if _of_day(problem.day.from_) <= minute and minute + meeting.minutes <= _of_day(problem.day.to):
                found.append(number * MINUTES_PER_DAY + minute)
    return found


def _free(problem: Problem, busy: tuple[Busy, ...], meeting: Meeting, start: int) -> bool:
    return not any(
        _minute(problem, taken.from_) < start + meeting.minutes and start < _minute(problem, taken.to) for taken in busy
    )


def _can(problem: Problem, person: Person, meeting: Meeting, start: int) -> bool:
    day = problem.horizon.from_ + timedelta(days=start // MINUTES_PER_DAY)
    clock = start % MINUTES_PER_DAY
    works = person.works is None or any(
        work.weekday == day.isoweekday()
        and _of_day(work.from_) <= clock
        and clock + meeting.minutes <= _of_day(work.to)
        for work in person.works
    )
    return works and _free(problem, person.busy, meeting, start)


def _domain(starts: list[int]) -> cp_model.Domain:
    return cp_model.Domain.from_values(starts)


def _variables(model: cp_model.CpModel, problem: Problem, meeting: Meeting) -> Vars:
    starts = _starts(problem, meeting)
    found = Vars(
        meeting,
        model.new_bool_var(""),
        model.new_int_var(0, 10_000, ""),
        model.new_int_var_from_domain(_domain([0, *starts]), ""),
    )
    model.add_linear_expression_in_domain(found.start, _domain(starts)).only_enforce_if(found.planned)
    model.add_division_equality(found.day, found.start, MINUTES_PER_DAY)
    everybody = {person.id: person for person in problem.people}
    for who in {*meeting.named, *meeting.optional, *(who for pool in meeting.roles for who in pool)}:
        there = found.people[who] = model.new_bool_var("")
        model.add_implication(there, found.planned)
        free = [start for start in starts if _can(problem, everybody[who], meeting, start)]
        model.add_linear_expression_in_domain(found.start, _domain(free)).only_enforce_if(there)
    _roles(model, found)
    _sites(model, problem, found, starts)
    return found


def _roles(model: cp_model.CpModel, found: Vars) -> None:
    for who in found.meeting.named:
        model.add_implication(found.planned, found.people[who])
    spoken_for = {*found.meeting.named, *found.meeting.optional}
    fills: dict[str, list[cp_model.IntVar]] = {}
    for pool in found.meeting.roles:
        row = [(who, model.new_bool_var("")) for who in pool if who not in spoken_for]
        model.add(sum(fill for _, fill in row) == found.planned)
        for who, fill in row:
            fills.setdefault(who, []).append(fill)
    for who in {who for pool in found.meeting.roles for who in pool} - spoken_for:
        model.add(sum(fills[who]) == found.people[who])


def _sites(model: cp_model.CpModel, problem: Problem, found: Vars, starts: list[int]) -> None:
    needs = {site.id: site.needs_room for site in problem.sites}
    for site in found.meeting.sites:
        found.sites[site] = model.new_bool_var("")
        rooms = [room for room in problem.rooms if room.site == site] if needs[site] else []
        for room in rooms:
            chosen = found.rooms[room.id] = model.new_bool_var("")
            free = [start for start in starts if _free(problem, room.busy, found.meeting, start)]
            model.add_linear_expression_in_domain(found.start, _domain(free)).only_enforce_if(chosen)
            model.add(sum(found.people.values()) <= room.capacity).only_enforce_if(chosen)
        if needs[site]:
            model.add(sum(found.rooms[room.id] for room in rooms) == found.sites[site])
    model.add(sum(found.sites.values()) == found.planned)


def _people(model: cp_model.CpModel, problem: Problem, every: dict[str, Vars]) -> None:
    way = _way(problem)
    for person in problem.people:
        mine = [each for each in every.values() if person.id in each.people]
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(each.start, each.meeting.minutes, each.people[person.id], "")
            for each in mine
        )
        for a, b in combinations(mine, 2):
            if a.meeting.earliest <= b.meeting.latest and b.meeting.earliest <= a.meeting.latest:
                _apart(model, person.id, a, b, way)
        if person.max_per_day is not None and len(mine) > person.max_per_day:
            for day in range((problem.horizon.to - problem.horizon.from_).days + 1):
                model.add(sum(_on(model, each, person.id, day) for each in mine) <= person.max_per_day)


def _way(problem: Problem) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for way in problem.travel_minutes:
        found.setdefault((way.to, way.from_), way.minutes)
    return found | {(way.from_, way.to): way.minutes for way in problem.travel_minutes}


def _apart(model: cp_model.CpModel, who: str, a: Vars, b: Vars, way: dict[tuple[str, str], int]) -> None:
    before = model.new_bool_var("")
    for here, there in product(a.sites, b.sites):
        out, back = (0, 0) if here == there else (way.get((here, there), 0), way.get((there, here), 0))
        if out or back:
            together = [a.people[who], b.people[who], a.sites[here], b.sites[there]]
            model.add(b.start >= a.start + a.meeting.minutes + out).only_enforce_if([*together, before])
            model.add(a.start >= b.start + b.meeting.minutes + back).only_enforce_if([*together, ~before])


def _on(model: cp_model.CpModel, each: Vars, who: str, day: int) -> cp_model.IntVar:
    on = model.new_bool_var("")
    model.add(each.day != day).only_enforce_if([each.people[who], ~on])
    return on


def _rooms(model: cp_model.CpModel, problem: Problem, every: dict[str, Vars]) -> None:
    for room in problem.rooms:
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(each.start, each.meeting.minutes, each.rooms[room.id], "")
            for each in every.values()
            if room.id in each.rooms
        )


def _order(model: cp_model.CpModel, every: dict[str, Vars]) -> None:
    for each in every.values():
        for rule in each.meeting.after:
            other = every[rule.meeting]
            model.add_implication(each.planned, other.planned)
            between = each.day - other.day
            model.add_linear_constraint(between, rule.min_days, rule.max_days).only_enforce_if(each.planned)


def _cost(model: cp_model.CpModel, problem: Problem, each: Vars) -> cp_model.LinearExpr:
    meeting, weights = each.meeting, problem.weights
    terms: list[cp_model.LinearExprT] = [round(SCALE * weights.unplanned * meeting.weight) * (1 - each.planned)]
    due = ((meeting.due or meeting.latest) - problem.horizon.from_).days
    late = model.new_int_var(0, 10_000, "")
    model.add(late >= each.day - due).only_enforce_if(each.planned)
    terms.append(round(SCALE * weights.late_day * meeting.weight) * late)
    missing = sum(each.planned - each.people[who] for who in meeting.optional)
    terms.append(round(SCALE * weights.optional_missing) * missing)
    if meeting.previous:
        moved = model.new_bool_var("")
        model.add(each.start == _minute(problem, meeting.previous.start)).only_enforce_if([each.planned, ~moved])
        terms.append(round(SCALE * weights.moved) * moved)
    return cp_model.LinearExpr.sum(terms)
