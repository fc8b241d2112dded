"""Openings as the API is given them and shows them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.fields import Clock, Given, Id, Instant, Text
from api.names import UnitName
from companies import changing
from companies.drafts import LONGEST_DESCRIPTION, OFFERS, OpeningDraft, ShiftDraft
from companies.tables import Opening, OpeningState
from web.fields import PLAIN

LongText = Annotated[str, StringConstraints(max_length=LONGEST_DESCRIPTION, pattern=PLAIN)]

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
    "description": "Opvask og oprydning; vi spiser frokost sammen.",
    "label": "sprogpraktik",
    "offers": ["mentor", "meals"],
    "standing": False,
}
SHOWN = GIVEN | {
    "id": 40,
    "state": "open",
    "unit": {"id": 12, "p_number": "1003000000", "name": "Havnekøkkenet", "town": "Skagen"},
    "created_at": "2026-11-23T10:00:00+01:00",
    "copied_from": None,
    "version": "5f0c1d8a9b3e7246",
}
CHANGED = {name: value for name, value in GIVEN.items() if name != "unit"} | {"seen": SHOWN["version"]}
ESTIMATED = {"about": 40, "places": 2, "free": 1}


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
    description: LongText = ""
    label: Text | None = Field(default=None, description="A free name for a virksomhedspraktik")
    offers: list[Text] = Field(default=[], max_length=50, description=f"Of {', '.join(OFFERS)}")
    standing: bool = Field(default=False, description="Seats are free again when somebody ends; the window moves along")


class NewOpening(OpeningTerms):
    """An opening to be offered."""

    unit: Id


class OpeningShown(OpeningTerms):
    """An opening."""

    id: int
    state: OpeningState
    unit: UnitName
    created_at: Instant
    copied_from: int | None
    version: str = Field(description="What it says, in short: `seen` when it is changed")


class ChangedOpening(OpeningTerms):
    """An opening as it is to be, and the `version` that was seen before it was changed."""

    seen: Text


class Estimated(BaseModel):
    """Roughly how many citizens fit, and what the unit's quota allows today."""

    about: int | None = Field(description="In whole tens; null for fewer than five")
    places: int
    free: int


class StateWanted(Given):
    """The state an opening should have."""

    state: OpeningState


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
        description=row.description,
        label=row.label,
        offers=row.offers,
        standing=row.standing,
        created_at=row.created_at,
        copied_from=row.copied_from_id,
        version=changing.version(changing.draft_of(row)),
    )


def draft_of(body: OpeningTerms, unit_id: int) -> OpeningDraft:
    """What was given, not checked yet."""
    return OpeningDraft(
        unit_id=unit_id,
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
        description=body.description,
        label=body.label,
        offers=tuple(body.offers),
        standing=body.standing,
    )
