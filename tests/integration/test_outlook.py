"""What can be expected to come is learnt from the year before, and from nothing else."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from accounts.tables import Role
from citizens.tables import CaseEvent, Citizen, EventKind, Status
from core.clock import midnight
from core.db import Database
from matcher.engine.ahead.futures import Outlook
from matcher.outlook import WEEKS, load_outlook
from tests import build
from tests.build import TODAY

YEAR = timedelta(weeks=WEEKS)


def referred(session: Session, on: date, **values: object) -> Citizen:
    citizen = build.citizen(session, build.user(session, Role.CONSULTANT), **values)
    session.add(CaseEvent(citizen_id=citizen.id, kind=EventKind.REFERRAL, on=on))
    session.flush()
    return citizen


def outlook(database: Database) -> Outlook:
    with database.reading() as session:
        return load_outlook(session, TODAY)


def test_who_was_referred_in_the_last_year_is_expected_again_as_if_they_came_today(database: Database) -> None:
    with database.transaction() as session:
        on = TODAY - timedelta(weeks=10)
        referred(session, on, status=Status.ORDINARY, unemployed_since=on - timedelta(weeks=5), available_from=on)
    stream = outlook(database).stream
    assert [one.unemployed_since for one in stream.citizens] == [TODAY - timedelta(weeks=5)]
    assert [one.available_from for one in stream.citizens] == [TODAY]
    assert stream.citizens_per_week == 1 / WEEKS


def test_who_was_referred_today_or_longer_ago_is_not_counted(database: Database) -> None:
    with database.transaction() as session:
        referred(session, TODAY)
        referred(session, TODAY - YEAR - timedelta(days=1))
    assert outlook(database).stream.citizens == ()


def test_openings_of_the_last_year_are_expected_again_even_those_closed_since(database: Database) -> None:
    with database.transaction() as session:
        at = build.unit(session)
        made = TODAY - timedelta(weeks=8)
        start = {"start_earliest": made + timedelta(weeks=2), "start_latest": made + timedelta(weeks=6)}
        build.opening(session, at, created_at=midnight(made), state="closed", **start)
        build.opening(session, at, created_at=midnight(TODAY))
        build.opening(session, at, created_at=midnight(TODAY - YEAR) - timedelta(seconds=1))
    (one,) = outlook(database).stream.openings
    assert one.start.latest == TODAY + timedelta(weeks=6)
    assert outlook(database).stream.openings_per_week == 1 / WEEKS


def test_without_a_past_nothing_is_expected(database: Database) -> None:
    assert outlook(database).stream.per_week == 0
