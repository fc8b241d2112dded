"""The agreement of a proposal: read whole, written, and signed by its three sides."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from accounts.tables import User
from api.deps import Now, Person, Today, Transaction
from api.documentation import body, example
from api.fields import Clock, Given, Shown, Text
from api.proposal_shapes import FindingShown
from citizens.queries import citizens_by_id
from citizens.service import look_through
from core.errors import ForbiddenError
from placements.access import agreement_seen_by, seen_by, side_of
from placements.agreements import drafts, service, signing
from placements.agreements.documents import Document, document
from placements.agreements.drafts import LONGEST_TEXT, AgreementDraft
from placements.agreements.suggesting import suggested
from placements.agreements.tables import Signer
from placements.lives.starting import missing
from placements.queries import placement_of
from placements.states import SIGNED, Side
from placements.tables import Proposal
from web.fields import PLAIN, PathId

router = APIRouter(prefix="/proposals/{proposal_id}/agreement", tags=["placement agreements"])
Long = Annotated[str, StringConstraints(max_length=LONGEST_TEXT + 1, pattern=PLAIN)]
Hours = Annotated[float, Field(description="Weekly")]
DRAFT = {
    "tasks": "Opvask, rengøring af køkkenet, klargøring af salat",
    "purpose": "At prøve køkkenets arbejde og nå 14 timer om ugen",
    "regard": "Ingen tunge løft. En pause hver time.",
    "contact_name": "Karen Kok",
    "contact_phone": "12 34 56 78",
    "start": "2026-12-07",
    "last_day": "2027-03-07",
    "hours": 14.0,
    "new_function": None,
    "steps": [{"from_week": 1, "hours": 8.0}, {"from_week": 5, "hours": 14.0}],
    "timetable": [{"weekday": 1, "from": "09:00", "to": "13:00"}],
    "milestones": [{"text": "Møder alle aftalte dage", "by": "2027-01-15"}],
}
AGREEMENT = {
    "proposal": 17,
    "agreed": DRAFT,
    "version": 1,
    "digest": "9f2c41",
    "agreed_on": "2026-12-01",
    "follow_up_days": ["2026-12-14", "2027-01-21", "2027-02-26"],
    "signatures": [{"side": "employer", "name": "Karen Kok", "signed_on": "2026-12-02", "on_paper": False}],
    "state": "agreement",
    "placement": None,
    "missing": [],
}


class StepGiven(Given):
    """Weekly hours from a week on."""

    from_week: int
    hours: float


class SlotGiven(Given):
    """Working hours of a weekday, 1 is Monday."""

    weekday: int
    from_: Clock = Field(alias="from")
    to: Clock


class MilestoneGiven(Given):
    """What is to be reached by a day."""

    text: Text
    by: date


class AgreementGiven(Given):
    """What is agreed. The hours are those of the last step."""

    tasks: Long
    purpose: Long
    regard: Long = ""
    contact_name: Text
    contact_phone: Text
    start: date
    last_day: date | None = Field(description="Null where it is open-ended")
    hours: Hours
    new_function: Long | None = Field(
        default=None, description="What is new in the work, where the citizen has worked there before"
    )
    steps: list[StepGiven] = Field(default_factory=list)
    timetable: list[SlotGiven] = Field(default_factory=list)
    milestones: list[MilestoneGiven] = Field(default_factory=list)

    def draft(self) -> AgreementDraft:
        """The same for the service."""
        return AgreementDraft(
            tasks=self.tasks,
            purpose=self.purpose,
            regard=self.regard,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            start=self.start,
            last_day=self.last_day,
            hours=self.hours,
            new_function=self.new_function,
            steps=tuple((one.from_week, one.hours) for one in self.steps),
            timetable=tuple(drafts.Slot(weekday=one.weekday, from_=one.from_, to=one.to) for one in self.timetable),
            milestones=tuple(drafts.Goal(text=one.text, by=one.by) for one in self.milestones),
        )

    @classmethod
    def of(cls, found: Document | AgreementDraft) -> "AgreementGiven":
        """The way back."""
        return cls(
            tasks=found.tasks,
            purpose=found.purpose,
            regard=found.regard,
            contact_name=found.contact_name,
            contact_phone=found.contact_phone,
            start=found.start,
            last_day=found.last_day,
            hours=found.hours,
            new_function=found.new_function,
            steps=[StepGiven(from_week=week, hours=hours) for week, hours in found.steps],
            timetable=[SlotGiven(weekday=one.weekday, from_=one.from_, to=one.to) for one in found.timetable],
            milestones=[MilestoneGiven(text=goal.text, by=goal.by) for goal in found.milestones],
        )


class AgreementWritten(AgreementGiven):
    """What is agreed, and which version whoever writes it had before them."""

    seen: int = Field(ge=0, description="The `version` that was read; 0 where none is written. 409 where it is another")


class SignatureShown(Shown):
    """One side's signature to this version."""

    side: Signer
    name: str
    signed_on: date
    on_paper: bool


