"""What pydantic found, told in Danish at the places of the file itself.

Pydantic's own places hold the tags of unions and its reports one complaint per member of them; neither is anything
the file's author has written. Following each place through the file's values leaves the tags out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.errors import Fault
from core.reading.messages import any_of, message, syntax_message
from core.reading.oddities import inner, odd_faults

WHOLE = "filen"
UNKNOWN_KIND = ("union_tag_not_found", "union_tag_invalid")
NAMES_THE_ABSENT = ("missing", *UNKNOWN_KIND)
"""Kinds of fault whose place is a field that may not be in the file."""

Json = Any  # what json.loads gives; its shape is what is being found out


@dataclass(frozen=True, slots=True)
class _Complaint:
    """`unions` are the places of the unions passed on the way; `blunt`: the value is no such member at all."""

    place: str
    message: str
    unions: tuple[str, ...]
    blunt: bool


def faults_in(error: ValidationError, text: bytes) -> list[Fault]:
    """Every fault that `error` tells of in `text`, and the oddities beside them."""
    details = error.errors(include_url=False)
    if details[0]["type"] == "json_invalid":
        return [_syntax_fault(details[0]["ctx"]["error"], text)]
    values = json.loads(text)
    told = _told_once([_complaint(detail, values) for detail in details])
    said = {fault.place for fault in told}
    return [*told, *(fault for fault in odd_faults(text) if fault.place not in said)]


def _syntax_fault(error: str, text: bytes) -> Fault:
    if not text.strip():
        return Fault(WHOLE, "er tom")
    if text.startswith(b"\xef\xbb\xbf"):
        return Fault(WHOLE, "begynder med et skjult mærke (BOM); gem den som UTF-8 uden BOM")
    said, _, where = error.rpartition(" at line ")
    line, _, column = where.partition(" column ")
    return Fault(f"linje {line}, tegn {column}", syntax_message(said))


def _complaint(detail: ErrorDetails, values: Json) -> _Complaint:
    kind, loc = detail["type"], detail["loc"]
    if kind in UNKNOWN_KIND:
        loc = (*loc, "kind")
    place, unions, node = "", list[str](), values
    for part in loc[:-1]:
        if _holds(node, part):
            place, node = inner(place, part), node[part]
        else:
            unions.append(place)
    if loc and (kind in NAMES_THE_ABSENT or _holds(node, loc[-1])):
        place = inner(place, loc[-1])
    elif loc:
        unions.append(place)
    return _Complaint(place, message(kind, detail.get("ctx", {})), tuple(unions), place in unions)


def _holds(node: Json, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(node, list)
    return isinstance(node, dict) and part in node


def _told_once(complaints: Sequence[_Complaint]) -> list[Fault]:
    """One fault per place; of a union's members, those that the value at least resembles."""
    resembled = {union for complaint in complaints if not complaint.blunt for union in complaint.unions}
    told: dict[str, dict[str, None]] = {}
    for complaint in complaints:
        if not (complaint.blunt and complaint.place in resembled):
            told.setdefault(complaint.place, {})[complaint.message] = None
    return [Fault(place or WHOLE, any_of(messages)) for place, messages in told.items()]
