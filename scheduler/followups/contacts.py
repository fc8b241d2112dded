"""Nobody without a next contact: what stands where the catalogue asks for nothing more (næste kontakt)."""

from collections.abc import Collection, Sequence
from datetime import date

from citizens.tables import CaseEvent, EventKind
from law.workdays import add_months, working_day_before

NEXT_CONTACT = "naeste_kontakt"
"""Its code. It is no rule of the catalogue or of the file format: files are answered without it."""
DANISH = "næste kontakt"


def next_contact(
    events: Sequence[CaseEvent], otherwise: date, months: int, closed: Collection[date]
) -> tuple[date, date]:
    """The day of the last contact, and the last working day within `months` of it.

    A contact is a follow-up that was held, whatever its rule, or a referral; without any, it counts from `otherwise`.
    """
    contacts = (row.on for row in events if row.kind in (EventKind.HELD, EventKind.REFERRAL))
    last = max(contacts, default=otherwise)
    return last, working_day_before(add_months(last, months), closed)
