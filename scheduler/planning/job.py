"""Planning runs as a job: open meetings become a task, its answer becomes a draft plan."""

import hashlib
from datetime import datetime
from importlib.metadata import version

from sqlalchemy.orm import Session

from core import clock
from core.settings import Settings
from core.work import Job
from core.writing import write
from scheduler.engine.result import Answer
from scheduler.planning import loading, service
from scheduler.planning.solving import Task, answer
from scheduler.tables import PlanningRun

SEED = 1


def _load(session: Session, settings: Settings, _run: PlanningRun, now: datetime) -> Task:
    problem = loading.load_problem(session, clock.local_day(now), settings.closed)
    sequences = {meeting.id: meeting.sequence for meeting in loading.meetings_to_plan(session)}
    return Task(problem, settings.plan_seconds, SEED, sequences)


def _store(session: Session, run_id: int, now: datetime, task: Task, found: Answer) -> None:
    record = {
        "problem": hashlib.sha256(write(task.problem)).hexdigest(),
        "seed": task.seed,
        "ortools": version("ortools"),
    }
    service.store_plan(session, run_id, now, found, record, task.sequences)


PLANNING = Job(PlanningRun, _load, answer, _store)
carry_out_next = PLANNING.carry_out_next
