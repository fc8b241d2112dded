"""Two working days before a meeting everybody who is to be there is reminded, once of each time."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from core.clock import COPENHAGEN
from core.db import Database
from core.outbox import OutboxMessage
from scheduler.followups.terms import Terms
from scheduler.messages.letters import Channel
from scheduler.messages.reminders import queue_reminders
from scheduler.tables import Meeting, MeetingState
from tests.integration.messages.house import Office, published

MONDAY = date(2026, 12, 14)


def at(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour), COPENHAGEN)


def invited(database: Database, day: date, **more: object) -> int:
    """A meeting at ten that day that everybody is invited to."""
    with database.transaction() as session:
        meeting = published(session, people=2, start=at(day, 10), **more)  # type: ignore[arg-type]
        meeting.state = MeetingState.INVITED
        session.execute(update(OutboxMessage).values(state="sent"))
        return meeting.id


def remind(database: Database, on: date, terms: Terms | None = None) -> int:
    with database.transaction() as session:
        return queue_reminders(session, at(on), terms or Terms())


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (MONDAY - timedelta(days=5), False),
        (MONDAY - timedelta(days=4), True),
        (MONDAY - timedelta(days=3), True),
        (MONDAY - timedelta(days=1), True),
        (MONDAY, False),
    ],
)
def test_a_meeting_on_monday_is_reminded_of_from_thursday_on(database: Database, today: date, wanted: bool) -> None:
    invited(database, MONDAY)
    assert remind(database, today) == (2 if wanted else 0)


def test_nobody_is_reminded_of_the_same_time_twice(database: Database) -> None:
    meeting = invited(database, MONDAY)
    assert [remind(database, MONDAY - timedelta(days=days)) for days in (4, 3, 1)] == [2, 0, 0]
    with database.transaction() as session:
        session.get_one(Meeting, meeting).sequence += 1
    assert remind(database, MONDAY - timedelta(days=1)) == 2


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED])
def test_only_meetings_that_people_are_invited_to_are_reminded_of(sqlite: Database, state: MeetingState) -> None:
    meeting = invited(sqlite, MONDAY)
    with sqlite.transaction() as session:
        session.get_one(Meeting, meeting).state = state
    assert remind(sqlite, MONDAY - timedelta(days=1)) == 0


def test_the_municipality_decides_how_long_before_and_its_closing_days_are_no_working_days(sqlite: Database) -> None:
    invited(sqlite, MONDAY)
    friday = MONDAY - timedelta(days=3)
    assert remind(sqlite, friday - timedelta(days=2), Terms(frozenset({friday}))) == 2
    assert remind(sqlite, MONDAY - timedelta(days=2), Terms(figures={"meeting.reminder_working_days": 1})) == 0


def test_a_reminder_reaches_a_citizen_by_text_message(sqlite: Database) -> None:
    meeting = invited(sqlite, MONDAY, citizen_too=True, phone="+4512345678", email="bo@ex.org")
    remind(sqlite, MONDAY - timedelta(days=3))
    office = Office(sqlite, at(MONDAY - timedelta(days=3), 9))
    office.send_all()
    (letter,) = office.out[Channel.TEXT].letters
    assert letter.receiver.address == "+4512345678"
    assert len(office.mailed) == 2
    with sqlite.reading() as session:
        keys = session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == "meeting.reminder")).all()
    assert all(key.startswith(f"meeting:{meeting}:1:reminder:") for key in keys)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_over_a_change_of_the_clocks_the_day_before_still_reminds(sqlite: Database, day: date) -> None:
    invited(sqlite, day + timedelta(days=1))
    assert remind(sqlite, day) == 2
