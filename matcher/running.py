"""Match runs as a job: the municipality's rows become a task, its answer becomes proposals with reasons."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.settings import Settings
from core.work import Job
from matcher import loading, recompute, service
from matcher.outlook import load_outlook
from matcher.policy import Policy
from matcher.solving import SEED, Answer, Task, answer
from matcher.tables import MatchRun

GAP = 0.001


def _load(session: Session, settings: Settings, run: MatchRun, _now: datetime) -> Task:
    policy = Policy.of(settings)
    return Task(
        problem=policy.applied(loading.load_problem(session, run.day)),
        owners=loading.owners(session),
        seconds=float(run.parameters.get("seconds", settings.solve_seconds)),
        gap=float(run.parameters.get("gap", GAP)),
        policy=policy,
        outlook=load_outlook(session, run.day) if policy.hold_back.enabled else None,
        seed=int(run.parameters.get("seed", SEED)),
    )


def _store(session: Session, run_id: int, now: datetime, task: Task, found: Answer) -> None:
    record = recompute.record(found.problem, found.result, task)
    if service.store(session, run_id, now, found, record):
        recompute.keep(session, run_id, found.problem, found.result)


MATCHING = Job(MatchRun, _load, answer, _store)
carry_out_next = MATCHING.carry_out_next
