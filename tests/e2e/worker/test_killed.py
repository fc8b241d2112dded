"""Two workers, killed again and again at random moments: nothing is lost, nothing is done twice in the database, and a
message that leaves twice is the same message."""

import gc
import random
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from accounts.tables import Role
from api.steps import daily
from citizens.tables import CaseEvent, EventKind
from core.audit import AuditEntry
from core.clock import COPENHAGEN, local_day
from core.db import Database
from core.outbox import OutboxMessage, OutboxState
from core.settings import Settings
from scheduler.clockwork.tables import JobSlot
from scheduler.followups import queries
from scheduler.followups import rows as due
from scheduler.followups.tables import Escalation, FollowUp
from scheduler.meetings.tables import MeetingChange
from scheduler.messages.letters import message_id
from scheduler.tables import Meeting, MeetingState
from tests import build
from tests.e2e.worker.processes import MailServer, Workers, until
from tests.integration.messages.house import published

DAILY_JOBS = len(daily(Settings()))
ROUNDS = 6
MEETINGS, PEOPLE, CASES = 40, 2, 250
DOMAIN = "tovholder.invalid"
SEED = 20261121

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[MailServer]:
    found = MailServer()
    found.start()
    yield found
    found.stop()
    # The server leaves the connections of those who died to the garbage collector, which complains.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def workers(database: Database, server: MailServer, tmp_path: Path) -> Iterator[Workers]:
    found = Workers(database.url, server.port, tmp_path)
    yield found
    found.kill_all()


def test_whatever_dies_nothing_is_lost_and_nothing_done_twice(
    database: Database, server: MailServer, workers: Workers
) -> None:
    chosen, begun = random.Random(SEED), datetime.now(UTC)
    populate(database, begun)
    for _ in range(2):
        workers.start()
    until(lambda: len(server.mailbox) > 0, workers.said)
    for _ in range(ROUNDS):
        ahead = len(server.mailbox) + chosen.randint(1, 8)
        until(lambda ahead=ahead: len(server.mailbox) >= ahead or is_done(database), workers.said)  # type: ignore[misc]
        time.sleep(chosen.random() / 50)
        workers.kill(chosen)
        workers.start()
    workers.kill_all()
    let_leases_run_out(database)
    for _ in range(2):
        workers.start()
    until(lambda: is_done(database), workers.said)
    assert workers.stop() == [0, 0]
    the_messages_are_right(database, server)
    the_meetings_are_invited_to_once(database)
    the_daily_work_was_done_once(database, begun)


def populate(database: Database, now: datetime) -> None:
    """Meetings in a fortnight with their invitations waiting, and cases of which nobody has made the follow-ups."""
    with database.transaction() as session:
        staff = build.user(session, Role.COORDINATOR)
        build.user(session, Role.MANAGER)
        day = local_day(now)
        for _ in range(MEETINGS):
            start = datetime.combine(day + timedelta(days=14), clock_time(10), COPENHAGEN)
            published(session, people=PEOPLE, start=start)
        for _ in range(CASES):
            citizen = build.citizen(session, staff, target_group="jobparat")
            referred = CaseEvent(citizen_id=citizen.id, kind=EventKind.REFERRAL, on=day - timedelta(days=60))
            session.add(referred)
        session.flush()
        overdue = citizen.id
        due.refresh(session, day, citizens=[overdue])


def let_leases_run_out(database: Database) -> None:
    """As time would: nobody is left who holds one."""
    with database.transaction() as session:
        session.execute(update(OutboxMessage).values(try_after=None))


def is_done(database: Database) -> bool:
    with database.reading() as session:
        waiting = select(func.count()).where(OutboxMessage.state.in_([OutboxState.WAITING, OutboxState.SENDING]))
        jobs = select(func.count(JobSlot.job.distinct())).where(~JobSlot.slot.contains("/"))
        return (session.scalar(waiting), session.scalar(jobs)) == (0, DAILY_JOBS)


def the_messages_are_right(database: Database, server: MailServer) -> None:
    received = server.mailbox.received
    with database.reading() as session:
        rows = session.scalars(select(OutboxMessage)).all()
    assert {row.state for row in rows} == {OutboxState.SENT}
    assert {message_id(row.key, DOMAIN) for row in rows} == set(received)
    assert [name for name, copies in received.items() if len(set(copies)) > 1] == []
    assert sum(len(copies) - 1 for copies in received.values()) <= ROUNDS + 2
    assert Counter(row.kind for row in rows)["meeting.invite"] == MEETINGS * PEOPLE


def the_meetings_are_invited_to_once(database: Database) -> None:
    with database.reading() as session:
        assert set(session.scalars(select(Meeting.state))) == {MeetingState.INVITED}
        changes = session.scalars(select(MeetingChange.meeting_id).where(MeetingChange.to == MeetingState.INVITED))
        assert sorted(changes) == sorted(session.scalars(select(Meeting.id)))


def the_daily_work_was_done_once(database: Database, begun: datetime) -> None:
    with database.transaction() as session:
        told = session.scalars(select(Escalation.follow_up_id)).all()
        trail = session.scalar(select(func.count()).where(AuditEntry.action == "follow_up.escalated"))
        assert len(told) == trail != 0
        assert queries.without_next_contact(session, begun, local_day(begun)) == []
        kept = set(session.scalars(select(FollowUp.id)))
        due.refresh(session, local_day(begun))
        session.flush()
        assert set(session.scalars(select(FollowUp.id))) == kept
