"""Agreements (aftaler): written by the municipality, and changed until the placement is made."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.tables import CaseEvent, Citizen, EventKind
from companies.queries import openings_by_id
from companies.tables import Opening
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault
from law.workdays import ONE_DAY
from placements import former, lawful, moves, room
from placements.access import locked_for
from placements.agreements import drafts, queries, suggesting
from placements.agreements.drafts import AgreementDraft
from placements.agreements.tables import HoursStep, Milestone
from placements.queries import agreement_of, overrulings
from placements.room import LONGEST_STAY
from placements.states import Side, Step, move
from placements.tables import Agreement, Proposal
from scheduler.followups.due_days import open_follow_ups
from scheduler.followups.loading import pure_case
from scheduler.followups.terms import THE_DEFAULTS, Terms

CHANGED_MEANWHILE = (
    "En anden har skrevet i aftalen, siden du åbnede den. Læs den på forslagets side, og gem igen, hvis dit skal gælde."
)
AHEAD = timedelta(days=365)
"""Follow-ups of an open-ended placement are shown this far ahead."""


def current(session: Session, proposal: Proposal) -> AgreementDraft | None:
    """The agreement as it stands; None where none is written."""
    agreement = agreement_of(session, proposal.id)
    return None if agreement is None else queries.draft_of(session, proposal, agreement)


def write(
    session: Session,
    now: datetime,
    user: User,
    proposal_id: int,
    draft: AgreementDraft,
    seen: int,
    terms: Terms = THE_DEFAULTS,
) -> Agreement:
    """Write the agreement, or change it: then its version goes up and the signatures lapse. The same again changes
    nothing. seen: the version that the user had before them, 0 where none was written.

    Where days or hours are others than were said yes to, everything is checked again under lock. Raises NotFoundError,
    ForbiddenError, BadInputError (places are the draft's fields), ConflictError.
    """
    proposal = locked_for(session, user, proposal_id, Side.MUNICIPALITY)
    if move(proposal.state, Side.MUNICIPALITY, Step.AGREE) is None:
        raise ConflictError("Der kan ikke skrives en aftale, som forslaget står nu.", rule="state")
    citizen = suggesting.citizen_of(session, proposal)
    opening = openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    draft = drafts.tidy(draft)
    drafts.check(draft, local_day(now), suggesting.fixed_hours(citizen))
    _check_scheme(session, proposal, citizen, opening, draft)
    agreement = agreement_of(session, proposal.id)
    if agreement is not None and queries.draft_of(session, proposal, agreement) == draft:
        return agreement
    if (0 if agreement is None else agreement.version) != seen:
        raise ConflictError(CHANGED_MEANWHILE, rule="version")
    _move_place(session, now, user, proposal, draft)
    written = agreement or Agreement(proposal_id=proposal.id, version=0)
    _fill(written, now, user, draft, follow_up_days(citizen, proposal.scheme, draft, terms))
    session.add(written)
    session.flush()
    _replace_rows(session, written, draft)
    moves.take(session, now, user.id, proposal, Side.MUNICIPALITY, Step.AGREE)
    return written


def follow_up_days(
    citizen: Citizen, scheme: str, draft: AgreementDraft, terms: Terms = THE_DEFAULTS
) -> tuple[date, ...]:
    """The days of the follow-ups that the placement sets going, by the rules of its first day."""
    begun = CaseEvent(citizen_id=citizen.id, kind=EventKind.PLACEMENT, on=draft.start, until=draft.last_day)
    begun.scheme = scheme
    until = draft.last_day or draft.start + AHEAD
    case = pure_case(citizen, 0, [begun])
    return tuple(row.due for row in open_follow_ups(case, draft.start, until, terms.rules(draft.start), terms.closed))


def _check_scheme(
    session: Session, proposal: Proposal, citizen: Citizen, opening: Opening, draft: AgreementDraft
) -> None:
    """What depends on who it is for: whether a last day is needed, and what is new for somebody who comes back."""
    company = opening.unit.company
    after = lawful.longest_stay(citizen, company, proposal.scheme, draft.start)
    found = list(_in_last_day(session, proposal, after, draft))
    back = former.back_to_last_employer(session, citizen, company, proposal.scheme)
    if back and draft.new_function is None:
        found.append(Fault("new_function", "borgeren har arbejdet i virksomheden før; skriv, hvad der er nyt"))
    if found:
        raise BadInputError(found)


def _in_last_day(session: Session, proposal: Proposal, after: date | None, draft: AgreementDraft) -> Iterator[Fault]:
    """after: the first day after the longest stay, None where there is no limit. A caseworker may have let it pass."""
    if after is None:
        return
    if draft.last_day is None:
        yield Fault("last_day", "ordningen har en længste varighed; skriv den sidste dag")
    elif draft.last_day >= after and all(one.rule != LONGEST_STAY for one in overrulings(session, proposal.id)):
        latest = f"{after - ONE_DAY:%d.%m.%Y}"
        yield Fault(
            "last_day", f"kan senest være {latest}; sagsbehandleren kan forlænge ud over det, når det er i gang"
        )


def _move_place(session: Session, now: datetime, user: User, proposal: Proposal, draft: AgreementDraft) -> None:
    """Make the proposal what is agreed on; a place that is moved or grows must fit as a new one does."""
    end = proposal.end if draft.last_day is None else draft.last_day + ONE_DAY
    wanted = (draft.start, max(end, draft.start + ONE_DAY), draft.hours)
    if (proposal.start, proposal.end, proposal.hours) != wanted:
        proposal.start, proposal.end, proposal.hours = wanted
        session.flush()
        room.check(session, now, user.id, proposal, Step.AGREE)


def _fill(row: Agreement, now: datetime, user: User, draft: AgreementDraft, follow_ups: Sequence[date]) -> None:
    row.tasks, row.purpose, row.regard, row.new_function = draft.tasks, draft.purpose, draft.regard, draft.new_function
    row.contact_name, row.contact_phone = draft.contact_name, draft.contact_phone
    row.start, row.last_day, row.hours = draft.start, draft.last_day, draft.hours
    row.open_ended = draft.last_day is None
    row.timetable = [queries.kept(slot) for slot in draft.timetable]
    row.follow_up_days = [day.isoformat() for day in follow_ups]
    row.agreed_on, row.made_by, row.made_at = local_day(now), user.id, now
    row.version += 1


def _replace_rows(session: Session, agreement: Agreement, draft: AgreementDraft) -> None:
    for table in (HoursStep, Milestone):
        session.execute(delete(table).where(table.agreement_id == agreement.id))
    session.add_all(HoursStep(agreement_id=agreement.id, from_week=week, hours=hours) for week, hours in draft.steps)
    session.add_all(
        Milestone(agreement_id=agreement.id, text=goal.text, by=goal.by, reached_on=goal.reached_on)
        for goal in draft.milestones
    )
    session.flush()
