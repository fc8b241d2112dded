"""One meeting: who comes, what is spoken of, what was said and agreed, and how it came to be so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import User
from citizens.queries import citizens_by_id
from citizens.tables import Citizen
from scheduler.meetings import queries
from scheduler.meetings.agenda import Point, agenda
from scheduler.meetings.agreements import AGREEING
from scheduler.meetings.minutes import WRITABLE
from scheduler.meetings.states import OPEN, Action, move
from scheduler.meetings.tables import MeetingChange, MinutesVersion, Question, QuestionAnswer
from scheduler.tables import Meeting, Participant
from web.coordinator.access import seen
from web.coordinator.appointments import appointment, names, pseudonym
from web.coordinator.visitors import Coordinator, show
from web.fields import PathId
from web.visits import Visit

router = APIRouter()
USUAL_TIME_TO_ACT = timedelta(days=14)
"""By when an agreement is to be done, where the form has nothing else yet."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is written down about a meeting."""

    points: Sequence[Point]
    answers: Mapping[Question, QuestionAnswer]
    minutes: Sequence[MinutesVersion]
    changes: Sequence[MeetingChange]

    @property
    def written(self) -> Sequence[MinutesVersion]:
        """The minutes as they stand: the newest version before any addition, and the additions."""
        additions = [one for one in self.minutes if one.addition]
        return [*[one for one in self.minutes if not one.addition][-1:], *additions]


@dataclass(frozen=True, slots=True)
class Guest:
    """A participant with what tells who it is."""

    key: str
    name: str
    participant: Participant
    user: User | None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody the page names."""

    users: Mapping[int, User]
    citizens: Mapping[int, Citizen]

    def name(self, user_id: int | None, citizen_id: int | None = None) -> str:
        """The name of a user or a citizen."""
        known: User | Citizen | None = self.users.get(user_id or 0) or self.citizens.get(citizen_id or 0)
        return "Tovholder" if known is None else known.name


@router.get("/moeder/{meeting_id:int}")
def one_meeting(visit: Coordinator, meeting_id: PathId) -> HTMLResponse:
    """The meeting's page, for those who run it."""
    return page(visit, meeting_id)


def page(visit: Visit, meeting_id: int, **shown: object) -> HTMLResponse:
    """The meeting's page. `shown` is what a form brings back: its faults, and `typed`, by the field's id."""
    meeting = seen(visit.session, visit.now, visit.person, meeting_id)
    record = _record(visit, meeting)
    people = _people(visit, meeting, record)
    usual = {"typed": {}, "path": f"/moeder/{meeting_id}"}
    return show(
        visit,
        "meeting.html",
        one=appointment(meeting, names(visit.session, [meeting])),
        guests=_guests(meeting, people),
        people=people,
        record=record,
        questions=list(Question),
        can={action.value: _can(visit, meeting, action) for action in Action},
        may_write=meeting.state in WRITABLE,
        may_agree=meeting.state in AGREEING,
        is_open=meeting.state in OPEN,
        act_by=visit.today + USUAL_TIME_TO_ACT,
        today=visit.today,
        notices=queries.notices(visit.session, [meeting.id]),
        **usual | shown,
    )


def _record(visit: Visit, meeting: Meeting) -> Record:
    said = queries.answers(visit.session, meeting.id)
    return Record(
        points=agenda(visit.session, meeting),
        answers={one.question: one for one in said if one.citizen_id == meeting.citizen_id},
        minutes=queries.minutes(visit.session, meeting.id),
        changes=queries.changes(visit.session, meeting.id),
    )


def _people(visit: Visit, meeting: Meeting, record: Record) -> People:
    carried = [point.agreement for point in record.points if point.agreement is not None]
    agreed = [*meeting.agreements, *carried]
    users = {
        meeting.coordinator_id,
        meeting.chair_id,
        meeting.minutes_approved_by,
        *(one.user_id for one in meeting.participants),
        *(one.user_id for one in record.changes),
        *(one.user_id for one in agreed),
        *(one.added_by for one in record.points),
        *(one.written_by for one in record.minutes),
        *(one.done_by for one in agreed),
    }
    citizens = {
        meeting.citizen_id,
        *(one.citizen_id for one in meeting.participants),
        *(one.citizen_id for one in agreed),
    }
    return People(
        users=users_by_id(visit.session, {one for one in users if one is not None}),
        citizens=citizens_by_id(visit.session, {one for one in citizens if one is not None}),
    )


def _guests(meeting: Meeting, people: People) -> list[Guest]:
    found = [
        Guest(pseudonym(one), people.name(one.user_id, one.citizen_id), one, people.users.get(one.user_id or 0))
        for one in meeting.participants
    ]
    return sorted(found, key=lambda guest: (not guest.participant.required, guest.user is not None, guest.name))


def _can(visit: Visit, meeting: Meeting, action: Action) -> bool:
    """Whether the action is offered now. What became of a meeting is told once it has begun."""
    if action in (Action.HOLD, Action.NO_SHOW) and (meeting.starts_at is None or meeting.starts_at > visit.now):
        return False
    return move(meeting.state, action) is not None
