"""The form of an opening: what was typed as a draft, and a draft as it stands in the form; nothing is lost between."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from companies import occupations
from companies.changing import SAID_YES
from companies.drafts import LONGEST_DESCRIPTION, PROSPECTS, OpeningDraft, ShiftDraft, faults, prospect
from core.errors import BadInputError, Fault
from web.fields import LONGEST_TEXT, PLAIN

Short = Annotated[str, Field(max_length=60, pattern=PLAIN)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,40}$")]
Number = Annotated[str, Field(pattern=r"^[0-9]{0,9}$")]
Span = tuple[time, time]
SPARE_ROWS = 2
"""Empty rows for further shifts: room for one more of each kind without another round."""
USUAL_FROM, USUAL_TO = "08:00", "15:00"
FIRST = {
    "schemes": ["virksomhedspraktik"],
    "seats": "1",
    "weeks": "13",
    "hours_min": "10",
    "hours_max": "37",
    "day_from": USUAL_FROM,
    "day_to": USUAL_TO,
    "language": "A1",
    "prospects": "maybe",
}
"""What a unit's first opening is filled in with."""
CHOOSE_OCCUPATION = "vælg det fag, der ligner mest; står det ikke der, så skriv arbejdet med et andet ord"

T = TypeVar("T")


class Typed(BaseModel):
    """The form as it is sent. Everything is text until it is read, so that nothing typed is lost by a mistake.

    An empty field counts as not sent, so every default is empty: nothing stands there that nobody typed.
    """

    model_config = ConfigDict(extra="forbid")

    do: Literal["keep", "search", "estimate"] = "keep"
    key: Annotated[str, Field(max_length=64)] = ""
    seen: Annotated[str, Field(max_length=64)] = ""
    copied_from: Number = ""
    unit: Number = ""
    title: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=PLAIN)] = ""
    occupation: Code = ""
    schemes: list[Code] = []
    label: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=PLAIN)] = ""
    seats: Short = ""
    least: Short = ""
    start_earliest: Short = ""
    start_latest: Short = ""
    weeks: Short = ""
    hours_min: Short = ""
    hours_max: Short = ""
    days: list[Number] = []
    day_from: Short = ""
    day_to: Short = ""
    shift_day: list[Number] = []
    shift_from: list[Short] = []
    shift_to: list[Short] = []
    language: Code = ""
    skills: list[Code] = []
    driving_licence: bool = False
    offers: list[Code] = []
    description: Annotated[str, Field(max_length=2 * LONGEST_DESCRIPTION, pattern=PLAIN)] = ""
    prospects: Code = ""
    standing: bool = False

    @property
    def shift_rows(self) -> list[tuple[str, str, str]]:
        """The shifts with times of their own, and some empty rows more."""
        filled = [row for row in zip(self.shift_day, self.shift_from, self.shift_to, strict=False) if row[0]]
        return filled + [("", "", "")] * SPARE_ROWS

    def occupation_found(self) -> str:
        """The occupation chosen; where none is, the only one that is called exactly what was typed."""
        exact = [code for code, _, score in occupations.search(self.title) if score == occupations.EXACT]
        return self.occupation or (exact[0] if len(exact) == 1 else "")

    def draft(self, unit_id: int, today: date) -> OpeningDraft:
        """What was typed, not checked yet. Raises BadInputError with every fault where something cannot be read."""
        read = _Reading()
        draft = OpeningDraft(
            unit_id=unit_id,
            title=self.title,
            occupation=self.occupation_found(),
            schemes=tuple(self.schemes),
            seats=read.one("seats", self.seats, int, 1),
            least=read.one("least", self.least or "0", int, 0),
            start_earliest=read.one("start.earliest", self.start_earliest, date.fromisoformat, today),
            start_latest=read.one("start.latest", self.start_latest, date.fromisoformat, today),
            weeks=read.one("weeks", self.weeks, int, 1),
            hours_min=read.one("hours.min", self.hours_min, _decimal, 1.0),
            hours_max=read.one("hours.max", self.hours_max, _decimal, 1.0),
            shifts=tuple(self._shifts(read)),
            language=self.language,
            skills=tuple(self.skills),
            driving_licence=self.driving_licence,
            paid_hours_prospect=PROSPECTS.get(self.prospects, 0.0),
            description=self.description.strip(),
            label=self.label.strip() or None,
            offers=tuple(self.offers),
            standing=self.standing,
        )
        if read.faults:
            raise BadInputError([*read.faults, *_beside(read.faults, faults(draft, today))])
        return draft

    def _shifts(self, read: "_Reading") -> list[ShiftDraft]:
        rows = [row for row in self.shift_rows if row[0]]
        if self.days:
            rows += [(day, self.day_from, self.day_to) for day in self.days]
        spans = {(int(day), read.clock(begin), read.clock(end)) for day, begin, end in rows}
        return [ShiftDraft(weekday=day, from_=begin, to=end) for day, begin, end in sorted(spans)]


