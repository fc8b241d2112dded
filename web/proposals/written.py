"""The form of an agreement: what was typed, from an agreement and back to one."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import zip_longest
from typing import Annotated

from pydantic import BaseModel, Field

from core.errors import Fault
from placements.agreements.drafts import MOST_ROWS, AgreementDraft, Goal, Slot
from web.citizens.typed import Typed
from web.fields import PLAIN
from web.words import DEFAULT, words

LEAST_ROWS = 6
"""Rows that a table of the form has at least, so that there is room to write."""
WORKING_DAYS = "12345"
Text = Annotated[str, Field(pattern=PLAIN, max_length=5_000)]
Texts = Annotated[list[Text], Field(max_length=2 * MOST_ROWS)]
WEEK, HOURS, WEEKDAY, FROM, TO, GOAL, BY = "from_week", "hours", "weekday", "from_", "to", "text", "by"


class Written(BaseModel):
    """Everything on the form, as it was typed. Lists are columns of a table; a row with nothing in it is no row.

    seen: the version that the form was opened with, 0 for none. hours: weekly from the first week on. step_*: from
    which week on they are others.
    """

    seen: Annotated[int, Field(ge=0, le=10_000)] = 0
    tasks: Text = ""
    purpose: Text = ""
    regard: Text = ""
    new_function: Text = ""
    contact_name: Text = ""
    contact_phone: Text = ""
    start: Text = ""
    last_day: Text = ""
    hours: Text = ""
    step_week: Texts = []
    step_hours: Texts = []
    slot_weekday: Texts = []
    slot_from: Texts = []
    slot_to: Texts = []
    goal_text: Texts = []
    goal_by: Texts = []

    def steps(self) -> list[tuple[str, ...]]:
        """Rows of week and hours, with room for one more."""
        return _with_room(_rows(self.step_week, self.step_hours), 2)

    def slots(self) -> list[tuple[str, ...]]:
        """Rows of weekday, from and to: those written, one ready for each other working day, and room for one more."""
        rows = self._timed()
        written = {row[0] for row in rows}
        ready = [(day, "", "") for day in WORKING_DAYS if day not in written]
        return [*sorted([*rows, *ready], key=lambda row: row[0] or "9"), ("", "", "")][:MOST_ROWS]

    def goals(self) -> list[tuple[str, ...]]:
        """Rows of text and day, with room for one more."""
        return _with_room(_rows(self.goal_text, self.goal_by), 2)

    def row_of(self, place: str) -> int | None:
        """The row of the form, from 1, that a fault at `milestones[0].by` is in; None where it is of no row."""
        if "[" not in place:
            return None
        number = int(place.partition("[")[2].partition("]")[0])
        if place.startswith("steps"):
            return number
        timed = self._timed()
        if place.startswith("timetable") and number < len(timed):
            return self.slots().index(timed[number]) + 1
        return number + 1

    def draft(self) -> AgreementDraft:
        """The agreement that was typed. Raises BadInputError where something could not be read."""
        read = Typed()
        first = read.number("hours", self.hours)
        rises = tuple(self._steps(read))
        draft = AgreementDraft(
            tasks=self.tasks.strip(),
            purpose=self.purpose.strip(),
            regard=self.regard.strip(),
            contact_name=self.contact_name.strip(),
            contact_phone=self.contact_phone.strip(),
            new_function=self.new_function.strip() or None,
            start=_needed(read, "start", self.start),
            last_day=read.day("last_day", self.last_day),
            hours=rises[-1][1] if rises else first,
            steps=((1, first), *rises) if rises else (),
            timetable=tuple(self._slots(read)),
            milestones=tuple(self._goals(read)),
        )
        read.done()
        return draft

    def _timed(self) -> list[tuple[str, ...]]:
        """A weekday without times is no row: the form has one ready for every working day."""
        rows = _rows(self.slot_weekday, self.slot_from, self.slot_to)
        return [row for row in rows if row[1].strip() or row[2].strip()]

    def _steps(self, read: Typed) -> Iterator[tuple[int, float]]:
        for number, (week, hours) in enumerate(_rows(self.step_week, self.step_hours), start=1):
            yield read.whole(f"steps[{number}].{WEEK}", week) or 0, read.number(f"steps[{number}].{HOURS}", hours)

    def _slots(self, read: Typed) -> Iterator[Slot]:
        for number, (weekday, begin, end) in enumerate(self._timed()):
            place = f"timetable[{number}]"
            yield Slot(
                weekday=read.whole(f"{place}.{WEEKDAY}", weekday) or 0,
                from_=read.clock(f"{place}.{FROM}", begin),
                to=read.clock(f"{place}.{TO}", end),
            )

    def _goals(self, read: Typed) -> Iterator[Goal]:
        for number, (text, by) in enumerate(_rows(self.goal_text, self.goal_by)):
            yield Goal(text=text.strip(), by=_needed(read, f"milestones[{number}].{BY}", by))


def written(draft: AgreementDraft, seen: int = 0) -> Written:
    """The form of an agreement as it stands in the version `seen`, 0 where none is written."""
    first = draft.steps[0][1] if draft.steps else draft.hours
    rises = draft.steps[1:]
    return Written(
        seen=seen,
        tasks=draft.tasks,
        purpose=draft.purpose,
        regard=draft.regard,
        new_function=draft.new_function or "",
        contact_name=draft.contact_name,
        contact_phone=draft.contact_phone,
        start=draft.start.isoformat(),
        last_day="" if draft.last_day is None else draft.last_day.isoformat(),
        hours=_number(first),
        step_week=[str(week) for week, _ in rises],
        step_hours=[_number(hours) for _, hours in rises],
        slot_weekday=[str(slot.weekday) for slot in draft.timetable],
        slot_from=[_clock(slot.from_) for slot in draft.timetable],
        slot_to=[_clock(slot.to) for slot in draft.timetable],
        goal_text=[goal.text for goal in draft.milestones],
        goal_by=[goal.by.isoformat() for goal in draft.milestones],
    )


def in_words(needs: Sequence[str]) -> str:
    """Needs as a workplace meets them, one to a line, in the agreement's own language."""
    return "\n".join(words(DEFAULT).code("word", need).capitalize() for need in needs)


def at_its_field(faults: Sequence[Fault]) -> list[Fault]:
    """The first step of an agreement is the field of the weekly hours."""
    return [Fault("hours", one.message) if one.place.startswith("steps[0]") else one for one in faults]


def _needed(read: Typed, place: str, text: str) -> date:
    if not text.strip():
        read.faults.append(Fault(place, "skriv en dato"))
    return read.day(place, text) or date.min


def _rows(*columns: Sequence[str]) -> list[tuple[str, ...]]:
    return [row for row in zip_longest(*columns, fillvalue="") if any(cell.strip() for cell in row)]


def _with_room(rows: list[tuple[str, ...]], columns: int) -> list[tuple[str, ...]]:
    blank = ("",) * columns
    return [*rows, *[blank] * max(1, LEAST_ROWS - len(rows))][:MOST_ROWS]


def _number(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
