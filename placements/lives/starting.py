"""From a signed agreement to a placement, as soon as everything that the law asks for is there."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core import audit
from core.clock import local_day
from placements import moves, queries, room
from placements.evidence.building import NEEDS_STATEMENT
from placements.evidence.queries import statement_of
from placements.lives.following import follow
from placements.room import Finding, Question
from placements.states import WAITING, Side, Step
from placements.tables import Agreement, Placement, Proposal, ProposalState
from scheduler.followups.terms import THE_DEFAULTS, Terms

BEGINS = "Borgeren begynder i et andet forløb"


def missing(session: Session, now: datetime, proposal: Proposal) -> list[Finding]:
    """What still stands between a signed agreement and the start."""
    return [found for found in room.findings(session, now, proposal, Step.START) if not found.overruled]


def start_if_ready(
    session: Session, now: datetime, user_id: int | None, proposal_id: int, terms: Terms = THE_DEFAULTS
) -> Placement | None:
    """Make the placement of a signed agreement, if the employees have been heard and there still is room.

    Placement, follow-ups, the citizen's status and the decision under the cap stand or fall together. None where
    something is missing (`missing` says what); the placement made before where it was. Called again, it changes
    nothing.
    """
    proposal = queries.lock_proposal(session, proposal_id)
    if proposal is None or proposal.state is not ProposalState.SIGNED:
        return queries.placement_of(session, proposal_id)
    if proposal.scheme in NEEDS_STATEMENT and statement_of(session, proposal.id) is None:
        return None
    agreement = queries.agreement_of(session, proposal.id)
    assert agreement is not None
    asked = replace(room.lock(session, proposal, local_day(now), Step.START), open_ended=agreement.open_ended)
    if any(room.obstacles(session, asked)) or not room.decided(session, now, user_id, asked).allowed:
        return None
    placed = _made(session, now, user_id, asked, agreement, terms)
    moves.take(session, now, user_id, proposal, Side.SERVICE, Step.START)
    return placed


def begin(
    session: Session, now: datetime, user_id: int | None, placed: Placement, terms: Terms = THE_DEFAULTS
) -> Placement:
    """A new placement of a citizen: its row, and the event in the case that its follow-ups count from.

    Other proposals that wait for an answer give way; the caller holds their locks.
    """
    assert placed.citizen_id is not None
    waiting = queries.proposals_of_citizen(session, placed.citizen_id, states=WAITING)
    moves.supersede(session, now, user_id, waiting, BEGINS)
    follow(session, now, user_id, placed, terms)
    session.add(placed)
    session.flush()
    facts = {"placement": placed.id, "scheme": placed.scheme, "start": placed.start.isoformat()}
    audit.record(session, now, user_id, "placement.made", f"citizen:{placed.citizen_id}", **facts)
    return placed


def _made(
    session: Session, now: datetime, user_id: int | None, asked: Question, agreement: Agreement, terms: Terms
) -> Placement:
    place, proposal = asked.place, asked.proposal
    placed = Placement(
        citizen_id=proposal.citizen_id,
        unit_id=asked.unit.id,
        agreement_id=agreement.id,
        scheme=place.scheme,
        start=place.start,
        end=place.end,
        hours=place.hours,
        mentor=place.mentor,
    )
    return begin(session, now, user_id, placed, terms)