class AgreementShown(Shown):
    """An agreement: what is agreed, who has signed it, and what is missing before the start."""

    proposal: int
    agreed: AgreementGiven
    version: int = Field(description="Goes up with each change; then signatures lapse")
    digest: str = Field(description="SHA-256 of what is signed")
    agreed_on: date
    follow_up_days: list[date]
    signatures: list[SignatureShown]
    state: str
    placement: int | None
    missing: list[FindingShown] = Field(description="For the municipality, once all have signed")


class SignatureGiven(Given):
    """The version that was read; `paper` where the consultant records a signature on paper."""

    version: int
    paper: "PaperGiven | None" = None


class PaperGiven(Given):
    """Who signed on paper, for which side and when."""

    side: Signer
    name: Text
    signed_on: date


@router.get("", responses=example(200, AGREEMENT))
def show(session: Transaction, user: Person, now: Now, proposal_id: PathId) -> AgreementShown:
    """The agreement, for each of its sides; not for an employer who has said no."""
    return _shown(session, user, now, agreement_seen_by(session, user, proposal_id))


@router.get("/suggestion", responses=example(200, DRAFT | {"purpose": "", "regard": ""}))
def suggest(session: Transaction, user: Person, now: Now, today: Today, proposal_id: PathId) -> AgreementGiven:
    """What an agreement could begin with; for the citizen's staff."""
    proposal = seen_by(session, user, proposal_id)
    if side_of(session, user, proposal) is not Side.MUNICIPALITY:
        raise ForbiddenError("Kun kommunen skriver aftalen.")
    look_through(session, now, user.id, citizens_by_id(session, [proposal.citizen_id]).values(), "aftale")
    return AgreementGiven.of(suggested(session, proposal, today))


@router.put("", responses=example(200, AGREEMENT), openapi_extra=body(DRAFT | {"seen": 0}))
def write(
    request: Request, session: Transaction, user: Person, now: Now, proposal_id: PathId, given: AgreementWritten
) -> AgreementShown:
    """Write it, or change it until the placement is made; a change makes a new version, and signatures lapse."""
    service.write(session, now, user, proposal_id, given.draft(), given.seen, request.app.state.terms)
    return _shown(session, user, now, seen_by(session, user, proposal_id))


@router.post("/signatures", responses=example(200, AGREEMENT), openapi_extra=body({"version": 1}))
def sign(
    request: Request, session: Transaction, user: Person, now: Now, proposal_id: PathId, given: SignatureGiven
) -> AgreementShown:
    """Sign for one's own side, or record a signature on paper. The third makes the placement if nothing is missing."""
    terms, paper = request.app.state.terms, given.paper
    if paper is None:
        proposal = signing.sign(session, now, user, proposal_id, given.version, terms)
    else:
        on_paper = (given.version, paper.side, paper.name, paper.signed_on)
        proposal = signing.sign_on_paper(session, now, user, proposal_id, *on_paper, terms)
    return _shown(session, user, now, proposal)


def _shown(session: Transaction, user: User, now: datetime, proposal: Proposal) -> AgreementShown:
    found, placed = document(session, proposal), placement_of(session, proposal.id)
    look_through(session, now, user.id, citizens_by_id(session, [proposal.citizen_id]).values(), "aftale")
    waits = proposal.state is SIGNED and side_of(session, user, proposal) is Side.MUNICIPALITY
    return AgreementShown(
        agreed=AgreementGiven.of(found),
        proposal=proposal.id,
        version=found.version,
        digest=found.digest,
        agreed_on=found.agreed_on,
        follow_up_days=list(found.follow_up_days),
        signatures=[SignatureShown.model_validate(one) for one in found.signatures],
        state=proposal.state.value,
        placement=None if placed is None else placed.id,
        missing=[FindingShown.model_validate(one) for one in missing(session, now, proposal)] if waits else [],
    )
