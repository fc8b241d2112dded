"""Do old decisions still stand? Every digest is computed again, and every decision made again from its own counts."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from pydantic import ValidationError
from sqlalchemy.orm import Session

from placements.evidence import queries, records
from placements.evidence.building import build
from placements.evidence.chain import digest
from placements.evidence.records import Record
from placements.evidence.tables import QuotaDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a look at one decision found.

    linked: it hangs on the one before it in its unit's chain. intact: its digest is that of its content. differences:
    what comes out otherwise when it is made again from its counts under the rules of its day; none is as it should be.
    """

    decision: int
    linked: bool
    intact: bool
    differences: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.linked and self.intact and not self.differences


def verify(session: Session, unit_id: int) -> tuple[Verdict, ...]:
    """Every decision about the unit in the order of its chain. A missing decision shows in the one after it."""
    found: list[Verdict] = []
    before: str | None = None
    for row in queries.decisions(session, unit_id):
        found.append(_verdict(row, before))
        before = row.digest
    return tuple(found)


def verdict_on(session: Session, row: QuotaDecision) -> Verdict:
    """The look at one decision and at whether it hangs on the one before it."""
    return _verdict(row, queries.digest_before(session, row))


def _verdict(row: QuotaDecision, before: str | None) -> Verdict:
    return Verdict(
        decision=row.id,
        linked=row.before == before,
        intact=row.digest == digest(row),
        differences=tuple(_differences(row)),
    )


def _differences(row: QuotaDecision) -> Iterator[str]:
    try:
        kept = records.read(row.record)
    except ValidationError:
        yield "record"
        return
    again = build(kept.counts)
    were, are = asdict(kept.found), asdict(again.found)
    yield from (name for name in were if were[name] != are[name])
    if _outcome(kept) != _outcome(again) or row.allowed != again.allowed:
        yield "outcome"


def _outcome(record: Record) -> tuple[object, ...]:
    conditions = tuple((one.rule, one.holds, one.overruled) for one in record.findings)
    return record.allowed, record.rule, conditions
