"""Signatures (underskrifter): each side its own, or on paper and recorded by the municipality. The third concludes."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault
from placements import access, moves
from placements.access import locked_for
from placements.agreements import documents, queries
from placements.agreements.tables import Signature, Signer
from placements.lives.starting import start_if_ready
from placements.moves import Why
from placements.queries import agreement_of
from placements.states import Side, Step
from placements.tables import Agreement, Proposal
from scheduler.followups.terms import THE_DEFAULTS, Terms

LONGEST_NAME = 120
ON_PAPER = Why("på papir")


def sign(
    session: Session, now: datetime, user: User, proposal_id: int, version: int, terms: Terms = THE_DEFAULTS
) -> Proposal:
    """The user signs for their own side, the version they have read. Twice is once.

    Raises NotFoundError, ConflictError where the agreement was changed meanwhile (`rule`: version) or cannot be signed.
    """
    side = access.side_of(session, user, access.seen_by(session, user, proposal_id))
    assert side is not None
    proposal = locked_for(session, user, proposal_id, side)
    agreement = _of_version(session, proposal, version)
    if not _has_signed(session, agreement, Signer(side.value)):
        row = Signature(side=Signer(side.value), name=user.name, signed_on=local_day(now), on_paper=False)
        _sign(session, now, user, proposal, agreement, row, Why())
        _conclude(session, now, user, proposal, agreement, terms)
    return proposal


def sign_on_paper(
    session: Session,
    now: datetime,
    user: User,
    proposal_id: int,
    version: int,
    side: Signer,
    name: str,
    signed_on: date,
    terms: Terms = THE_DEFAULTS,
) -> Proposal:
    """The municipality records that a side has signed on paper: who, and when. Twice is once.

    Raises as `sign`, ForbiddenError for anybody else than the citizen's staff, BadInputError.
    """
    proposal = locked_for(session, user, proposal_id, Side.MUNICIPALITY)
    agreement = _of_version(session, proposal, version)
    _check_paper(agreement, name, signed_on, local_day(now))
    if not _has_signed(session, agreement, side):
        row = Signature(side=side, name=name.strip(), signed_on=signed_on, on_paper=True)
        _sign(session, now, user, proposal, agreement, row, ON_PAPER)
        _conclude(session, now, user, proposal, agreement, terms)
    return proposal


def _of_version(session: Session, proposal: Proposal, version: int) -> Agreement:
    agreement = agreement_of(session, proposal.id)
    if agreement is None:
        raise ConflictError("Aftalen er ikke skrevet endnu.", rule="state", proposal=proposal.id)
    if agreement.version != version:
        raise ConflictError(
            "Aftalen er ændret, siden du læste den. Læs den igen, og skriv så under.",
            rule="version",
            version=agreement.version,
        )
    return agreement


def _check_paper(agreement: Agreement, name: str, signed_on: date, today: date) -> None:
    found = []
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        found.append(Fault("name", f"skriv, hvem der har skrevet under, med højst {LONGEST_NAME} tegn"))
    if not agreement.agreed_on <= signed_on <= today:
        found.append(Fault("signed_on", f"skal ligge fra {agreement.agreed_on:%d.%m.%Y} til i dag"))
    if found:
        raise BadInputError(found)


def _has_signed(session: Session, agreement: Agreement, side: Signer) -> bool:
    return any(one.side is side for one in queries.signatures(session, agreement))


def _sign(
    session: Session, now: datetime, user: User, proposal: Proposal, agreement: Agreement, row: Signature, why: Why
) -> None:
    row.agreement_id, row.version, row.user_id, row.at = agreement.id, agreement.version, user.id, now
    row.digest = documents.digest(session, proposal, agreement)
    moves.take(session, now, user.id, proposal, Side(row.side.value), Step.SIGN, why)
    session.add(row)
    session.flush()


def _conclude(
    session: Session, now: datetime, user: User, proposal: Proposal, agreement: Agreement, terms: Terms
) -> None:
    """Where all three have signed, the agreement holds; the placement is made where nothing else is missing."""
    if {one.side for one in queries.signatures(session, agreement)} == set(Signer):
        moves.take(session, now, user.id, proposal, Side.SERVICE, Step.CONCLUDE)
        start_if_ready(session, now, user.id, proposal.id, terms)
