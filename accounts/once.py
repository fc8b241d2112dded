"""What is asked for twice with the same key is made once: the form sent by a double click, the request tried again."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.queries import lock_users
from accounts.tables import MadeOnce, User
from core.errors import ConflictError


def once(session: Session, now: datetime, user: User, key: str, what: str, make: Callable[[], int]) -> int:
    """The id of the row that `make` makes, or of the one that the same user's same key has made before.

    The user is locked, so two at once wait for each other. Raises ConflictError where the key has made something else.
    """
    lock_users(session, [user.id])
    before = session.get(MadeOnce, (user.id, key))
    if before is None:
        row_id = make()
        session.add(MadeOnce(user_id=user.id, key=key, what=what, row_id=row_id, at=now))
        return row_id
    if before.what != what:
        raise ConflictError("Nøglen er brugt til noget andet. Vælg en ny nøgle.", key=key)
    return before.row_id
