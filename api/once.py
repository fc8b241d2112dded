"""`Idempotency-Key` on what creates something: asking again with the same key gives what was made the first time."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import Header
from sqlalchemy.orm import Session

from accounts.once import once
from accounts.tables import User

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,64}$",
        description="Chosen by the caller: the same person's same key makes one thing once",
    ),
]


def made(session: Session, now: datetime, user: User, key: str | None, what: str, make: Callable[[], int]) -> int:
    """The id of what is made, or was made before with the same key. Without a key every call makes another."""
    return make() if key is None else once(session, now, user, f"api:{key}", what, make)
