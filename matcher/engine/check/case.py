"""What a check looks at: a problem and its answer side by side, every placement beside who and where it is about."""

from dataclasses import dataclass
from functools import cached_property

from core.days import is_known
from matcher.engine.problem import Citizen, Fixed, Opening, Problem, Unit
from matcher.engine.result import Placement, Result


@dataclass(frozen=True, slots=True)
class Placed:
    """One placement of the answer; `place` is where it stands in the file."""

    place: str
    placement: Placement
    citizen: Citizen
    opening: Opening
    unit: Unit
    stands: bool
    """Whether it is a fixed placement kept as given: the rules of the pair are then not asked about."""


@dataclass(frozen=True)
class Case:
    """A problem and an answer to it."""

    problem: Problem
    answer: Result

    @cached_property
    def citizens(self) -> dict[str, Citizen]:
        """Every citizen by id."""
        return {one.id: one for one in self.problem.citizens}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by id."""
        return {one.id: one for one in self.problem.units}

    @cached_property
    def openings(self) -> dict[str, Opening]:
        """Every opening by id."""
        return {one.id: one for one in self.problem.openings}

    @cached_property
    def fixed(self) -> dict[str, Fixed]:
        """The fixed placement of every citizen who has one."""
        return {one.citizen: one for one in self.problem.fixed}

    @cached_property
    def previous(self) -> dict[str, str]:
        """The opening each citizen was proposed last time."""
        return {one.citizen: one.opening for one in self.problem.previous}

    @cached_property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """Citizen and opening of every pair that is forbidden."""
        return frozenset((one.citizen, one.opening) for one in self.problem.forbidden)

    @cached_property
    def scores(self) -> dict[tuple[str, str], float] | None:
        """The given score of every pair, or None where the project scores itself."""
        if self.problem.scores is None:
            return None
        return {(one.citizen, one.opening): one.score for one in self.problem.scores}

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every placement whose citizen, opening and start exist; `figures.ids` and `figures.days` name the others."""
        return tuple(
            self._placed(n, one)
            for n, one in enumerate(self.answer.placements)
            if one.citizen in self.citizens and one.opening in self.openings and is_known(one.start)
        )

    def _placed(self, n: int, one: Placement) -> Placed:
        opening, fixed = self.openings[one.opening], self.fixed.get(one.citizen)
        as_given = Fixed(citizen=one.citizen, opening=one.opening, scheme=one.scheme, start=one.start)
        return Placed(
            place=f"placements[{n}]",
            placement=one,
            citizen=self.citizens[one.citizen],
            opening=opening,
            unit=self.units[opening.unit],
            stands=fixed == as_given,
        )
