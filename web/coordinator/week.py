"""«Mine møder»: a week or a day of the published plan, and the meetings that have no time yet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from citizens.service import look_through
from core.clock import COPENHAGEN, local_day
from core.days import is_known
from core.errors import NotFoundError
from law.workdays import public_holidays, working_week
from scheduler import queries
from scheduler.calendars.queries import absent
from scheduler.followups import queries as duties
from scheduler.tables import Meeting
from web.coordinator.appointments import Appointment, Names, appointment, names
from web.coordinator.visitors import Coordinator, show
from web.visits import Visit

router = APIRouter()
WEEK_WRITTEN = r"^20[0-9]{2}-W[0-9]{2}$"
WEEKS_AHEAD = 6
"""How many weeks the row of weeks above the plan has."""
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
WORKDAYS = 5

WeekAsked = Annotated[str | None, Query(alias="uge", pattern=WEEK_WRITTEN)]
PersonAsked = Annotated[str, Query(alias="person", pattern=r"^([pc][0-9]{1,9})?$")]


@dataclass(frozen=True, slots=True)
class Day:
    """The meetings of one day."""

    day: date
    appointments: Sequence[Appointment]

    @property
    def is_holiday(self) -> bool:
        """Whether it is a public holiday."""
        return self.day in public_holidays(self.day.year)


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week by its Monday, and how many meetings are in it."""

    monday: date
    meetings: int

    @property
    def number(self) -> int:
        """The week's number (ISO 8601)."""
        return self.monday.isocalendar().week

    @property
    def written(self) -> str:
        """`2026-W49`, as addresses have it."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def friday(self) -> date:
        """Its last working day."""
        return self.monday + (WORKDAYS - 1) * DAY


@router.get("/moeder")
def my_week(visit: Coordinator, week: WeekAsked = None, person: PersonAsked = "") -> HTMLResponse:
    """A week of the coordinator's meetings, and what has no time yet. That each citizen was seen is logged."""
    monday = working_week(visit.today) if week is None else _monday(week)
    planned = _meetings(visit, monday, monday + WEEK)
    unplanned = queries.coordinator_unplanned(visit.session, visit.person.id, absent(visit.session, visit.today))
    known = names(visit.session, [*planned, *unplanned])
    look_through(visit.session, visit.now, visit.person.id, known.citizens.values(), "mine møder")
    shown = [appointment(meeting, known) for meeting in planned]
    return show(
        visit,
        "week.html",
        week=Week(monday, len(planned)),
        days=_days(_with(person, shown), monday),
        weeks=_weeks(visit),
        turn=(Week(monday - WEEK, 0), Week(monday + WEEK, 0)),
        people=_people(shown),
        person=person,
        unplanned=[appointment(meeting, known) for meeting in unplanned],
        figures=_figures(visit),
        planning=queries.latest_planning(visit.session),
    )


@router.get("/moeder/dag/{day}")
def my_day(visit: Coordinator, day: date) -> HTMLResponse:
    """One day of the coordinator's meetings, with everybody who comes. That each citizen was seen is logged.

    Raises NotFoundError for a day beyond those that Tovholder knows.
    """
    if not is_known(day):
        raise NotFoundError("Så langt rækker kalenderen ikke.", day=day.isoformat())
    planned = _meetings(visit, day, day + DAY)
    known: Names = names(visit.session, planned)
    look_through(visit.session, visit.now, visit.person.id, known.citizens.values(), "mine møder")
    return show(
        visit,
        "day.html",
        shown=Day(day, [appointment(meeting, known) for meeting in planned]),
        week=Week(day - timedelta(days=day.weekday()), len(planned)),
        turn=(day - DAY, day + DAY),
    )


def _meetings(visit: Visit, first: date, last: date) -> Sequence[Meeting]:
    away = absent(visit.session, visit.today)
    return queries.coordinator_meetings(visit.session, visit.person.id, _midnight(first), _midnight(last), away)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _monday(week: str) -> date:
    """The first day of an ISO week. Raises NotFoundError where the year has no such week."""
    try:
        return date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    except ValueError as error:
        raise NotFoundError("Året har ingen uge med det nummer.", week=week) from error


def _days(appointments: Sequence[Appointment], monday: date) -> list[Day]:
    """Monday to Friday, and a day of the weekend where there is a meeting on it."""
    days = [monday + number * DAY for number in range(7)]
    found = [Day(day, [one for one in appointments if one.day == day]) for day in days]
    return [one for number, one in enumerate(found) if number < WORKDAYS or one.appointments]


def _weeks(visit: Visit) -> list[Week]:
    first = working_week(visit.today)
    ahead = _meetings(visit, first, first + WEEKS_AHEAD * WEEK)
    days = (local_day(one.starts_at) for one in ahead if one.starts_at is not None)
    count = Counter(day - timedelta(days=day.weekday()) for day in days)
    return [Week(monday, count[monday]) for monday in (first + number * WEEK for number in range(WEEKS_AHEAD))]


def _with(person: str, appointments: Iterable[Appointment]) -> list[Appointment]:
    return [one for one in appointments if not person or person in one.people]


def _people(appointments: Iterable[Appointment]) -> dict[str, str]:
    """Everybody in these meetings, by name: whom the plan can be narrowed to."""
    found = {key: name for one in appointments for key, name in one.people.items()}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _figures(visit: Visit) -> dict[str, int]:
    """How many follow-ups are overdue, and how many are due by the week's end and still in time."""
    until = working_week(visit.today) + 6 * DAY
    away = absent(visit.session, visit.today)
    latest = [row.latest for row, _ in duties.follow_ups(visit.session, visit.person.id, until, away)]
    overdue = sum(day < visit.today for day in latest)
    return {"overdue": overdue, "due": len(latest) - overdue}
