"""The registry of legal figures: every value of every key, and the one in force on a day.

The figures themselves are in `law/catalogue/`; `docs/law.md` is generated from this registry by `python -m law`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from law.catalogue.quota import QUOTA_VALUES
from law.catalogue.schemes import SCHEME_VALUES
from law.dated import Figure, Value

__all__ = ["REGISTRY", "Figure", "Value", "value", "whole"]


def _by_key(values: Iterable[Value]) -> Mapping[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for one in sorted(values, key=lambda v: v.valid_from):
        found[one.key] = (*found.get(one.key, ()), one)
    return MappingProxyType(found)


REGISTRY: Mapping[str, tuple[Value, ...]] = _by_key((*SCHEME_VALUES, *QUOTA_VALUES))
"""Each key's values, oldest first."""


def value(key: str, on: date) -> Value:
    """The value of `key` in force on the day `on`. Raises KeyError for an unknown key or a day before the first."""
    for one in reversed(REGISTRY[key]):
        if one.valid_from <= on:
            return one
    raise KeyError(f"{key} has no value on {on}")


def whole(key: str, on: date) -> int:
    """The whole number of `key` in force on the day `on`."""
    figure = value(key, on).value
    if isinstance(figure, bool) or not isinstance(figure, int):
        raise TypeError(f"{key} is no whole number")
    return figure
