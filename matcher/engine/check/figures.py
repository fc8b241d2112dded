"""What an answer says about itself: ids, ends, hours, scores, values, objective, bound and gap.

Comparisons are written so that a value that is no number fails them.
"""

from collections import Counter
from collections.abc import Iterator

from core.days import unknown_day
from core.errors import Breach
from law.schemes import version_in_force
from matcher.engine.check.case import Case, Placed
from matcher.engine.check.pairs import end_of, first_start, weekly_hours

EXACT = 1e-9
ROUNDED_HOURS = 0.02
GIVEN_SCORE = 1e-6
ADDED_UP = 1e-3
ROUNDED_VALUE = 1e-4
RELATIVE_OBJECTIVE = 1e-3
RELATIVE_BOUND = 1e-6
SMALLEST_BOUND = 1e-9
DAYS_A_WEEK = 7
SOLVED = ("optimal", "feasible")


def ids(case: Case) -> Iterator[Breach]:
    """Every placement names a citizen and an opening of the problem."""
    for n, one in enumerate(case.answer.placements):
        if one.citizen not in case.citizens:
            yield Breach("id", f"placements[{n}].citizen", f"{one.citizen} findes ikke i problemet")
        if one.opening not in case.openings:
            yield Breach("id", f"placements[{n}].opening", f"{one.opening} findes ikke i problemet")


def days(case: Case) -> Iterator[Breach]:
    """Every placement begins on a day that can be counted with."""
    for n, one in enumerate(case.answer.placements):
        for fault in unknown_day(f"placements[{n}].start", one.start):
            yield Breach("day", fault.place, f"er {one.start}; {fault.message}")


def unplaced(case: Case) -> Iterator[Breach]:
    """Every citizen is either placed or unplaced, and said so once."""
    placed = {one.citizen for one in case.answer.placements}
    left = Counter(one.citizen for one in case.answer.unplaced)
    for who in case.citizens:
        if who not in placed and who not in left:
            yield Breach("unplaced", f"citizens:{who}", "er hverken placeret eller forklaret")
    for n, one in enumerate(case.answer.unplaced):
        if one.citizen not in case.citizens:
            yield Breach("unplaced", f"unplaced[{n}].citizen", f"{one.citizen} findes ikke i problemet")
        if one.citizen in placed or left[one.citizen] > 1:
            yield Breach("unplaced", f"unplaced[{n}].citizen", f"{one.citizen} står mere end én gang i svaret")


def end(case: Case) -> Iterator[Breach]:
    """A placement lasts min(opening.weeks, the scheme's longest stay) weeks; the end is the day after."""
    for one in case.placed:
        right = end_of(case.problem, one)
        if one.placement.end != right:
            yield _misstated("end", one, one.placement.end, right)


def hours(case: Case) -> Iterator[Breach]:
    """The weekly hours are those of H5."""
    for one in case.placed:
        right = weekly_hours(one.citizen, one.opening)
        if not abs(one.placement.hours - right) <= ROUNDED_HOURS:
            yield _misstated("hours", one, one.placement.hours, right)


def score(case: Case) -> Iterator[Breach]:
    """The score is the listed one where the problem lists scores, and lies from 0 to 1."""
    for one in case.placed:
        stated = one.placement.score
        if not -EXACT <= stated <= 1 + EXACT:
            yield _misstated("score", one, stated, "fra 0 til 1")
        if case.scores is None:
            continue
        listed = case.scores.get((one.citizen.id, one.opening.id))
        if listed is None:
            yield Breach("score", f"{one.place}.opening", f"{one.citizen.id} -> {one.opening.id} har ingen score")
        elif not abs(stated - listed) <= GIVEN_SCORE:
            yield _misstated("score", one, stated, listed)


def because(case: Case) -> Iterator[Breach]:
    """Where the project scores itself, the breakdown is there and adds up; no criterion gives more than it could."""
    for one in case.placed:
        reasons = one.placement.because
        if not reasons and case.scores is None:
            yield _misstated("because", one, "tom", "scorens bestanddele")
        if reasons and not abs(sum(reason.points for reason in reasons) - one.placement.score) <= ADDED_UP:
            yield _misstated("because", one, sum(reason.points for reason in reasons), one.placement.score)
        for reason in reasons:
            if not -EXACT <= reason.points <= reason.of + EXACT:
                yield _misstated("because", one, f"{reason.criterion} {reason.points:g}", f"højst {reason.of:g}")


