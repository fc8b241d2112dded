"""Changing what is offered: nothing that somebody has said yes to, and nothing over another's head."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.tables import User
from companies import schemes, service
from companies.drafts import OpeningDraft, ShiftDraft, faults
from companies.tables import Opening, OpeningState, Shift
from core import audit
from core.errors import BadInputError, ConflictError, Fault

TERMS = {
    "occupation": "occupation",
    "schemes": "schemes",
    "least": "least",
    "start_earliest": "start.earliest",
    "weeks": "weeks",
    "hours_min": "hours.min",
    "hours_max": "hours.max",
    "shifts": "shifts",
    "language": "language",
    "skills": "skills",
    "driving_licence": "driving_licence",
}
"""What a yes is said to: fields of a draft, and their places in the exchange format."""
OTHERS_CHANGED = "En anden har ændret opslaget, imens I skrev. Intet er gemt endnu. Hent det igen, og se efter."
SAID_YES = "nogen har sagt ja til det her; lav en kopi med de nye vilkår, og luk denne, når I vil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What others count on. terms: whether somebody has said yes and has not begun; seats: how many are taken.

    last_start: the last day on which one of them is to start.
    """

    terms: bool = False
    seats: int = 0
    last_start: date | None = None


NOTHING = Promised()


def draft_of(opening: Opening) -> OpeningDraft:
    """What the opening says now. Its shifts must be loaded."""
    shifts = sorted(opening.shifts, key=lambda one: (one.weekday, one.from_, one.to))
    return OpeningDraft(
        unit_id=opening.unit_id,
        title=opening.title,
        occupation=opening.occupation,
        schemes=tuple(opening.schemes),
        seats=opening.seats,
        least=opening.least,
        start_earliest=opening.start_earliest,
        start_latest=opening.start_latest,
        weeks=opening.weeks,
        hours_min=opening.hours_min,
        hours_max=opening.hours_max,
        shifts=tuple(ShiftDraft(weekday=one.weekday, from_=one.from_, to=one.to) for one in shifts),
        language=opening.language,
        skills=tuple(opening.skills),
        driving_licence=opening.driving_licence,
        paid_hours_prospect=opening.paid_hours_prospect,
        description=opening.description,
        label=opening.label,
        offers=tuple(opening.offers),
        standing=opening.standing,
    )


def version(draft: OpeningDraft) -> str:
    """A short name of what is offered: two that say the same have the same, whoever wrote them."""
    text = json.dumps(_said(draft), default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def different(one: OpeningDraft, other: OpeningDraft) -> list[str]:
    """The fields in which the two differ."""
    mine, theirs = _said(one), _said(other)
    return [name for name in mine if mine[name] != theirs[name]]


def changes_terms(before: OpeningDraft, after: OpeningDraft) -> bool:
    """Whether an unanswered proposal for the one is none for the other."""
    return not TERMS.keys().isdisjoint(different(before, after)) or after.start_latest < before.start_latest


def change(
    session: Session,
    user: User,
    now: datetime,
    today: date,
    opening_id: int,
    draft: OpeningDraft,
    seen: str,
    promised: Promised = NOTHING,
) -> Opening:
    """Say something else in an opening. seen: the `version` that the user saw when changing it.

    The caller holds the locks on the proposals that `promised` counts. Raises BadInputError with every fault,
    ConflictError where another has changed it since or it is closed, ForbiddenError, NotFoundError.
    """
    opening = service.opening_to_change(session, user, opening_id)
    before = draft_of(opening)
    if opening.state is OpeningState.CLOSED:
        raise ConflictError("Opslaget er lukket. Lav en kopi i stedet.", opening=opening_id)
    if version(before) != seen:
        raise ConflictError(OTHERS_CHANGED, rule="version", opening=opening_id)
    found = [*_new_faults(before, draft, today), *_broken(before, draft, promised)]
    if set(draft.schemes) != set(before.schemes):
        found += schemes.faults(opening.unit.company, draft.schemes, draft.start_latest)
    if found:
        raise BadInputError(found)
    if changed := different(before, draft):
        _write(opening, draft)
        audit.record(session, now, user.id, "opening.changed", f"opening:{opening.id}", fields=changed)
    return opening


def copy(session: Session, user: User, now: datetime, today: date, opening_id: int) -> Opening:
    """The same once more, from today on; paused, so that it can be changed first. Raises as `service.offer`."""
    original = service.opening_seen_by(session, user, opening_id)
    made = service.offer(session, user, now, today, draft_of(original).begun(today), original.id)
    made.state = OpeningState.PAUSED
    return made


def _said(draft: OpeningDraft) -> dict[str, Any]:
    """The fields, with those in order whose order says nothing."""
    return asdict(draft) | {name: sorted(getattr(draft, name)) for name in ("schemes", "skills", "offers")}


def _new_faults(before: OpeningDraft, after: OpeningDraft, today: date) -> list[Fault]:
    """What is wrong with a window that has passed was right when it was written, and may stay."""
    same_window = (before.start_earliest, before.start_latest) == (after.start_earliest, after.start_latest)
    return [one for one in faults(after, today) if not (same_window and one.place.startswith("start."))]


def _broken(before: OpeningDraft, after: OpeningDraft, promised: Promised) -> Iterator[Fault]:
    if promised.terms:
        yield from (Fault(TERMS[name], SAID_YES) for name in different(before, after) if name in TERMS)
    if after.seats < min(promised.seats, before.seats):
        yield Fault("seats", f"kan ikke være under {promised.seats}, som er optaget eller lovet væk")
    if promised.last_start is not None and after.start_latest < min(promised.last_start, before.start_latest):
        yield Fault("start.latest", f"kan ikke være før {promised.last_start}, hvor en, der har sagt ja, begynder")


def _write(opening: Opening, draft: OpeningDraft) -> None:
    same_shifts = draft_of(opening).shifts == draft.shifts
    for name, value in service.columns(draft).items():
        setattr(opening, name, value)
    if not same_shifts:
        opening.shifts = [Shift(weekday=one.weekday, from_=one.from_, to=one.to) for one in draft.shifts]
