"""Changing a row so that the trail shows what it was and what it became."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.db import Base


def change(
    session: Session, now: datetime, user: User, action: str, subject: str, row: Base, values: Mapping[str, object]
) -> bool:
    """Give the row these values and record each that differs, before and after. Nothing differs: no trace.

    Returns whether anything was changed.
    """
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return False
    for name in before:
        setattr(row, name, values[name])
    facts = {name: [plain(was), plain(values[name])] for name, was in before.items()}
    audit.record(session, now, user.id, action, subject, changed=facts)
    return True


def plain(value: object) -> object:
    """A value as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
