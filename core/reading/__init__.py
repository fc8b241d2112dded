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
from core.reading.schema import reader

T = TypeVar("T")

__all__ = ["read"]


def read(kind: type[T], text: bytes) -> T:
    """Read `text` (JSON, UTF-8) as a `kind`, a dataclass whose `__pydantic_config__` is strict and forbids extras.

    A field with one fixed value (`format`, `kind`) must be in the file whatever its default in code.
    Raises BadInputError with every fault and its place (`citizens[12].home.lat: …`); what `kind` itself raises when
    it is made is among them.
    """
    try:
        with _collection_paused():
            value = reader(kind).validate_json(text)  # type: ignore[arg-type]  # a class is hashable, says Python
            refuse_odd(text)
    except ValidationError as error:
        raise BadInputError(faults_in(error, text)) from None
    except BadInputError as error:
        raise BadInputError([*odd_faults(text), *error.faults]) from None
    except OddError:
        raise BadInputError(odd_faults(text)) from None
    return cast(T, value)


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
