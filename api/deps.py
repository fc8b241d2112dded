"""What every request to the API is given: one transaction, the time, and who asks."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import APIKeyCookie, APIKeyHeader
from sqlalchemy.orm import Session

from accounts import queries
from accounts.tables import Role, User
from core import clock
from core.db import Database
from core.errors import ForbiddenError
from web.fields import LARGEST_ID
from web.visits import PERSON_COOKIE

PERSON_HEADER = "Tovholder-Person"
CONCURRENT = 10
"""Requests that may hold a transaction at once. Fewer than the connections and the threads there are: the rest wait
without a thread, so that those who have a transaction can always finish it."""

LONGEST_ID = len(str(LARGEST_ID))
"""Digits; longer ones are not worth reading as a number."""

_cookie = APIKeyCookie(name=PERSON_COOKIE, auto_error=False, description="The switch «Jeg er …» (a user's id)")
_header = APIKeyHeader(name=PERSON_HEADER, auto_error=False, description="The same for programs (a user's id)")


def _transaction(request: Request) -> Iterator[Session]:
    database: Database = request.app.state.database
    with database.transaction() as session:
        yield session


Transaction = Annotated[Session, Depends(_transaction, scope="function", max_concurrency=CONCURRENT)]
"""The request's one transaction; it commits before the answer leaves."""


def now() -> datetime:
    """This instant; tests put another in its place."""
    return clock.now()


Now = Annotated[datetime, Depends(now)]


def today(instant: Now) -> date:
    """The day it is in Denmark."""
    return clock.local_day(instant)


Today = Annotated[date, Depends(today)]


def person(
    session: Transaction,
    cookie: Annotated[str | None, Security(_cookie)],
    header: Annotated[str | None, Security(_header)],
) -> User:
    """Who asks: the header, or else the cookie. No log-in; it holds because only this machine can reach the service."""
    said = header or cookie or ""
    user_id = int(said) if len(said) <= LONGEST_ID and said.isascii() and said.isdigit() else 0
    user = queries.user(session, user_id) if user_id <= LARGEST_ID else None
    if user is None:
        raise HTTPException(401, headers={"WWW-Authenticate": f'Cookie realm="tovholder", name="{PERSON_COOKIE}"'})
    return user


Person = Annotated[User, Depends(person)]


def allowed(*roles: Role) -> Callable[[User], User]:
    """A dependency that lets in people with one of `roles`. Raises ForbiddenError for others."""

    def checked(user: Person) -> User:
        if user.role not in roles:
            raise ForbiddenError("Din rolle har ikke adgang til dette.", role=user.role.value)
        return user

    return checked


Staff = Annotated[
    User, Depends(allowed(Role.COORDINATOR, Role.CASEWORKER, Role.CONSULTANT, Role.SUPPORT_WORKER, Role.MANAGER))
]
"""Those who may be asked to meetings on the municipality's side."""
