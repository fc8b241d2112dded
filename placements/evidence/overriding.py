"""A caseworker's own figure for a unit's cap (fravigelse af rimelighedskravet), with the reason and its history."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies.queries import lock_unit
from companies.service import unit_seen_by
from companies.tables import QuotaOverride, Unit
from core import audit
from core.errors import BadInputError, Fault, ForbiddenError
from placements.evidence import queries

MOST_PLACES = 500
LONGEST_REASON = 500


def override(
    session: Session, now: datetime, user: User, unit_id: int, places: int | None, reason: str
) -> QuotaOverride | None:
    """Decide on another figure for the unit's cap, or with None let the rule hold again. Locks the unit.

    The same figure with the same reason once more changes nothing. None where the rule already holds.
    Raises NotFoundError, ForbiddenError but for caseworkers, BadInputError.
    """
    unit_seen_by(session, user, unit_id)
    if user.role is not Role.CASEWORKER:
        raise ForbiddenError("Kun en sagsbehandler kan fravige rimelighedskravet.", unit=unit_id)
    text = reason.strip()
    if found := _faults(places, text):
        raise BadInputError(found)
    unit, before = lock_unit(session, unit_id), next(iter(queries.overrides(session, unit_id)), None)
    if places == unit.quota_override and (places is None or text == unit.quota_override_reason):
        return before
    return _changed(session, now, user, unit, QuotaOverride(unit_id=unit_id, places=places, reason=text))


def _faults(places: int | None, reason: str) -> list[Fault]:
    found = []
    if places is not None and not 0 <= places <= MOST_PLACES:
        found.append(Fault("places", f"skal være fra 0 til {MOST_PLACES}"))
    if not 0 < len(reason) <= LONGEST_REASON:
        found.append(Fault("reason", f"skriv hvorfor; højst {LONGEST_REASON} tegn"))
    return found


def _changed(session: Session, now: datetime, user: User, unit: Unit, row: QuotaOverride) -> QuotaOverride:
    row.at, row.user_id = now, user.id
    session.add(row)
    facts = {"was": unit.quota_override, "places": row.places, "reason": row.reason}
    audit.record(session, now, user.id, "quota.overridden", f"unit:{unit.id}", **facts)
    unit.quota_override = row.places
    unit.quota_override_reason = None if row.places is None else row.reason
    session.flush()
    return row
