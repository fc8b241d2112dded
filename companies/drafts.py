"""What a company fills in to offer a place, and what can be wrong with it. Shared by the API, the pages and imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from types import MappingProxyType

from core.errors import Fault
from law.schemes import SCHEMES, version_in_force
from law.values import Figures

LANGUAGES = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
"""Danish on the CEFR scale, least first."""
OFFERS = (
    "mentor",
    "training",
    "language_practice",
    "certificate",
    "flexible_hours",
    "trial_days",
    "reference",
    "work_clothes",
    "meals",
    "transport",
)
"""What can come with a place, by code."""
PROSPECTS: Mapping[str, float] = MappingProxyType({"none": 0.0, "maybe": 0.33, "likely": 0.67, "yes": 1.0})
"""What a firm answers when asked for paid hours afterwards, and what matching takes it for."""
PRAKTIK = "virksomhedspraktik"
LABELS = ("sprogpraktik", "branchepraktik", "rekrutteringspraktik", "snusepraktik")
"""Usual names of a praktik. Any other will do: they are one scheme in law."""
LONGEST_LABEL, LONGEST_DESCRIPTION = 40, 2000
LONGEST_WEEKS = 104
MOST_SEATS = 100
DISCO_DIGITS = 6
FARTHEST_START = timedelta(days=730)
"""From today to the last start that can be offered; matching weighs every day in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """Hours of one weekday (vagt); Monday is 1."""

    weekday: int
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDraft:
    """A place to be offered (åbning), not checked yet. Hours are per week."""

    unit_id: int
    title: str
    occupation: str
    schemes: tuple[str, ...]
    seats: int
    least: int = 0
    start_earliest: date
    start_latest: date
    weeks: int
    hours_min: float
    hours_max: float
    shifts: tuple[ShiftDraft, ...] = ()
    language: str = "A0"
    skills: tuple[str, ...] = ()
    driving_licence: bool = False
    paid_hours_prospect: float = 0.0
    description: str = ""
    label: str | None = None
    offers: tuple[str, ...] = ()
    standing: bool = False

    def begun(self, today: date) -> "OpeningDraft":
        """The same place offered anew: where its window has begun, a window as long from `today` on."""
        late = today - self.start_earliest
        if late <= timedelta(0):
            return self
        return replace(self, start_earliest=today, start_latest=self.start_latest + late)


def prospect(value: float) -> str:
    """The answer in PROSPECTS that is nearest to a value from 0 to 1."""
    return min(PROSPECTS, key=lambda code: abs(PROSPECTS[code] - value))


def faults(draft: OpeningDraft, today: date) -> list[Fault]:
    """Everything wrong with the draft; places are spelled as in the exchange format of openings."""
    return [
        *_text(draft),
        *_schemes(draft),
        *_numbers(draft),
        *_hours(draft, today),
        *_start(draft, today),
        *_shifts(draft),
    ]


def _text(draft: OpeningDraft) -> Iterator[Fault]:
    if not draft.title.strip():
        yield Fault("title", "skriv, hvad arbejdet er")
    if len(draft.occupation) != DISCO_DIGITS or not (draft.occupation.isascii() and draft.occupation.isdigit()):
        yield Fault("occupation", "skal være en DISCO-08-kode på seks cifre, for eksempel 911200")
    if draft.language not in LANGUAGES:
        yield Fault("language", f"skal være et af {', '.join(LANGUAGES)}")
    if len(draft.description) > LONGEST_DESCRIPTION:
        yield Fault("description", f"er for lang; højst {LONGEST_DESCRIPTION} tegn")
    for place, offer in enumerate(draft.offers):
        if offer not in OFFERS:
            yield Fault(f"offers[{place}]", f"ukendt; vælg blandt {', '.join(OFFERS)}")


def _schemes(draft: OpeningDraft) -> Iterator[Fault]:
    if not draft.schemes:
        yield Fault("schemes", "vælg mindst én ordning")
    for place, scheme in enumerate(draft.schemes):
        if scheme not in SCHEMES:
            yield Fault(f"schemes[{place}]", f"ukendt ordning; vælg blandt {', '.join(SCHEMES)}")
    if draft.label is not None and PRAKTIK not in draft.schemes:
        yield Fault("label", "er et navn til en praktik; vælg virksomhedspraktik, eller lad navnet stå tomt")
    if draft.label is not None and not 0 < len(draft.label.strip()) <= LONGEST_LABEL:
        yield Fault("label", f"skal være på højst {LONGEST_LABEL} tegn, eller lad navnet stå tomt")


def _numbers(draft: OpeningDraft) -> Iterator[Fault]:
    if not 1 <= draft.seats <= MOST_SEATS:
        yield Fault("seats", f"skal være fra 1 til {MOST_SEATS}")
    if not 0 <= draft.least <= draft.seats:
        yield Fault("least", "skal være fra 0 til antallet af pladser")
    if not 1 <= draft.weeks <= LONGEST_WEEKS:
        yield Fault("weeks", f"skal være fra 1 til {LONGEST_WEEKS}")
    if not 0 <= draft.paid_hours_prospect <= 1:
        yield Fault("paid_hours_prospect", "skal være fra 0 til 1")


def _hours(draft: OpeningDraft, today: date) -> Iterator[Fault]:
    full_time = Figures(version_in_force(today)).whole("quota.full_time_hours")
    if not 0 < draft.hours_min <= full_time:
        yield Fault("hours.min", f"skal være over 0 og højst {full_time} timer om ugen")
    if not draft.hours_min <= draft.hours_max <= full_time:
        yield Fault("hours.max", f"skal være fra det mindste timetal til {full_time} timer om ugen")


def _start(draft: OpeningDraft, today: date) -> Iterator[Fault]:
    if draft.start_latest < draft.start_earliest:
        yield Fault("start.latest", "skal være samme dag som den tidligste start eller senere")
    if draft.start_latest < today:
        yield Fault("start.latest", "er passeret; vælg en dag fra i dag og frem")
    farthest = today + FARTHEST_START
    for place, day in (("start.earliest", draft.start_earliest), ("start.latest", draft.start_latest)):
        if day > farthest:
            yield Fault(place, f"er mere end to år ude, og så langt frem matches der ikke; vælg senest {farthest}")


def _shifts(draft: OpeningDraft) -> Iterator[Fault]:
    for place, shift in enumerate(draft.shifts):
        if not 1 <= shift.weekday <= 7:
            yield Fault(f"shifts[{place}].weekday", "skal være fra 1 (mandag) til 7 (søndag)")
        if shift.to <= shift.from_:
            yield Fault(f"shifts[{place}].to", "skal være senere end vagtens begyndelse")
    if draft.shifts and _weekly_hours(draft.shifts) < draft.hours_min:
        yield Fault("shifts", "rummer færre timer om ugen end det mindste timetal; tilføj vagter eller sænk timetallet")


def _weekly_hours(shifts: tuple[ShiftDraft, ...]) -> float:
    """Hours covered by at least one shift."""
    total, reached = 0, dict[int, int]()
    for shift in sorted(shifts, key=lambda one: (one.weekday, one.from_)):
        start = max(_minutes(shift.from_), reached.get(shift.weekday, 0))
        total += max(0, _minutes(shift.to) - start)
        reached[shift.weekday] = max(_minutes(shift.to), start)
    return total / 60


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
