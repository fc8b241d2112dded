"""Consents: what a citizen has agreed that we share, with which authority, and what is missing for a meeting."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from accounts.queries import users_by_id
from accounts.tables import Authority
from api.deps import Now, Staff, Transaction
from api.documentation import body, example
from api.fields import Given, Id, Shown, Text
from citizens import consents as citizens_own
from citizens.service import look
from citizens.tables import Consent
from scheduler.meetings import consents
from web.fields import PathId

router = APIRouter(tags=["consents"])

GIVEN = {"authority": "health", "scope": "Deltagelse i møder", "given_on": "2026-11-23"}
CONSENT = GIVEN | {"id": 60, "citizen": 7, "withdrawn_on": None}


class ConsentGiven(Given):
    """A consent that the citizen gave, today where no day is said."""

    authority: Authority
    scope: Text
    given_on: date | None = None


class ConsentShown(Shown):
    """A consent; it counts until it is withdrawn."""

    id: int
    citizen: int = Field(validation_alias="citizen_id")
    authority: Authority
    scope: str
    given_on: date
    withdrawn_on: date | None


class MissingShown(Shown):
    """The user may not come before this citizen has consented to sharing with the user's authority."""

    user: int = Field(validation_alias="user_id")
    authority: Authority
    citizen: int = Field(validation_alias="citizen_id")


@router.post(
    "/citizens/{citizen_id}/consents", status_code=201, responses=example(201, CONSENT), openapi_extra=body(GIVEN)
)
def record(session: Transaction, user: Staff, now: Now, citizen_id: PathId, given: ConsentGiven) -> ConsentShown:
    """Write a consent down. Twice is once."""
    made = citizens_own.record(session, now, user, citizen_id, given.authority, given.scope, given.given_on)
    return _shown(made)


@router.get(
    "/citizens/{citizen_id}/consents/missing",
    responses=example(200, [{"user": 21, "authority": "health", "citizen": 7}]),
)
def missing(
    session: Transaction, user: Staff, now: Now, citizen_id: PathId, users: Annotated[list[Id], Query(max_length=100)]
) -> list[MissingShown]:
    """Which consents are missing before these users may come to a meeting about the citizen."""
    look(session, now, user.id, citizen_id, "samtykke")
    known = users_by_id(session, users)
    return [MissingShown.model_validate(one) for one in consents.missing(session, now, user, {citizen_id}, list(known))]


@router.post("/consents/{consent_id}/withdraw", responses=example(200, CONSENT | {"withdrawn_on": "2026-11-24"}))
def withdraw(session: Transaction, user: Staff, now: Now, consent_id: PathId) -> ConsentShown:
    """The citizen takes it back, from today on: whom it covered is taken out of the meetings to come. Twice is once."""
    return _shown(consents.withdraw(session, now, user, consent_id))


def _shown(row: Consent) -> ConsentShown:
    return ConsentShown.model_validate(row)
