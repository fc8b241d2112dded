"""Agreements: what meetings agreed, who does it, by when; followed until it is done."""

from datetime import date

from fastapi import APIRouter
from pydantic import Field

from api.deps import Now, Staff, Transaction
from api.documentation import body, example
from api.fields import Given, Id, Shown, Text
from api.once import IdempotencyKey, made
from core.errors import BadInputError, Fault
from scheduler.meetings import agreements, queries
from scheduler.tables import MeetingAgreement
from web.coordinator.access import seen
from web.fields import PathId

router = APIRouter(tags=["meetings"])

AGREED = {"what": "Ringer til køkkenet om arbejdstider", "user": 4, "by": "2026-12-09"}
AGREEMENT = AGREED | {"id": 31, "meeting": 88, "citizen": None, "done_on": None, "done_by": None}
DONE = AGREEMENT | {"done_on": "2026-12-08", "done_by": 4}


class Agreed(Given):
    """What somebody who was asked to the meeting does by a day: a user, or a citizen."""

    what: Text
    user: Id | None = None
    citizen: Id | None = None
    by: date


class AgreementShown(Shown):
    """What was agreed; done once `done_on` is a day."""

    id: int
    meeting: int = Field(validation_alias="meeting_id")
    what: str
    user: int | None = Field(validation_alias="user_id")
    citizen: int | None = Field(validation_alias="citizen_id")
    by: date
    done_on: date | None
    done_by: int | None


@router.get("/agreements", responses=example(200, [AGREEMENT]))
def list_own(session: Transaction, user: Staff) -> list[AgreementShown]:
    """What the caller has promised at meetings and not done, the most urgent first."""
    return [shown(agreement) for agreement, _ in queries.open_agreements_of(session, user.id)]


@router.get("/meetings/{meeting_id}/agreements", responses=example(200, [AGREEMENT]))
def list_of_meeting(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> list[AgreementShown]:
    """What the meeting agreed."""
    return [shown(agreement) for agreement in seen(session, now, user, meeting_id).agreements]


@router.post(
    "/meetings/{meeting_id}/agreements", status_code=201, responses=example(201, AGREEMENT), openapi_extra=body(AGREED)
)
def agree(
    session: Transaction, user: Staff, now: Now, meeting_id: PathId, agreed: Agreed, key: IdempotencyKey = None
) -> AgreementShown:
    """Write down what was agreed."""
    made_id = made(session, now, user, key, "agreement", lambda: _agree(session, user, now, meeting_id, agreed))
    return shown(session.get_one(MeetingAgreement, made_id))


@router.post("/agreements/{agreement_id}/done", responses=example(200, DONE))
def done(session: Transaction, user: Staff, now: Now, agreement_id: PathId) -> AgreementShown:
    """Tick off today, for whoever promised it or runs the meeting. Twice is once."""
    return shown(agreements.done(session, now, user, agreement_id))


@router.post("/agreements/{agreement_id}/reopen", responses=example(200, AGREEMENT))
def reopen(session: Transaction, user: Staff, now: Now, agreement_id: PathId) -> AgreementShown:
    """It was not done after all."""
    return shown(agreements.reopen(session, now, user, agreement_id))


def shown(row: MeetingAgreement) -> AgreementShown:
    """The agreement as the API shows it."""
    return AgreementShown.model_validate(row)


def _agree(session: Transaction, user: Staff, now: Now, meeting_id: int, agreed: Agreed) -> int:
    if (agreed.user is None) == (agreed.citizen is None):
        raise BadInputError([Fault("user", "nævn enten en bruger eller en borger")])
    who = ("user", agreed.user or 0) if agreed.citizen is None else ("citizen", agreed.citizen)
    return agreements.agree(session, now, user, meeting_id, agreed.what, agreed.by, who).id
