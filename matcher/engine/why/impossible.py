"""Why there is no answer: which floors (H15) and groups (H17) cannot be had beside what stands fixed, and why not.

Nobody has to be placed, so without fixed placements there is always an answer. Fixed ones can ask for more: a group
that has begun must reach its `least`, and where they leave a floor unmet enough others of its group must be placed. Of
all that is asked, as much is let go as leaves it impossible: what remains cannot be had together, any less of it could.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.errors import Fault
from matcher.engine.arrays.instance import Bools, Instance, Ints
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.arrays.standing import Standing, is_fixed
from matcher.engine.options import Options
from matcher.engine.problem import Problem
from matcher.engine.solve import Solved, solve

ANY_ANSWER = 1.0
"""The gap at which any answer at all is good enough."""


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked of an answer: floors and openings of a problem, by index."""

    floors: tuple[int, ...]
    openings: tuple[int, ...]

    def of(self, problem: Problem, short: Sequence[int]) -> Problem:
        """The problem in which of its floors, and of the groups that are too `short`, these alone are asked for."""
        free = set(short) - set(self.openings)
        return replace(
            problem,
            floors=tuple(problem.floors[n] for n in self.floors),
            openings=tuple(replace(one, least=0) if n in free else one for n, one in enumerate(problem.openings)),
        )

    def without(self, n: int) -> "Demands":
        """These but the n-th, floors counted first."""
        place = n - len(self.floors)
        if place < 0:
            return Demands((*self.floors[:n], *self.floors[n + 1 :]), self.openings)
        return Demands(self.floors, (*self.openings[:place], *self.openings[place + 1 :]))

    def __len__(self) -> int:
        return len(self.floors) + len(self.openings)

    @property
    def names(self) -> list[str]:
        """Where in the file they stand."""
        return [f"floors[{n}]" for n in self.floors] + [f"openings[{n}].least" for n in self.openings]


def impossible(found: Solved, options: Options | None = None) -> list[Fault]:
    """What of an infeasible problem cannot be kept, in Danish with its place; together where there is more than one.

    The problem is solved again once for each floor and each group that is too small, with `options` but any gap.
    """
    setting = found.ready.setting
    problem, stands = setting.instance.problem, setting.standing
    short = np.flatnonzero((stands.filled > 0) & (stands.filled < setting.instance.openings.least)).tolist()
    core, n = Demands(tuple(range(len(problem.floors))), tuple(short)), 0
    any_answer = replace(options or Options(), gap=ANY_ANSWER)
    while n < len(core):
        less = core.without(n)
        if solve(less.of(problem, short), any_answer).status == "infeasible":
            core = less
        else:
            n += 1
    return _faults(setting.instance, stands, core)


def _faults(case: Instance, stands: Standing, core: Demands) -> list[Fault]:
    anywhere, there = _lawful(case, stands)
    told = [_of_floor(case, stands, n, anywhere) for n in core.floors]
    told += [_of_group(case, stands, n, int(there[n])) for n in core.openings]
    together = f" (hver for sig kan kravene holdes, men ikke {' og '.join(core.names)} sammen)" if len(core) > 1 else ""
    return [Fault(name, text + together) for name, text in zip(core.names, told, strict=True)]


def _lawful(case: Instance, stands: Standing) -> tuple[Bools, Ints]:
    """Of those who do not stand fixed: who has a lawful place somewhere (C), how many have one at each opening (O)."""
    anywhere = np.zeros(len(case.problem.citizens), dtype=bool)
    there = np.zeros(len(case.problem.openings), dtype=np.int64)
    for block in lawful_candidates(case, is_fixed(case, stands)):
        anywhere[block.citizen] = True
        there += np.bincount(block.opening, minlength=len(there))
    return anywhere, there


def _of_floor(case: Instance, stands: Standing, n: int, anywhere: Bools) -> str:
    floor, inside = case.problem.floors[n], case.citizens.in_floor[:, n]
    standing, placed, more = int(inside[stands.citizen].sum()), len(stands.citizen), int((anywhere & inside).sum())
    group = " og ".join(f"{field} = {value}" for field, value in floor.where.items())
    text = f"mindst {100 * floor.share:.0f} % med {group} kan ikke nås: {standing} af {placed} faste placeringer er det"
    if standing + more < floor.share * (placed + more):
        return f"{text}, og kun {more} til har en lovlig plads; sænk share, eller frigiv faste placeringer"
    return (
        f"{text}; {more} til har en lovlig plads, men pladser, kvoter, mentorer eller medarbejdernes tid rækker ikke "
        "til nok af dem; sænk share, eller skaf det, der mangler"
    )


def _of_group(case: Instance, stands: Standing, n: int, more: int) -> str:
    opening, standing = case.problem.openings[n], int(stands.filled[n])
    text = f"{opening.id} skal have mindst {opening.least} ad gangen, og {standing} står fast"
    if standing + min(more, opening.seats - standing) < opening.least:
        return f"{text}, men kun {more} andre kan lovligt få en plads der; sænk least, eller frigiv de faste"
    return (
        f"{text}; {more} andre kan lovligt få en plads der, men kvoten, mentorerne eller medarbejdernes tid rækker "
        "ikke til nok af dem; sænk least, eller skaf det, der mangler"
    )
