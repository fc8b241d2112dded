"""What JSON readers take without a word though two of them may read it differently: repeated names, NaN, Infinity."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from core.errors import Fault

Json = Any  # what json.loads gives; its shape is what is being found out


class OddError(ValueError):
    """The text holds an oddity; `odd_faults` says which and where."""


def refuse_odd(text: bytes) -> None:
    """Raise OddError where `text` (well-formed JSON) holds an oddity. Made for speed: builds no values."""
    json.loads(text, object_pairs_hook=_refuse_repeats, parse_constant=_refuse_constant)


def odd_faults(text: bytes) -> list[Fault]:
    """Every oddity in `text` (well-formed JSON) and its place."""
    try:
        refuse_odd(text)
    except OddError:
        return list(_below(json.loads(text, object_pairs_hook=_remembering), ""))
    return []


def inner(place: str, part: str | int) -> str:
    """The place of `part`, a name or a position, within `place`."""
    if isinstance(part, int):
        return f"{place}[{part}]"
    name = part if re.fullmatch(r"[\w-]+", part) else json.dumps(part)
    return f"{place}.{name}" if place else name


def _refuse_repeats(pairs: list[tuple[str, Json]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise OddError


def _refuse_constant(name: str) -> NoReturn:
    raise OddError(name)


class _Object(dict[str, Json]):
    """A JSON object that remembers the names it was given more than once."""

    repeated: tuple[str, ...] = ()


def _remembering(pairs: list[tuple[str, Json]]) -> _Object:
    found = _Object(pairs)
    if len(found) != len(pairs):
        found.repeated = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return found


def _below(node: Json, place: str) -> Iterator[Fault]:
    if isinstance(node, float) and not math.isfinite(node):
        yield Fault(place or "filen", "skal være et endeligt tal")
    for name in node.repeated if isinstance(node, _Object) else ():
        yield Fault(inner(place, name), "feltet står her mere end én gang; behold det ene")
    for part, value in _parts(node):
        yield from _below(value, inner(place, part))


def _parts(node: Json) -> Iterable[tuple[str | int, Json]]:
    if isinstance(node, dict):
        return node.items()
    return enumerate(node) if isinstance(node, list) else ()
