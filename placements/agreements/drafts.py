"""What is agreed, as it is written and read: pure, with every fault in Danish and its place in the form."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise

from core.errors import BadInputError, Fault
from law.workdays import ONE_DAY

FULL_TIME = 37.0
LONGEST_LINE, LONGEST_TEXT = 200, 2_000
MOST_ROWS = 14
FARTHEST = timedelta(days=3_653)
"""Ten years: a day further ahead is a slip of the pen."""
MOST_WEEKS = 520
WEEKLY = f"skal være over 0 og højst {FULL_TIME:g} timer om ugen"
TEXTS = {
    "tasks": (True, LONGEST_TEXT, "skriv, hvad borgeren skal lave"),
    "purpose": (True, LONGEST_TEXT, "skriv præcist, hvad forløbet skal føre til"),
    "regard": (False, LONGEST_TEXT, ""),
    "new_function": (False, LONGEST_TEXT, ""),
    "contact_name": (True, LONGEST_LINE, "skriv, hvem der kan ringes til, også i weekenden"),
    "contact_phone": (True, LONGEST_LINE, "skriv det nummer, der kan ringes til, også i weekenden"),
}
"""Field: whether it is asked for, how long it may be, and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Working hours of one weekday (1 is Monday), Danish time."""

    weekday: int
    from_: time
    to: time

    def meets(self, other: "Slot") -> bool:
        """Whether the two overlap."""
        return self.weekday == other.weekday and self.from_ < other.to and other.from_ < self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A milestone (milepæl): what is to be reached by a day."""

    text: str
    by: date
    reached_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    """An agreement as a form has it.

    start and last_day are both included; last_day None: open-ended. hours: weekly, when all steps are taken.
    steps: (from week, weekly hours) from week 1 on; empty where the hours are the same all the way.
    """

    tasks: str
    purpose: str
    regard: str
    contact_name: str
    contact_phone: str
    start: date
    last_day: date | None
    hours: float
    new_function: str | None = None
    steps: tuple[tuple[int, float], ...] = ()
    timetable: tuple[Slot, ...] = ()
    milestones: tuple[Goal, ...] = ()


def tidy(draft: AgreementDraft) -> AgreementDraft:
    """The same without blanks around the texts, its rows in their order."""
    return replace(
        draft,
        tasks=draft.tasks.strip(),
        purpose=draft.purpose.strip(),
        regard=draft.regard.strip(),
        contact_name=draft.contact_name.strip(),
        contact_phone=draft.contact_phone.strip(),
        new_function=(draft.new_function or "").strip() or None,
        timetable=tuple(sorted(draft.timetable, key=lambda slot: (slot.weekday, slot.from_))),
        milestones=tuple(
            replace(goal, text=goal.text.strip()) for goal in sorted(draft.milestones, key=lambda goal: goal.by)
        ),
    )


def check(draft: AgreementDraft, today: date, taken: Sequence[Slot]) -> None:
    """Raise BadInputError with every fault. taken: the citizen's fixed hours, which the work must not meet."""
    found = [*_in_texts(draft), *_in_days(draft, today), *_in_hours(draft), *_in_timetable(draft, taken)]
    found += _in_milestones(draft, today)
    if found:
        raise BadInputError(found)


@dataclass(frozen=True, slots=True)
class Caution:
    """What is worth a thought and stops nothing. `limit`: hours over what the citizen can manage; `timetable`: hours
    over those that the week's working hours cover.
    """

    what: str
    hours: float
    limit: float


def cautions(hours: float, timetable: Sequence[Slot], manageable: float) -> Iterator[Caution]:
    """What is worth a thought where so many weekly hours are agreed with a citizen who can manage so many."""
    if hours > manageable:
        yield Caution("limit", hours, manageable)
    covered = weekly(timetable)
    if timetable and covered < hours:
        yield Caution("timetable", hours, covered)


def too_far(place: str, day: date | None, today: date) -> Iterator[Fault]:
    """The fault at `place` where the day lies further ahead than anything is agreed on."""
    if day is not None and day - today > FARTHEST:
        yield Fault(place, f"kan senest være {today + FARTHEST:%d.%m.%Y}")


def weekly(timetable: Sequence[Slot]) -> float:
    """How many hours a week the working hours add up to."""
    return sum(minutes(slot) for slot in timetable) / 60


