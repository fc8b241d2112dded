"""What a meeting is about: its agenda, the note sent beforehand, and the citizen's answers to the three questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.queries import citizen_of_user
from core import audit
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from scheduler.meetings import queries
from scheduler.meetings.kinds import KINDS
from scheduler.meetings.states import OPEN
from scheduler.meetings.tables import AgendaPoint, AgendaSource, Question, QuestionAnswer
from scheduler.tables import Meeting, MeetingAgreement

LONGEST_POINT = 500
LONGEST_NOTE = 5_000


@dataclass(frozen=True, slots=True)
class Point:
    """A point on an agenda. id: its row, None for an open agreement that is on it only while it is open."""

    text: str
    source: AgendaSource
    id: int | None = None
    added_by: int | None = None
    agreement: MeetingAgreement | None = None


def agenda(session: Session, meeting: Meeting) -> list[Point]:
    """The meeting's agenda: open agreements of the meetings before it first, then its own points as they were added."""
    rows = queries.agenda_points(session, meeting.id)
    kept = queries.agreements_by_id(session, [one.agreement_id for one in rows if one.agreement_id is not None])
    own = [Point(one.text, one.source, one.id, one.added_by, kept.get(one.agreement_id or 0)) for one in rows]
    return [*_carried(session, meeting), *own]


def from_template(meeting: Meeting) -> list[AgendaPoint]:
    """The points that meetings of its kind begin with."""
    texts = KINDS[meeting.kind].agenda
    return [AgendaPoint(meeting_id=meeting.id, source=AgendaSource.TEMPLATE, text=text) for text in texts]


def add_point(
    session: Session, now: datetime, user: User, meeting_id: int, text: str, source: AgendaSource | None = None
) -> AgendaPoint:
    """Put a point on the agenda, for whoever takes part in the meeting or runs it; a citizen's is marked as theirs.

    source: staff or citizen, where staff writes down what the citizen has said; who wrote it is kept. None: the
    writer's own point. Raises NotFoundError, BadInputError, ConflictError where the meeting is over.
    """
    meeting = _open(session, user, meeting_id)
    point = AgendaPoint(
        meeting_id=meeting.id,
        source=_source(session, user, meeting, source),
        text=_checked(text, "text", LONGEST_POINT),
        added_by=user.id,
    )
    session.add(point)
    session.flush()
    audit.record(
        session, now, user.id, "agenda.added", f"meeting:{meeting.id}", point=point.id, source=point.source.value
    )
    return point


def remove_point(session: Session, now: datetime, user: User, point_id: int) -> None:
    """Take a point off: one's own, or for whoever runs the meeting any but the citizen's.

    Raises NotFoundError, ConflictError where the meeting is over.
    """
    point = session.get(AgendaPoint, point_id)
    if point is None:
        raise NotFoundError("Punktet findes ikke.", point=point_id)
    meeting = _open(session, user, point.meeting_id)
    may_clear = point.source is not AgendaSource.CITIZEN and queries.is_run_by(session, user, meeting)
    if point.added_by != user.id and not may_clear:
        raise NotFoundError("Punktet findes ikke, eller det er ikke dit at fjerne.", point=point_id)
    session.delete(point)
    audit.record(session, now, user.id, "agenda.removed", f"meeting:{meeting.id}", point=point_id)


def write_note(session: Session, now: datetime, user: User, meeting_id: int, text: str) -> None:
    """Write the note that those who come can read beforehand, inside the service. An empty text takes it away.

    Raises NotFoundError where the user does not run the meeting, BadInputError, ConflictError where it is over.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    _check_open(meeting)
    if len(text) > LONGEST_NOTE:
        raise BadInputError([Fault("text", f"er for lang; højst {LONGEST_NOTE} tegn")])
    meeting.note = text.strip()
    audit.record(session, now, user.id, "meeting.note", f"meeting:{meeting.id}", characters=len(meeting.note))


def answer(session: Session, now: datetime, user: User, meeting_id: int, answers: Mapping[Question, str]) -> None:
    """Keep the citizen's answers to the three questions; a later answer takes the place of an earlier.

    The user is the citizen, or whoever runs the meeting and was told. Raises NotFoundError, BadInputError,
    ConflictError where the meeting is over or is about nobody.
    """
    meeting = _open(session, user, meeting_id)
    own = citizen_of_user(session, user.id)
    citizen_id = meeting.citizen_id if own is None else own.id
    if citizen_id is None:
        raise ConflictError("Mødet handler ikke om en borger.", meeting=meeting_id)
    known = {one.question: one for one in queries.answers(session, meeting_id) if one.citizen_id == citizen_id}
    for question, text in answers.items():
        row = known.get(question) or QuestionAnswer(meeting_id=meeting_id, citizen_id=citizen_id, question=question)
        row.text, row.answered_at = _checked(text, question.value, LONGEST_NOTE), now
        session.add(row)
    audit.record(session, now, user.id, "meeting.answered", f"meeting:{meeting_id}", questions=len(answers))


def keep(session: Session, meeting: Meeting) -> None:
    """Write down the agreements that were on the agenda when the meeting was held, also if they are done later."""
    session.add_all(
        AgendaPoint(meeting_id=meeting.id, source=one.source, text=one.text, agreement_id=one.agreement.id)
        for one in _carried(session, meeting)
        if one.agreement is not None
    )


def _carried(session: Session, meeting: Meeting) -> list[Point]:
    """Open agreements of the citizen's earlier meetings, on the agenda of the next one and no other."""
    if meeting.state not in OPEN or meeting.citizen_id is None:
        return []
    following = queries.next_meeting(session, meeting.citizen_id)
    if following is None or following != meeting.id:
        return []
    found = queries.open_agreements_about(session, meeting.citizen_id)
    return [Point(one.what, AgendaSource.AGREEMENT, agreement=one) for one in found if one.meeting_id != meeting.id]


def _source(session: Session, user: User, meeting: Meeting, source: AgendaSource | None) -> AgendaSource:
    """Whose point it is: a citizen's own is always the citizen's."""
    if citizen_of_user(session, user.id) is not None:
        return AgendaSource.CITIZEN
    if source not in (None, AgendaSource.STAFF, AgendaSource.CITIZEN):
        raise BadInputError([Fault("source", "vælg staff eller citizen")])
    if source is AgendaSource.CITIZEN and meeting.citizen_id is None:
        raise BadInputError([Fault("source", "mødet handler ikke om en borger; vælg staff")])
    return source or AgendaSource.STAFF


def _open(session: Session, user: User, meeting_id: int) -> Meeting:
    """The meeting, locked, if it is still to come and the user takes part or runs it."""
    found = queries.lock(session, [meeting_id])
    if not found or not queries.takes_part(session, user, found[0]):
        raise NotFoundError("Mødet findes ikke, eller du er ikke med i det.", meeting=meeting_id)
    _check_open(found[0])
    return found[0]


def _check_open(meeting: Meeting) -> None:
    if meeting.state not in OPEN:
        raise ConflictError("Mødet er overstået; dagsordenen står fast.", meeting=meeting.id, state=meeting.state.value)


def _checked(text: str, place: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise BadInputError([Fault(place, "er tom; skriv en tekst")])
    if len(text) > longest:
        raise BadInputError([Fault(place, f"er for lang; højst {longest} tegn")])
    return text
