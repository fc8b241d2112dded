"""Prices by going straight for the bound: the Lagrangian dual of a model, made smooth.

At prices y the bound asks of each citizen only the one best column, which has corners wherever two are equally good.
With a temperature T the choice is made softly: the maximum becomes T log sum exp(. / T), which lies above it by no more
than T log(columns of the citizen), and each column is taken to a share between 0 and 1. The bound is then smooth in y,
its slope is the room less what the shares take, and L-BFGS-B finds its lowest point over y >= 0 in a few dozen steps,
each of them two products with a sparse matrix. As T falls the prices come close to those of the linear relaxation, and
the shares to a solution of it (Nesterov, Smooth minimization of non-smooth functions, 2005).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, minimize
from scipy.sparse import csr_array

from matcher.engine.arrays.instance import Floats, Ints
from matcher.engine.arrays.threads import one_thread
from matcher.engine.optimum.lp import LinearSolution, broken_rows, worst_price
from matcher.engine.optimum.model import Model

MEMORY = 10
"""Steps that L-BFGS remembers."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Each citizen's columns, and each switch, as a choice at prices of all rows but the citizens' own.

    The columns of a citizen lie side by side: `begins`, `counts` say where. `uses` is rows x columns, `used` columns x
    rows; `highest` bounds the price of each row.
    """

    gain: Floats
    begins: Ints
    counts: Ints
    uses: csr_array
    used: csr_array
    room: Floats
    highest: Floats

    @classmethod
    def of(cls, model: Model) -> "Choices":
        """The choices of `model`, whose columns must be sorted by citizen."""
        citizens = len(model.parts[0].on)
        uses = csr_array(model.matrix[citizens:])
        choice = np.concatenate([model.columns.citizen, -1 - np.arange(len(model.switches))])
        begins = np.flatnonzero(np.diff(choice, prepend=np.iinfo(np.int64).min))
        highest = np.full(len(model.room), np.inf)
        highest[broken_rows(model)] = worst_price(model)
        return cls(
            np.concatenate([model.columns.gain, np.zeros(len(model.switches))]),
            begins,
            np.diff(begins, append=len(choice)),
            uses,
            csr_array(uses.T),
            model.room[citizens:],
            highest[citizens:],
        )

    def best(self, price: Floats) -> Floats:
        """What each choice earns at most, not less than nothing."""
        return self._best(self.gain - self.used @ price)

    def smooth(self, price: Floats, temperature: float) -> tuple[float, Floats]:
        """The smooth bound and its slope."""
        value, shares = self._soft(price, temperature)
        return value, self.room - self.uses @ shares

    def shares(self, price: Floats, temperature: float) -> Floats:
        """To what part each column, and then each switch, is taken."""
        return self._soft(price, temperature)[1]

    def _soft(self, price: Floats, temperature: float) -> tuple[float, Floats]:
        reduced = (self.gain - self.used @ price) / temperature
        best = self._best(reduced)
        weight = np.exp(reduced - np.repeat(best, self.counts))
        total = np.add.reduceat(weight, self.begins) + np.exp(-best)
        value = float(self.room @ price) + temperature * float((best + np.log(total)).sum())
        return value, weight / np.repeat(total, self.counts)

    def _best(self, reduced: Floats) -> Floats:
        return np.asarray(np.maximum(np.maximum.reduceat(reduced, self.begins), 0))


def ascend(model: Model, start: Floats, temperature: float, steps: int) -> LinearSolution:
    """The prices of all rows where the smooth bound is lowest, and the shares as a solution that is nearly feasible.

    start: prices of all rows to begin at; those of the citizens are not used. steps: how many at most.
    """
    choices, citizens = Choices.of(model), len(model.parts[0].on)
    with one_thread():
        found = minimize(
            choices.smooth,
            np.minimum(start[citizens:], choices.highest),
            args=(temperature,),
            jac=True,
            method="L-BFGS-B",
            bounds=Bounds(0, choices.highest),
            options={"maxiter": steps, "maxcor": MEMORY},
        ).x
    return _chosen(model, choices, found, temperature)


def chosen(model: Model, price: Floats, temperature: float) -> LinearSolution:
    """What the citizens choose at these prices of all rows."""
    return _chosen(model, Choices.of(model), price[len(model.parts[0].on) :], temperature)


def _chosen(model: Model, choices: Choices, price: Floats, temperature: float) -> LinearSolution:
    x = choices.shares(price, temperature)[: len(model.columns)]
    earned = choices.best(price)[: len(model.parts[0].on)]
    return LinearSolution(x, np.concatenate([earned, price]), float(model.columns.gain @ x))
