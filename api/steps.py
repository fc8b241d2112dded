"""What is done as time passes, put together: the steps of the worker, and the runs that it carries out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time
from functools import partial
from threading import Event
from typing import Protocol

from sqlalchemy.orm import Session

from companies import standing
from core import clock
from core.db import Database
from core.settings import Settings
from core.work import Runner
from placements import expiry
from placements.daily import troubles
from placements.daily.retention import periods
from placements.lives import over
from placements.queries import unanswered
from scheduler.calendars.fetching import fetcher
from scheduler.calendars.importing import refresh_calendars
from scheduler.clockwork.days import Daily, Figures, Slots
from scheduler.clockwork.retention import clean_up
from scheduler.followups import queries
from scheduler.followups.escalation import escalate
from scheduler.followups.rows import refresh
from scheduler.followups.terms import Terms, terms
from scheduler.messages.reminders import queue_reminders
from scheduler.messages.sending import sender
from scheduler.worker import Clockwork, Step

OUTBOX_SECONDS, DAYS_SECONDS, TROUBLES_SECONDS, CALENDARS_SECONDS = 3.0, 20.0, 60.0, 300.0
AT_ONCE = 200
"""Cases whose follow-ups are made in one transaction, so that nobody waits long for them."""
FOLLOW_UPS = "follow_ups"
"""The daily job that makes due rows; its slots' outcomes say how many cases could not be computed."""


class Worker(Protocol):
    """Something that works in the background."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, and wait until it has."""


def workers(database: Database, settings: Settings, *, runs: bool = True) -> Sequence[Worker]:
    """All that works in the background; `runs` says whether match and planning runs are carried out, too.

    Raises BadInputError where the municipality's own figures cannot be used.
    """
    return [clockwork(database, settings), *(runners(database, settings) if runs else ())]


def runners(database: Database, settings: Settings) -> Sequence[Runner]:
    """Threads that carry out match and planning runs."""
    # The solvers' libraries take seconds to load, and a worker without runs needs none of them.
    import matcher.running
    import scheduler.planning.job

    steps = {"match-runner": matcher.running.carry_out_next, "planning-runner": scheduler.planning.job.carry_out_next}
    return [Runner(name, partial(step, database, settings, clock.now)) for name, step in steps.items()]


def clockwork(database: Database, settings: Settings, now: Callable[[], datetime] = clock.now) -> Clockwork:
    """The steps on a database. Raises BadInputError as `terms`."""
    days = [Step(job.job, DAYS_SECONDS, partial(job.catch_up, database, now)) for job in daily(settings)]
    return Clockwork(
        [
            *days,
            Step("outbox", OUTBOX_SECONDS, partial(sender(database, settings).send_all, now)),
            Step("troubles", TROUBLES_SECONDS, partial(_escalate_troubles, database, now)),
            Step("calendars", CALENDARS_SECONDS, partial(_read_calendars, database, settings, now)),
        ],
        begin=datetime.now(UTC),
    )


def _escalate_troubles(database: Database, now: Callable[[], datetime], _stopping: Event) -> None:
    with database.transaction() as session:
        troubles.escalate(session, now())


def _read_calendars(database: Database, settings: Settings, now: Callable[[], datetime], stopping: Event) -> None:
    refresh_calendars(database, now(), fetcher(settings), settings.calendar_domain, stopping.is_set)


def daily(settings: Settings) -> Sequence[Daily]:
    """What is done once a day, and when. Raises BadInputError as `terms`."""
    own = terms(settings)
    return (
        Daily(FOLLOW_UPS, time(4), partial(_make_due_rows, own)),
        Daily("escalations", time(5), _whole(lambda session, now: {"told": escalate(session, now, own)})),
        Daily("reminders", time(8), _whole(lambda session, now: {"queued": queue_reminders(session, now, own)})),
        Daily("proposals_lapse", time(0, 30), _let_lapse),
        Daily("proposals_wait", time(8), _whole(partial(_tell_who_is_asked, settings.answer_reminder_days))),
        Daily("placements_over", time(8), _whole(lambda session, now: {"queued": over.tell(session, now)})),
        Daily("standing_openings", time(3, 15), _whole(_roll)),
        Daily("clean_up", time(3, 30), lambda slots: _clean_up(settings, slots)),
    )


def _let_lapse(slots: Slots) -> None:
    """Each in a transaction of its own, so that nobody who answers waits for the others."""
    with slots.database.reading() as session:
        ids = unanswered(session, clock.local_day(slots.now()))
    for proposal_id in ids:
        if slots.stopping.is_set():
            return
        with slots.database.transaction() as session:
            expiry.expire(session, slots.now(), proposal_id)


def _tell_who_is_asked(reminder_days: int, session: Session, now: datetime) -> Figures:
    return {"queued": expiry.tell(session, now, reminder_days)}


def _roll(session: Session, now: datetime) -> Figures:
    return {"moved": standing.roll(session, now, clock.local_day(now))}


def _whole(work: Callable[[Session, datetime], Figures]) -> Callable[[Slots], None]:
    return lambda slots: slots.once("", work)


def _make_due_rows(own: Terms, slots: Slots) -> None:
    for part in _parts(slots.database):
        if slots.stopping.is_set():
            return
        slots.once(f"{part[0]:08d}", partial(_refreshed, own=own, citizens=part))


def _parts(database: Database) -> Iterator[Sequence[int]]:
    with database.reading() as session:
        ids = queries.case_ids(session)
    return (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))


def _refreshed(session: Session, now: datetime, own: Terms, citizens: Sequence[int]) -> Figures:
    found = refresh(session, clock.local_day(now), own, citizens)
    return {"open": found.open, "faulty": len(found.faulty)}


def _clean_up(settings: Settings, slots: Slots) -> None:
    clean_up(slots.database, settings, slots.now(), periods(settings))
