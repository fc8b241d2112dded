"""The command `tovholder worker` itself, and the steps that it is made of."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGTERM
from threading import Event

import pytest
from sqlalchemy import select

from api.steps import AT_ONCE, clockwork, daily
from core import outbox
from core.db import Database
from core.errors import BadInputError
from core.outbox import OutboxMessage, OutboxState
from core.settings import Settings
from scheduler.clockwork import queries as slots
from scheduler.clockwork.tables import JobSlot
from scheduler.followups import queries
from tests import build
from tests.build import NOW, TODAY
from tests.e2e.worker.processes import PATIENCE, until

COMMAND = (sys.executable, "-c", "from api.cli import app; app()", "worker", "--no-runs")
FOLDER = Path(__file__).parents[3]


def environment(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "TOVHOLDER_DATABASE_URL": database_url, "TOVHOLDER_VAR": str(folder), **more}


def test_the_command_works_until_it_is_told_to_stop(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.transaction() as session:
        outbox.put(session, datetime.now(UTC), "follow_up.escalated", "k", to={"user": build.user(session).id})
    process = subprocess.Popen(
        COMMAND, env=environment(sqlite.url, tmp_path), cwd=FOLDER, stderr=subprocess.PIPE, text=True
    )

    def sent() -> bool:
        with sqlite.reading() as session:
            return session.scalars(select(OutboxMessage.state)).one() is OutboxState.SENT

    until(sent, lambda: "nothing was sent")
    process.send_signal(SIGTERM)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (0, "Tovholders worker kører. Stop med Ctrl-C.\n")
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("migrated", "figures", "said"),
    [
        (False, "{}", "Databasen mangler eller har et ældre skema. Kør: tovholder migrate\n"),
        (True, '{"plan": {"every_months": 3}}', "TOVHOLDER_FOLLOW_UPS.plan.every_months: står i"),
        (True, "{samtaler", "TOVHOLDER_FOLLOW_UPS har en værdi, som ikke kan bruges."),
        (True, "[1]", "TOVHOLDER_FOLLOW_UPS har en værdi, som ikke kan bruges."),
    ],
)
def test_a_worker_that_cannot_work_says_why_and_ends(
    sqlite: Database, tmp_path: Path, migrated: bool, figures: str, said: str
) -> None:
    url = sqlite.url if migrated else f"sqlite:///{tmp_path}/empty.db"
    chosen = environment(url, tmp_path, TOVHOLDER_FOLLOW_UPS=figures)
    done = subprocess.run(
        COMMAND, check=False, env=chosen, cwd=FOLDER, capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_a_day_makes_every_cases_follow_ups_part_by_part(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        for _ in range(AT_ONCE + 1):
            build.citizen(session, staff)
    make = daily(Settings(database_url=database.url))[0]
    make.catch_up(database, lambda: NOW, Event())
    with database.reading() as session:
        assert queries.without_next_contact(session, NOW, TODAY) == []
        assert [slot.outcome for slot in slots.slots(session, make.job, TODAY)] == [
            {}, {"open": AT_ONCE, "faulty": 0}, {"open": 1, "faulty": 0},
        ]  # fmt: skip


def test_a_day_that_is_interrupted_is_not_taken_for_done(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        build.citizen(session, build.user(session))
    stopping = Event()
    stopping.set()
    make = daily(Settings(database_url=sqlite.url))[0]
    make.catch_up(sqlite, lambda: NOW, stopping)
    with sqlite.reading() as session:
        assert session.scalars(select(JobSlot)).all() == []


def test_figures_that_cannot_be_used_stop_the_worker_before_it_begins(sqlite: Database) -> None:
    with pytest.raises(BadInputError):
        clockwork(sqlite, Settings(database_url=sqlite.url, follow_ups={"x": 1}))


def test_every_daily_job_has_its_own_name_and_a_time_that_every_day_has_once() -> None:
    jobs = daily(Settings())
    assert len({job.job for job in jobs}) == len(jobs)
    assert all(not 2 <= job.at.hour < 3 for job in jobs)
    assert all(job.day(NOW) in (TODAY, TODAY - timedelta(days=1)) for job in jobs)
