"""What would be if: a problem with suggested changes made, and whether one placement more then breaks a rule.

Asked of the independent check, so that an explanation cannot vouch for itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from law.quota import quota
from law.schemes import SCHEMES
from matcher.engine.check import RULES
from matcher.engine.check.case import Case, Placed
from matcher.engine.check.pairs import end_of, first_start, weekly_hours
from matcher.engine.problem import Busy, Citizen, Hours, Opening, Problem, Shift, Staff, StartWindow, Unit
from matcher.engine.result import Placement, Result
from matcher.engine.why.facts import Change

Scene = tuple[Problem, Citizen, Opening, Unit]


def applied(problem: Problem, citizen_id: str, opening_id: str, changes: tuple[Change, ...]) -> Problem:
    """`problem` with every change made for this citizen and opening."""
    for change in changes:
        citizen = next(one for one in problem.citizens if one.id == citizen_id)
        opening = next(one for one in problem.openings if one.id == opening_id)
        unit = next(one for one in problem.units if one.id == opening.unit)
        problem = APPLY[change.kind]((problem, citizen, opening, unit), change)
    return problem


def can_be_added(problem: Problem, result: Result, citizen_id: str, opening_id: str) -> bool:
    """Whether some placement of this pair, beside all of the answer's, breaks no hard rule."""
    return next(additions(problem, result, citizen_id, opening_id), None) is not None


def additions(problem: Problem, result: Result, citizen_id: str, opening_id: str) -> Iterator[Placement]:
    """The placements of this pair, by start, that break no hard rule beside all of the answer's."""
    for one in placements(problem, citizen_id, opening_id):
        if not any(True for rule in RULES.values() for _ in rule(Case(problem, _with(result, one)))):
            yield one


def _with(result: Result, one: Placement) -> Result:
    return replace(result, placements=(*result.placements, one))


def placements(problem: Problem, citizen_id: str, opening_id: str) -> Iterator[Placement]:
    """The pair in every scheme offered on every start, whether lawful or not."""
    citizen = next(one for one in problem.citizens if one.id == citizen_id)
    opening = next(one for one in problem.openings if one.id == opening_id)
    first = first_start(problem, citizen, opening)
    mondays = (first + timedelta(days=n) for n in range(1, (opening.start.latest - first).days + 1))
    for begins in (first, *(day for day in mondays if day.isoweekday() == 1)):
        for scheme in opening.schemes or SCHEMES:
            yield _placement(problem, citizen, opening, scheme, begins)


def _placement(problem: Problem, citizen: Citizen, opening: Opening, scheme: str, begins: date) -> Placement:
    hours = weekly_hours(citizen, opening)
    one = Placement(citizen=citizen.id, opening=opening.id, scheme=scheme, start=begins, end=begins, hours=hours,
                    value=0.0, score=0.0)  # fmt: skip
    return replace(one, end=end_of(problem, placed(problem, one)[0]))


def placed(problem: Problem, one: Placement) -> tuple[Placed, ...]:
    """The placement beside its citizen, opening and unit."""
    empty = Result(status="feasible", objective=0, bound=0, gap=0, seconds=0, rules=one.start, placements=(one,))
    return Case(problem, empty).placed


def _citizen(scene: Scene, **changes: object) -> Problem:
    problem, citizen, _, _ = scene
    changed = replace(citizen, **changes)  # type: ignore[arg-type]
    return replace(problem, citizens=tuple(changed if one is citizen else one for one in problem.citizens))


def _opening(scene: Scene, **changes: object) -> Problem:
    problem, _, opening, _ = scene
    changed = replace(opening, **changes)  # type: ignore[arg-type]
    return replace(problem, openings=tuple(changed if one is opening else one for one in problem.openings))


def _unit(scene: Scene, **changes: object) -> Problem:
    problem, _, _, unit = scene
    changed = replace(unit, **changes)  # type: ignore[arg-type]
    return replace(problem, units=tuple(changed if one is unit else one for one in problem.units))


def _skills(scene: Scene, change: Change) -> Problem:
    citizen = scene[1]
    licence = citizen.driving_licence or "driving_licence" in change.codes
    return _citizen(scene, skills=(*citizen.skills, *change.codes), driving_licence=licence)


def _hours_day(scene: Scene, change: Change) -> Problem:
    """The first `amount` hours of the weekday's collisions are given free, minute by minute."""
    _, citizen, opening, _ = scene
    weekday, left = int(change.codes[0]), round(60 * change.amount)
    works = {minute for one in opening.shifts if one.weekday == weekday for minute in _minutes(one)}
    kept: list[Busy] = [one for one in citizen.busy if one.weekday != weekday]
    for minute in sorted({minute for one in citizen.busy if one.weekday == weekday for minute in _minutes(one)}):
        if minute in works and left > 0:
            left -= 1
        else:
            kept.append(Busy(weekday=weekday, from_=_clock(minute), to=_clock(minute + 1)))
    assert left == 0
    return _citizen(scene, busy=tuple(kept))


def _minutes(span: Busy | Shift) -> range:
    return range(60 * span.from_.hour + span.from_.minute, 60 * span.to.hour + span.to.minute)


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _more_shifts(scene: Scene, change: Change) -> Problem:
    opening, sunday = scene[2], 7
    more = Shift(weekday=sunday, from_=time(0), to=_clock(round(60 * change.amount)))
    return _opening(scene, shifts=(*opening.shifts, more))


def _quota(scene: Scene, change: Change) -> Problem:
    problem, _, _, unit = scene
    own = quota(unit.ordinary_employees, problem.rules_day) if unit.quota_override is None else unit.quota_override
    return _unit(scene, quota_override=own + int(change.amount))


def _staff(people: tuple[Staff, ...], who: str | None) -> tuple[Staff, ...]:
    return tuple(replace(one, capacity=one.capacity + 1) if one.id == who else one for one in people)


APPLY: dict[str, Callable[[Scene, Change], Problem]] = {
    "travel": lambda scene, change: _citizen(scene, max_travel_km=scene[1].max_travel_km + change.amount),
    "language": lambda scene, change: _citizen(scene, language=change.codes[0]),
    "skills": _skills,
    "needs": lambda scene, change: _unit(scene, accommodates=(*scene[3].accommodates, *change.codes)),
    "hours_citizen": lambda scene, change: _citizen(
        scene, hours=Hours(min=scene[1].hours.min, max=scene[1].hours.max + change.amount)
    ),
    "hours_firm": lambda scene, change: _opening(
        scene, hours=Hours(min=scene[2].hours.min, max=scene[2].hours.max + change.amount)
    ),
    "hours_day": _hours_day,
    "hours_shifts": _more_shifts,
    "start": lambda scene, change: _opening(
        scene, start=StartWindow(earliest=scene[2].start.earliest, latest=date.fromisoformat(change.codes[0]))
    ),
    "scheme": lambda scene, change: _opening(scene, schemes=(*(scene[2].schemes or ()), *change.codes)),
    "seats": lambda scene, _change: _opening(scene, seats=scene[2].seats + 1),
    "quota": _quota,
    "mentor": lambda scene, change: _unit(scene, mentor_capacity=scene[3].mentor_capacity + int(change.amount)),
    "consultant": lambda scene, _change: replace(
        scene[0], consultants=_staff(scene[0].consultants, scene[1].consultant)
    ),
    "support": lambda scene, _change: replace(
        scene[0], support_workers=_staff(scene[0].support_workers, scene[1].support_worker)
    ),
    "least": lambda scene, change: _opening(scene, least=scene[2].least - int(change.amount)),
}
