"""A citizen's profile as the API takes and shows it."""

from datetime import date

from pydantic import Field

from api.fields import Clock, Given, Instant, Shown, Text
from citizens.profile.completeness import Completeness, Item
from citizens.profile.drafts import CommitmentDraft
from citizens.profile.timetable import Slot, clashes, week
from citizens.tables import Citizen, Status

HOUR = {"weekday": 2, "from": "08:30", "to": "12:00", "what": "language_school"}
CHANGES = {"hours_min": 8, "hours_max": 20, "transport": ["bus", "walk"]}
CITIZEN = {
    "id": 17,
    "name": "Amina Abdi",
    "status": "ready",
    "target_group": "aktivitetsparat",
    "town": "Frederikshavn",
    "hours_min": 6.0,
    "hours_max": 20.0,
    "available_from": "2026-12-07",
    "max_travel_km": 15.0,
    "transport": ["bus", "walk"],
    "driving_licence": False,
    "language": "A2",
    "interpreter_language": "ar",
    "skills": ["first_aid"],
    "needs": ["breaks"],
    "schemes": None,
    "phone": "+45 12 34 56 78",
    "email": None,
    "wishes": ["941200", "911210"],
    "commitments": [HOUR | {"id": 3, "authority": "language_school"}],
    "clashes": [],
    "complete": {"share": 0.91, "missing": ["experience"], "unconsented": []},
}


class ProfileChange(Given):
    """What to change; a field that is left out stays as it is. `schemes` is the caseworker's to set; null opens all."""

    hours_min: float | None = None
    hours_max: float | None = None
    available_from: date | None = None
    max_travel_km: float | None = None
    transport: list[Text] | None = None
    driving_licence: bool | None = None
    language: Text | None = None
    interpreter_language: Text | None = None
    skills: list[Text] | None = None
    needs: list[Text] | None = None
    schemes: list[Text] | None = None
    phone: Text | None = None
    email: Text | None = None

    def values(self) -> dict[str, object]:
        """What was given, lists as tuples."""
        given = self.model_dump(exclude_unset=True)
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


class Wishes(Given):
    """Wished occupations (DISCO-08, six digits), the dearest first."""

    occupations: list[Text]


class NewCommitment(Given):
    """A fixed hour of the week; Monday is 1."""

    weekday: int
    from_: Clock = Field(alias="from")
    to: Clock
    what: Text

    def draft(self) -> CommitmentDraft:
        """The same for the service."""
        return CommitmentDraft(weekday=self.weekday, from_=self.from_, to=self.to, what=self.what)


class Move(Given):
    """Where on the status board to move the citizen, and why."""

    to: Status
    why: Text


class CommitmentShown(Shown):
    """A fixed hour of the week and the authority it belongs to."""

    id: int
    weekday: int
    from_: Clock = Field(alias="from")
    to: Clock
    what: str
    authority: str | None


class CompleteShown(Shown):
    """What a match lacks, the weightiest first; `unconsented` are authorities that nothing may be shared with."""

    share: float = Field(ge=0, le=1)
    missing: list[Item]
    unconsented: list[str]


class CitizenShown(Shown):
    """A citizen for those who carry the case; without CPR number, address and the reasons of exclusions."""

    id: int
    name: str
    status: Status
    target_group: str
    town: str
    hours_min: float
    hours_max: float
    available_from: date
    max_travel_km: float
    transport: list[str]
    driving_licence: bool
    language: str
    interpreter_language: str | None
    skills: list[str]
    needs: list[str]
    schemes: list[str] | None
    phone: str | None
    email: str | None
    wishes: list[str]
    commitments: list[CommitmentShown]
    clashes: list[list[int]] = Field(description="Pairs of commitments that take the same time")
    complete: CompleteShown


class CaseShown(Shown):
    """A citizen on a list."""

    id: int
    name: str
    status: Status
    target_group: str
    complete: CompleteShown


class MoveShown(Shown):
    """A step across the status board."""

    at: Instant
    user: int | None = Field(validation_alias="user_id")
    was: Status | None
    became: Status
    why: str


class LogEntry(Shown):
    """Somebody has looked at the citizen's data, or changed it."""

    at: Instant
    user: int | None
    action: str
    why: str | None


def shown(citizen: Citizen, wishes: list[str], slots: list[Slot], complete: Completeness) -> CitizenShown:
    """The citizen as the API shows them."""
    values = {name: getattr(citizen, name) for name in CitizenShown.model_fields if hasattr(citizen, name)}
    hours = [CommitmentShown.model_validate(one) for one in week(slots)]
    pairs = [[one.id or 0, other.id or 0] for one, other in clashes(slots)]
    found = CompleteShown.model_validate(complete)
    return CitizenShown.model_validate(
        values | {"wishes": wishes, "commitments": hours, "clashes": pairs, "complete": found}
    )
