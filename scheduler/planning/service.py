"""Have the open meetings planned, and keep what the planner found."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from core import audit, runs
from core.clock import COPENHAGEN
from scheduler import queries
from scheduler.engine.result import Answer, PlannedMeeting
from scheduler.tables import Meeting, MeetingState, Participant, PlanningRun


def request_planning(session: Session, user_id: int | None, now: datetime) -> PlanningRun:
    """Ask for a plan of all open meetings. A plan that still waits serves both who asked."""
    if (waiting := queries.waiting_planning(session)) is not None:
        return waiting
    return runs.request(session, PlanningRun(requested_by=user_id, requested_at=now), now)


def store_plan(session: Session, run_id: int, now: datetime, answer: Answer, record: Mapping[str, object]) -> bool:
    """Write a plan: times, places and people of the meetings planned, obstacles of those left out.

    A meeting that was invited to, held or cancelled while the planner worked keeps what it has. False, and nothing
    written, where the run was cancelled meanwhile.
    """
    run = runs.running(session, PlanningRun, run_id)
    if run is None:
        return False
    planned = {_row(one.id): one for one in answer.meetings}
    obstacles = {_row(one.id): one.because for one in answer.unplanned}
    late = 0
    for meeting in queries.meetings_locked(session, [*planned, *obstacles]):
        if meeting.state not in (MeetingState.REQUESTED, MeetingState.PLANNED):
            continue
        if meeting.id in planned:
            _settle(meeting, planned[meeting.id])
            late += planned[meeting.id].start.date() > meeting.due
        else:
            _leave_out(meeting, obstacles[meeting.id])
    runs.finish(run, now, answer.seconds, record)
    run.planned, run.late, run.left_out = len(planned), late, len(obstacles)
    run.cost, run.bound = answer.cost, answer.bound
    audit.record(session, now, run.requested_by, "planning.done", f"planning_run:{run.id}", planned=run.planned)
    return True


def _settle(meeting: Meeting, planned: PlannedMeeting) -> None:
    meeting.state, meeting.obstacles = MeetingState.PLANNED, []
    meeting.starts_at = planned.start.replace(tzinfo=COPENHAGEN)
    meeting.ends_at = planned.end.replace(tzinfo=COPENHAGEN)
    meeting.site_id = _row(planned.site)
    meeting.room_id = None if planned.room is None else _row(planned.room)
    for participant in meeting.participants:
        participant.attends = _person(participant) in planned.attendees


def _leave_out(meeting: Meeting, because: str) -> None:
    meeting.state, meeting.obstacles = MeetingState.REQUESTED, [because]
    meeting.starts_at = meeting.ends_at = meeting.site_id = meeting.room_id = None
    for participant in meeting.participants:
        participant.attends = False


def _person(participant: Participant) -> str:
    return f"c{participant.citizen_id}" if participant.user_id is None else f"p{participant.user_id}"


def _row(pseudonym: str) -> int:
    """The row's number behind an id of the problem (`m17`)."""
    return int(pseudonym[1:])
