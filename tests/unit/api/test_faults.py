"""Pydantic's errors become faults that say, in Danish, where and what."""

from datetime import date, time
from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from api.faults import OTHERWISE, SAID, faults
from api.fields import Given, Text


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(Given):
    day: date = date(2026, 1, 1)
    at: time = time(8)


class Sample(Given):
    number: int = Field(default=1, ge=1, le=5)
    share: float = 0.5
    yes: bool = True
    text: Text = ""
    word: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    rows: list[Inner] = Field(default=[], max_length=1)
    inner: Inner = Inner()
    many: dict[str, int] = Field(default={})


def told(given: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Sample).validate_python(given)
    errors = [{**one, "loc": ("body", *one["loc"])} for one in error.value.errors()]
    return [(fault.place, fault.message) for fault in faults(errors)]


@pytest.mark.parametrize(
    ("given", "place", "message"),
    [
        ({"number": "x"}, "number", "skal være et helt tal"),
        ({"number": 1.5}, "number", "skal være et helt tal"),
        ({"number": 6}, "number", "er for stort; det største er 5"),
        ({"share": float("nan")}, "share", "skal være et endeligt tal"),
        ({"share": "x"}, "share", "skal være et tal"),
        ({"yes": "maybe"}, "yes", "skal være true eller false"),
        ({"text": "x" * 501}, "text", "er for lang; højst 500 tegn"),
        ({"text": "\0"}, "text", "indeholder tegn, der ikke må stå her, eller har forkert form"),
        ({"word": "c"}, "word", "skal være 'a' eller 'b'"),
        ({"colour": "green"}, "colour", "skal være 'red' eller 'blue'"),
        ({"rows": {}}, "rows", "skal være en liste [...]"),
        ({"rows": [{}, {}]}, "rows", "har for mange led; højst 1"),
        ({"rows": [{"at": "25:00"}]}, "rows[0].at", SAID["time"]),
        ({"inner": {"day": "2026-02-30"}}, "inner.day", SAID["date"]),
        ({"inner": {"day": "2026-02-01T10:00:00"}}, "inner.day", SAID["date"]),
        ({"inner": []}, "inner", "skal være et objekt {...}"),
        ({"many": []}, "many", "skal være et objekt {...}"),
        ({"more": 1}, "more", "ukendt felt; ret stavningen eller fjern det"),
    ],
)
def test_each_fault_is_told_at_its_place(given: dict[str, Any], place: str, message: str) -> None:
    assert told(given) == [(place, message)]


def test_a_fault_we_have_no_words_for_is_still_told() -> None:
    (fault,) = faults([{"loc": ("body", "x"), "type": "new_kind"}])
    assert (fault.place, fault.message) == ("x", OTHERWISE)
