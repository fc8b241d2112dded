"""Reading decisions, statements and overrides."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import User
from companies.tables import QuotaOverride, Unit
from placements.evidence.records import Override, Overruled, Statement, Who
from placements.evidence.tables import EmployeeStatement, QuotaDecision
from placements.tables import Overruling


def decision(session: Session, decision_id: int) -> QuotaDecision | None:
    """The decision, or None."""
    return session.get(QuotaDecision, decision_id)


def decisions(
    session: Session, unit_id: int, *, after: int = 0, limit: int | None = None, newest_first: bool = False
) -> Sequence[QuotaDecision]:
    """Decisions about a unit in the order of their chain, from the one after `after`."""
    order = QuotaDecision.id.desc() if newest_first else QuotaDecision.id
    wanted = select(QuotaDecision).where(QuotaDecision.unit_id == unit_id, QuotaDecision.id > after)
    return session.scalars(wanted.order_by(order).limit(limit)).all()


def decisions_about(session: Session, proposal_id: int) -> Sequence[QuotaDecision]:
    """The decisions that a proposal rests on, oldest first."""
    wanted = select(QuotaDecision).where(QuotaDecision.proposal_id == proposal_id)
    return session.scalars(wanted.order_by(QuotaDecision.id)).all()


def latest_digest(session: Session, unit_id: int) -> str | None:
    """The digest at the end of the unit's chain; None where it has no decisions."""
    wanted = select(QuotaDecision.digest).where(QuotaDecision.unit_id == unit_id)
    return session.scalars(wanted.order_by(QuotaDecision.id.desc()).limit(1)).one_or_none()


def overrides(session: Session, unit_id: int) -> Sequence[QuotaOverride]:
    """Caseworkers' own figures for the unit's cap, newest first; the first is the one in force."""
    wanted = select(QuotaOverride).where(QuotaOverride.unit_id == unit_id).order_by(QuotaOverride.id.desc())
    return session.scalars(wanted).all()


def override_of(session: Session, unit: Unit) -> Override | None:
    """The figure that replaces the rule's, with who and when where that was kept; None where the rule holds."""
    if unit.quota_override is None:
        return None
    newest = next(iter(overrides(session, unit.id)), None)
    if newest is None or newest.places != unit.quota_override:
        return Override(places=unit.quota_override, reason=unit.quota_override_reason, by=None, at=None)
    by = names(session, [newest.user_id])[newest.user_id]
    return Override(places=unit.quota_override, reason=newest.reason, by=by, at=newest.at)


def digest_before(session: Session, row: QuotaDecision) -> str | None:
    """The digest of the unit's decision before this one; None where it is the first."""
    wanted = select(QuotaDecision.digest).where(QuotaDecision.unit_id == row.unit_id, QuotaDecision.id < row.id)
    return session.scalars(wanted.order_by(QuotaDecision.id.desc()).limit(1)).one_or_none()


def statement_of(session: Session, proposal_id: int) -> Statement | None:
    """The statement in force: what the employees' representative said last. None where nobody was asked yet."""
    return next(iter(statements(session, proposal_id)), None)


def newest_statement(session: Session, proposal_id: int) -> EmployeeStatement | None:
    """What was taken down last about the proposal; None where nobody was asked yet."""
    wanted = select(EmployeeStatement).where(EmployeeStatement.proposal_id == proposal_id)
    return session.scalars(wanted.order_by(EmployeeStatement.id.desc()).limit(1)).one_or_none()


def statements(session: Session, proposal_id: int) -> list[Statement]:
    """Everything the employees' representative has said of the proposal, newest first."""
    wanted = select(EmployeeStatement).where(EmployeeStatement.proposal_id == proposal_id)
    rows = session.scalars(wanted.order_by(EmployeeStatement.id.desc())).all()
    people = names(session, {row.recorded_by for row in rows})
    return [_statement(row, people[row.recorded_by]) for row in rows]


def overrulings(session: Session, proposal_id: int, rules: Collection[str]) -> tuple[Overruled, ...]:
    """Those of the conditions in `rules` that a caseworker lets the proposal pass in spite of."""
    wanted = select(Overruling).where(Overruling.proposal_id == proposal_id, Overruling.rule.in_(rules))
    found = session.scalars(wanted.order_by(Overruling.id)).all()
    people = names(session, {row.user_id for row in found})
    return tuple(Overruled(rule=row.rule, by=people[row.user_id], at=row.at, reason=row.reason) for row in found)


def names(session: Session, user_ids: Collection[int]) -> dict[int, Who]:
    """The users as a record names them."""
    rows = session.scalars(select(User).where(User.id.in_(user_ids)))
    return {row.id: Who(id=row.id, name=row.name, role=row.role.value) for row in rows}


def _statement(row: EmployeeStatement, by: Who) -> Statement:
    return Statement(
        name=row.name,
        role=row.role,
        said_on=row.said_on,
        agrees=row.agrees,
        remark=row.remark,
        recorded_at=row.recorded_at,
        recorded_by=by,
    )
