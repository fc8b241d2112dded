"""Reading users."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.tables import Role, Upload, User


def user(session: Session, user_id: int) -> User | None:
    """The user, or None."""
    return session.get(User, user_id)


def people(session: Session, roles: Sequence[Role] = tuple(Role)) -> Sequence[User]:
    """Everybody in `roles`: by role in the order given, then by name."""
    found = session.scalars(select(User).where(User.role.in_(roles)))
    return sorted(found, key=lambda one: (roles.index(one.role), one.name, one.id))


def users_by_id(session: Session, ids: Collection[int]) -> dict[int, User]:
    """The users with these ids; those that are not there are left out."""
    return {one.id: one for one in session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id))}


def lock_users(session: Session, ids: Collection[int]) -> Sequence[User]:
    """The users, locked in the order of their ids until the transaction ends, with their newest values."""
    wanted = select(User).where(User.id.in_(ids)).order_by(User.id)
    return session.scalars(wanted.with_for_update(key_share=True).execution_options(populate_existing=True)).all()


def lock_upload(session: Session, upload_id: int) -> Upload | None:
    """The file that was sent in, locked until the transaction ends, with its newest values; or None."""
    wanted = select(Upload).where(Upload.id == upload_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def users_by_email(session: Session, emails: Collection[str]) -> dict[str, User]:
    """The users with these addresses, which are in small letters; those that are not there are left out."""
    address = func.lower(User.email)
    return {one.email.casefold(): one for one in session.scalars(select(User).where(address.in_(emails)))}
