"""Two companies that turned out to be one: everything goes over to the one that is kept, and the history stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.tables import User
from companies.register import queries
from companies.register.access import check_may_register, company_seen_by
from companies.register.tables import CompanyMerge
from companies.register.traces import plain
from companies.tables import Company, CompanyUser
from core import audit
from core.errors import BadInputError, ConflictError, Fault

KEPT_AS_IT_WAS = ("cvr", "name", "sector", "industry", "industry_version", "form", "source", "social_economy_since",
                  "social_economy_criteria", "consultant_id", "registered_at")  # fmt: skip


def merge(session: Session, user: User, now: datetime, kept_id: int, gone_id: int, reason: str) -> Company:
    """Units with their openings and placements, contacts and users go over to the company that is kept.

    The other stays as a row that names it, so that its CVR number is still known. The same asked for twice is done
    once. Raises ForbiddenError, NotFoundError, BadInputError, ConflictError where either is part of another merge.
    """
    check_may_register(user)
    _check(kept_id, gone_id, reason)
    for company_id in (kept_id, gone_id):
        company_seen_by(session, user, company_id)
    rows = queries.lock_companies(session, [kept_id, gone_id])
    kept, gone = rows[kept_id], rows[gone_id]
    if gone.merged_into_id == kept.id:
        return kept
    if gone.merged_into_id is not None or kept.merged_into_id is not None:
        raise ConflictError(
            "En af dem er netop lagt sammen med en anden. Genindlæs siden, og vælg igen.", company=gone.id
        )
    _merge(session, user, now, kept, gone, reason.strip())
    return kept


def _merge(session: Session, user: User, now: datetime, kept: Company, gone: Company, reason: str) -> None:
    was: dict[str, Any] = {"kept": _as_it_stands(kept), "gone": _as_it_stands(gone)}
    was["units"] = _hand_over(queries.units_of(session, gone.id), kept.id)
    was["contacts"] = _hand_over(queries.all_contacts(session, gone.id), kept.id)
    was["users"] = _hand_over_users(session, kept.id, gone.id)
    was["merged_before"] = [one.id for one in queries.merged_into(session, gone.id)]
    for earlier in queries.merged_into(session, gone.id):
        earlier.merged_into_id = kept.id
    gone.merged_into_id = kept.id
    session.add(CompanyMerge(kept_id=kept.id, gone_id=gone.id, at=now, user_id=user.id, reason=reason, was=was))
    audit.record(session, now, user.id, "company.merged", f"company:{gone.id}", kept=kept.id, reason=reason)
    session.flush()
    session.expire(kept, ["units"])
    session.expire(gone, ["units"])


def _hand_over(rows: Sequence[Any], company_id: int) -> list[int]:
    for row in rows:
        row.company_id = company_id
    return [row.id for row in rows]


def _hand_over_users(session: Session, kept_id: int, gone_id: int) -> list[int]:
    """Whoever acted for the one that goes acts for the one that stays."""
    acting = queries.users_of(session, [kept_id, gone_id])
    there = {one.user_id for one in acting if one.company_id == kept_id}
    moving = [one for one in acting if one.company_id == gone_id]
    for one in moving:
        session.delete(one)
    session.add_all(CompanyUser(company_id=kept_id, user_id=one.user_id) for one in moving if one.user_id not in there)
    return [one.user_id for one in moving]


def _as_it_stands(company: Company) -> dict[str, object]:
    return {name: plain(getattr(company, name)) for name in KEPT_AS_IT_WAS}


def _check(kept_id: int, gone_id: int, reason: str) -> None:
    found = []
    if kept_id == gone_id:
        found.append(Fault("other", "vælg to forskellige virksomheder"))
    if not reason.strip():
        found.append(Fault("reason", "skriv, hvordan I ved, at det er den samme"))
    if found:
        raise BadInputError(found)
