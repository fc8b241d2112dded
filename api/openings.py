"""Openings: what companies offer."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Now, Person, Today, Transaction, allowed
from api.documentation import example
from api.fields import Clock, Given, Id, Instant, Text
from api.names import UnitName
from api.paging import Page, Paged
from companies import queries, service
from companies.drafts import OpeningDraft, ShiftDraft
from companies.service import STAFF
from companies.tables import Opening, OpeningState
from web.fields import PathId

router = APIRouter(prefix="/openings", tags=["openings"])
Reader = Annotated[User, Depends(allowed(*STAFF, Role.EMPLOYER))]

GIVEN = {
    "unit": 12,
    "title": "Køkkenmedhjælper",
    "occupation": "941200",
    "schemes": ["virksomhedspraktik", "loentilskud"],
    "seats": 2,
    "least": 0,
    "start": {"earliest": "2026-12-01", "latest": "2027-02-01"},
    "weeks": 13,
    "hours": {"min": 5, "max": 37},
    "shifts": [{"weekday": 1, "from": "08:00", "to": "15:00"}],
    "language": "A1",
    "skills": ["hygiene_certificate"],
    "driving_licence": False,
    "paid_hours_prospect": 0.5,
}
SHOWN = GIVEN | {
    "id": 40,
    "state": "open",
    "unit": {"id": 12, "p_number": "1003000000", "name": "Havnekøkkenet", "town": "Skagen"},
    "created_at": "2026-11-23T10:00:00+01:00",
}


class Window(Given):
    """First and last day on which somebody may start."""

    earliest: date
    latest: date


class Hours(Given):
    """A range of weekly hours."""

    min: float
    max: float


class Shift(Given):
    """Hours of one weekday; Monday is 1."""

    weekday: int
    from_: Clock = Field(alias="from")
    to: Clock


class OpeningTerms(Given):
    """What an opening asks and offers, spelled as in the exchange format."""

    title: Text
    occupation: Text = Field(description="DISCO-08, six digits")
    schemes: list[Text] = Field(max_length=20)
    seats: int
    least: int = 0
    start: Window
    weeks: int
    hours: Hours
    shifts: list[Shift] = Field(default=[], max_length=50)
    language: Text = Field(default="A0", description="Danish on the CEFR scale")
    skills: list[Text] = Field(default=[], max_length=50)
    driving_licence: bool = False
    paid_hours_prospect: float = 0.0


class NewOpening(OpeningTerms):
    """An opening to be offered."""

    unit: Id


class OpeningShown(OpeningTerms):
    """An opening."""

    id: int
    state: OpeningState
    unit: UnitName
    created_at: Instant


class StateWanted(Given):
    """The state an opening should have."""

    state: OpeningState


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
    session: Transaction, user: Person, now: Now, today: Today, body: NewOpening, response: Response
) -> OpeningShown:
    """Offer a place: for the company's own users and its consultant."""
    opening = service.offer(session, user, now, today, _draft(body))
    response.headers["Location"] = f"/api/v1/openings/{opening.id}"
    return shown(opening)


@router.get("/{opening_id}", responses=example(200, SHOWN))
def show(session: Transaction, user: Person, opening_id: PathId) -> OpeningShown:
    """One opening."""
    return shown(service.opening_seen_by(session, user, opening_id))


@router.patch(
    "/{opening_id}",
    responses=example(200, SHOWN | {"state": "paused"}),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": {"state": "paused"}}}}},
)
def change(session: Transaction, user: Person, now: Now, opening_id: PathId, body: StateWanted) -> OpeningShown:
    """Pause, reopen or close. What is closed stays closed."""
    return shown(service.change_state(session, user, now, opening_id, body.state))


def shown(row: Opening) -> OpeningShown:
    """The opening as the API shows it. Unit and shifts must be loaded."""
    return OpeningShown(
        id=row.id,
        state=row.state,
        unit=UnitName.model_validate(row.unit),
        title=row.title,
        occupation=row.occupation,
        schemes=row.schemes,
        seats=row.seats,
        least=row.least,
        start=Window(earliest=row.start_earliest, latest=row.start_latest),
        weeks=row.weeks,
        hours=Hours(min=row.hours_min, max=row.hours_max),
        shifts=[
            Shift(weekday=one.weekday, from_=one.from_, to=one.to)
            for one in sorted(row.shifts, key=lambda shift: (shift.weekday, shift.from_, shift.to))
        ],
        language=row.language,
        skills=row.skills,
        driving_licence=row.driving_licence,
        paid_hours_prospect=row.paid_hours_prospect,
        created_at=row.created_at,
    )


def _draft(body: NewOpening) -> OpeningDraft:
    return OpeningDraft(
        unit_id=body.unit,
        title=body.title,
        occupation=body.occupation,
        schemes=tuple(body.schemes),
        seats=body.seats,
        least=body.least,
        start_earliest=body.start.earliest,
        start_latest=body.start.latest,
        weeks=body.weeks,
        hours_min=body.hours.min,
        hours_max=body.hours.max,
        shifts=tuple(ShiftDraft(weekday=one.weekday, from_=one.from_, to=one.to) for one in body.shifts),
        language=body.language,
        skills=tuple(body.skills),
        driving_licence=body.driving_licence,
        paid_hours_prospect=body.paid_hours_prospect,
    )