def typed(draft: OpeningDraft, **more: str) -> Typed:
    """The form filled in with a draft. `more`: key, seen and copied_from."""
    usual, days, others = _usual(draft.shifts)
    return Typed(
        unit=str(draft.unit_id),
        title=draft.title,
        occupation=draft.occupation,
        schemes=list(draft.schemes),
        label=draft.label or "",
        seats=str(draft.seats),
        least=str(draft.least),
        start_earliest=draft.start_earliest.isoformat(),
        start_latest=draft.start_latest.isoformat(),
        weeks=str(draft.weeks),
        hours_min=_plain(draft.hours_min),
        hours_max=_plain(draft.hours_max),
        days=[str(day) for day in days],
        day_from=f"{usual[0]:%H:%M}",
        day_to=f"{usual[1]:%H:%M}",
        shift_day=[str(one.weekday) for one in others],
        shift_from=[f"{one.from_:%H:%M}" for one in others],
        shift_to=[f"{one.to:%H:%M}" for one in others],
        language=draft.language,
        skills=list(draft.skills),
        driving_licence=draft.driving_licence,
        offers=list(draft.offers),
        description=draft.description,
        prospects=prospect(draft.paid_hours_prospect),
        standing=draft.standing,
        **more,
    )


def kept_prospect(before: OpeningDraft, after: OpeningDraft) -> float:
    """The prospect as it was, to the digit, where the answer on the form is the one that was nearest to it."""
    same = prospect(before.paid_hours_prospect) == prospect(after.paid_hours_prospect)
    return before.paid_hours_prospect if same else after.paid_hours_prospect


def of_form(fault: Fault) -> Fault:
    """The fault as the form tells it: codes of occupations are chosen, and shifts are days with hours."""
    if fault.place == "occupation" and fault.message != SAID_YES:
        return Fault("occupation", CHOOSE_OCCUPATION)
    return Fault("days", fault.message) if fault.place.startswith("shifts") else fault


@dataclass(frozen=True, slots=True)
class _Reading:
    """Text into values, with what could not be read."""

    faults: list[Fault] = field(default_factory=list)

    def one(self, place: str, text: str, read: Callable[[str], T], otherwise: T) -> T:
        try:
            return read(text.strip())
        except ValueError:
            self.faults.append(Fault(place, UNREADABLE[place]))
            return otherwise

    def clock(self, text: str) -> time:
        return self.one("shifts", text, time.fromisoformat, time.min)


UNREADABLE = {
    "seats": "skriv et helt tal, for eksempel 2",
    "least": "skriv et helt tal, for eksempel 0",
    "weeks": "skriv et helt tal, for eksempel 13",
    "hours.min": "skriv et tal, for eksempel 10 eller 7,5",
    "hours.max": "skriv et tal, for eksempel 37 eller 22,5",
    "start.earliest": "vælg en dag",
    "start.latest": "vælg en dag",
    "shifts": "skriv, hvornår hver vagt begynder og slutter, for eksempel 08:00 og 15:00",
}


def _beside(unread: Sequence[Fault], found: Sequence[Fault]) -> Iterator[Fault]:
    """What is wrong with a value that stands in for one that could not be read is of no use to anybody."""
    places = {fault.place.partition("[")[0] for fault in unread}
    return (fault for fault in found if fault.place.partition("[")[0] not in places)


def _usual(shifts: Sequence[ShiftDraft]) -> tuple[Span, Sequence[int], Sequence[ShiftDraft]]:
    """The hours that most days have, those days, and the shifts that are otherwise."""
    if not shifts:
        return (time.fromisoformat(USUAL_FROM), time.fromisoformat(USUAL_TO)), (), ()
    (usual, _), *_ = Counter((one.from_, one.to) for one in shifts).most_common()
    days = sorted({one.weekday for one in shifts if (one.from_, one.to) == usual})
    return usual, days, [one for one in shifts if (one.from_, one.to) != usual]


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _plain(number: float) -> str:
    return f"{number:g}".replace(".", ",")
