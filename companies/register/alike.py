"""Companies that may be the same, shown for a decision: which they are like, and that they are not the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from companies.duplicates import Likeness, Register
from companies.register import queries
from companies.register.access import check_may_register, company_seen_by
from companies.register.tables import Distinction
from companies.tables import Company
from core import audit
from core.errors import BadInputError, Fault

MOST_SHOWN = 5
AT_A_TIME = 200
"""Companies of which one page of duplicates looks for others: each takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A company that may be the one asked about: likeness from 0 to 100, and whether the house is the same."""

    company: Company
    score: float
    same_house: bool | None


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A company, and those registered before it that it may be."""

    company: Company
    others: Sequence[Alike]


def like(session: Session, name: str, address: str, town: str) -> list[Alike]:
    """The registered companies that a new one may be, the likeliest first."""
    return _alike(session, Register.of(queries.firms(session)).like(name, address, town), ())


def like_company(session: Session, company: Company) -> list[Alike]:
    """The other companies that this one may be, without those that somebody has said it is not."""
    return _alike_one(session, Register.of(queries.firms(session)), company, queries.distinctions(session, company.id))


def suspicions(session: Session, before: int | None = None, limit: int = AT_A_TIME) -> list[Suspicion]:
    """The companies registered last that may be one registered earlier; those before the one with id `before`.

    So every pair is shown once, with the newer one.
    """
    register, apart = Register.of(queries.firms(session)), queries.distinctions(session)
    found = []
    for company in queries.latest(session, before, limit):
        others = [one for one in _alike_one(session, register, company, apart) if one.company.id < company.id]
        if others:
            found.append(Suspicion(company, others))
    return found


def distinguish(session: Session, user: User, now: datetime, one_id: int, other_id: int) -> None:
    """Two companies are not the same, and are not shown as such again; twice is once.

    Raises ForbiddenError, NotFoundError, BadInputError for a company and itself.
    """
    check_may_register(user)
    first, second = sorted((one_id, other_id))
    if first == second:
        raise BadInputError([Fault("other", "vælg to forskellige virksomheder")])
    for company_id in (first, second):
        company_seen_by(session, user, company_id)
    queries.lock_companies(session, [first, second])
    if session.get(Distinction, (first, second)) is None:
        session.add(Distinction(one_id=first, other_id=second, at=now, user_id=user.id))
        audit.record(session, now, user.id, "company.distinguished", f"company:{first}", other=second)


def _alike_one(
    session: Session, register: Register, company: Company, apart: Collection[tuple[int, int]]
) -> list[Alike]:
    first = min(company.units, key=lambda unit: unit.id, default=None)
    where = (first.address, first.town) if first else ("", "")
    known = {other for pair in apart if company.id in pair for other in pair} | {company.id}
    return _alike(session, register.like(company.name, *where, limit=MOST_SHOWN + 5 * len(known)), known)


def _alike(session: Session, found: Sequence[Likeness], without: Collection[int]) -> list[Alike]:
    """Each company once, by the likeliest of its addresses."""
    best: dict[int, Likeness] = {}
    for one in found:
        if one.firm.id not in without:
            best.setdefault(one.firm.id, one)
    rows = queries.companies_by_id(session, list(best)[:MOST_SHOWN])
    return [Alike(rows[row_id], one.score, one.same_house) for row_id, one in best.items() if row_id in rows]
