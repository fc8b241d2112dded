"""Match runs as a job: the municipality's rows become a task, its answer becomes proposals with reasons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Event

from sqlalchemy.orm import Session

from core.db import Database
from core.settings import Settings
from core.work import Job, Progress, Report
from matcher import loading, recompute, reruns, service
from matcher.engine.problem import Problem
from matcher.outlook import load_outlook
from matcher.policy import Policy
from matcher.scopes import Scope
from matcher.solving import SEED, Answer, Task, answer
from matcher.tables import MatchRun

GAP = 0.001


def _load(session: Session, settings: Settings, run: MatchRun, _now: datetime) -> Task:
    policy, scope = Policy.of(settings), Scope.of(run)
    return Task(
        problem=_problem(session, policy, run, scope),
        owners=loading.owners(session),
        seconds=float(run.parameters.get("seconds", settings.solve_seconds)),
        gap=float(run.parameters.get("gap", GAP)),
        policy=policy,
        outlook=load_outlook(session, run.day) if scope.whole and policy.hold_back.enabled else None,
        seed=int(run.parameters.get("seed", SEED)),
    )


def _problem(session: Session, policy: Policy, run: MatchRun, scope: Scope) -> Problem:
    problem = policy.applied(loading.load_problem(session, run.day, scope))
    return problem if scope.whole else replace(problem, floors=())


def _store(session: Session, run_id: int, now: datetime, task: Task, found: Answer) -> None:
    record = recompute.record(found.problem, found.result, task)
    if service.store(session, run_id, now, found, record):
        recompute.keep(session, run_id, found.problem, found.result)


MATCHING = Job(MatchRun, _load, answer, _store)


def _unwatched(_progress: Progress) -> None:
    return None


def carry_out_next(
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
    stopping: Event,
    watch: Report = _unwatched,
) -> bool:
    """Take the next run that waits, and before it what refusals and broken-off placements have asked for. False where
    none waits.
    """
    with database.transaction() as session:
        reruns.take_up(session, now())
    return MATCHING.carry_out_next(database, settings, now, stopping, watch)
