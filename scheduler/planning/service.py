"""Have the open meetings planned, and keep what the planner found as a draft."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from core import audit, runs
from core.clock import COPENHAGEN
from scheduler import queries
from scheduler.engine.result import Answer, PlannedMeeting, Unplanned
from scheduler.meetings.queries import lock
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
    answer: Answer,
    record: Mapping[str, object],
    sequences: Mapping[int, int],
) -> bool:
    """Keep the plan as a draft: nobody is told, nothing is booked. sequences: the meetings as the planner read them.

    False, and nothing written, where the run was cancelled meanwhile.
    """
    run = runs.running(session, PlanningRun, run_id)
    if run is None:
        return False
    draft = Draft(run_id=run.id, made_at=now, rows=[])
    meetings = {meeting.id: meeting for meeting in lock(session, list(sequences))}
    draft.rows += [_settled(one, sequences) for one in answer.meetings if row_of(one.id) in meetings]
    draft.rows += [_left_out(one, sequences) for one in answer.unplanned if row_of(one.id) in meetings]
    session.add(draft)
    _tell_obstacles(meetings, answer)
    runs.finish(run, now, answer.seconds, record)
    run.planned, run.left_out = len(answer.meetings), len(answer.unplanned)
    run.late = sum(one.start.date() > meetings[row_of(one.id)].due for one in answer.meetings)
    run.cost, run.bound = answer.cost, answer.bound
    audit.record(session, now, run.requested_by, "planning.done", f"planning_run:{run.id}", planned=run.planned)
    return True


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


def _left_out(one: Unplanned, sequences: Mapping[int, int]) -> DraftMeeting:
    return DraftMeeting(
        meeting_id=row_of(one.id),
        sequence=sequences[row_of(one.id)],
        obstacles=[{"words": one.because}],
    )


def _tell_obstacles(meetings: Mapping[int, Meeting], answer: Answer) -> None:
    """A meeting that waits for a time says what the newest plan found in its way."""
    because = {row_of(one.id): one.because for one in answer.unplanned}
    for meeting in meetings.values():
        if meeting.state == MeetingState.REQUESTED:
            meeting.obstacles = [because[meeting.id]] if meeting.id in because else []
