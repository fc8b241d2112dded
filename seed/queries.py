"""What is asked of the database before a municipality goes in."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.tables import User


def is_empty(session: Session) -> bool:
    """Whether nobody is in the database yet."""
    return session.scalar(select(func.count()).select_from(User)) == 0
