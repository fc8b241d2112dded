"""Who sees a decision, and how much of it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies.service import unit_seen_by
from core.errors import NotFoundError
from placements.evidence import queries, records, wording
from placements.evidence.records import Record
from placements.evidence.tables import QuotaDecision


def decision_seen_by(session: Session, user: User, decision_id: int) -> QuotaDecision:
    """The decision, for those who see its unit. Raises NotFoundError for others."""
    row = queries.decision(session, decision_id)
    if row is None:
        raise NotFoundError("Afgørelsen findes ikke, eller du har ikke adgang til den.", decision=decision_id)
    unit_seen_by(session, user, row.unit_id)
    return row


def record_for(user: User, row: QuotaDecision) -> Record:
    """The record as the user may see it.

    Why a caseworker went on in spite of a condition may be about the citizen, and that additional employment was not
    asked for tells of their health: neither is for the employer to know.
    """
    record = records.read(row.record)
    if user.role is not Role.EMPLOYER:
        return record
    record = _without_reasons(record)
    return _without_capacity(record) if record.counts.exempt else record


def _without_reasons(record: Record) -> Record:
    by_rule = {one.rule: one for one in record.counts.overruled}
    findings = (
        replace(one, words=wording.that_overruled(by_rule[one.rule])) if one.overruled else one
        for one in record.findings
    )
    return replace(record, counts=replace(record.counts, overruled=()), findings=tuple(findings))


def _without_capacity(record: Record) -> Record:
    return replace(
        record,
        counts=replace(record.counts, exempt=False, units=()),
        found=replace(record.found, additional=None),
        findings=tuple(one for one in record.findings if one.rule != "additional"),
    )
