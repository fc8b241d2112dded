"""«Flyt mødet»: the best times there are, or a time of one's own; in the draft, or in the published plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.clock import COPENHAGEN
from core.errors import NotFoundError
from scheduler.meetings.life import Place, place_of
from scheduler.meetings.messages import Person
from scheduler.planning import moving, queries
from scheduler.planning.clashes import Clash
from scheduler.planning.moving import Preview, Spot
from scheduler.planning.publishing import place_in
from scheduler.planning.warnings import MoveWarning
from scheduler.tables import Meeting
from web.coordinator.access import seen
from web.coordinator.appointments import Names, appointment, names
from web.coordinator.choices import choices
from web.coordinator.visitors import Coordinator, show
from web.fields import LONGEST_TEXT, PLAIN, PathId
from web.forms import back
from web.visits import Visit

router = APIRouter()
ROLES = {"p": "user", "c": "citizen"}


@dataclass(frozen=True, slots=True)
class Target:
    """What is moved: the meeting itself, or its row in a draft."""

    meeting: Meeting
    address: str
    current: Place | None
    row_id: int | None = None
    draft_id: int | None = None


class Wanted(BaseModel):
    """The form as it is sent. `place` is a site, or a site and a room: `3:7`. `people` is `p4,c7`, or empty.

    A proposed time comes as `slot`, which has all four: `2026-12-01|10:00|3:7|p4,c7`.
    """

    model_config = ConfigDict(extra="forbid")

    day: date
    time: time
    place: str = Field(pattern=r"^[1-9][0-9]{0,8}(:[1-9][0-9]{0,8})?$")
    people: str = Field(default="", pattern=r"^([pc][1-9][0-9]{0,8}(,[pc][1-9][0-9]{0,8})*)?$")
    why: str = Field(default="", max_length=LONGEST_TEXT, pattern=PLAIN)
    confirmed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _of_slot(cls, sent: Mapping[str, object]) -> Mapping[str, object]:
        slot = sent.get("slot")
        if not isinstance(slot, str):
            return sent
        rest = {name: value for name, value in sent.items() if name != "slot"}
        return rest | dict(zip(("day", "time", "place", "people"), slot.split("|"), strict=False))

    def spot(self) -> Spot:
        """Where and when, in Danish time."""
        site, _, room = self.place.partition(":")
        people = frozenset((ROLES[one[0]], int(one[1:])) for one in self.people.split(",") if one)
        starts_at = datetime.combine(self.day, self.time, COPENHAGEN)
        return Spot(starts_at, int(site), int(room) if room else None, people or None)


@dataclass(frozen=True, slots=True)
class Told:
    """A warning or a clash, with the names it takes: the catalogue's key ends in `code`."""

    code: str
    who: str
    amount: int | None = None
    authority: str | None = None


@router.get("/moeder/{meeting_id:int}/flyt")
def choose(visit: Coordinator, meeting_id: PathId) -> HTMLResponse:
    """Choose another time for a meeting, or its first."""
    return _page(visit, _published(visit, meeting_id))


@router.post("/moeder/{meeting_id:int}/flyt", response_model=None)
def move(visit: Coordinator, meeting_id: PathId, wanted: Annotated[Wanted, Form()]) -> HTMLResponse | RedirectResponse:
    """Move the meeting in the published plan. What is doubtful is shown first; two meetings at once are refused."""
    target = _published(visit, meeting_id)
    if refused := _doubted(visit, target, wanted):
        return refused
    moving.move_published(visit.session, visit.now, visit.person, meeting_id, wanted.spot(), wanted.why, _closed(visit))
    return back(f"/moeder/{meeting_id}", "moved")


@router.get("/moeder/kladde/{row_id:int}")
def choose_in_draft(visit: Coordinator, row_id: PathId) -> HTMLResponse:
    """Choose another time for a meeting in the draft."""
    return _page(visit, _drafted(visit, row_id))


@router.post("/moeder/kladde/{row_id:int}", response_model=None)
def move_in_draft(
    visit: Coordinator, row_id: PathId, wanted: Annotated[Wanted, Form()]
) -> HTMLResponse | RedirectResponse:
    """Move the meeting in the draft. Nobody is told before the draft is published."""
    target = _drafted(visit, row_id)
    if refused := _doubted(visit, target, wanted):
        return refused
    moving.move_draft(visit.session, visit.now, visit.person, row_id, wanted.spot(), _closed(visit))
    return back("/moeder/kladde", "moved")


def _published(visit: Visit, meeting_id: int) -> Target:
    meeting = seen(visit.session, visit.now, visit.person, meeting_id)
    return Target(meeting, f"/moeder/{meeting_id}/flyt", place_of(meeting))


def _drafted(visit: Visit, row_id: int) -> Target:
    row = queries.row(visit.session, row_id)
    if row is None:
        raise NotFoundError("Rækken findes ikke i kladden.", row=row_id)
    meeting = seen(visit.session, visit.now, visit.person, row.meeting_id)
    return Target(meeting, f"/moeder/kladde/{row_id}", place_in(row), row_id, row.draft_id)


def _doubted(visit: Visit, target: Target, wanted: Wanted) -> HTMLResponse | None:
    """The page again, with what is doubtful about the move; None where it can be carried out."""
    preview = moving.preview(
        visit.session, visit.now, visit.person, target.meeting.id, wanted.spot(), target.draft_id, _closed(visit)
    )
    if preview.clashes or (preview.warnings and not wanted.confirmed):
        return _page(visit, target, wanted, preview)
    return None


def _page(visit: Visit, target: Target, wanted: Wanted | None = None, preview: Preview | None = None) -> HTMLResponse:
    known = names(visit.session, [target.meeting])
    return show(
        visit,
        "move.html",
        one=appointment(target.meeting, known),
        target=target,
        known=known,
        found=choices(visit, target.meeting, known, _closed(visit), target.draft_id),
        wanted=wanted,
        warnings=[] if preview is None else [_warning(one, known) for one in preview.warnings],
        clashes=[] if preview is None else [_clash(one, known) for one in preview.clashes],
        today=visit.today,
        first_day=max(visit.today, target.meeting.earliest),
    )


def _closed(visit: Visit) -> Sequence[date]:
    found: frozenset[date] = visit.request.app.state.settings.closed
    return sorted(found)


def _warning(one: MoveWarning, known: Names) -> Told:
    who = "" if one.owner is None else _called(one.owner, known)
    return Told(one.kind.value, who, one.amount, None if one.authority is None else one.authority.value)


def _clash(one: Clash, known: Names) -> Told:
    return Told("room" if one.owner[0] == "room" else "person", _called(one.owner, known))


def _called(owner: Person, known: Names) -> str:
    role, number = owner
    if role == "room":
        return known.rooms[number].name
    return known.citizens[number].name if role == "citizen" else known.users[number].name
