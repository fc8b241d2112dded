"""Troubles: messages that something is wrong at a placement, and what is done about them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import StringConstraints

from accounts.tables import Role, User
from api.deps import Now, Person, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Id, Instant, Shown
from api.names import CitizenName, UnitName
from api.once import IdempotencyKey, made
from api.paging import Page, Paged
from citizens.service import look_through
from placements.daily import access, queries, troubles
from placements.daily.access import STAFF
from placements.daily.kinds import LONGEST_TEXT
from placements.daily.queries import UNCLOSED, Known
from placements.daily.tables import Trouble, TroubleState
from web.fields import PLAIN, PathId

router = APIRouter(tags=["troubles"])
Answering = Annotated[User, Depends(allowed(*STAFF))]
Manager = Annotated[User, Depends(allowed(Role.MANAGER))]
Said = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=PLAIN)]

REPORTED: dict[str, Any] = {
    "id": 31,
    "kind": "tasks",
    "text": "Der er ikke nok at lave.",
    "state": "open",
    "reported_at": "2026-11-23T10:00:00+01:00",
    "taken_at": None,
    "closed_at": None,
    "outcome": None,
}
TROUBLE: dict[str, Any] = REPORTED | {
    "placement": 17,
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "unit": {"id": 4, "p_number": "1003000004", "name": "Havnens Bageri", "town": "Skagen"},
    "reported_by": 12,
    "assigned_to": 3,
    "take_by": "2026-11-23T12:00:00+01:00",
    "escalated_at": None,
}
WAITING = {one: TROUBLE[one] for one in ("id", "kind", "unit", "reported_at", "assigned_to", "take_by")}
NOTE = {"id": 5, "at": "2026-11-23T10:20:00+01:00", "user": 3, "text": "Ringet til lederen."}


class TroubleGiven(Given):
    """What is wrong: of which kind, and in words."""

    kind: str
    text: Said


class TakeGiven(Given):
    """Whom the taker relieves, where somebody has it already."""

    instead_of: Id | None = None


class NoteGiven(Given):
    """What was done."""

    text: Said


class OutcomeGiven(Given):
    """What came of it, for whoever reported it to read."""

    outcome: Said


class AssignGiven(Given):
    """To whom a manager gives it."""

    to: Id


class ReportedShown(Shown):
    """A message as whoever reported it sees it."""

    id: int
    kind: str
    text: str
    state: TroubleState
    reported_at: Instant
    taken_at: Instant | None
    closed_at: Instant | None
    outcome: str | None


class TroubleShown(ReportedShown):
    """A message as those see it who do something about it. Where a pattern of absence raised it, nobody reported it."""

    placement: int
    citizen: CitizenName
    unit: UnitName
    reported_by: int | None
    assigned_to: int
    take_by: Instant
    escalated_at: Instant | None


class WaitingShown(Shown):
    """A message as a manager sees it: where, of which kind, and who has it. Whom it is about is not told."""

    id: int
    kind: str
    unit: UnitName
    reported_at: Instant
    assigned_to: int
    take_by: Instant


class NoteShown(Shown):
    """What was done, when and by whom."""

    id: int
    at: Instant
    user: int
    text: str


@router.post(
    "/placements/{placement_id}/troubles",
    status_code=201,
    responses=example(201, REPORTED),
    openapi_extra=body({"kind": "tasks", "text": "Der er ikke nok at lave."}),
)
def report(
    request: Request,
    session: Transaction,
    user: Person,
    now: Now,
    placement_id: PathId,
    given: TroubleGiven,
    key: IdempotencyKey = None,
) -> ReportedShown:
    """Something is wrong, says the employer, the citizen or who carries the case. Whoever answers is told at once."""

    def make() -> int:
        terms = request.app.state.terms
        return troubles.report(session, now, user, placement_id, given.kind, given.text, terms).id

    row_id = made(session, now, user, key, "trouble", make)
    return ReportedShown.model_validate(session.get_one(Trouble, row_id))


@router.get("/placements/{placement_id}/troubles", responses=example(200, [REPORTED]))
def reported(session: Transaction, user: Person, placement_id: PathId) -> list[ReportedShown]:
    """What the caller has reported about a placement, the newest first, and what became of it."""
    access.standing(session, user, placement_id)
    return [ReportedShown.model_validate(row) for row in queries.reported_by(session, user.id, placement_id)]


@router.get("/troubles", responses=example(200, {"items": [TROUBLE], "next": None}))
def inbox(
    session: Transaction,
    user: Answering,
    now: Now,
    paging: Paged,
    state: Annotated[TroubleState | None, Query(description="Open and taken ones where not given")] = None,
) -> Page[TroubleShown]:
    """What the caller answers for: assigned to them, about their citizens, and all that is open while on call."""
    states = UNCLOSED if state is None else (state,)
    on_call = access.is_on_call(session, user, now)
    found = queries.inbox(
        session, user.id, on_call=on_call, states=states, after=paging.after_id, limit=paging.one_more
    )
    known = queries.known_by_id(session, {row.placement_id for row in found})
    seen = [known[row.placement_id].citizen for row in paging.fitting(found)]
    look_through(session, now, user.id, seen, "henvendelser")
    return paging.page(found, lambda row: (row.id,), lambda row: _shown(row, known[row.placement_id]))


@router.get("/troubles/waiting", responses=example(200, [WAITING]))
def waiting(session: Transaction, _user: Manager) -> list[WaitingShown]:
    """What nobody took in time: for managers, without name and text."""
    found = queries.escalated(session)
    known = queries.known_by_id(session, {row.placement_id for row in found})
    return [_waiting(row, known[row.placement_id]) for row in found]


@router.get("/troubles/{trouble_id}", responses=example(200, TROUBLE))
def one(session: Transaction, user: Answering, now: Now, trouble_id: PathId) -> TroubleShown:
    """One message, for those who do something about it."""
    return _handled(session, user, now, trouble_id)


@router.post(
    "/troubles/{trouble_id}/take", responses=example(200, TROUBLE | {"state": "taken"}), openapi_extra=body({})
)
def take(session: Transaction, user: Answering, now: Now, trouble_id: PathId, given: TakeGiven) -> TroubleShown:
    """Answer for it from now on. 409 where somebody else has it and is not named in `instead_of`."""
    troubles.take(session, now, user, trouble_id, given.instead_of)
    return _handled(session, user, now, trouble_id)


@router.get("/troubles/{trouble_id}/notes", responses=example(200, [NOTE]))
def notes(session: Transaction, user: Answering, now: Now, trouble_id: PathId) -> list[NoteShown]:
    """What was done about it, oldest first."""
    _, known = access.handled(session, now, user, trouble_id)
    look_through(session, now, user.id, [known.citizen], "henvendelse")
    rows = queries.notes(session, trouble_id)
    return [NoteShown(id=row.id, at=row.at, user=row.user_id, text=row.text) for row in rows]


@router.post(
    "/troubles/{trouble_id}/notes",
    status_code=201,
    responses=example(201, NOTE),
    openapi_extra=body({"text": "Ringet til lederen."}),
)
def note(session: Transaction, user: Answering, now: Now, trouble_id: PathId, given: NoteGiven) -> NoteShown:
    """Write down what was done; whoever reported it does not see it."""
    row = troubles.note(session, now, user, trouble_id, given.text)
    return NoteShown(id=row.id, at=row.at, user=row.user_id, text=row.text)


@router.post(
    "/troubles/{trouble_id}/close",
    responses=example(200, REPORTED | {"state": "closed", "outcome": "Nye opgaver er aftalt."}),
    openapi_extra=body({"outcome": "Nye opgaver er aftalt."}),
)
def close(session: Transaction, user: Answering, now: Now, trouble_id: PathId, given: OutcomeGiven) -> ReportedShown:
    """It is dealt with. Who was on call sees it no more, and so the answer tells no more than to the reporter."""
    return ReportedShown.model_validate(troubles.close(session, now, user, trouble_id, given.outcome))


@router.post("/troubles/{trouble_id}/assign", responses=example(200, WAITING), openapi_extra=body({"to": 3}))
def assign(
    request: Request, session: Transaction, user: Manager, now: Now, trouble_id: PathId, given: AssignGiven
) -> WaitingShown:
    """A manager gives a message that nobody took in time to somebody who can answer."""
    row = troubles.assign(session, now, user, trouble_id, given.to, request.app.state.terms)
    return _waiting(row, queries.known_by_id(session, [row.placement_id])[row.placement_id])


def _waiting(row: Trouble, known: Known) -> WaitingShown:
    return WaitingShown(
        id=row.id,
        kind=row.kind,
        unit=UnitName.model_validate(known.unit),
        reported_at=row.reported_at,
        assigned_to=row.assigned_to,
        take_by=row.take_by,
    )


def _handled(session: Transaction, user: User, now: Now, trouble_id: int) -> TroubleShown:
    trouble, known = access.handled(session, now, user, trouble_id)
    look_through(session, now, user.id, [known.citizen], "henvendelse")
    return _shown(trouble, known)


def _shown(row: Trouble, known: Known) -> TroubleShown:
    return TroubleShown(
        id=row.id,
        kind=row.kind,
        text=row.text,
        state=row.state,
        reported_at=row.reported_at,
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        placement=row.placement_id,
        citizen=CitizenName.model_validate(known.citizen),
        unit=UnitName.model_validate(known.unit),
        reported_by=row.reported_by,
        assigned_to=row.assigned_to,
        take_by=row.take_by,
        escalated_at=row.escalated_at,
    )
