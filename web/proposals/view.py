"""A proposal as one side sees it: what the page shows, and no more than that side may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.queries import users_by_id
from accounts.tables import User
from citizens.queries import citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from companies.queries import openings_by_id
from companies.tables import Opening
from law.workdays import ONE_DAY
from placements import access, queries
from placements.agreements import drafts
from placements.agreements.documents import Document, Signed, document
from placements.agreements.tables import Signer
from placements.evidence.queries import decisions_about
from placements.evidence.tables import QuotaDecision
from placements.reasons import CITIZEN_NO, EMPLOYER_NO, TOLD, WITHDRAWAL
from placements.room import Finding, findings
from placements.states import AGREEMENT, CITIZEN_YES, PROPOSED, REFUSED, SIGNED, WAITING, Side, Step, steps
from placements.tables import Placement, Proposal, ProposalChange
from web.proposals.life import Event, Stage, history, stages
from web.reasons import Reason, reasons
from web.visits import Visit

NO_REASONS: Mapping[Side, Sequence[str]] = {Side.CITIZEN: CITIZEN_NO, Side.EMPLOYER: EMPLOYER_NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """Everything on the page of a proposal.

    name: what the citizen is called here; None where no name is told. can: what the visitor's own side can do.
    answers_for: the side whose yes or no the visitor can give, and None where nobody's is awaited.
    because, findings: told to the citizen and the municipality, and to the municipality alone. regard: what the
    workplace is asked to take into account, as workplaces offer it, and never why; None, as agreement is, for an
    employer who has said no. cautions: what of the agreement is
    worth a thought, told to the municipality. decisions: those it rests on, for whoever sees the unit.
    """

    proposal: Proposal
    opening: Opening
    side: Side
    name: str | None
    consultant: User
    stages: Sequence[Stage]
    history: Sequence[Event]
    can: frozenset[Step]
    answers_for: Side | None
    must_answer: bool
    because: Sequence[Reason]
    findings: Sequence[Finding]
    regard: Sequence[str] | None
    agreement: Document | None
    cautions: Sequence[drafts.Caution]
    decisions: Sequence[QuotaDecision]
    placement: Placement | None

    @property
    def last(self) -> date:
        """The last day; a proposal's own end is the day after."""
        return self.proposal.end - ONE_DAY

    @property
    def no_reasons(self) -> Sequence[str]:
        """The reasons to choose from where the visitor says no."""
        return () if self.answers_for is None else NO_REASONS[self.answers_for]

    @property
    def withdrawals(self) -> Sequence[str]:
        """The reasons to choose from where the municipality takes it back."""
        return WITHDRAWAL

    @property
    def told(self) -> Sequence[str]:
        """How a citizen may have told the answer that is passed on."""
        return TOLD

    @property
    def signed(self) -> frozenset[Signer]:
        """The sides that have signed the agreement as it is now."""
        return frozenset() if self.agreement is None else frozenset(one.side for one in self.agreement.signatures)

    @property
    def standing(self) -> str:
        """The key of how it stands, in words to whoever looks: what waits for them is theirs to do."""
        if self.side is Side.MUNICIPALITY:
            return f"proposal.{self.proposal.state}"
        has_signed = self.proposal.state is AGREEMENT and self.side.value in self.signed
        return f"proposal_{self.side}.{self.proposal.state}{'_signed' if has_signed else ''}"

    @property
    def speaks_for(self) -> Sequence[Reason]:
        """The reasons for it."""
        return [one for one in self.because if one.level != "low"]

    @property
    def good_to_know(self) -> Sequence[Reason]:
        """Where it fits less well: what somebody who says yes should know as well."""
        return [one for one in self.because if one.level == "low"]

    @property
    def signatures(self) -> Sequence[tuple[Signer, Signed | None]]:
        """Each side with its signature, where it has signed."""
        given = {} if self.agreement is None else {one.side: one for one in self.agreement.signatures}
        return [(side, given.get(side)) for side in Signer]

    @property
    def to_sign_on_paper(self) -> Sequence[Signer]:
        """The sides whose signature on paper the visitor can record: only the municipality can."""
        can_record = self.side is Side.MUNICIPALITY and Step.SIGN in self.can
        return [one for one in (Signer.CITIZEN, Signer.EMPLOYER) if can_record and one not in self.signed]