def weeks(draft: AgreementDraft) -> int | None:
    """How many weeks it lasts, a begun one counted whole; None while open-ended."""
    return None if draft.last_day is None else -(-((draft.last_day - draft.start).days + 1) // 7)


def minutes(slot: Slot) -> int:
    """How long the slot is."""
    return 60 * (slot.to.hour - slot.from_.hour) + slot.to.minute - slot.from_.minute


def cut(slot: Slot, left: float) -> Slot:
    """The slot's first `left` minutes."""
    end = 60 * slot.from_.hour + slot.from_.minute + int(left)
    return replace(slot, to=time(end // 60, end % 60))


def digest(draft: AgreementDraft, **parties: object) -> str:
    """SHA-256 of what is agreed and between whom: the same words always give the same digest,
    also when a milestone is reached."""
    goals = tuple(replace(goal, reached_on=None) for goal in draft.milestones)
    said = json.dumps(
        {"agreed": asdict(replace(draft, milestones=goals)), **parties}, default=str, sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _in_texts(draft: AgreementDraft) -> Iterator[Fault]:
    for field, (needed, longest, what) in TEXTS.items():
        text = (getattr(draft, field) or "").strip()
        if needed and not text:
            yield Fault(field, what)
        elif len(text) > longest:
            yield Fault(field, f"er for lang; højst {longest} tegn")


def _in_days(draft: AgreementDraft, today: date) -> Iterator[Fault]:
    if draft.start < today:
        yield Fault("start", "ligger før i dag; vælg en dag, der kommer")
    if draft.last_day is not None and draft.last_day < draft.start:
        yield Fault("last_day", "skal ligge på eller efter startdagen")
    yield from too_far("start", draft.start, today)
    yield from too_far("last_day", draft.last_day, today)


def _in_hours(draft: AgreementDraft) -> Iterator[Fault]:
    if not 0 < draft.hours <= FULL_TIME:
        yield Fault("hours", WEEKLY)
    yield from _too_many("steps", draft.steps)
    most = weeks(draft) or MOST_WEEKS
    for number, (week, hours) in enumerate(draft.steps):
        if not 0 < hours <= FULL_TIME:
            yield Fault(f"steps[{number}].hours", WEEKLY)
        if week > most:
            yield Fault(f"steps[{number}].from_week", f"kan senest være uge {most}")
    yield from _in_order(draft)


def _in_order(draft: AgreementDraft) -> Iterator[Fault]:
    """Steps begin in week 1, rise by the week, and end with what is agreed."""
    if draft.steps and draft.steps[0][0] != 1:
        yield Fault("steps[0].from_week", "det første trin begynder i uge 1")
    for number, (one, other) in enumerate(pairwise(draft.steps), start=1):
        if other[0] <= one[0]:
            yield Fault(f"steps[{number}].from_week", "skal være efter ugen i trinnet før")
    if draft.steps and draft.steps[-1][1] != draft.hours:
        yield Fault("hours", f"skal være det sidste trins timer, {draft.steps[-1][1]:g}")


def _in_timetable(draft: AgreementDraft, taken: Sequence[Slot]) -> Iterator[Fault]:
    yield from _too_many("timetable", draft.timetable)
    for number, slot in enumerate(draft.timetable):
        place = f"timetable[{number}]"
        if not 1 <= slot.weekday <= 7:
            yield Fault(f"{place}.weekday", "skal være fra 1 (mandag) til 7 (søndag)")
        if slot.to <= slot.from_:
            yield Fault(f"{place}.to", "skal være efter begyndelsen")
        elif any(slot.meets(other) for other in draft.timetable[:number]):
            yield Fault(place, "overlapper en anden arbejdstid")
        elif met := next((other for other in taken if slot.meets(other)), None):
            yield Fault(place, f"rammer en fast tid i borgerens uge kl. {met.from_:%H.%M}-{met.to:%H.%M}")


def _in_milestones(draft: AgreementDraft, today: date) -> Iterator[Fault]:
    yield from _too_many("milestones", draft.milestones)
    for number, goal in enumerate(draft.milestones):
        if not goal.text.strip() or len(goal.text.strip()) > LONGEST_LINE:
            yield Fault(f"milestones[{number}].text", f"skriv, hvad der skal være nået, med højst {LONGEST_LINE} tegn")
        if goal.by < draft.start or (draft.last_day is not None and goal.by - draft.last_day > ONE_DAY):
            yield Fault(f"milestones[{number}].by", "skal ligge i forløbet")
        yield from too_far(f"milestones[{number}].by", goal.by, today)


def _too_many(field: str, rows: Sequence[object]) -> Iterator[Fault]:
    if len(rows) > MOST_ROWS:
        yield Fault(field, f"højst {MOST_ROWS} rækker")
