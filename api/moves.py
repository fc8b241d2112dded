"""Moving a meeting: the best times there are, what a time of one's own would mean, and the move."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, Field
from sqlalchemy.orm import Session

from accounts.tables import User
from api.deps import Now, Staff, Transaction
from api.documentation import body, example
from api.fields import Given, Id, Instant, Shown, Text
from api.meeting_shapes import MEETING, MeetingShown, shown
from core.clock import COPENHAGEN
from core.errors import BadInputError, ConflictError, Fault
from scheduler.engine.find import Slot, Way, way_in_words
from scheduler.meetings.messages import Person
from scheduler.meetings.queries import lock_run_by
from scheduler.planning import moving
from scheduler.planning.finding import find_times
from scheduler.planning.moving import Spot
from scheduler.planning.warnings import Doubt, MoveWarning
from web.coordinator.access import seen
from web.coordinator.appointments import names
from web.fields import PathId

router = APIRouter(tags=["meetings"])

SLOT = {
    "starts_at": "2026-12-02T10:00:00+01:00",
    "ends_at": "2026-12-02T11:00:00+01:00",
    "site": 1,
    "room": 2,
    "people": [{"user": 4, "citizen": None}, {"user": None, "citizen": 7}],
    "cost": 0.0,
    "days_late": 0,
    "missing": [],
    "travel_minutes": 20,
}
WAY = {"kind": "without", "text": "uden Tove Holm kunne det være 2026-12-01 09:00", "slot": SLOT}
SPOT = {"starts_at": "2026-12-02T10:00:00+01:00", "site": 1, "room": 2, "why": "Borgeren skal til læge"}
WARNING = {"kind": "late", "user": None, "citizen": None, "room": None, "amount": 3, "authority": None}
CLASH = {"user": 4, "citizen": None, "room": None, "meeting": 91}


class Somebody(Given):
    """A user or a citizen."""

    user: Id | None = None
    citizen: Id | None = None


class SlotShown(Shown):
    """A time and place for the meeting, lawful beside the plan, and what it costs in the plan's own terms."""

    starts_at: Instant
    ends_at: Instant
    site: int
    room: int | None
    people: list[Somebody]
    cost: float
    days_late: int
    missing: list[Somebody] = Field(description="Optional people who cannot come then")
    travel_minutes: int = Field(description="Extra minutes on the way for those who must come")


class WayShown(Shown):
    """What would open a time where there is none."""

    kind: str
    text: str = Field(description="In Danish")
    slot: SlotShown


class TimesShown(Shown):
    """The best times, cheapest first; `ways` only where there are none."""

    slots: list[SlotShown]
    ways: list[WayShown]


class SpotGiven(Given):
    """Where and when the meeting is wanted. Without `people` come those who were to come, else all who must."""

    starts_at: AwareDatetime
    site: Id
    room: Id | None = None
    people: list[Somebody] | None = Field(default=None, max_length=40)
    why: Text = ""
    sequence: int | None = Field(default=None, description="The meeting's, as the caller saw it; refused if it changed")

    def spot(self) -> Spot:
        """The same for the service. Raises BadInputError."""
        people = (
            None if self.people is None else frozenset(_person(place, one) for place, one in enumerate(self.people))
        )
        return Spot(self.starts_at, self.site, self.room, people)


class WarningShown(Shown):
    """One thing that is doubtful about a time, and about whom or which room."""

    kind: Doubt
    user: int | None
    citizen: int | None
    room: int | None
    amount: int | None
    authority: str | None


class ClashShown(Shown):
    """Somebody or a room that is taken then, and by which meeting."""

    user: int | None
    citizen: int | None
    room: int | None
    meeting: int


class PreviewShown(Shown):
    """What a move would mean: warnings are told, clashes refuse it."""

    warnings: list[WarningShown]
    clashes: list[ClashShown]


class MovedShown(Shown):
    """The meeting where it is now, and what is doubtful about it."""

    meeting: MeetingShown
    warnings: list[WarningShown]


def closed(request: Request) -> list[date]:
    """The municipality's own closing days."""
    found: frozenset[date] = request.app.state.settings.closed
    return sorted(found)


Closed = Annotated[list[date], Depends(closed)]


