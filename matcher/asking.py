"""Who may ask for a run of which scope."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from accounts.tables import Role, User
from citizens.service import look
from companies import queries as companies
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError, NotFoundError
from matcher.loading import SEEKING
from matcher.scopes import EVERYBODY, Scope, ScopeKind


def scope_for(session: Session, now: datetime, user: User, kind: ScopeKind, row: int | None) -> Scope:
    """The scope, where the user may ask for it and there is something to match.

    Consultants ask for their own portfolio, managers for any; for a citizen whoever may see them asks, which is logged
    as a look. Raises BadInputError, NotFoundError, ForbiddenError, ConflictError.
    """
    if kind is ScopeKind.ALL:
        return EVERYBODY
    if kind is ScopeKind.PORTFOLIO:
        row = row or user.id
        _check_portfolio(session, user, row)
    elif row is None:
        raise BadInputError([Fault("scope_id", "mangler: sig, hvilken borger eller hvilket opslag")])
    elif kind is ScopeKind.CITIZEN:
        if look(session, now, user.id, row, "matchning").status not in SEEKING:
            raise ConflictError("Borgeren søger ikke en plads lige nu.", rule="status", citizen=row)
    elif companies.opening(session, row) is None:
        raise NotFoundError("Opslaget findes ikke.", opening=row)
    return Scope(kind, row)


def _check_portfolio(session: Session, user: User, row: int) -> None:
    if row != user.id and user.role not in (Role.MANAGER, Role.ADMIN):
        raise ForbiddenError("Du kan kun matche din egen portefølje.", consultant=row)
    if getattr(users_by_id(session, [row]).get(row), "role", None) is not Role.CONSULTANT:
        raise NotFoundError("Konsulenten findes ikke.", consultant=row)
