"""Rows of the model: how the rules of capacity are put as sums over columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.columns import TOLERANCE, Columns
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints, pair_numbers
from matcher.engine.arrays.moments import Moments
from matcher.engine.arrays.standing import Standing
from matcher.engine.arrays.timeline import Room, Timeline


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules of capacity look at: the instance, what stands, and the room over time beside it."""

    instance: Instance
    standing: Standing
    timeline: Timeline

    def beside(self, kept: Columns) -> "Setting":
        """The setting when the columns `kept` are taken for good."""
        quota, mentors = self.timeline.quota, self.timeline.mentors
        timeline = Timeline(
            self.timeline.days,
            quota.without(kept.unit, kept.first, kept.stop, kept.load),
            mentors.without(kept.unit, kept.first, kept.stop, kept.mentor.astype(float)),
        )
        return Setting(self.instance, self.standing.beside(self.instance, kept.citizen, kept.opening), timeline)


@dataclass(frozen=True, slots=True)
class Switch:
    """The variable that takes part in each row: y = 1 says that the opening takes anybody at all."""

    opening: Ints
    amount: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows `sum of amount x column + switch.amount x y(switch.opening) <= room`.

    `on[r]` says what row r is about: an index in the price array of `code`, flat (unit x D + day) for quota and mentor,
    opening x D + day for those of groups, a pair number for the links. `row`, `column`, `amount` are the entries.
    """

    code: str
    on: Ints
    room: Floats
    row: Ints
    column: Ints
    amount: Floats
    switch: Switch | None = None


RowRule = Callable[[Setting, Columns], Sequence[Rows]]


def counted(code: str, on: Ints, column: Ints, room: Ints | Floats) -> Rows:
    """Rows in which each of `column[i]` fills one of `on[i]`, which has `room[on[i]]`."""
    return _binding(Rows(code, np.arange(len(room)), room.astype(float), on, column, np.ones(len(column))))


def over_time(code: str, room: Room, columns: Columns, which: Ints, amount: Floats) -> Rows:
    """A row for each unit and moment that the columns `which` can fill."""
    moments = Moments.of(room.left, columns.unit[which], columns.first[which], columns.stop[which])
    row, entry = moments.entries()
    column = which[entry]
    return _binding(Rows(code, moments.on, room.left.ravel()[moments.on], row, column, amount[column]))


def _binding(rows: Rows) -> Rows:
    """Without the rows that hold even if every column is taken."""
    binding = np.bincount(rows.row, rows.amount, minlength=len(rows.on)) > rows.room + TOLERANCE
    binding &= np.bincount(rows.row, minlength=len(rows.on)) > 0
    place, entry = np.cumsum(binding) - 1, binding[rows.row]
    return Rows(
        rows.code, rows.on[binding], rows.room[binding], place[rows.row[entry]], rows.column[entry], rows.amount[entry]
    )


def remaining(columns: Columns, openings: Bools, wanted: Ints) -> Rows:
    """At least `wanted` (O, of which `openings`) more people at each opening: -sum <= -wanted."""
    on, place = np.flatnonzero(openings), np.cumsum(openings) - 1
    column = np.flatnonzero(openings[columns.opening])
    return Rows("least", on, -wanted[on].astype(float), place[columns.opening[column]], column, -np.ones(len(column)))


def switched(columns: Columns, openings: Bools, least: Ints, seats: Ints) -> tuple[Rows, Rows, Rows]:
    """Nobody, or at least `least` and at most `seats` people: the convex hull of that, for each of `openings` (O).

    Either y = 0 and all is 0, or y = 1 and least <= sum <= seats with each citizen at most once. By Balas's theorem on
    unions of polytopes the hull is  least y <= sum <= seats y  and  (all columns of one citizen there) <= y <= 1; both
    parts are integral, so the relaxation loses nothing here beyond what the rules lose together.
    """
    on, place = np.unique(columns.opening[openings[columns.opening]], return_inverse=True)
    column, ones = np.flatnonzero(openings[columns.opening]), np.ones(len(place))
    pair = pair_numbers(columns.citizen[column], columns.opening[column], len(openings))
    pairs, of_pair = np.unique(pair, return_inverse=True)
    none = np.zeros(len(on))
    return (
        Rows("least", on, none, place, column, -ones, Switch(on, least[on].astype(float))),
        Rows("opened", on, none, place, column, ones, Switch(on, -seats[on].astype(float))),
        Rows(
            "linked",
            pairs,
            np.zeros(len(pairs)),
            of_pair,
            column,
            ones,
            Switch(pairs % len(openings), -np.ones(len(pairs))),
        ),
    )


def switched_over_time(code: str, room: Room, columns: Columns, which: Ints, amount: Floats) -> Rows:
    """For the openings of the columns `which`, at each moment: what is taken there <= the unit's room, if anybody is.

    Said of one opening, the unit's own row becomes `sum <= room y`. Where the room is less than the seats a group
    cannot be half there at once, which the unit's row and the switch allow when each is looked at alone.
    """
    on, place = np.unique(columns.opening[which], return_inverse=True)
    left = np.zeros((len(on), room.left.shape[1]))
    left[place] = np.maximum(room.left[columns.unit[which]], 0)
    moments = Moments.of(left, place, columns.first[which], columns.stop[which])
    row, entry = moments.entries()
    used, row = np.unique(row, return_inverse=True)
    opening, day = np.divmod(moments.on[used], left.shape[1])
    switch = Switch(on[opening], -left[opening, day])
    numbers = pair_numbers(on[opening], day, left.shape[1])
    column = which[entry]
    return Rows(code, numbers, np.zeros(len(numbers)), row, column, amount[column], switch)
