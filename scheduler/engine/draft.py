"""A model in the making: its columns, and the rows gathered so far."""

from collections.abc import Set
from dataclasses import dataclass, field

import numpy as np

from scheduler.engine.columns import Columns, Numbers, Options, Uses
from scheduler.engine.plan import Plan
from scheduler.engine.rows import Rows, Span


@dataclass(slots=True)
class Draft:
    """A model in the making. At the (site, day) pairs of `with_rooms` rooms are told apart; elsewhere they count."""

    plan: Plan
    options: Options
    with_rooms: Set[tuple[int, int]]
    columns: Columns
    people: Uses
    rows: Rows = field(default_factory=Rows)

    def which(self, *kinds: int) -> Numbers:
        """Columns of these kinds."""
        return np.flatnonzero(np.isin(self.columns.kind, kinds))

    def hopeless(self) -> bool:
        """Whether a task that must be held has no start left."""
        return not set(self.options) <= set(self.columns.task.tolist())

    def span(self, uses: Uses) -> Span:
        """Uses by person or room and day."""
        columns, column = self.columns, uses.column
        group = uses.who * len(self.plan.space.grid.days) + columns.day[column]
        return Span(group, columns.start[column], columns.end[column], columns.task[column])
