"""Openings: what companies offer, change and copy, and roughly how many citizens fit."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from accounts.tables import Role, User
from api.deps import Now, Person, Today, Transaction, allowed
from api.documentation import example
from api.fields import Id
from api.once import IdempotencyKey, made
from api.opening_shapes import (
    CHANGED,
    ESTIMATED,
    GIVEN,
    SHOWN,
    ChangedOpening,
    Estimated,
    NewOpening,
    OpeningShown,
    StateWanted,
    draft_of,
    shown,
)
from api.paging import Page, Paged
from companies import changing, queries, service
from companies.service import STAFF
from companies.tables import OpeningState
from matcher.estimates import service as estimates
from placements.firms import changing as firms
from placements.room import use_on
from web.fields import PathId

router = APIRouter(prefix="/openings", tags=["openings"])
Reader = Annotated[User, Depends(allowed(*STAFF, Role.EMPLOYER))]


@router.get("", responses=example(200, {"items": [SHOWN], "next": None}))
def list_openings(
    session: Transaction, user: Reader, paging: Paged, unit: Id | None = None, state: OpeningState | None = None
) -> Page[OpeningShown]:
    """Openings by id. Employers see those of their own companies."""
    rows = queries.openings(
        session,
        employer_id=user.id if user.role == Role.EMPLOYER else None,
        unit_id=unit,
        states=tuple(OpeningState) if state is None else (state,),
        after=paging.after_id,
        limit=paging.one_more,
    )
    return paging.page(rows, lambda row: (row.id,), shown)


@router.post(
    "",
    status_code=201,
    responses=example(201, SHOWN),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": GIVEN}}}},
)
def offer(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    body: NewOpening,
    response: Response,
    key: IdempotencyKey = None,
) -> OpeningShown:
    """Offer a place: for the company's own users and its consultant."""
    draft = draft_of(body, body.unit)
    opening_id = made(session, now, user, key, "opening", lambda: service.offer(session, user, now, today, draft).id)
    response.headers["Location"] = f"/api/v1/openings/{opening_id}"
    return shown(service.opening_seen_by(session, user, opening_id))


@router.post(
    "/estimates",
    responses=example(200, ESTIMATED),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": GIVEN}}}},
)
def estimate(session: Transaction, user: Person, now: Now, today: Today, body: NewOpening) -> Estimated:
    """Roughly how many citizens fit a place that is not offered yet: a round number, and not too often in an hour."""
    found = estimates.estimate(session, user, now, today, draft_of(body, body.unit))
    use = use_on(session, service.unit_seen_by(session, user, body.unit), today)
    return Estimated(about=found.about, places=use.cap.places, free=use.free)


@router.get("/{opening_id}", responses=example(200, SHOWN))
def show(session: Transaction, user: Person, opening_id: PathId) -> OpeningShown:
    """One opening."""
    return shown(service.opening_seen_by(session, user, opening_id))


@router.patch(
    "/{opening_id}",
    responses=example(200, SHOWN | {"state": "paused"}),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": {"state": "paused"}}}}},
)
def change_state(session: Transaction, user: Person, now: Now, opening_id: PathId, body: StateWanted) -> OpeningShown:
    """Pause, reopen or close. What is closed stays closed; proposals that nobody has answered are given back."""
    return shown(firms.change_state(session, user, now, opening_id, body.state))


@router.put(
    "/{opening_id}",
    responses=example(200, SHOWN),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": CHANGED}}}},
)
def change(
    session: Transaction, user: Person, now: Now, today: Today, opening_id: PathId, body: ChangedOpening
) -> OpeningShown:
    """Say something else in it. 409 where another has changed it since; what somebody has said yes to stands."""
    unit_id = service.opening_seen_by(session, user, opening_id).unit_id
    return shown(firms.change(session, user, now, today, opening_id, draft_of(body, unit_id), body.seen))


@router.post(
    "/{opening_id}/copy", status_code=201, responses=example(201, SHOWN | {"state": "paused", "copied_from": 39})
)
def copy(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    opening_id: PathId,
    response: Response,
    key: IdempotencyKey = None,
) -> OpeningShown:
    """The same once more, from today on. It is paused, so that it can be changed before anybody is matched to it."""
    copied = made(session, now, user, key, "opening", lambda: changing.copy(session, user, now, today, opening_id).id)
    response.headers["Location"] = f"/api/v1/openings/{copied}"
    return shown(service.opening_seen_by(session, user, copied))
