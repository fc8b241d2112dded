"""The registry of legal figures: every value of every key, and the one in force on a day.

The figures themselves are in `law/catalogue/`; `docs/law.md` is generated from this registry by `python -m law`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from law.catalogue.followups import FOLLOW_UP_VALUES
from law.catalogue.quota import QUOTA_VALUES
from law.catalogue.schemes import SCHEME_VALUES
from law.dated import Figure, Value

__all__ = ["NO_OVERRIDES", "REGISTRY", "Figure", "Figures", "Value", "value", "whole"]

NO_OVERRIDES: Mapping[str, Figure] = MappingProxyType({})


def _by_key(values: Iterable[Value]) -> Mapping[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for one in sorted(values, key=lambda v: v.valid_from):
        found[one.key] = (*found.get(one.key, ()), one)
    return MappingProxyType(found)


REGISTRY: Mapping[str, tuple[Value, ...]] = _by_key((*SCHEME_VALUES, *QUOTA_VALUES, *FOLLOW_UP_VALUES))
"""Each key's values, oldest first."""


def value(key: str, on: date) -> Value:
    """The value of `key` in force on the day `on`. Raises KeyError for an unknown key or a day before the first."""
    for one in reversed(REGISTRY[key]):
        if one.valid_from <= on:
            return one
    raise KeyError(f"{key} has no value on {on}")


def whole(key: str, on: date) -> int:
    """The whole number of `key` in force on the day `on`."""
    return Figures(on).whole(key)


class Figures:
    """The figures in force on a day, those marked assumed replaced by the municipality's own.

    Raises ValueError for an override of an unknown figure, of one that the law states, or of a kind the default is not.
    """

    def __init__(self, on: date, overrides: Mapping[str, Figure] = NO_OVERRIDES) -> None:
        self.on = on
        self.overrides = overrides
        for key, figure in overrides.items():
            _check_override(key, figure)

    def figure(self, key: str) -> Figure:
        """The municipality's own figure, or else the one in force."""
        return self.overrides[key] if key in self.overrides else value(key, self.on).value

    def whole(self, key: str) -> int:
        """A whole number. Raises TypeError where the figure is something else."""
        figure = self.figure(key)
        if isinstance(figure, bool) or not isinstance(figure, int):
            raise TypeError(f"{key} is no whole number")
        return figure

    def holds(self, key: str) -> bool:
        """Whether something is so. Raises TypeError where the figure is something else."""
        figure = self.figure(key)
        if not isinstance(figure, bool):
            raise TypeError(f"{key} is no yes or no")
        return figure

    def day(self, key: str) -> date:
        """A date. Raises TypeError where the figure is something else."""
        figure = self.figure(key)
        if not isinstance(figure, date):
            raise TypeError(f"{key} is no date")
        return figure

    def wholes(self, key: str) -> tuple[int, ...]:
        """Several whole numbers. Raises TypeError where the figure is something else."""
        figure = self.figure(key)
        if not isinstance(figure, tuple):
            raise TypeError(f"{key} is no list of whole numbers")
        return figure


def _check_override(key: str, figure: Figure) -> None:
    if key not in REGISTRY:
        raise ValueError(f"{key} is no legal figure")
    default = REGISTRY[key][-1]
    if not default.assumed:
        raise ValueError(f"{key} is stated in {default.source} and cannot be replaced")
    if type(figure) is not type(default.value):
        raise ValueError(f"{key} must be of the same kind as {default.value!r}")
    least = 0 if "tolerance" in key or "window" in key else 1
    if not isinstance(figure, bool) and not _all_at_least(least, figure):
        raise ValueError(f"{key} must be {least} or more")
    if isinstance(figure, tuple) and list(figure) != sorted(figure):
        raise ValueError(f"{key} must rise")


def _all_at_least(least: int, figure: Figure) -> bool:
    wholes = figure if isinstance(figure, tuple) else (figure,)
    return bool(wholes) and all(isinstance(one, int) and one >= least for one in wholes)
