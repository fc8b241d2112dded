"""The way from a proposal to a placement, step by step, for tests that begin somewhere along it."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from placements.agreements import service, signing
from placements.agreements.drafts import AgreementDraft, Goal, Slot
from placements.agreements.tables import Signer
from placements.evidence import statements
from placements.evidence.statements import StatementDraft
from placements.lives.starting import start_if_ready
from placements.queries import agreement_of, placement_of
from placements.tables import Agreement, Placement, ProposalState
from tests.integration.placements.cases import Case, case
from tests.rows import NOW, START, TODAY

ONE_DAY = timedelta(days=1)
LAST = date(2027, 3, 7)


def draft(**values: Any) -> AgreementDraft:
    usual: dict[str, Any] = {
        "tasks": "Opvask og klargøring",
        "purpose": "At prøve køkkenets arbejde og 14 timer om ugen",
        "regard": "Pause hver time",
        "contact_name": "Karen Kok",
        "contact_phone": "12 34 56 78",
        "start": START,
        "last_day": LAST,
        "hours": 14.0,
        "timetable": (Slot(weekday=1, from_=time(9), to=time(13)),),
        "milestones": (Goal(text="Kan gå selv", by=date(2026, 12, 18)),),
    }
    return AgreementDraft(**usual | values)


def accepted(session: Session, **values: Any) -> Case:
    return case(session, **{"state": ProposalState.EMPLOYER_YES} | values)


def write(session: Session, given: Case, **values: Any) -> Agreement:
    """By somebody who has read what stands there now."""
    before = agreement_of(session, given.proposal.id)
    seen = 0 if before is None else before.version
    return service.write(session, NOW, given.consultant, given.proposal.id, draft(**values), seen)


def written(session: Session, **values: Any) -> Case:
    given = accepted(session, **values)
    write(session, given, start=given.proposal.start, last_day=given.proposal.end - ONE_DAY)
    return given


def sign_all(session: Session, given: Case, version: int = 1) -> None:
    signing.sign(session, NOW, given.consultant, given.proposal.id, version)
    signing.sign(session, NOW, given.employer, given.proposal.id, version)
    paper = (Signer.CITIZEN, "Amina Yusuf", TODAY)
    signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, version, *paper)


def say(session: Session, given: Case, *, agrees: bool = True) -> Placement | None:
    said = StatementDraft(
        name="Tina Tillid", role="shop_steward", said_on=TODAY, agrees=agrees, remark="Set og drøftet"
    )
    statements.say(session, NOW, given.consultant, given.proposal.id, said)
    return start_if_ready(session, NOW, given.consultant.id, given.proposal.id)


def placed(session: Session, **values: Any) -> tuple[Case, Placement]:
    given = written(session, **values)
    sign_all(session, given)
    say(session, given)
    found = placement_of(session, given.proposal.id)
    assert found is not None
    return given, found
