"""Strict reading of JSON into plain frozen dataclasses, with the place of every fault.

The way in is one pass of pydantic's compiled reader and one cheap look for repeated names. Only when something is
wrong is the file read again, slowly, to say where and how to mend it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from pydantic import ValidationError

from core.errors import BadInputError
from core.reading.faults import faults_in
from core.reading.oddities import OddError, odd_faults, refuse_odd
from core.reading.schema import field_reader, reader

T = TypeVar("T")

__all__ = ["read", "read_field"]


def read(kind: type[T], text: bytes) -> T:
    """Read `text` (JSON, UTF-8) as a `kind`, a plain dataclass of plain dataclasses.

    Fields are named as in the file, but for an underscore after a word of Python's (`from_`). One that has a single
    possible value (`format`, `kind`) must be in the file whatever its default in code. Raises BadInputError with
    every fault and its place (`citizens[12].home.lat: …`); what `kind` itself raises when it is made is among them.
    """
    with _collection_paused(), _faults_named(text):
        value = reader(kind).validate_json(text)  # type: ignore[arg-type]  # a class is hashable, says Python
        refuse_odd(text)
    return cast(T, value)


def read_field(text: bytes, name: str) -> str:
    """The text in the outermost field `name`, whatever else the file holds. Raises BadInputError."""
    with _faults_named(text):
        found: dict[str, str] = field_reader(name).validate_json(text)
    return found[name]


@contextmanager
def _faults_named(text: bytes) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise BadInputError(faults_in(error, text)) from None
    except BadInputError as error:
        raise BadInputError([*odd_faults(text), *error.faults]) from None
    except OddError:
        raise BadInputError(odd_faults(text)) from None


@contextmanager
def _collection_paused() -> Iterator[None]:
    """A large file makes millions of objects and no garbage: collecting in between doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
