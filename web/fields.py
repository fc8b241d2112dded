"""What may stand in an address or a field, for the pages and the API alike."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Path

from core.errors import Fault

LARGEST_ID = 2**31 - 1
"""What an integer column of the database holds."""

PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]

LONGEST_TEXT = 500
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$"
"""Text without control characters but tab and line end, and without those that turn the direction of reading (Unicode
TR 9): a database takes no NUL, a terminal obeys ESC, and a turned text can look like another."""


def of_field(faults: Sequence[Fault], name: str) -> list[Fault]:
    """The faults of one field: a place is `due`, `hours.min` for `hours_min`, or `sites[0]` for one of a list."""
    return [fault for fault in faults if fault.place.split("[")[0].replace(".", "_") == name]


def ties(name: str, faults: Sequence[Fault], field_id: str, hint: str = "") -> dict[str, str]:
    """The attributes that tie a field to its hint and to what is to be mended in it."""
    wrong = bool(of_field(faults, name))
    described = [f"{field_id}-hint"] * bool(hint) + [f"{field_id}-error"] * wrong
    attributes = {"aria-invalid": "true"} if wrong else {}
    return attributes | ({"aria-describedby": " ".join(described)} if described else {})
