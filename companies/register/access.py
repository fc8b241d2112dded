"""Who may see and who may change what is registered of a company."""

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies.queries import acts_for
from companies.register import queries
from companies.service import STAFF
from companies.tables import Company, Unit
from core.errors import ForbiddenError, NotFoundError

WRITERS = frozenset({Role.CONSULTANT, Role.CASEWORKER, Role.ADMIN})
"""Who registers companies on the municipality's side; the other staff read."""


def company_seen_by(session: Session, user: User, company_id: int) -> Company:
    """The company with its units. Raises NotFoundError where there is none that the user may see."""
    company = queries.company(session, company_id)
    if company is None or not (user.role in STAFF or is_own(session, user, company)):
        raise NotFoundError("Virksomheden findes ikke, eller du har ikke adgang til den.", company=company_id)
    return company


def check_may_register(user: User) -> None:
    """Raises ForbiddenError for those who only read."""
    if user.role not in WRITERS:
        raise ForbiddenError("Kun konsulenter og sagsbehandlere kan registrere virksomheder.", role=user.role.value)


def may_change(session: Session, user: User, company: Company) -> bool:
    """Whether the user may change contacts, offers and employees: the staff who register, and the company itself."""
    return user.role in WRITERS or is_own(session, user, company)


def company_changed_by(session: Session, user: User, company_id: int) -> Company:
    """The company whose contacts, offers and employees the user may change. Raises NotFoundError, ForbiddenError."""
    company = company_seen_by(session, user, company_id)
    if not may_change(session, user, company):
        raise ForbiddenError("Kun virksomheden selv, konsulenter og sagsbehandlere kan ændre det.", company=company.id)
    return company


def unit_changed_by(session: Session, user: User, unit_id: int) -> Unit:
    """The unit whose offers and employees the user may change. Raises NotFoundError, ForbiddenError."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFoundError("Produktionsenheden findes ikke, eller du har ikke adgang til den.", unit=unit_id)
    company_changed_by(session, user, unit.company_id)
    return unit


def is_own(session: Session, user: User, company: Company) -> bool:
    """Whether the user is an employer's and acts for the company."""
    return user.role == Role.EMPLOYER and acts_for(session, user.id, company.id)
