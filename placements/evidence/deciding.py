"""Decisions under the cap (rimelighedskrav): made under the unit's lock, kept with everything they rest on."""

from datetime import datetime

from sqlalchemy.orm import Session

from companies.queries import lock_unit
from companies.tables import Unit
from core import audit
from core.errors import ConflictError
from placements.evidence import building, counting, queries, records
from placements.evidence.chain import digest
from placements.evidence.counting import Asked
from placements.evidence.records import Record
from placements.evidence.tables import QuotaDecision


class RefusedError(ConflictError):
    """A rule stands in the way, and what that rests on is not kept yet: the transaction that was refused is undone.

    Whoever ends the transaction keeps the refusal in one of its own (`keep_refusal`).
    """

    def __init__(self, refused: QuotaDecision) -> None:
        record = records.read(refused.record)
        super().__init__(record.words, rule=record.rule, proposal=refused.proposal_id)
        self.unit_id = refused.unit_id
        self.proposal_id = refused.proposal_id
        self.record = record


def decide(session: Session, now: datetime, user_id: int | None, step: str, unit: Unit, asked: Asked) -> QuotaDecision:
    """Decide whether the unit may take the place, and keep it with its counts, at the end of the unit's chain.

    step: yes, start or extend. The caller holds the unit's lock. A decision that is not allowed is a row too: go on
    without the place and it stands, or raise `RefusedError(decision)`.
    """
    counts = counting.counts(session, now, user_id, step, unit, asked)
    return _kept(session, unit.id, asked.proposal_id, building.build(counts))


def keep_refusal(session: Session, refused: RefusedError) -> QuotaDecision:
    """Keep a refusal whose transaction was undone, as it was when it was refused. Locks the unit."""
    lock_unit(session, refused.unit_id)
    return _kept(session, refused.unit_id, refused.proposal_id, refused.record)


def _kept(session: Session, unit_id: int, proposal_id: int | None, record: Record) -> QuotaDecision:
    counts = record.counts
    row = QuotaDecision(
        unit_id=unit_id,
        proposal_id=proposal_id,
        at=counts.at,
        user_id=None if counts.by is None else counts.by.id,
        step=counts.step,
        allowed=record.allowed,
        rules=record.found.rules,
        first=counts.place.start,
        last=counts.place.end,
        record=records.plain(record),
        before=queries.latest_digest(session, unit_id),
    )
    row.digest = digest(row)
    session.add(row)
    session.flush()
    subject, outcome = f"unit:{unit_id}", "allowed" if record.allowed else "refused"
    audit.record(session, counts.at, row.user_id, f"quota.{outcome}", subject, decision=row.id, step=row.step)
    return row
