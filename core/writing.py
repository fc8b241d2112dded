"""Plain frozen dataclasses -> JSON in the exchange formats' own spelling; the way back is `core.reading`."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from functools import cache


def write(value: object) -> bytes:
    """`value` as JSON, UTF-8. Field names lose the underscore that keeps them from being Python keywords; dates are
    `YYYY-MM-DD`, local times `YYYY-MM-DDTHH:MM`, clock times `HH:MM`.
    """
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def plain(value: object) -> object:
    """The same as dicts, lists, texts and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(getattr(value, name)) for name, key in _keys(type(value))}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


@cache
def _keys(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.name.rstrip("_")) for field in fields(kind))
