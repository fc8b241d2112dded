"""What the form of an agreement begins with: the proposal's days and hours, the opening's words, who answers there."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from citizens.queries import citizen as whole_citizen
from citizens.tables import Citizen
from companies.queries import openings_by_id
from companies.tables import Opening
from core.errors import NotFoundError
from law.workdays import ONE_DAY
from placements import lawful
from placements.agreements import drafts, queries
from placements.agreements.drafts import AgreementDraft, Slot
from placements.tables import Proposal


def suggested(session: Session, proposal: Proposal, today: date) -> AgreementDraft:
    """The agreement of a proposal as it may be, for somebody to complete: the purpose is theirs to write."""
    opening = openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    citizen = citizen_of(session, proposal)
    contact = queries.contact(session, opening.unit)
    limited = lawful.longest_stay(citizen, opening.unit.company, proposal.scheme, proposal.start)
    return AgreementDraft(
        tasks=opening.description,
        purpose="",
        regard="",
        contact_name=contact.name if contact else opening.unit.contact_name or "",
        contact_phone=(contact.phone if contact else opening.unit.contact_phone) or "",
        start=max(proposal.start, today),
        last_day=None if limited is None else proposal.end - ONE_DAY,
        hours=proposal.hours,
        timetable=_timetable(opening, citizen, proposal.hours),
    )


def citizen_of(session: Session, proposal: Proposal) -> Citizen:
    """The citizen with wishes and commitments. Raises NotFoundError."""
    found = whole_citizen(session, proposal.citizen_id)
    if found is None:
        raise NotFoundError("Borgeren findes ikke længere.", citizen=proposal.citizen_id)
    return found


def fixed_hours(citizen: Citizen) -> tuple[Slot, ...]:
    """The citizen's commitments (loaded with the row), which the work must leave alone."""
    return tuple(Slot(weekday=one.weekday, from_=one.from_, to=one.to) for one in citizen.commitments)


def _timetable(opening: Opening, citizen: Citizen, hours: float) -> tuple[Slot, ...]:
    """The opening's shifts that leave the citizen's fixed hours alone, until the weekly hours are reached."""
    return tuple(_until(hours, _free_shifts(opening, fixed_hours(citizen))))


def _free_shifts(opening: Opening, taken: Sequence[Slot]) -> Iterator[Slot]:
    for shift in opening.shifts:
        slot = Slot(weekday=shift.weekday, from_=shift.from_, to=shift.to)
        if not any(slot.meets(other) for other in taken):
            yield slot


def _until(hours: float, slots: Iterator[Slot]) -> Iterator[Slot]:
    left = hours * 60
    for slot in slots:
        minutes = drafts.minutes(slot)
        if left <= 0:
            return
        yield slot if minutes <= left else drafts.cut(slot, left)
        left -= minutes
