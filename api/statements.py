"""The employees' statement on a proposal: who said what, when; the newest is the one in force."""

from datetime import date

from fastapi import APIRouter, Request

from api.deps import Now, Person, Transaction
from api.documentation import example
from api.fields import Given, Instant, Shown, Text
from core.errors import ForbiddenError
from placements import access
from placements.evidence import queries
from placements.evidence.records import Statement
from placements.evidence.statements import TAKEN_DOWN_BY, StatementDraft, say
from placements.lives.starting import start_if_ready
from web.fields import PathId

router = APIRouter(prefix="/proposals", tags=["proposals"])
GIVEN = {"name": "Per Lund", "role": "shop_steward", "said_on": "2026-11-23", "agrees": True, "remark": ""}
SHOWN = GIVEN | {"recorded_at": "2026-11-24T09:30:00+01:00", "recorded_by": 5}


class StatementGiven(Given):
    """What the representative said; a no says why in `remark`."""

    name: Text
    role: Text
    said_on: date
    agrees: bool
    remark: Text = ""


class StatementShown(Shown):
    """A statement, and which user took it down."""

    name: str
    role: str
    said_on: date
    agrees: bool
    remark: str
    recorded_at: Instant
    recorded_by: int


@router.get("/{proposal_id}/employee-statements", responses=example(200, [SHOWN]))
def list_statements(session: Transaction, user: Person, proposal_id: PathId) -> list[StatementShown]:
    """Every statement, newest first: for the employer, and the citizen's consultant and caseworker."""
    proposal = access.seen_by(session, user, proposal_id)
    if not access.sides(session, user, proposal) & TAKEN_DOWN_BY:
        raise ForbiddenError("Udtalelsen ses af virksomheden og af kommunen.", proposal=proposal_id)
    return [_shown(one) for one in queries.statements(session, proposal_id)]


@router.post(
    "/{proposal_id}/employee-statements",
    status_code=201,
    responses=example(201, [SHOWN]),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": GIVEN}}}},
)
def record(
    request: Request, session: Transaction, user: Person, now: Now, proposal_id: PathId, body: StatementGiven
) -> list[StatementShown]:
    """Take down a statement; what only waited for it begins. The same once more changes nothing."""
    draft = StatementDraft(name=body.name, role=body.role, said_on=body.said_on, agrees=body.agrees, remark=body.remark)
    say(session, now, user, proposal_id, draft)
    start_if_ready(session, now, user.id, proposal_id, request.app.state.terms)
    return list_statements(session, user, proposal_id)


def _shown(one: Statement) -> StatementShown:
    return StatementShown(
        name=one.name,
        role=one.role,
        said_on=one.said_on,
        agrees=one.agrees,
        remark=one.remark,
        recorded_at=one.recorded_at,
        recorded_by=one.recorded_by.id,
    )