def view(visit: Visit, proposal_id: int) -> ProposalView:
    """The proposal as the visitor sees it. That the citizen was looked at is logged.

    Raises NotFoundError where it is not theirs to see.
    """
    proposal = access.seen_by(visit.session, visit.person, proposal_id)
    side = access.side_of(visit.session, visit.person, proposal)
    assert side is not None, "whoever sees a proposal has a side"
    citizen = citizens_by_id(visit.session, [proposal.citizen_id])[proposal.citizen_id]
    if visit.person.id != citizen.user_id:
        look_through(visit.session, visit.now, visit.person.id, [citizen], "forslag")
    name = access.name_for_employer(proposal, citizen) if side is Side.EMPLOYER else citizen.name
    changes = queries.history(visit.session, proposal.id)
    people = users_by_id(visit.session, _people(citizen, changes))
    answers_for, agreement = _answers_for(side, proposal), _agreement(visit, side, proposal)
    return ProposalView(
        proposal=proposal,
        opening=openings_by_id(visit.session, [proposal.opening_id])[proposal.opening_id],
        side=side,
        name=name,
        consultant=people[citizen.consultant_id],
        stages=stages(proposal.state, changes),
        history=history(changes, side, people, name),
        can=frozenset(steps(proposal.state, side)),
        answers_for=answers_for,
        must_answer=_must_answer(proposal, answers_for),
        because=() if side is Side.EMPLOYER else reasons(proposal.because),
        findings=_findings(visit, side, proposal),
        regard=tuple(citizen.needs) if access.is_told(side, proposal) else None,
        agreement=agreement,
        cautions=_cautions(side, citizen, agreement),
        decisions=() if side is Side.CITIZEN else decisions_about(visit.session, proposal.id),
        placement=queries.placement_of(visit.session, proposal.id),
    )


def _people(citizen: Citizen, changes: Sequence[ProposalChange]) -> set[int]:
    return {citizen.consultant_id, *(one.user_id for one in changes if one.user_id is not None)}


def _answers_for(side: Side, proposal: Proposal) -> Side | None:
    """Staff pass on the citizen's answer; everybody else gives their own."""
    answering = Side.CITIZEN if side is Side.MUNICIPALITY else side
    can_refuse = Step.NO in steps(proposal.state, answering) and proposal.state not in REFUSED
    return answering if can_refuse else None


def _must_answer(proposal: Proposal, answering: Side | None) -> bool:
    return (proposal.state, answering) in ((PROPOSED, Side.CITIZEN), (CITIZEN_YES, Side.EMPLOYER))


def _findings(visit: Visit, side: Side, proposal: Proposal) -> Sequence[Finding]:
    """What stands in the way of the next step, told to the municipality."""
    if side is not Side.MUNICIPALITY or proposal.state not in (*WAITING, SIGNED):
        return ()
    return findings(visit.session, visit.now, proposal, Step.START if proposal.state == SIGNED else Step.YES)


def _agreement(visit: Visit, side: Side, proposal: Proposal) -> Document | None:
    if not access.is_told(side, proposal):
        return None
    written = queries.agreement_of(visit.session, proposal.id)
    return None if written is None else document(visit.session, proposal)


def _cautions(side: Side, citizen: Citizen, agreement: Document | None) -> Sequence[drafts.Caution]:
    if side is not Side.MUNICIPALITY or agreement is None:
        return ()
    return tuple(drafts.cautions(agreement.hours, agreement.timetable, citizen.hours_max))
