"""Strict reading of JSON into plain frozen dataclasses, with the place of every fault."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from core.errors import BadInputError, Fault

T = TypeVar("T")

MESSAGES = {
    "missing": "feltet mangler",
    "unexpected_keyword_argument": "ukendt felt; ret stavningen eller fjern det",
    "json_invalid": "filen er ikke gyldig JSON ({error})",
    "string_type": "skal være tekst i anførselstegn",
    "int_type": "skal være et helt tal",
    "int_from_float": "skal være et helt tal",
    "float_type": "skal være et tal",
    "finite_number": "skal være et endeligt tal",
    "bool_type": "skal være true eller false",
    "tuple_type": "skal være en liste [...]",
    "dataclass_type": "skal være et objekt {{...}}",
    "literal_error": "skal være en af {expected}",
}
PATTERNS = {
    "date": "skal være en dato ÅÅÅÅ-MM-DD",
    "datetime": "skal være dato og klokkeslæt ÅÅÅÅ-MM-DDTTT:MM",
    "time": "skal være et klokkeslæt TT:MM",
}


def read(kind: type[T], text: bytes) -> T:
    """Read `text` (JSON, UTF-8) as a `kind`, a dataclass with `__pydantic_config__ = STRICT`.

    Raises BadInputError with every fault and its place (`citizens[12].home.lat: …`).
    """
    try:
        with _collection_paused():
            return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        raise BadInputError([_fault(detail) for detail in error.errors(include_url=False)]) from error


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


def _fault(detail: ErrorDetails) -> Fault:
    kind = detail["type"]
    message = MESSAGES.get(kind) or next((text for stem, text in PATTERNS.items() if kind.startswith(stem)), None)
    if message is None:
        return Fault(_place(detail["loc"]), detail["msg"])
    return Fault(_place(detail["loc"]), message.format(**detail.get("ctx", {})))


def _place(loc: tuple[int | str, ...]) -> str:
    parts = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return re.sub(r"^\.", "", parts) or "filen"
