"""Have the open meetings planned, and keep what the planner found as a draft."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from core import audit, runs
from core.clock import COPENHAGEN
from scheduler import queries
from scheduler.engine.result import Answer, PlannedMeeting, Unplanned
from scheduler.meetings.queries import lock
from scheduler.planning.solving import Outcome
from scheduler.planning.tables import Draft, DraftMeeting
from scheduler.tables import Meeting, MeetingState, PlanningRun


def request_planning(session: Session, user_id: int | None, now: datetime) -> PlanningRun:
    """Ask for a plan of all open meetings. A plan that still waits serves both who asked."""
    if (waiting := queries.waiting_planning(session)) is not None:
        return waiting
    return runs.request(session, PlanningRun(requested_by=user_id, requested_at=now), now)


def store_plan(
    session: Session,
    run_id: int,
    now: datetime,
    found: Outcome,
    record: Mapping[str, object],
    sequences: Mapping[int, int],
    standing: Collection[PlannedMeeting] = (),
) -> bool:
    """Keep the plan as a draft: nobody is told, nothing is booked.

    sequences: the meetings as the planner read them. standing: what is published; the draft leaves out what stays so.
    False, and nothing written, where the run was cancelled meanwhile.
    """
    run = runs.running(session, PlanningRun, run_id)
    if run is None:
        return False
    answer = found.answer
    held = [one for one in answer.meetings if row_of(one.id) in sequences]
    stays = {_where(one) for one in standing}
    settled = [_settled(one, sequences) for one in held if _where(one) not in stays]
    left_out = [_left_out(one, found, sequences) for one in answer.unplanned]
    session.add(Draft(run_id=run.id, made_at=now, rows=[*settled, *left_out]))
    meetings = {meeting.id: meeting for meeting in lock(session, list(sequences))}
    _tell_obstacles(meetings, answer)
    runs.finish(run, now, answer.seconds, record)
    run.planned, run.left_out = len(held), len(answer.unplanned)
    run.late = sum(one.start.date() > meetings[row_of(one.id)].due for one in held)
    run.cost, run.bound = answer.cost, answer.bound
    audit.record(session, now, run.requested_by, "planning.done", f"planning_run:{run.id}", planned=run.planned)
    return True


def _where(one: PlannedMeeting) -> tuple[object, ...]:
    return one.id, one.start, one.site, one.room, frozenset(one.attendees)


def row_of(pseudonym: str) -> int:
    """The row's number behind an id of the problem (`m17`)."""
    return int(pseudonym[1:])


def _settled(planned: PlannedMeeting, sequences: Mapping[int, int]) -> DraftMeeting:
    return DraftMeeting(
        meeting_id=row_of(planned.id),
        sequence=sequences[row_of(planned.id)],
        starts_at=planned.start.replace(tzinfo=COPENHAGEN),
        ends_at=planned.end.replace(tzinfo=COPENHAGEN),
        site_id=row_of(planned.site),
        room_id=None if planned.room is None else row_of(planned.room),
        user_ids=sorted(row_of(one) for one in planned.attendees if one.startswith("p")),
        citizen_ids=sorted(row_of(one) for one in planned.attendees if one.startswith("c")),
    )


def _left_out(one: Unplanned, found: Outcome, sequences: Mapping[int, int]) -> DraftMeeting:
    """The obstacle's facts (`scheduler.engine.obstacle`) with the planner's own words."""
    obstacle = found.obstacles.get(one.id)
    facts = {} if obstacle is None else asdict(obstacle)
    return DraftMeeting(
        meeting_id=row_of(one.id), sequence=sequences[row_of(one.id)], obstacles=[facts | {"words": one.because}]
    )


def _tell_obstacles(meetings: Mapping[int, Meeting], answer: Answer) -> None:
    """A meeting that waits for a time says what the newest plan found in its way."""
    because = {row_of(one.id): one.because for one in answer.unplanned}
    for meeting in meetings.values():
        if meeting.state == MeetingState.REQUESTED:
            meeting.obstacles = [because[meeting.id]] if meeting.id in because else []
