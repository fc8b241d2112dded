"""Citizens for those who carry the case, and for themselves: the profile that a match uses and what it lacks."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from accounts.tables import Role, User
from api.citizen_shapes import (
    CHANGES,
    CITIZEN,
    HOUR,
    CaseShown,
    CitizenShown,
    CompleteShown,
    LogEntry,
    Move,
    MoveShown,
    NewCommitment,
    ProfileChange,
    Wishes,
    shown,
)
from api.deps import Now, Person, Staff, Today, Transaction
from api.documentation import body, example
from api.once import IdempotencyKey, made
from api.paging import Page, Paged
from citizens import access
from citizens.profile import queries, service
from citizens.profile.completeness import completeness
from citizens.profile.drafts import ProfileDraft
from citizens.queries import coordinated
from citizens.service import look, look_through
from citizens.tables import Citizen
from core.errors import BadInputError, Fault, ForbiddenError
from placements.service import move_citizen
from web.citizens.wishes import is_known
from web.fields import PathId

router = APIRouter(tags=["citizens"])
ENTRY = {"at": "2026-11-23T10:00:00+01:00", "user": 4, "action": "looked", "why": "profil"}
CASE: dict[str, Any] = {name: CITIZEN[name] for name in ("id", "name", "status", "target_group", "complete")}
MOVED = {"at": "2026-11-23T10:00:00+01:00", "user": 4, "was": "sick", "became": "ready", "why": "er rask igen"}


@router.get("/citizens", responses=example(200, {"items": [CASE], "next": None}))
def list_cases(session: Transaction, user: Staff, now: Now, today: Today, paging: Paged) -> Page[CaseShown]:
    """The caller's own citizens, by id, with how complete each profile is. Each that is shown is logged."""
    own = coordinated(session, user.id) if user.role is Role.COORDINATOR else queries.cases(session, user.role, user.id)
    rows = paging.cut(sorted(own, key=lambda one: one.id), lambda one: (one.id,))
    fitting = paging.fitting(rows)
    look_through(session, now, user.id, fitting, "mine borgere")
    known = queries.known(session, fitting, today)

    def case(one: Citizen) -> CaseShown:
        complete = CompleteShown.model_validate(completeness(known[one.id]))
        return CaseShown(id=one.id, name=one.name, status=one.status, target_group=one.target_group, complete=complete)

    return paging.page(rows, lambda one: (one.id,), case)


@router.get("/citizens/{citizen_id}", responses=example(200, CITIZEN))
def read(session: Transaction, user: Person, now: Now, today: Today, citizen_id: PathId) -> CitizenShown:
    """One citizen, for those who carry the case, those whom consent covers, and the citizen."""
    return _shown(session, user, now, today, citizen_id)


@router.patch("/citizens/{citizen_id}", responses=example(200, CITIZEN), openapi_extra=body(CHANGES))
def change(
    session: Transaction, user: Person, now: Now, today: Today, citizen_id: PathId, given: ProfileChange
) -> CitizenShown:
    """Change what is given, for those who carry the case; the trail keeps what stood there before and after."""
    values = given.values()
    cannot_be_null = [name for name, value in values.items() if value is None and name not in _NULLABLE]
    if cannot_be_null:
        raise BadInputError([Fault(name, "kan ikke være null") for name in cannot_be_null])

    def edit(was: ProfileDraft) -> ProfileDraft:
        return replace(was, **values)  # type: ignore[arg-type] # the shape has the draft's names and kinds

    service.change(session, now, user, citizen_id, edit)
    return _shown(session, user, now, today, citizen_id)


@router.put(
    "/citizens/{citizen_id}/wishes",
    responses=example(200, CITIZEN),
    openapi_extra=body({"occupations": ["941200", "911210"]}),
)
def wish(session: Transaction, user: Person, now: Now, today: Today, citizen_id: PathId, given: Wishes) -> CitizenShown:
    """Set the wishes, the dearest first: for the citizen and those who carry the case."""
    unknown = [i for i, code in enumerate(given.occupations) if not is_known(code)]
    if unknown:
        raise BadInputError([Fault(f"occupations[{i}]", "findes ikke på listen over fag") for i in unknown])
    service.wish(session, now, user, citizen_id, given.occupations)
    return _shown(session, user, now, today, citizen_id)


@router.post(
    "/citizens/{citizen_id}/commitments", status_code=201, responses=example(201, CITIZEN), openapi_extra=body(HOUR)
)
def commit_time(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    citizen_id: PathId,
    given: NewCommitment,
    key: IdempotencyKey = None,
) -> CitizenShown:
    """Put a fixed hour into the citizen's week, for the caller's authority."""
    draft = given.draft()
    made(session, now, user, key, "commitment", lambda: service.commit_time(session, now, user, citizen_id, draft).id)
    return _shown(session, user, now, today, citizen_id)


@router.delete("/commitments/{commitment_id}", responses=example(200, CITIZEN))
def free_time(session: Transaction, user: Person, now: Now, today: Today, commitment_id: PathId) -> CitizenShown:
    """Take a fixed hour out of the week."""
    citizen = service.free_time(session, now, user, commitment_id)
    return _shown(session, user, now, today, citizen.id)


@router.get("/citizens/{citizen_id}/status-changes", responses=example(200, [MOVED]))
def moves(session: Transaction, user: Person, now: Now, citizen_id: PathId) -> list[MoveShown]:
    """The way across the status board, the latest step first."""
    look(session, now, user.id, citizen_id, "statustavle")
    return [MoveShown.model_validate(one) for one in queries.moves(session, citizen_id)]


@router.post(
    "/citizens/{citizen_id}/status-changes",
    status_code=201,
    responses=example(201, [MOVED]),
    openapi_extra=body({"to": "sick", "why": "Sygemeldt til februar"}),
)
def move(session: Transaction, user: Person, now: Now, citizen_id: PathId, given: Move) -> list[MoveShown]:
    """Move the citizen on the status board by hand. Proposals and placements move them by themselves.

    Away from ready, proposals that wait for an answer are taken back.
    """
    move_citizen(session, now, user, citizen_id, given.to, given.why)
    return moves(session, user, now, citizen_id)


@router.get("/citizens/{citizen_id}/log", responses=example(200, [ENTRY]))
def log(session: Transaction, user: Person, now: Now, citizen_id: PathId) -> list[LogEntry]:
    """Who has looked at the citizen's data or changed it: for the citizen, and the caseworker who answers for it."""
    citizen = look(session, now, user.id, citizen_id, "indsigt i loggen")
    if user.id != citizen.user_id and not access.may_decide(user, citizen):
        raise ForbiddenError("Loggen udleveres af borgerens sagsbehandler.", citizen=citizen_id)
    return [
        LogEntry(at=one.at, user=one.user_id, action=one.action, why=one.facts.get("why"))
        for one in queries.looks(session, citizen_id)
    ]


_NULLABLE = ("interpreter_language", "schemes", "phone", "email")


def _shown(session: Transaction, user: User, now: Now, today: Today, citizen_id: int) -> CitizenShown:
    citizen = look(session, now, user.id, citizen_id, "profil")
    known = queries.known(session, [citizen], today)[citizen_id]
    return shown(citizen, queries.wishes(session, citizen_id), queries.slots(session, citizen_id), completeness(known))
