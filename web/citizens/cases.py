"""«Mine sager»: the workplace of caseworkers and support workers: whom I have, what we lack, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from citizens.offers.queries import offers_by_id
from citizens.offers.tables import CatalogueOffer
from citizens.plans.queries import asked_of
from citizens.plans.tables import PlanActivity
from citizens.profile.completeness import Completeness, completeness
from citizens.profile.queries import cases, known
from citizens.service import look_through
from citizens.tables import Citizen
from core.clock import local_day
from placements.tables import Proposal
from scheduler.followups.tables import FollowUp
from scheduler.tables import Meeting
from web.citizens.queries import next_due, next_meetings, open_proposals
from web.citizens.visitors import CaseHolder
from web.visits import Visit

router = APIRouter()
THIN = 0.7
"""Below this share, a profile is too thin for a good match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One citizen on the list."""

    citizen: Citizen
    complete: Completeness
    proposal: Proposal | None
    meeting: Meeting | None
    follow_up: FollowUp | None

    @property
    def meeting_day(self) -> date | None:
        """The Danish day of the next meeting."""
        return None if self.meeting is None or self.meeting.starts_at is None else local_day(self.meeting.starts_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something that waits for the caseworker's referral."""

    activity: PlanActivity
    citizen: Citizen
    offer: CatalogueOffer


@router.get("/sager")
def my_cases(visit: CaseHolder) -> HTMLResponse:
    """The whole list. That every citizen on it was seen is logged."""
    citizens = cases(visit.session, visit.person.role, visit.person.id)
    look_through(visit.session, visit.now, visit.person.id, citizens, "mine sager")
    shown = _cases(visit, citizens)
    return visit.page(
        "citizens/cases.html",
        cases=shown,
        thin=[one for one in shown if one.complete.share < THIN],
        late=[one for one in shown if one.follow_up is not None and one.follow_up.latest < visit.today],
        asked=_asked(visit),
        today=visit.today,
    )


def _asked(visit: Visit) -> list[Asked]:
    rows = asked_of(visit.session, visit.person.id)
    offers = offers_by_id(visit.session, {one.offer_id for one, _ in rows})
    return [Asked(activity=one, citizen=citizen, offer=offers[one.offer_id]) for one, citizen in rows]


def _cases(visit: Visit, citizens: Sequence[Citizen]) -> list[Case]:
    ids = [one.id for one in citizens]
    facts = known(visit.session, citizens, visit.today)
    meetings, due = next_meetings(visit.session, ids, visit.now), next_due(visit.session, ids)
    proposals = open_proposals(visit.session, ids)
    return [
        Case(
            citizen=one,
            complete=completeness(facts[one.id]),
            proposal=proposals.get(one.id),
            meeting=meetings.get(one.id),
            follow_up=due.get(one.id),
        )
        for one in citizens
    ]
