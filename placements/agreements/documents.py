"""An agreement whole, as a paper or a page shows it: read once, frozen, with the digest of what is signed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from citizens.queries import citizens_by_id
from companies.occupations import title
from companies.queries import openings_by_id
from core.errors import NotFoundError
from placements.agreements import drafts, queries
from placements.agreements.drafts import Goal, Slot
from placements.agreements.tables import Signer
from placements.evidence.queries import statement_of
from placements.evidence.records import Statement
from placements.queries import agreement_of
from placements.tables import Agreement, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the employees' representative said of the place."""

    name: str
    role: str
    said_on: date
    agrees: bool
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One side's signature to this version."""

    side: Signer
    name: str
    signed_on: date
    on_paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that an agreement says. last_day is None where it is open-ended; hours are weekly, when all steps are
    taken.
    """

    proposal_id: int
    version: int
    digest: str
    agreed_on: date
    scheme: str
    label: str | None
    occupation: str
    citizen: str
    citizen_language: str | None
    company: str
    cvr: str
    unit: str
    p_number: str
    address: str
    town: str
    social_economy: bool
    contact_name: str
    contact_phone: str
    consultant: str
    consultant_email: str
    consultant_phone: str | None
    caseworker: str
    start: date
    last_day: date | None
    hours: float
    steps: tuple[tuple[int, float], ...]
    timetable: tuple[Slot, ...]
    milestones: tuple[Goal, ...]
    follow_up_days: tuple[date, ...]
    tasks: str
    purpose: str
    regard: str
    new_function: str | None
    statement: Said | None
    signatures: tuple[Signed, ...]


def document(session: Session, proposal: Proposal) -> Document:
    """The agreement of a proposal. Raises NotFoundError where none is written."""
    agreement = agreement_of(session, proposal.id)
    if agreement is None:
        raise NotFoundError("Aftalen er ikke skrevet endnu.", proposal=proposal.id)
    citizen = citizens_by_id(session, [proposal.citizen_id])[proposal.citizen_id]
    opening = openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    staff = users_by_id(session, {citizen.consultant_id, citizen.caseworker_id})
    unit, company, consultant = opening.unit, opening.unit.company, staff[citizen.consultant_id]
    draft, since = queries.draft_of(session, proposal, agreement), company.social_economy_since
    return Document(
        proposal_id=proposal.id,
        version=agreement.version,
        digest=digest(session, proposal, agreement),
        agreed_on=agreement.agreed_on,
        scheme=proposal.scheme,
        label=opening.label,
        occupation=title(opening.occupation),
        citizen=citizen.name,
        citizen_language=citizen.interpreter_language,
        company=company.name,
        cvr=company.cvr,
        unit=unit.name,
        p_number=unit.p_number,
        address=unit.address,
        town=unit.town,
        social_economy=since is not None and since <= proposal.start,
        contact_name=draft.contact_name,
        contact_phone=draft.contact_phone,
        consultant=consultant.name,
        consultant_email=consultant.email,
        consultant_phone=consultant.phone,
        caseworker=staff[citizen.caseworker_id].name,
        start=draft.start,
        last_day=draft.last_day,
        hours=draft.hours,
        steps=draft.steps,
        timetable=draft.timetable,
        milestones=draft.milestones,
        follow_up_days=tuple(date.fromisoformat(day) for day in agreement.follow_up_days),
        tasks=draft.tasks,
        purpose=draft.purpose,
        regard=draft.regard,
        new_function=draft.new_function,
        statement=_said(statement_of(session, proposal.id)),
        signatures=_signed(session, agreement),
    )


def digest(session: Session, proposal: Proposal, agreement: Agreement) -> str:
    """The digest of what a side signs: the version of the agreement, all it says, and between whom."""
    return drafts.digest(
        queries.draft_of(session, proposal, agreement),
        proposal=proposal.id,
        version=agreement.version,
        citizen=proposal.citizen_id,
        opening=proposal.opening_id,
        scheme=proposal.scheme,
        follow_ups=agreement.follow_up_days,
    )


def _said(row: Statement | None) -> Said | None:
    if row is None:
        return None
    return Said(name=row.name, role=row.role, said_on=row.said_on, agrees=row.agrees, remark=row.remark)


def _signed(session: Session, agreement: Agreement) -> tuple[Signed, ...]:
    found = {one.side: one for one in queries.signatures(session, agreement)}
    rows = [found[side] for side in Signer if side in found]
    return tuple(Signed(side=row.side, name=row.name, signed_on=row.signed_on, on_paper=row.on_paper) for row in rows)
