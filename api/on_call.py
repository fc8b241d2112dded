"""The on-call rota: who answers outside the consultants' working hours, and when nobody would."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime

from accounts.tables import Role, User
from api.deps import Now, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Id, Instant, Shown
from placements.daily import on_call, queries
from placements.daily.access import STAFF
from placements.daily.on_call import AHEAD
from placements.daily.tables import OnCall
from web.fields import PathId

router = APIRouter(prefix="/on-call", tags=["on-call"])
Reader = Annotated[User, Depends(allowed(*STAFF, Role.MANAGER))]

SPAN = {"starts_at": "2026-11-27T16:00:00+01:00", "ends_at": "2026-11-30T08:00:00+01:00"}
WATCH = {"id": 9, "user": 3, **SPAN}


class Gap(Shown):
    """A time in which nobody would answer."""

    starts_at: Instant
    ends_at: Instant


class WatchShown(Gap):
    """Who is on call from when until when."""

    id: int
    user: int


class RotaShown(Shown):
    """The watches and the gaps of the four weeks ahead."""

    watches: list[WatchShown]
    gaps: list[Gap]


class WatchGiven(Given):
    """Who is to be on call, and their telephone where it is missing or new."""

    user: Id
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    phone: str | None = None


@router.get("", responses=example(200, {"watches": [WATCH], "gaps": [SPAN]}))
def rota(request: Request, session: Transaction, _user: Reader, now: Now) -> RotaShown:
    """The rota of the four weeks ahead, with its gaps."""
    return _rota(request, session, now)


@router.post("", status_code=201, responses=example(201, WATCH), openapi_extra=body({"user": 3, **SPAN}))
def add(session: Transaction, user: Reader, now: Now, given: WatchGiven) -> WatchShown:
    """Put somebody on call. 409 where somebody is already."""
    return _shown(on_call.add(session, now, user, given.user, given.starts_at, given.ends_at, given.phone))


@router.delete("/{watch_id}", responses=example(200, {"watches": [], "gaps": [SPAN]}))
def remove(request: Request, session: Transaction, user: Reader, now: Now, watch_id: PathId) -> RotaShown:
    """Take a watch off the rota; one that has begun ends now. Answers with the rota as it is then."""
    on_call.remove(session, now, user, watch_id)
    session.flush()
    return _rota(request, session, now)


def _rota(request: Request, session: Transaction, now: Now) -> RotaShown:
    gaps = on_call.gaps(session, now, request.app.state.terms.closed)
    return RotaShown(
        watches=[_shown(row) for row in queries.watches(session, now, now + AHEAD)],
        gaps=[Gap(starts_at=begin, ends_at=end) for begin, end in gaps],
    )


def _shown(row: OnCall) -> WatchShown:
    return WatchShown(id=row.id, user=row.user_id, starts_at=row.starts_at, ends_at=row.ends_at)
