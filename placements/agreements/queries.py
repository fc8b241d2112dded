"""Reading agreements, and who has signed them."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from companies.register.tables import Contact
from companies.tables import Unit
from law.workdays import ONE_DAY
from placements.agreements.drafts import AgreementDraft, Goal, Slot
from placements.agreements.tables import HoursStep, Milestone, Signature
from placements.tables import Agreement, Proposal


def steps(session: Session, agreement_id: int) -> Sequence[HoursStep]:
    """The steps of the weekly hours, from the first week on."""
    chosen = select(HoursStep).where(HoursStep.agreement_id == agreement_id)
    return session.scalars(chosen.order_by(HoursStep.from_week)).all()


def milestones(session: Session, agreement_id: int) -> Sequence[Milestone]:
    """What is to be reached, by its day."""
    chosen = select(Milestone).where(Milestone.agreement_id == agreement_id)
    return session.scalars(chosen.order_by(Milestone.by, Milestone.id)).all()


def lock_milestone(session: Session, milestone_id: int) -> Milestone | None:
    """The milestone, locked until the transaction ends, with its newest values; None where there is none."""
    wanted = select(Milestone).where(Milestone.id == milestone_id).with_for_update(key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def signatures(session: Session, agreement: Agreement) -> Sequence[Signature]:
    """Signatures to the version that the agreement has now."""
    of_now = (Signature.agreement_id == agreement.id, Signature.version == agreement.version)
    return session.scalars(select(Signature).where(*of_now).order_by(Signature.id)).all()


def draft_of(session: Session, proposal: Proposal, agreement: Agreement) -> AgreementDraft:
    """The agreement as it stands, as a form has it."""
    goals = milestones(session, agreement.id)
    return AgreementDraft(
        tasks=agreement.tasks,
        purpose=agreement.purpose,
        regard=agreement.regard,
        contact_name=agreement.contact_name,
        contact_phone=agreement.contact_phone,
        start=agreement.start or proposal.start,
        last_day=None if agreement.open_ended else agreement.last_day or proposal.end - ONE_DAY,
        hours=agreement.hours or proposal.hours,
        new_function=agreement.new_function,
        steps=tuple((one.from_week, one.hours) for one in steps(session, agreement.id)),
        timetable=tuple(map(slot_of, agreement.timetable)),
        milestones=tuple(Goal(text=one.text, by=one.by, reached_on=one.reached_on) for one in goals),
    )


def contact(session: Session, unit: Unit) -> Contact | None:
    """Who answers at the unit: rather one who does so at weekends, rather one of the unit than of the whole company."""
    here = select(Contact).where(
        Contact.company_id == unit.company_id,
        Contact.unit_id.is_(None) | (Contact.unit_id == unit.id),
        Contact.ended_at.is_(None),
    )
    rank = sorted(session.scalars(here), key=lambda one: (not one.weekends, one.unit_id is None, one.id))
    return rank[0] if rank else None


def slot_of(kept: dict[str, Any]) -> Slot:
    """A slot as the row keeps it."""
    begin, end = (time.fromisoformat(kept[name]) for name in ("from", "to"))
    return Slot(weekday=kept["weekday"], from_=begin, to=end)


def kept(slot: Slot) -> dict[str, Any]:
    """The way back."""
    return {"weekday": slot.weekday, "from": f"{slot.from_:%H:%M}", "to": f"{slot.to:%H:%M}"}
