"""What companies do with their openings: offer, copy, pause, reopen, close. Changing what one says: `changing`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies import queries, schemes, standing
from companies.drafts import OpeningDraft, faults
from companies.tables import Opening, OpeningState, Shift, Unit
from core import audit
from core.clock import local_day
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
        raise NotFoundError("Opslaget findes ikke, eller du har ikke adgang til det.", opening=opening_id)
    return opening


def opening_to_change(session: Session, user: User, opening_id: int) -> Opening:
    """The opening with its newest values, its unit locked until the transaction ends. NotFoundError, ForbiddenError."""
    opening = opening_seen_by(session, user, opening_id)
    check_may_change(user, opening.unit)
    queries.lock_unit(session, opening.unit_id)
    newest = queries.opening(session, opening_id, newest=True)
    assert newest is not None, "openings are never deleted"
    return newest


def offer(
    session: Session, user: User, now: datetime, today: date, draft: OpeningDraft, copied_from: int | None = None
) -> Opening:
    """Offer a place. Raises BadInputError with every fault, NotFoundError, ForbiddenError."""
    unit = unit_seen_by(session, user, draft.unit_id)
    check_may_change(user, unit)
    if copied_from is not None:
        opening_seen_by(session, user, copied_from)
    if found := [*faults(draft, today), *schemes.faults(unit.company, draft.schemes, draft.start_latest)]:
        raise BadInputError(found)
    shifts = [Shift(weekday=one.weekday, from_=one.from_, to=one.to) for one in draft.shifts]
    opening = Opening(unit_id=unit.id, created_at=now, copied_from_id=copied_from, shifts=shifts, **columns(draft))
    session.add(opening)
    session.flush()
    audit.record(session, now, user.id, "opening.offered", f"opening:{opening.id}", unit=unit.id)
    return opening_seen_by(session, user, opening.id)


def change_state(session: Session, user: User, now: datetime, opening_id: int, state: OpeningState) -> Opening:
    """Pause, reopen or close. The state it already has changes nothing. Raises ConflictError, ForbiddenError."""
    opening = opening_to_change(session, user, opening_id)
    if opening.state == state:
        return opening
    if (opening.state, state) not in MOVES:
        raise ConflictError("Et lukket opslag kan ikke åbnes igen. Opret et nyt.", opening=opening.id)
    audit.record(session, now, user.id, f"opening.{state.value}", f"opening:{opening.id}", was=opening.state.value)
    opening.state = state
    if opening.standing and state is OpeningState.OPEN:
        opening.start_latest = standing.last_start(opening.start_latest, local_day(now))
    return opening


def check_may_change(user: User, unit: Unit) -> None:
    """The company's own users, and the consultant who is its one number to call. Raises ForbiddenError."""
    if user.role == Role.EMPLOYER or unit.company.consultant_id == user.id:
        return
    raise ForbiddenError("Kun virksomheden selv og dens konsulent kan ændre dens opslag.", unit=unit.id)


def columns(draft: OpeningDraft) -> dict[str, Any]:
    """What a draft says, as values of an opening's own columns; unit and shifts aside."""
    same = ("occupation", "seats", "least", "start_earliest", "start_latest", "weeks", "hours_min", "hours_max")
    more = ("language", "driving_licence", "paid_hours_prospect", "standing")
    lists = {name: list(getattr(draft, name)) for name in ("schemes", "skills", "offers")}
    texts = {name: (getattr(draft, name) or "").strip() for name in ("title", "description", "label")}
    texts["title"] = texts["title"][:1].upper() + texts["title"][1:]
    texts["label"] = texts["label"] or None
    return {name: getattr(draft, name) for name in (*same, *more)} | lists | texts


def _sees(session: Session, user: User, unit: Unit) -> bool:
    return user.role in STAFF or (user.role == Role.EMPLOYER and queries.acts_for(session, user.id, unit.company_id))
