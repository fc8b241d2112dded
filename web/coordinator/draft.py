"""«Kladde»: what the planner proposes beside what is published; publish it all, or what is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from citizens.service import look_through
from citizens.tables import Citizen
from core.clock import local_day
from core.errors import BadInputError, Fault
from scheduler import queries as meetings
from scheduler.meetings.life import Place, place_of
from scheduler.meetings.states import OPEN
from scheduler.planning import publishing, queries
from scheduler.planning.publishing import PublishConflict, place_in
from scheduler.planning.tables import Draft, DraftMeeting
from scheduler.tables import Meeting
from web.coordinator.appointments import Names, names
from web.coordinator.visitors import Coordinator, show
from web.fields import LARGEST_ID, PathId
from web.forms import back
from web.visits import Visit

router = APIRouter()
MeetingId = Annotated[int, Form(ge=1, le=LARGEST_ID)]


class Kind(StrEnum):
    """What the draft does with a meeting; `stale` where the meeting was changed since the planner read it."""

    NEW = "new"
    MOVED = "moved"
    PEOPLE = "people"
    LOST = "lost"
    SAME = "same"
    LEFT_OUT = "left_out"
    STALE = "stale"
    PUBLISHED = "published"


PUBLISHABLE = (Kind.NEW, Kind.MOVED, Kind.PEOPLE, Kind.LOST)


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of the draft: as it is published, and as the draft has it."""

    row: DraftMeeting
    kind: Kind
    meeting: Meeting
    citizen: Citizen | None
    now: Place | None
    then: Place | None
    coming: Sequence[str]
    obstacles: Sequence[str]

    @property
    def late(self) -> bool:
        """Whether the draft has it after it was due."""
        return self.then is not None and local_day(self.then.starts_at) > self.meeting.due


@router.get("/moeder/kladde")
def my_draft(visit: Coordinator) -> HTMLResponse:
    """The newest draft's meetings that the coordinator convenes. That each citizen was seen is logged."""
    return _page(visit, queries.latest_draft(visit.session))


@router.post("/moeder/kladde/{draft_id:int}/udsend", response_model=None)
def publish(
    visit: Coordinator,
    draft_id: PathId,
    which: Annotated[str, Form(pattern="^(chosen|all)$")],
    meeting: Annotated[list[MeetingId] | None, Form()] = None,
) -> HTMLResponse | RedirectResponse:
    """Publish the chosen meetings of the draft, or all of the coordinator's. Sent twice, it publishes once."""
    mine = {row.meeting_id for row in queries.rows_run_by(visit.session, draft_id, visit.person.id)}
    wanted = mine if which == "all" else mine & set(meeting or ())
    if not wanted:
        raise BadInputError([Fault("meeting", "vælg mindst ét møde, der skal udsendes")])
    done = publishing.publish(visit.session, visit.now, visit.person, draft_id, wanted)
    if done.conflicts:
        return _page(visit, queries.draft(visit.session, draft_id), done.conflicts)
    return back("/moeder/kladde", "published")


def _page(visit: Visit, draft: Draft | None, conflicts: Sequence[PublishConflict] = ()) -> HTMLResponse:
    rows = [] if draft is None else queries.rows_run_by(visit.session, draft.id, visit.person.id)
    known = names(visit.session, [row.meeting for row in rows], {user for row in rows for user in row.user_ids})
    look_through(visit.session, visit.now, visit.person.id, known.citizens.values(), "kladde")
    lines = [_line(row, known) for row in rows]
    return show(
        visit,
        "draft.html",
        draft=draft,
        run=meetings.latest_planning(visit.session),
        waiting=meetings.waiting_planning(visit.session),
        lines=lines,
        known=known,
        changes=sum(line.kind in PUBLISHABLE for line in lines),
        publishable=PUBLISHABLE,
        conflicts={one.meeting_id: one for one in conflicts},
    )


def _line(row: DraftMeeting, known: Names) -> Line:
    now, then = place_of(row.meeting), place_in(row)
    coming = [] if then is None else [_name(known, *person) for person in then.people]
    return Line(
        row=row,
        kind=_kind(row, now, then),
        meeting=row.meeting,
        citizen=None if row.meeting.citizen_id is None else known.citizens[row.meeting.citizen_id],
        now=now,
        then=then,
        coming=sorted(coming),
        obstacles=[known.told(str(one["words"])) for one in row.obstacles],
    )


def _kind(row: DraftMeeting, now: Place | None, then: Place | None) -> Kind:
    if row.published_at is not None:
        return Kind.PUBLISHED
    if row.meeting.sequence != row.sequence or row.meeting.state not in OPEN:
        return Kind.STALE
    if then is None:
        return Kind.LEFT_OUT if now is None else Kind.LOST
    if now is None:
        return Kind.NEW
    if then == now:
        return Kind.SAME
    return Kind.PEOPLE if _where(then) == _where(now) else Kind.MOVED


def _where(place: Place) -> tuple[object, ...]:
    return place.starts_at, place.ends_at, place.site_id, place.room_id


def _name(known: Names, role: str, number: int) -> str:
    return known.citizens[number].name if role == "citizen" else known.users[number].name
