"""What companies do with their openings: offer, pause, reopen, close."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies import queries
from companies.drafts import OpeningDraft, faults
from companies.tables import Opening, OpeningState, Shift, Unit
from core import audit
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError

MOVES = frozenset(
    {
        (OpeningState.OPEN, OpeningState.PAUSED),
        (OpeningState.OPEN, OpeningState.CLOSED),
        (OpeningState.PAUSED, OpeningState.OPEN),
        (OpeningState.PAUSED, OpeningState.CLOSED),
    }
)
"""How an opening may change; what is closed stays closed."""
STAFF = frozenset({Role.CONSULTANT, Role.COORDINATOR, Role.CASEWORKER, Role.SUPPORT_WORKER, Role.MANAGER, Role.ADMIN})
"""Who sees every company in the municipality."""


def unit_seen_by(session: Session, user: User, unit_id: int) -> Unit:
    """The unit with its company. Raises NotFoundError where there is none that the user may see."""
    unit = queries.unit(session, unit_id)
    if unit is None or not _sees(session, user, unit):
        raise NotFoundError("Produktionsenheden findes ikke, eller du har ikke adgang til den.", unit=unit_id)
    return unit


def opening_seen_by(session: Session, user: User, opening_id: int) -> Opening:
    """The opening with unit, company and shifts. Raises NotFoundError where there is none that the user may see."""
    opening = queries.opening(session, opening_id)
    if opening is None or not _sees(session, user, opening.unit):
        raise NotFoundError("Åbningen findes ikke, eller du har ikke adgang til den.", opening=opening_id)
    return opening


def offer(session: Session, user: User, now: datetime, today: date, draft: OpeningDraft) -> Opening:
    """Offer a place. Raises BadInputError with every fault, NotFoundError, ForbiddenError."""
    unit = unit_seen_by(session, user, draft.unit_id)
    _check_may_change(user, unit)
    if found := faults(draft, today):
        raise BadInputError(found)
    opening = _opening(draft, now)
    session.add(opening)
    session.flush()
    audit.record(session, now, user.id, "opening.offered", f"opening:{opening.id}", unit=unit.id)
    return opening_seen_by(session, user, opening.id)


def change_state(session: Session, user: User, now: datetime, opening_id: int, state: OpeningState) -> Opening:
    """Pause, reopen or close. The state it already has changes nothing. Raises ConflictError, ForbiddenError."""
    opening = opening_seen_by(session, user, opening_id)
    _check_may_change(user, opening.unit)
    queries.lock_unit(session, opening.unit_id)
    session.refresh(opening, ["state"])
    if opening.state == state:
        return opening
    if (opening.state, state) not in MOVES:
        raise ConflictError("En lukket åbning kan ikke åbnes igen. Opret en ny.", opening=opening.id)
    audit.record(session, now, user.id, f"opening.{state.value}", f"opening:{opening.id}", was=opening.state.value)
    opening.state = state
    return opening


def _sees(session: Session, user: User, unit: Unit) -> bool:
    return user.role in STAFF or (user.role == Role.EMPLOYER and queries.acts_for(session, user.id, unit.company_id))


def _check_may_change(user: User, unit: Unit) -> None:
    """The company's own users, and the consultant who is its one number to call."""
    if user.role == Role.EMPLOYER or unit.company.consultant_id == user.id:
        return
    raise ForbiddenError("Kun virksomheden selv og dens konsulent kan ændre dens åbninger.", unit=unit.id)


def _opening(draft: OpeningDraft, now: datetime) -> Opening:
    return Opening(
        unit_id=draft.unit_id,
        title=draft.title.strip(),
        occupation=draft.occupation,
        schemes=list(draft.schemes),
        seats=draft.seats,
        least=draft.least,
        start_earliest=draft.start_earliest,
        start_latest=draft.start_latest,
        weeks=draft.weeks,
        hours_min=draft.hours_min,
        hours_max=draft.hours_max,
        language=draft.language,
        skills=list(draft.skills),
        driving_licence=draft.driving_licence,
        paid_hours_prospect=draft.paid_hours_prospect,
        created_at=now,
        shifts=[Shift(weekday=shift.weekday, from_=shift.from_, to=shift.to) for shift in draft.shifts],
    )
