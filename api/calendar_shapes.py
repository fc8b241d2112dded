"""What the API gives and takes about calendars."""

from datetime import date

from pydantic import Field

from api.fields import Clock, Given, Id, Instant, Shown
from scheduler.calendars.fetching import LONGEST_ADDRESS
from scheduler.calendars.lines import LARGEST_BYTES
from scheduler.calendars.tables import SourceKind

ADDRESS = {"address": "https://tovholder.example.dk/kalendere/s3cr3t-x2p9.ics"}
HOURS = [{"weekday": 1, "from": "08:00", "to": "16:00"}, {"weekday": 3, "from": "09:00", "to": "14:30"}]
ABSENCE = {"first": "2026-12-21", "last": "2026-12-23", "substitute": 4}
CALENDAR = {
    "feed": {"made_at": "2026-11-21T09:00:00+01:00", "opened_on": "2026-11-21"},
    "sources": [{"kind": "address", "times": 12, "read_at": "2026-11-21T09:10:00+01:00", "fault": None}],
    "hours": HOURS,
    "absences": [ABSENCE | {"id": 3}],
}


class FeedShown(Shown):
    """When the feed's address was made, and the last day it was read. The address itself is not kept."""

    made_at: Instant
    opened_on: date | None


class AddressShown(Shown):
    """A feed's address. It is told this once; whoever has it can read the feed."""

    address: str


class SourceShown(Shown):
    """A calendar of one's own: how many busy times it has, when they were read, and why the last try failed."""

    kind: SourceKind
    times: int
    read_at: Instant | None
    fault: str | None


class HoursShown(Shown):
    """Working hours on a weekday, 1 (Monday) to 7, by Danish clocks."""

    weekday: int = Field(ge=1, le=7)
    from_: Clock = Field(alias="from")
    to: Clock


class HoursWanted(Given):
    """The hours of the week; a day that is not named is off."""

    hours: list[HoursShown] = Field(max_length=50)


class AbsenceWanted(Given):
    """Days away, both included, and who stands in."""

    first: date
    last: date
    substitute: Id | None = None


class AbsenceShown(Shown):
    """Days away, both included, and who stands in."""

    id: int
    first: date
    last: date
    substitute: int | None = Field(alias="substitute", validation_alias="substitute_id")


class FileGiven(Given):
    """A calendar file as iCalendar text. Only when one is busy is read from it."""

    ics: str = Field(max_length=LARGEST_BYTES)


class AddressGiven(Given):
    """Where a calendar of one's own is published as iCalendar."""

    address: str = Field(max_length=LONGEST_ADDRESS)


class CalendarShown(Shown):
    """Everything about one's own calendar but what is in it."""

    feed: FeedShown | None
    sources: list[SourceShown]
    hours: list[HoursShown]
    absences: list[AbsenceShown]
