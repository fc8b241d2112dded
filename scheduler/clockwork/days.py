"""Work that is done once a day, at a time of the Danish clock, whatever dies and however many workers there are.

A slot is a row with the job and the day as its key, written in the transaction that does the work: who dies leaves
none, and who comes second finds it. A worker that was away does the latest day's slot when it is back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from threading import Event

from sqlalchemy.orm import Session

from core.clock import COPENHAGEN
from core.db import Database
from law.workdays import ONE_DAY
from scheduler.clockwork import queries

FIRST_UNSURE, FIRST_SURE = time(2), time(3)
"""The hour that one Sunday in spring does not have and one Sunday in autumn has twice."""
Figures = dict[str, object]
"""What came of it, without names."""


@dataclass(frozen=True, slots=True)
class Slots:
    """One day of a job, done whole or in parts, each part once."""

    database: Database
    job: str
    day: date
    now: Callable[[], datetime]
    stopping: Event

    def once(self, part: str, work: Callable[[Session, datetime], Figures]) -> None:
        """Do the part with this name ("": the whole) in a transaction with its slot, unless it was done."""
        with self.database.transaction() as session:
            instant, slot = self.now(), self._slot(part)
            if queries.claim(session, self.job, slot, instant):
                queries.note(session, self.job, slot, work(session, instant))

    def done(self) -> bool:
        """Whether the whole was done."""
        with self.database.reading() as session:
            return queries.slot(session, self.job, self._slot("")) is not None

    def _slot(self, part: str) -> str:
        return f"{self.day}/{part}" if part else f"{self.day}"


@dataclass(frozen=True, slots=True)
class Daily:
    """One daily job, at a time of the Danish clock. Raises ValueError for a time that some days do not have once.

    work: does the day by its slots; it may be called again where it did not come to its end.
    """

    job: str
    at: time
    work: Callable[[Slots], None]

    def __post_init__(self) -> None:
        if FIRST_UNSURE <= self.at < FIRST_SURE:
            raise ValueError(f"{self.job}: nothing is done between 02:00 and 03:00, where the clocks change")

    def day(self, now: datetime) -> date:
        """The day of the latest slot that has come."""
        today = now.astimezone(COPENHAGEN).date()
        return today if now >= datetime.combine(today, self.at, COPENHAGEN) else today - ONE_DAY

    def catch_up(self, database: Database, now: Callable[[], datetime], stopping: Event) -> bool:
        """Do the latest slot unless it was done. Whether there was something to do. Raises what the work raises."""
        slots = Slots(database, self.job, self.day(now()), now, stopping)
        if slots.done():
            return False
        self.work(slots)
        if not stopping.is_set():
            slots.once("", lambda _session, _now: {})
        return True
