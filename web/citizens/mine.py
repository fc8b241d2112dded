"""«Min side», the citizen's own home: what happens next, what is asked of me, meetings, wishes, plan and activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import User
from citizens.profile import queries
from citizens.profile.completeness import Item, completeness
from citizens.queries import citizen_of_user
from citizens.service import look
from citizens.tables import Citizen
from companies.queries import openings_by_id, units_by_id
from companies.tables import Opening, Unit
from core.errors import NotFoundError
from placements.queries import placements_of_citizen, proposals_of_citizen
from placements.tables import OPEN_PROPOSALS, Placement, Proposal
from scheduler.meetings import queries as meeting_queries
from scheduler.meetings.agenda import Point, agenda
from scheduler.meetings.tables import AgendaSource, Question, QuestionAnswer
from scheduler.tables import Meeting
from web.citizens import wishes
from web.citizens.activities import Taken, taken_part
from web.citizens.goals import Goals, goals_of
from web.citizens.queries import meetings_of
from web.citizens.visitors import Own
from web.fields import PLAIN
from web.visits import Visit

router = APIRouter()
HERE = "/min-side"
SHOWN_LOOKS = 5
ASKABLE = (Item.WISHES, Item.TRANSPORT, Item.EXPERIENCE, Item.SKILLS, Item.HOURS, Item.CONTACT, Item.TIMETABLE,
           Item.INTERPRETER, Item.NEEDS)  # fmt: skip
"""What the citizen is the one to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A meeting that the citizen is asked to: where, with whom, and what they want to say there."""

    meeting: Meeting
    place: str
    people: Sequence[str]
    points: Sequence[Point]
    answers: Mapping[Question, QuestionAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is of proposals and placements."""

    proposals: Sequence[tuple[Proposal, Opening]]
    placements: Sequence[tuple[Placement, Unit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody has looked at the citizen's data (`why`), or done something with it. user: None where a run did."""

    at: datetime
    user: User | None
    why: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """Everything on the page."""

    citizen: Citizen
    work: Work
    talks: Sequence[Talk]
    goals: Goals | None
    activities: Sequence[Taken]
    helpers: Sequence[tuple[str, User]]
    lacking: Sequence[Item]


@router.get(HERE)
def my_page(visit: Own, fag: Annotated[str, Query(max_length=100, pattern=PLAIN)] = "") -> HTMLResponse:
    """The citizen's page; `fag` looks for an occupation to wish for."""
    return page(visit, job_words=fag)


def page(visit: Visit, **shown: object) -> HTMLResponse:
    """The citizen's page. `shown` is what a form brings back: the meeting it is about, `typed`, and its faults."""
    citizen = own(visit)
    codes = queries.wishes(visit.session, citizen.id)
    usual: dict[str, object] = {"typed": {}, "about": None, "job_words": ""}
    given = usual | shown
    return visit.page(
        "citizens/mine.html",
        path=HERE,
        mine=_mine(visit, citizen),
        wishes=[wishes.job(code) for code in codes],
        jobs_found=wishes.found(str(given["job_words"]), codes),
        questions=list(Question),
        looks=others_looks(visit, citizen)[:SHOWN_LOOKS],
        today=visit.today,
        **given,
    )


def own(visit: Visit) -> Citizen:
    """The citizen who visits. Raises NotFoundError where the user is nobody's."""
    citizen = citizen_of_user(visit.session, visit.person.id)
    if citizen is None:
        raise NotFoundError("Du er ikke knyttet til en borger. Ring til kommunen.", user=visit.person.id)
    return look(visit.session, visit.now, visit.person.id, citizen.id, "min side")


def others_looks(visit: Visit, citizen: Citizen) -> list[Look]:
    """Who else has looked at the citizen's data or changed it, the latest first."""
    entries = [one for one in queries.looks(visit.session, citizen.id) if one.user_id != visit.person.id]
    users = users_by_id(visit.session, {one.user_id for one in entries if one.user_id is not None})
    return [
        Look(
            at=one.at,
            user=users.get(one.user_id or 0),
            why=str(one.facts.get("why") or "") if one.action == "looked" else "",
            did=one.action.split(".")[0],
        )
        for one in entries
    ]


def _mine(visit: Visit, citizen: Citizen) -> Mine:
    known = queries.known(visit.session, [citizen], visit.today)[citizen.id]
    return Mine(
        citizen=citizen,
        work=_work(visit, citizen),
        talks=_talks(visit, citizen),
        goals=goals_of(visit.session, visit.person.id, visit.today, citizen),
        activities=taken_part(visit, citizen),
        helpers=_helpers(visit, citizen),
        lacking=[item for item in completeness(known).missing if item in ASKABLE],
    )


def _work(visit: Visit, citizen: Citizen) -> Work:
    proposals = proposals_of_citizen(visit.session, citizen.id, states=OPEN_PROPOSALS)
    openings = openings_by_id(visit.session, {one.opening_id for one in proposals})
    running = [
        one
        for one in placements_of_citizen(visit.session, citizen.id)
        if one.ended_on is None and (one.end is None or one.end >= visit.today)
    ]
    units = units_by_id(visit.session, {one.unit_id for one in running})
    return Work(
        proposals=[(one, openings[one.opening_id]) for one in proposals],
        placements=[(one, units[one.unit_id]) for one in running],
    )


def _talks(visit: Visit, citizen: Citizen) -> list[Talk]:
    meetings = meetings_of(visit.session, citizen.id, visit.now)
    places = meeting_queries.place_names(visit.session, meetings)
    asked = {one.user_id for meeting in meetings for one in meeting.participants if one.user_id is not None}
    users = users_by_id(visit.session, asked)
    return [
        Talk(
            meeting=meeting,
            place=places.get(meeting.id, ""),
            people=sorted(
                users[one.user_id].name
                for one in meeting.participants
                if one.user_id in users and (one.attends or meeting.starts_at is None)
            ),
            points=[one for one in agenda(visit.session, meeting) if one.source is AgendaSource.CITIZEN],
            answers={
                one.question: one
                for one in meeting_queries.answers(visit.session, meeting.id)
                if one.citizen_id == citizen.id
            },
        )
        for meeting in meetings
    ]


def _helpers(visit: Visit, citizen: Citizen) -> list[tuple[str, User]]:
    """Whom the citizen can call, each once, with the role in which they help."""
    carriers = {
        "consultant": citizen.consultant_id,
        "caseworker": citizen.caseworker_id,
        "coordinator": citizen.coordinator_id,
        "support_worker": citizen.support_worker_id,
    }
    users = users_by_id(visit.session, {one for one in carriers.values() if one is not None})
    found: dict[int, tuple[str, User]] = {}
    for role, user_id in carriers.items():
        if user_id in users:
            found.setdefault(user_id, (role, users[user_id]))
    return list(found.values())
