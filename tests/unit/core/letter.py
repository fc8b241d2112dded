"""A small format with one of every shape that the exchange formats use, and the faults in a text of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

import pytest

from core.errors import BadInputError, Fault
from core.reading import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    lat: float
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    kind: Literal["stay"] = "stay"
    from_: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    kind: Literal["talk"] = "talk"
    clock: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The whole file."""

    format: Literal["letter/1"] = "letter/1"
    mode: Literal["heads", "fte"] = "heads"
    seats: int = 1
    homes: tuple[Home, ...] = ()
    who: tuple[str | Choice, ...] = ()
    events: tuple[Stay | Talk, ...] = ()
    where: dict[str, str | bool | None] | None = None

    def __post_init__(self) -> None:
        if self.seats < 0:
            raise BadInputError([Fault("seats", "skal være mindst 0")])


def letter(**fields: object) -> bytes:
    return json.dumps({"format": "letter/1", **fields}).encode()


def faults(text: bytes) -> list[str]:
    with pytest.raises(BadInputError) as refused:
        read(Letter, text)
    return [str(fault) for fault in refused.value.faults]


def places(text: bytes) -> list[str]:
    return [fault.split(": ")[0] for fault in faults(text)]