def value(case: Case) -> Iterator[Breach]:
    """value = weight × score − delay cost × weeks waited − change cost where the citizen was proposed elsewhere."""
    for one in case.placed:
        right = value_of(case, one)
        if not abs(one.placement.value - right) <= ROUNDED_VALUE:
            yield _misstated("value", one, one.placement.value, right)


def objective(case: Case) -> Iterator[Breach]:
    """The objective is the sum of the values, less the change cost of everybody who lost a proposal."""
    right = objective_of(case)
    if not abs(case.answer.objective - right) <= RELATIVE_OBJECTIVE * max(1, abs(right)):
        yield Breach("objective", "objective", f"er {case.answer.objective:.6g}, skal være {right:.6g}")


def bound(case: Case) -> Iterator[Breach]:
    """The bound is not below the objective."""
    right = objective_of(case)
    if not case.answer.bound >= right - RELATIVE_BOUND * max(1, abs(right)):
        yield Breach("bound", "bound", f"er {case.answer.bound:.6g}, under målet {right:.6g}")


def gap(case: Case) -> Iterator[Breach]:
    """gap = (bound − objective) / max(|bound|, 10⁻⁹)."""
    size = max(abs(case.answer.bound), SMALLEST_BOUND)
    distance = case.answer.bound - case.answer.objective
    if not abs(case.answer.gap * size - distance) <= ROUNDED_VALUE * max(1, size):
        yield Breach("gap", "gap", f"er {case.answer.gap:.6g}, skal være {distance / size:.6g}")


def status(case: Case) -> Iterator[Breach]:
    """Only an answer that is solved can be checked."""
    if case.answer.status not in SOLVED:
        yield Breach("status", "status", f"er {case.answer.status}; svaret rummer ingen løsning")


def rules(case: Case) -> Iterator[Breach]:
    """The answer was found under the rules version that the problem asks for."""
    asked, used = (version_in_force(day) for day in (case.problem.rules_day, case.answer.rules))
    if asked != used:
        yield Breach("rules", "rules", f"er reglerne fra {used}, problemet beder om dem fra {asked}")


def prices(case: Case) -> Iterator[Breach]:
    """A price is on a scarce capacity of the problem, and never negative."""
    known = {
        *(f"{kind}:{one}" for kind in ("quota", "mentor") for one in case.units),
        *(f"seats:{one}" for one in case.openings),
        *(f"consultant:{one.id}" for one in case.problem.consultants),
        *(f"support:{one.id}" for one in case.problem.support_workers),
    }
    for n, one in enumerate(case.answer.prices):
        if one.on not in known:
            yield Breach("prices", f"prices[{n}].on", f"{one.on} er ingen knap ressource i problemet")
        if not one.price >= -EXACT:
            yield Breach("prices", f"prices[{n}].price", f"er {one.price:.6g}, skal være mindst 0")


def value_of(case: Case, one: Placed) -> float:
    """What the placement is worth by the format's formula."""
    late = (one.placement.start - first_start(case.problem, one.citizen, one.opening)).days
    weeks_waited = max(0, late // DAYS_A_WEEK)
    moved = case.previous.get(one.citizen.id, one.opening.id) != one.opening.id
    return (
        one.citizen.weight * one.placement.score
        - case.problem.delay_cost_per_week * weeks_waited
        - (case.problem.change_cost if moved else 0)
    )


def objective_of(case: Case) -> float:
    """The objective of the answer's placements, recomputed."""
    lost = len(set(case.previous) - {one.citizen.id for one in case.placed})
    return sum(value_of(case, one) for one in case.placed) - case.problem.change_cost * lost


def _misstated(code: str, one: Placed, stated: object, right: object) -> Breach:
    who = f"{one.citizen.id} -> {one.opening.id}"
    return Breach(code, f"{one.place}.{code}", f"er {_told(stated)}, skal være {_told(right)} ({who})")


def _told(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
