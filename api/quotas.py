"""The cap of a unit in the weeks ahead, a caseworker's own figure for it, and decisions with their evidence."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from accounts.tables import User
from api.deps import Now, Person, Today, Transaction
from api.documentation import example
from api.fields import Given, Instant, Shown, Text
from api.paging import Page, Paged
from companies.ahead import Step, free_ahead
from companies.queries import months
from companies.service import unit_seen_by
from placements.evidence import queries, records
from placements.evidence.overriding import MOST_PLACES, override
from placements.evidence.showing import decision_seen_by, record_for
from placements.evidence.tables import QuotaDecision
from placements.evidence.verifying import Verdict, verdict_on, verify
from placements.filled.queries import stays
from web.fields import PathId

router = APIRouter(tags=["quotas"])
MOST_WEEKS = 104

STEP = {"first": "2026-12-01", "last": "2027-03-07", "places": 2, "used": 1, "used_fte": 0.54, "free": 1}
OVERRIDE = {
    "unit": 12,
    "places": 4,
    "reason": "Ny afdeling med egen leder",
    "at": "2026-11-23T10:00:00+01:00",
    "user": 8,
}
DECISION = {
    "id": 31,
    "unit": 12,
    "proposal": 17,
    "at": "2026-11-24T09:30:00+01:00",
    "user": 5,
    "step": "yes",
    "allowed": True,
    "rule": None,
    "words": "Rimelighedskravet er overholdt: højst 2 på samme dag, og enheden må have 2 pladser ad gangen.",
    "rules": "2026-07-01",
    "first": "2026-12-07",
    "last": "2027-03-07",
    "digest": "9f2c" * 16,
}
VERDICT = {"decision": 31, "linked": True, "intact": True, "differences": []}


class StepShown(Shown):
    """Days, both included, through which as much is used and free."""

    first: date
    last: date
    places: int
    used: int
    used_fte: float
    free: int


class OverrideShown(Shown):
    """A caseworker's own figure for the cap; `places` null where the rule was made to hold again."""

    unit: int
    places: int | None
    reason: str
    at: Instant
    user: int


class OverrideGiven(Given):
    """Another figure than the rule's; null lets the rule hold again."""

    places: Annotated[int, Field(ge=0, le=MOST_PLACES)] | None
    reason: Text


class DecisionShown(Shown):
    """A decision under the cap."""

    id: int
    unit: int
    proposal: int | None
    at: Instant
    user: int | None
    step: str = Field(description="`yes`, `start` or `extend`")
    allowed: bool
    rule: str | None = Field(description="What stood in the way: `quota`, `additional` or `statement`")
    words: str
    rules: date
    first: date
    last: date | None
    digest: str


class VerdictShown(Shown):
    """Whether a decision still stands: it hangs on the one before, its digest is right, nothing comes out otherwise."""

    decision: int
    linked: bool
    intact: bool
    differences: list[str]


class EvidenceShown(DecisionShown):
    """A decision with everything it rests on (`record`, format `tovholder-quota-decision/1`) and how it stands now.

    The record names nobody who is placed. Employers see it without what tells of the citizen's work capacity.
    """

    before: str | None = Field(description="The digest of the unit's decision before this one")
    record: dict[str, Any]
    verdict: VerdictShown


@router.get("/units/{unit_id}/quota/ahead", responses=example(200, [STEP]))
def ahead(
    session: Transaction,
    user: Person,
    today: Today,
    unit_id: PathId,
    weeks: Annotated[int, Query(ge=1, le=MOST_WEEKS)] = 26,
) -> list[StepShown]:
    """What is used and free from today on, as steps, with what is known and agreed today."""
    unit = unit_seen_by(session, user, unit_id)
    counts, filled = months(session, [unit.id]).get(unit.id, []), stays(session, [unit.id], today).get(unit.id, [])
    return [_step(step) for step in free_ahead(counts, filled, today, weeks, unit.quota_override)]


@router.get("/units/{unit_id}/quota-overrides", responses=example(200, [OVERRIDE]))
def list_overrides(session: Transaction, user: Person, unit_id: PathId) -> list[OverrideShown]:
    """Caseworkers' own figures for the unit's cap, newest first; the first is the one in force."""
    unit = unit_seen_by(session, user, unit_id)
    return [
        OverrideShown(unit=row.unit_id, places=row.places, reason=row.reason, at=row.at, user=row.user_id)
        for row in queries.overrides(session, unit.id)
    ]


@router.put(
    "/units/{unit_id}/quota-override",
    responses=example(200, [OVERRIDE]),
    openapi_extra={
        "requestBody": {"content": {"application/json": {"example": {"places": 4, "reason": "Ny afdeling"}}}}
    },
)
def put_override(
    session: Transaction, user: Person, now: Now, unit_id: PathId, body: OverrideGiven
) -> list[OverrideShown]:
    """Decide on another figure for the unit's cap: a caseworker only. The same once more changes nothing."""
    override(session, now, user, unit_id, body.places, body.reason)
    return list_overrides(session, user, unit_id)


@router.get("/units/{unit_id}/quota-decisions", responses=example(200, {"items": [DECISION], "next": None}))
def list_decisions(session: Transaction, user: Person, paging: Paged, unit_id: PathId) -> Page[DecisionShown]:
    """Decisions about the unit, in the order of their chain; a refused yes is among them."""
    unit = unit_seen_by(session, user, unit_id)
    rows = queries.decisions(session, unit.id, after=paging.after_id, limit=paging.one_more)
    return paging.page(rows, lambda row: (row.id,), lambda row: DecisionShown(**_decision(user, row)))


@router.get("/units/{unit_id}/quota-check", responses=example(200, [VERDICT]))
def check(session: Transaction, user: Person, unit_id: PathId) -> list[VerdictShown]:
    """Every decision about the unit, made again from its own counts under the rules of its day."""
    unit = unit_seen_by(session, user, unit_id)
    return [_verdict(one) for one in verify(session, unit.id)]


@router.get(
    "/quota-decisions/{decision_id}",
    responses=example(200, DECISION | {"before": None, "record": {"format": records.FORMAT}, "verdict": VERDICT}),
)
def show(session: Transaction, user: Person, decision_id: PathId) -> EvidenceShown:
    """One decision with its evidence, as it can be handed to an appeals board."""
    row = decision_seen_by(session, user, decision_id)
    return EvidenceShown(
        **_decision(user, row),
        before=row.before,
        record=records.plain(record_for(user, row)),
        verdict=_verdict(verdict_on(session, row)),
    )


def _step(step: Step) -> StepShown:
    return StepShown(
        first=step.first,
        last=step.last,
        places=step.use.cap.places,
        used=step.use.used,
        used_fte=round(step.use.used_fte, 2),
        free=step.use.free,
    )


def _verdict(verdict: Verdict) -> VerdictShown:
    return VerdictShown.model_validate(verdict)


def _decision(user: User, row: QuotaDecision) -> dict[str, Any]:
    record = record_for(user, row)
    return {
        "id": row.id,
        "unit": row.unit_id,
        "proposal": row.proposal_id,
        "at": row.at,
        "user": row.user_id,
        "step": row.step,
        "allowed": row.allowed,
        "rule": record.rule,
        "words": record.words,
        "rules": row.rules,
        "first": row.first,
        "last": row.last,
        "digest": row.digest,
    }
