"""A firm asks roughly how many citizens fit what it is about to offer; the trail keeps it, and counts how often."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies import changing, drafts
from companies import service as companies
from companies.drafts import OpeningDraft
from companies.tables import Opening, Shift, Unit
from core import audit
from core.errors import BadInputError, TooOftenError
from matcher.estimates import loading, rounding

HOUR = timedelta(hours=1)
AN_HOUR = 30
"""Estimates for one company in an hour, whoever of its people asks: plenty for an opening, too few to search with."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Roughly how many fit, in whole tens; None for fewer than five."""

    about: int | None


def estimate(session: Session, user: User, now: datetime, today: date, draft: OpeningDraft) -> Estimate:
    """Roughly how many citizens fit, for those who may offer the place. At most AN_HOUR times for a company.

    Raises BadInputError with every fault of the draft, NotFoundError, ForbiddenError, TooOftenError.
    """
    unit = companies.unit_seen_by(session, user, draft.unit_id)
    companies.check_may_change(user, unit)
    if found := drafts.faults(draft, today):
        raise BadInputError(found)
    if user.role is Role.EMPLOYER and loading.asked(session, unit.company_id, now - HOUR) >= AN_HOUR:
        raise TooOftenError("I har spurgt mange gange den seneste time. Prøv igen om en time.", limit=AN_HOUR)
    about = rounding.about(people(session, today, unit, draft))
    asked = {"unit": unit.id, "question": changing.version(draft), "about": about}
    audit.record(session, now, user.id, loading.ASKED, f"company:{unit.company_id}", **asked)
    return Estimate(about)


def people(session: Session, today: date, unit: Unit, draft: OpeningDraft) -> list[str]:
    """Pseudonyms of those who fit. They are for counting: nothing else may leave this room."""
    # The arrays of matching take a moment to import, which only who asks should wait for.
    from matcher.estimates.fitting import fitting

    shifts = [Shift(weekday=one.weekday, from_=one.from_, to=one.to) for one in draft.shifts]
    place = Opening(unit_id=draft.unit_id, shifts=shifts, **companies.columns(draft))
    with _no_collection():
        return fitting(loading.load_question(session, today, unit, place))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Thousands of small rows are made and none is garbage yet: the collector would walk the whole heap for nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
