"""Whom to talk to in a company: added, changed, ended; who has left stays in the trail and is shown no more."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from companies.register import queries
from companies.register.access import company_changed_by
from companies.register.drafts import ContactDraft, contact_faults
from companies.register.tables import Contact
from companies.register.traces import change
from companies.tables import Company
from core import audit
from core.errors import BadInputError, Fault, NotFoundError


def add(session: Session, user: User, now: datetime, company_id: int, draft: ContactDraft) -> Contact:
    """Add a contact person. Raises NotFoundError, ForbiddenError, BadInputError."""
    company = company_changed_by(session, user, company_id)
    _check(company, draft)
    contact = Contact(company_id=company.id, **asdict(draft))
    session.add(contact)
    session.flush()
    audit.record(session, now, user.id, "contact.added", f"company:{company.id}", contact=contact.id, name=draft.name)
    return contact


def change_to(session: Session, user: User, now: datetime, contact_id: int, draft: ContactDraft) -> Contact:
    """Change a contact person. Raises NotFoundError, ForbiddenError, BadInputError."""
    contact = _changed_by(session, user, contact_id)
    _check(company_changed_by(session, user, contact.company_id), draft)
    change(session, now, user, "contact.changed", f"company:{contact.company_id}", contact, asdict(draft))
    return contact


def end(session: Session, user: User, now: datetime, contact_id: int) -> Contact:
    """A contact person is one no more; twice is once. Raises NotFoundError, ForbiddenError."""
    contact = _changed_by(session, user, contact_id)
    if contact.ended_at is None:
        contact.ended_at = now
        audit.record(
            session,
            now,
            user.id,
            "contact.ended",
            f"company:{contact.company_id}",
            contact=contact.id,
            name=contact.name,
        )
    return contact


def _changed_by(session: Session, user: User, contact_id: int) -> Contact:
    contact = queries.contact(session, contact_id)
    if contact is None:
        raise NotFoundError("Kontaktpersonen findes ikke, eller du har ikke adgang.", contact=contact_id)
    company_changed_by(session, user, contact.company_id)
    return contact


def _check(company: Company, draft: ContactDraft) -> None:
    found = contact_faults(draft)
    if draft.unit_id is not None and draft.unit_id not in {unit.id for unit in company.units}:
        found.append(Fault("unit", "vælg en af virksomhedens enheder"))
    if found:
        raise BadInputError(found)
