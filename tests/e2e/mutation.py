"""Spoiling a JSON file in one place, as a slip of the pen, a defect in the sender or a broken line would."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Path = tuple[str | int, ...]

ODD_VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    7,
    10**12,
    2**53,
    -0.5,
    1e300,
    "",
    "nobody",
    "2026-12-01",
    "1900-01-01",
    "9999-12-31",
    "0001-01-01",
    "00:00",
    "23:59",
    "2026-12-09T10:00",
    "9999-12-31T23:59",
    "æøå\n\u0000",
    [],
    {},
    [[]],
    [{"id": "x"}],
)


def spoilt(value: Any, random: Random) -> bytes:
    """`value` as JSON with one to three things wrong with it, or at least different."""
    value = copy.deepcopy(value)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if value:
            random.choice(CHANGES)(value, random)
    text = json.dumps(value).encode()
    return random.choice(DAMAGES)(text, random) if random.random() < TORN else text


TORN = 0.1
"""How often the text itself is damaged too."""


def _replace(value: Any, random: Random) -> None:
    _put(value, random.choice(list(_places(value))), random.choice(ODD_VALUES))


def _delete(value: Any, random: Random) -> None:
    *above, last = random.choice(list(_places(value)))
    del _at(value, tuple(above))[last]


def _rename(value: Any, random: Random) -> None:
    *above, last = random.choice([place for place in _places(value) if isinstance(place[-1], str)])
    holder = _at(value, tuple(above))
    holder[random.choice(("idd", "from_", str(last).upper(), f"{last} "))] = holder.pop(last)


def _repeat(value: Any, random: Random) -> None:
    """A record stands there twice."""
    rows = [place for place in _places(value) if isinstance(place[-1], int)]
    if rows:
        *above, last = random.choice(rows)
        holder = _at(value, tuple(above))
        holder.append(copy.deepcopy(holder[last]))


def _swap(value: Any, random: Random) -> None:
    """Two values change places: `from` and `to`, an id and a date."""
    one, other = random.choices([place for place in _places(value) if _is_leaf(_at(value, place))], k=2)
    first, second = _at(value, one), _at(value, other)
    _put(value, one, second)
    _put(value, other, first)


def _truncated(text: bytes, random: Random) -> bytes:
    return text[: random.randrange(len(text))]


def _flipped(text: bytes, random: Random) -> bytes:
    where = random.randrange(len(text))
    return text[:where] + random.randbytes(1) + text[where + 1 :]


def _said_twice(text: bytes, random: Random) -> bytes:
    """A name is given twice in one object."""
    return text.replace(b'{"', random.choice((b'{"id": 1, "id": 2, "', b'{"format": 1, "')), 1)


def _not_a_number(text: bytes, random: Random) -> bytes:
    return text.replace(b": 57.4", b": " + random.choice((b"NaN", b"-Infinity", b"1e999")), 1)


CHANGES: tuple[Callable[[Any, Random], None], ...] = (_replace, _replace, _replace, _delete, _rename, _repeat, _swap)
DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (_truncated, _flipped, _said_twice, _not_a_number)


def _places(value: Any, place: Path = ()) -> Iterator[Path]:
    """Every place below the whole."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        yield (*place, name)
        yield from _places(inner, (*place, name))


def _at(value: Any, place: Path) -> Any:
    for part in place:
        value = value[part]
    return value


def _put(value: Any, place: Path, new: object) -> None:
    _at(value, place[:-1])[place[-1]] = copy.deepcopy(new)


def _is_leaf(value: object) -> bool:
    return not isinstance(value, dict | list)
