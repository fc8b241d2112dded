"""Planning runs as a job: open meetings become a task, its answer becomes a draft plan."""

import hashlib
from datetime import date, datetime
from importlib.metadata import version

from sqlalchemy.orm import Session

from core import clock
from core.settings import Settings
from core.work import Job
from core.writing import write
from scheduler.meetings.life import place_of
from scheduler.planning import loading, queries, service, teams
from scheduler.planning.solving import Outcome, Task, answer
from scheduler.tables import PlanningRun

SEED = 1


def _load(session: Session, settings: Settings, run: PlanningRun, now: datetime) -> Task:
    today = clock.local_day(now)
    return _change(session, settings, today) if run.change is not None else _whole(session, settings, today)


def _whole(session: Session, settings: Settings, today: date) -> Task:
    """All open meetings, cases of teams on their days."""
    meetings, days = loading.meetings_to_plan(session), teams.standing_days(session, loading.horizon_from(today))
    return Task(
        problem=loading.load_problem(session, today, settings.closed, days),
        seconds=settings.plan_seconds,
        seed=SEED,
        sequences={meeting.id: meeting.sequence for meeting in meetings},
        days=days,
        cases=[f"m{one}" for one in queries.team_cases(session)],
        today=today,
    )


def _change(session: Session, settings: Settings, today: date) -> Task:
    """The published plan, to be mended."""
    horizon = loading.horizon_from(today)
    meetings = loading.standing_in(session, horizon)
    return Task(
        problem=loading.problem_of(session, meetings, horizon, settings.closed),
        seconds=settings.plan_seconds,
        seed=SEED,
        sequences={meeting.id: meeting.sequence for meeting in meetings},
        plan=[loading.planned(one.id, place) for one in meetings if (place := place_of(one)) is not None],
    )


def _store(session: Session, run_id: int, now: datetime, task: Task, found: Outcome) -> None:
    record = {
        "problem": hashlib.sha256(write(task.problem)).hexdigest(),
        "seed": task.seed,
        "ortools": version("ortools"),
    }
    service.store_plan(session, run_id, now, found, record, task.sequences, standing=task.plan or ())


PLANNING = Job(PlanningRun, _load, answer, _store)
carry_out_next = PLANNING.carry_out_next
