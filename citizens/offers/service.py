"""Looking after the catalogue: offers come in, change, get courses, and are closed."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.offers import queries
from citizens.offers.drafts import CourseDraft, OfferDraft, course_faults, faults
from citizens.offers.tables import CatalogueOffer, OfferCourse
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ForbiddenError, NotFoundError

EDITORS = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER, Role.ADMIN)
"""Those who look after the catalogue."""


def register(session: Session, now: datetime, user: User, draft: OfferDraft) -> CatalogueOffer:
    """Put an offer into the catalogue. Raises ForbiddenError, BadInputError."""
    _check(user, draft)
    offer = CatalogueOffer(**_columns(draft))
    session.add(offer)
    session.flush()
    audit.record(session, now, user.id, "offer.registered", f"offer:{offer.id}", title=offer.title)
    return offer


def change(session: Session, now: datetime, user: User, offer_id: int, draft: OfferDraft) -> CatalogueOffer:
    """The offer is as the draft says from now on; who has a place keeps it. Raises NotFoundError, BadInputError."""
    _check(user, draft)
    offer = _locked(session, offer_id)
    before = {name: getattr(offer, name) for name in _columns(draft)}
    after = _columns(draft)
    names = [name for name in after if before[name] != after[name]]
    for name in names:
        setattr(offer, name, after[name])
    audit.record(session, now, user.id, "offer.changed", f"offer:{offer.id}", fields=names)
    return offer


def close(session: Session, now: datetime, user: User, offer_id: int) -> CatalogueOffer:
    """Take the offer out of the catalogue from today on; who has a place keeps it. Raises NotFoundError."""
    _check_editor(user)
    offer = _locked(session, offer_id)
    if offer.closed_on is None:
        offer.closed_on = local_day(now)
        audit.record(session, now, user.id, "offer.closed", f"offer:{offer.id}")
    return offer


def add_course(session: Session, now: datetime, user: User, offer_id: int, draft: CourseDraft) -> OfferCourse:
    """The offer gets a course. Raises ForbiddenError, NotFoundError, BadInputError."""
    _check_editor(user)
    if wrong := course_faults(draft):
        raise BadInputError(wrong)
    offer = _locked(session, offer_id)
    course = OfferCourse(offer_id=offer.id, first=draft.first, last=draft.last, places=draft.places)
    session.add(course)
    session.flush()
    audit.record(session, now, user.id, "offer.course", f"offer:{offer.id}", course=course.id)
    return course


def _check(user: User, draft: OfferDraft) -> None:
    _check_editor(user)
    if wrong := faults(draft):
        raise BadInputError(wrong)


def _check_editor(user: User) -> None:
    if user.role not in EDITORS:
        raise ForbiddenError("Kataloget rettes af sagsbehandlere, tovholdere og ledere.", role=user.role.value)


def _locked(session: Session, offer_id: int) -> CatalogueOffer:
    offer = queries.lock_offer(session, offer_id)
    if offer is None:
        raise NotFoundError("Tilbuddet findes ikke.", offer=offer_id)
    return offer


def _columns(draft: OfferDraft) -> dict[str, object]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(draft).items()}
    return values | {"theme": draft.theme.value, "competences": [*draft.competences], "interests": [*draft.interests]}
