"""From pydantic's errors to faults: the place as the caller wrote it, and in Danish what should stand there."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import Fault
from core.reading.messages import MESSAGES

SAID: Mapping[str, str] = {
    **MESSAGES,
    "extra_forbidden": "ukendt felt; ret stavningen eller fjern det",
    "json_invalid": "er ikke gyldig JSON",
    "model_type": "skal være et objekt {{...}}",
    "model_attributes_type": "skal være et objekt {{...}}",
    "dict_type": "skal være et objekt {{...}}",
    "list_type": "skal være en liste [...]",
    "enum": "skal være {expected}",
    "int_parsing": "skal være et helt tal",
    "int_from_float": "skal være et helt tal",
    "float_parsing": "skal være et tal",
    "bool_parsing": "skal være true eller false",
    "string_too_short": "er for kort; mindst {min_length} tegn",
    "string_too_long": "er for lang; højst {max_length} tegn",
    "string_pattern_mismatch": "indeholder tegn, der ikke må stå her, eller har forkert form",
    "too_long": "har for mange led; højst {max_length}",
    "too_short": "har for få led; mindst {min_length}",
    "date_parsing": MESSAGES["date"],
    "date_type": MESSAGES["date"],
    "date_from_datetime_parsing": MESSAGES["date"],
    "date_from_datetime_inexact": MESSAGES["date"],
    "time_parsing": MESSAGES["time"],
    "time_type": MESSAGES["time"],
}
OTHERWISE = "er ikke gyldig her"


def faults(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """One fault for each of pydantic's errors, in its order."""
    return [Fault(_place(error["loc"][1:]), _message(error)) for error in errors]


def _place(parts: Sequence[str | int]) -> str:
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return written.removeprefix(".")


def _message(error: Mapping[str, Any]) -> str:
    said = SAID.get(error["type"], OTHERWISE).format(**error.get("ctx", {}))
    return said.replace(" or ", " eller ")
