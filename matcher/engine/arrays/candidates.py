"""Pairs of citizens and openings that may turn out to be lawful: what the rules of a pair look at."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.engine.arrays.instance import EARTH_KM, Bools, Floats, Instance, Ints
from matcher.engine.arrays.starts import first_day


class Candidates:
    """`citizen[i]` and `opening[i]` by index; what several rules ask is computed once, and only when asked."""

    def __init__(self, instance: Instance, citizen: NDArray[np.integer], opening: NDArray[np.integer]) -> None:
        self.instance = instance
        self.citizen: Ints = np.asarray(citizen, dtype=np.int64)
        self.opening: Ints = np.asarray(opening, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.citizen)

    @cached_property
    def unit(self) -> Ints:
        """The unit of each opening."""
        return self.instance.openings.unit[self.opening]

    @cached_property
    def hours(self) -> Floats:
        """Weekly hours: min(citizen.max, opening.max, hours in the shifts outside the citizen's busy times)."""
        most = np.minimum(
            self.instance.citizens.most_hours[self.citizen], self.instance.openings.most_hours[self.opening]
        )
        return np.minimum(most, self.instance.hours.free_hours(self.citizen, self.opening))

    @cached_property
    def first_day(self) -> Ints:
        """The first possible day."""
        return first_day(self.instance, self.citizen, self.opening)

    @cached_property
    def kilometres(self) -> Floats:
        """Great-circle distance from home to unit (haversine)."""
        home, work = self.instance.citizens.place[self.citizen], self.instance.units.place[self.unit]
        half = np.sin((work[:, 0] - home[:, 0]) / 2) ** 2
        half += np.cos(home[:, 0]) * np.cos(work[:, 0]) * np.sin((work[:, 1] - home[:, 1]) / 2) ** 2
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1))))

    def where(self, allowed: Bools) -> "Candidates":
        """The candidates for which `allowed` holds."""
        fewer = Candidates(self.instance, self.citizen[allowed], self.opening[allowed])
        if "hours" in self.__dict__:
            fewer.__dict__["hours"] = self.hours[allowed]
        return fewer
