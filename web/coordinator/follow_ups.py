"""«Opfølgninger»: what is overdue around the coordinator's citizens, what falls due, and what meetings agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.queries import users_by_id
from citizens.queries import citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from law.workdays import working_week
from placements.daily import queries as daily
from placements.daily.queries import Known
from placements.daily.tables import Trouble
from scheduler.calendars.queries import absent
from scheduler.followups import queries, service
from scheduler.followups.tables import FollowUp
from scheduler.meetings.queries import open_agreements_around, open_agreements_of
from scheduler.tables import Meeting, MeetingAgreement
from web.coordinator.visitors import Coordinator, show
from web.fields import PathId
from web.forms import back
from web.visits import Visit

router = APIRouter()
AHEAD = timedelta(weeks=2)
"""How far beyond this week the page looks."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A follow-up that falls due: how many days too late it is (0 while there is time), and who knows."""

    follow_up: FollowUp
    citizen: Citizen
    days_late: int
    escalated: bool
    """Whether the manager has been told."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody promised at a meeting and has not done, and who, where it is not the coordinator."""

    agreement: MeetingAgreement
    meeting: Meeting
    citizen: Citizen | None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong at a citizen's workplace, and who answers for it."""

    trouble: Trouble
    known: Known
    who: str


@router.get("/moeder/opfoelgninger")
def my_follow_ups(visit: Coordinator) -> HTMLResponse:
    """What is overdue and falls due, also for those the coordinator stands in for. That each was seen is logged."""
    monday = working_week(visit.today)
    sunday = monday + timedelta(days=6)
    duties, promises, forgotten = _duties(visit, sunday + AHEAD), _promises(visit), _forgotten(visit)
    others, wrong = _others(visit), _wrong(visit)
    agreed = [one.citizen for one in (*promises, *others) if one.citizen is not None]
    seen = [*(one.citizen for one in duties), *agreed, *forgotten, *(one.known.citizen for one in wrong)]
    look_through(visit.session, visit.now, visit.person.id, seen, "opfølgninger")
    in_time = [duty for duty in duties if duty.days_late == 0]
    return show(
        visit,
        "follow_ups.html",
        week=monday.isocalendar().week,
        overdue=[duty for duty in duties if duty.days_late > 0],
        due=[duty for duty in in_time if duty.follow_up.due <= sunday],
        later=[duty for duty in in_time if duty.follow_up.due > sunday],
        wrong=wrong,
        promises=promises,
        others=others,
        forgotten=forgotten,
        today=visit.today,
    )


@router.post("/moeder/opfoelgninger/{follow_up_id:int}/holdt")
def held(visit: Coordinator, follow_up_id: PathId, on: Annotated[date, Form()]) -> RedirectResponse:
    """Tick off: the follow-up was held on the day `on`."""
    service.held(visit.session, visit.now, visit.person, follow_up_id, on, visit.request.app.state.terms)
    return back("/moeder/opfoelgninger", "follow_up")


def _duties(visit: Visit, until: date) -> list[Duty]:
    away = absent(visit.session, visit.today)
    told = {follow_up.id for follow_up, _, _ in queries.escalations(visit.session, visit.today)}
    found = queries.follow_ups(visit.session, visit.person.id, until, away)
    return [Duty(row, citizen, max(0, (visit.today - row.latest).days), row.id in told) for row, citizen in found]


def _wrong(visit: Visit) -> list[Wrong]:
    """What firms, citizens or a pattern of absence have raised and nobody has closed."""
    found = daily.around(visit.session, visit.person.id, absent(visit.session, visit.today))
    known = daily.known_by_id(visit.session, {one.placement_id for one in found})
    users = users_by_id(visit.session, {one.assigned_to for one in found})
    return [Wrong(one, known[one.placement_id], users[one.assigned_to].name) for one in found]


def _promises(visit: Visit) -> list[Promise]:
    found = open_agreements_of(visit.session, visit.person.id)
    about = {meeting.citizen_id for _, meeting in found if meeting.citizen_id is not None}
    citizens = citizens_by_id(visit.session, about)
    return [Promise(one, meeting, citizens.get(meeting.citizen_id or 0)) for one, meeting in found]


def _others(visit: Visit) -> list[Promise]:
    """What others promised in the coordinator's cases."""
    found = open_agreements_around(visit.session, visit.person.id)
    users = users_by_id(visit.session, {one.user_id for one, _ in found if one.user_id is not None})
    about = {meeting.citizen_id for _, meeting in found} | {one.citizen_id for one, _ in found}
    citizens = citizens_by_id(visit.session, {one for one in about if one is not None})
    return [
        Promise(
            one,
            meeting,
            citizens[meeting.citizen_id or 0],
            users[one.user_id].name if one.user_id is not None else citizens[one.citizen_id or 0].name,
        )
        for one, meeting in found
    ]


def _forgotten(visit: Visit) -> Sequence[Citizen]:
    """The coordinator's citizens whom nobody is to see or call again: there should be none."""
    found = queries.without_next_contact(visit.session, visit.now, visit.today)
    return [citizen for citizen in found if visit.person.id in (citizen.coordinator_id, citizen.substitute_id)]