@router.get("/meetings/{meeting_id}/times", responses=example(200, {"slots": [SLOT], "ways": []}))
def times(
    session: Transaction, user: Staff, now: Now, own: Closed, meeting_id: PathId, draft: Id | None = None
) -> TimesShown:
    """The ten best times over eight weeks, beside the published plan or a draft; or what would open one."""
    meeting = seen(session, now, user, meeting_id)
    found = find_times(session, now, user, meeting_id, own, draft)
    known = names(session, [meeting])
    ways = [_way(way, way_in_words(way, "da", known.told)) for way in found.plan_b]
    return TimesShown(slots=[_slot(slot) for slot in found.slots], ways=ways)


@router.post(
    "/meetings/{meeting_id}/move/preview",
    responses=example(200, {"warnings": [WARNING], "clashes": [CLASH]}),
    openapi_extra=body(SPOT),
)
def preview(
    session: Transaction,
    user: Staff,
    now: Now,
    own: Closed,
    meeting_id: PathId,
    given: SpotGiven,
    draft: Id | None = None,
) -> PreviewShown:
    """What moving the meeting there would mean, in the published plan or a draft. Nothing is changed."""
    found = moving.preview(session, now, user, meeting_id, given.spot(), draft, own)
    clashes = [ClashShown(**_owner(one.owner), meeting=one.meeting_id) for one in found.clashes]
    return PreviewShown(warnings=[_warning(one) for one in found.warnings], clashes=clashes)


@router.post(
    "/meetings/{meeting_id}/move",
    responses=example(200, {"meeting": MEETING, "warnings": [WARNING]}),
    openapi_extra=body(SPOT),
)
def move(session: Transaction, user: Staff, now: Now, own: Closed, meeting_id: PathId, given: SpotGiven) -> MovedShown:
    """Give the meeting another time in the published plan, or its first; those who take part are told."""
    _check_unchanged(session, user, meeting_id, given.sequence)
    warnings = moving.move_published(session, now, user, meeting_id, given.spot(), given.why, own)
    meeting = shown(session, seen(session, now, user, meeting_id))
    return MovedShown(meeting=meeting, warnings=[_warning(one) for one in warnings])


@router.post("/drafts/rows/{row_id}/move", responses=example(200, [WARNING]), openapi_extra=body(SPOT))
def move_in_draft(
    session: Transaction, user: Staff, now: Now, own: Closed, row_id: PathId, given: SpotGiven
) -> list[WarningShown]:
    """Move a meeting in a draft; nobody is told before it is published. Answers with what is doubtful."""
    return [_warning(one) for one in moving.move_draft(session, now, user, row_id, given.spot(), own)]


def _check_unchanged(session: Session, user: User, meeting_id: int, sequence: int | None) -> None:
    """Raises ConflictError where somebody has moved the meeting since the caller saw it; else it is locked."""
    newest = lock_run_by(session, user, meeting_id).sequence
    if sequence is not None and sequence != newest:
        raise ConflictError("Mødet er flyttet, siden du så det. Hent det igen, og prøv igen.", sequence=newest)


def _slot(slot: Slot) -> SlotShown:
    return SlotShown(
        starts_at=slot.start.replace(tzinfo=COPENHAGEN),
        ends_at=slot.end.replace(tzinfo=COPENHAGEN),
        site=int(slot.site[1:]),
        room=None if slot.room is None else int(slot.room[1:]),
        people=[_somebody(one) for one in slot.attendees],
        cost=slot.cost,
        days_late=slot.days_late,
        missing=[_somebody(one) for one in slot.missing],
        travel_minutes=slot.travel_minutes,
    )


def _way(way: Way, text: str) -> WayShown:
    return WayShown(kind=way.kind, text=text, slot=_slot(way.slot))


def _somebody(pseudonym: str) -> Somebody:
    number = int(pseudonym[1:])
    return Somebody(user=number) if pseudonym.startswith("p") else Somebody(citizen=number)


def _person(place: int, one: Somebody) -> Person:
    if (one.user is None) == (one.citizen is None):
        raise BadInputError([Fault(f"people[{place}]", "nævn enten en bruger eller en borger")])
    return ("citizen", one.citizen or 0) if one.user is None else ("user", one.user)


def _warning(one: MoveWarning) -> WarningShown:
    authority = None if one.authority is None else one.authority.value
    return WarningShown(kind=one.kind, **_owner(one.owner), amount=one.amount, authority=authority)


def _owner(owner: Person | None) -> dict[str, int | None]:
    return dict.fromkeys(("user", "citizen", "room")) | ({} if owner is None else {owner[0]: owner[1]})
