"""The lines of an iCalendar file, of which only those that say when somebody is busy are let through.

Titles, descriptions, people and places are dropped here, before anything else has read them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icalendar.parser import Contentline

from core.errors import BadInputError, Fault

LARGEST_BYTES = 5 * 2**20
MOST_FAULTS = 20
PARENTS = {
    "VCALENDAR": None,
    "VEVENT": "VCALENDAR",
    "VTIMEZONE": "VCALENDAR",
    "STANDARD": "VTIMEZONE",
    "DAYLIGHT": "VTIMEZONE",
}
"""The components that say when, and where each stands."""
TIMES = frozenset(
    {
        "BEGIN", "END", "UID", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
        "TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-WR-TIMEZONE",
    }
)  # fmt: skip
"""The properties that say when, and whether that time is taken."""
LINE_END = re.compile(r"\r\n|\n|\r")
NAMED = re.compile(r"([A-Za-z0-9-]+)[;:]")


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line, whatever number of lines it was folded into. `number` is its first line's in the file."""

    number: int
    name: str
    text: str

    @property
    def place(self) -> str:
        """Where it stands, for a fault."""
        return f"linje {self.number}"

    @property
    def zone(self) -> str | None:
        """The time zone that its time is said to be in. Raises ValueError where the line cannot be read."""
        content = Contentline(self.text)  # type: ignore[no-untyped-call]
        _, parameters, _ = content.parts()
        return str(parameters["TZID"]) if "TZID" in parameters else None

    @property
    def component(self) -> str:
        """The component that a BEGIN or END is about."""
        return self.text.partition(":")[2].strip().upper()


def lines_about_time(content: bytes) -> list[Line]:
    """The lines that say when; BEGIN and END match. Raises BadInputError with the line where the file is broken.

    No message repeats what a line says: it may be private.
    """
    if len(content) > LARGEST_BYTES:
        most = LARGEST_BYTES // 2**20
        raise BadInputError([Fault("filen", f"fylder mere end {most} MB; eksportér en kortere periode")])
    lines = list(_unfolded(content.decode("utf-8-sig", errors="replace")))
    if not lines or lines[0].name != "BEGIN" or lines[0].component != "VCALENDAR":
        raise BadInputError(
            [Fault("linje 1", "er ikke begyndelsen på en kalender; eksportér den som iCalendar (.ics)")]
        )
    kept = list(_about_time(lines))
    if found := [fault for line in kept for fault in _unreadable(line)]:
        raise BadInputError(found[:MOST_FAULTS])
    return kept


def _unfolded(text: str) -> Iterator[Line]:
    """Whole lines (RFC 5545, 3.1): one that begins with white space belongs to the one before it."""
    number, parts = 0, [""]
    for at, part in enumerate(LINE_END.split(text), start=1):
        if part[:1] in (" ", "\t") and number:
            parts.append(part[1:])
        elif part.strip():
            if number:
                yield _line(number, "".join(parts))
            number, parts = at, [part]
    if number:
        yield _line(number, "".join(parts))


def _line(number: int, text: str) -> Line:
    named = NAMED.match(text)
    if named is None:
        raise BadInputError([Fault(f"linje {number}", "er ikke iCalendar: den begynder ikke med et navn og et kolon")])
    return Line(number, named[1].upper(), text)


def _about_time(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines of the components that say when. Raises BadInputError where BEGIN and END do not match."""
    inside: list[str] = []
    for line in lines:
        if line.name == "BEGIN":
            _enter(inside, line)
        if line.name in TIMES and all(component in PARENTS for component in inside):
            yield line
        if line.name == "END" and (not inside or inside.pop() != line.component):
            raise BadInputError([Fault(line.place, "afslutter noget, der ikke er begyndt; eksportér kalenderen igen")])
    if inside:
        raise BadInputError([Fault("filen", "holder op, før den er færdig; hent eller eksportér kalenderen igen")])


def _enter(inside: list[str], line: Line) -> None:
    parent = inside[-1] if inside else None
    if line.component in PARENTS and PARENTS[line.component] != parent and (parent is None or parent in PARENTS):
        raise BadInputError([Fault(line.place, f"{line.component} står ikke rigtigt; eksportér kalenderen igen")])
    inside.append(line.component)


def _unreadable(line: Line) -> Iterator[Fault]:
    try:
        _ = line.zone
    except ValueError:
        yield Fault(line.place, f"{line.name} kan ikke læses; eksportér kalenderen igen")
