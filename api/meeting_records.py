"""What is written down about a meeting: note, agenda, the citizen's answers, minutes."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from api.deps import Now, Staff, Transaction
from api.documentation import body, example
from api.fields import Given, Instant, Shown, Text
from api.once import IdempotencyKey, made
from scheduler.meetings import agenda, minutes, queries
from scheduler.meetings.tables import AgendaSource, Question
from web.coordinator.access import seen
from web.fields import PLAIN, PathId

router = APIRouter(prefix="/meetings/{meeting_id}", tags=["meetings"])
LongText = Annotated[str, StringConstraints(max_length=minutes.LONGEST, pattern=PLAIN)]

POINT = {"id": 5, "text": "Hvad er sket siden sidst", "source": "template", "added_by": None, "agreement": None}
VERSION = {
    "number": 1,
    "text": "Amina begynder i køkkenet den 7. december.",
    "addition": False,
    "written_by": 4,
    "written_at": "2026-12-02T11:20:00+01:00",
}
MINUTES = {"versions": [VERSION], "approved_at": None, "approved_by": None}
ANSWERS = {"talk_about": "Mine timer", "change": "Jeg vil gerne have flere timer", "life": "Min søn er begyndt i skole"}


class NoteGiven(Given):
    """The note that those who come can read beforehand; an empty text takes it away."""

    text: LongText


class PointGiven(Given):
    """A point for the agenda."""

    text: Text


class PointShown(Shown):
    """A point on the agenda. `id` is null for an open agreement, which is on it only while it is open."""

    id: int | None
    text: str
    source: AgendaSource
    added_by: int | None
    agreement: int | None


class AnswersGiven(Given):
    """The citizen's answers to the three questions; those left out stay as they were."""

    talk_about: LongText | None = None
    change: LongText | None = None
    life: LongText | None = None


class MinutesGiven(Given):
    """The next version of the minutes, or an addition once they are approved."""

    text: LongText
    after: int = Field(ge=0, description="The number of the newest version the writer has seen; 0 before the first")


class VersionShown(Shown):
    """The minutes as they were once written; what comes after the approval is an addition."""

    number: int
    text: str
    addition: bool
    written_by: int
    written_at: Instant


class MinutesShown(Shown):
    """Every version of the minutes, and whether they are approved."""

    versions: list[VersionShown]
    approved_at: Instant | None
    approved_by: int | None


@router.put("/note", responses=example(200, {"text": "Læs planen"}), openapi_extra=body({"text": "Læs planen"}))
def write_note(session: Transaction, user: Staff, now: Now, meeting_id: PathId, note: NoteGiven) -> NoteGiven:
    """Write the note that those who come can read beforehand, inside the service."""
    agenda.write_note(session, now, user, meeting_id, note.text)
    return note


@router.get("/agenda", responses=example(200, [POINT]))
def show_agenda(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> list[PointShown]:
    """The agenda: open agreements of the meetings before, then its own points."""
    meeting = seen(session, now, user, meeting_id)
    return [_point(point) for point in agenda.agenda(session, meeting)]


@router.post(
    "/agenda", status_code=201, responses=example(201, POINT | {"source": "staff", "added_by": 4}),
    openapi_extra=body({"text": "Hvad er sket siden sidst"}),
)  # fmt: skip
def add_point(
    session: Transaction, user: Staff, now: Now, meeting_id: PathId, given: PointGiven, key: IdempotencyKey = None
) -> PointShown:
    """Put a point on the agenda, until the meeting is over."""
    added = made(
        session, now, user, key, "agenda_point", lambda: agenda.add_point(session, now, user, meeting_id, given.text).id
    )
    meeting = seen(session, now, user, meeting_id)
    return next(_point(point) for point in agenda.agenda(session, meeting) if point.id == added)


@router.delete("/agenda/{point_id}", responses=example(200, [POINT]))
def remove_point(session: Transaction, user: Staff, now: Now, meeting_id: PathId, point_id: PathId) -> list[PointShown]:
    """Take a point off; not the citizen's own. Answers with what is left."""
    agenda.remove_point(session, now, user, point_id)
    return show_agenda(session, user, now, meeting_id)


@router.get("/answers", responses=example(200, ANSWERS))
def show_answers(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> AnswersGiven:
    """What the citizen has answered to the three questions."""
    meeting = seen(session, now, user, meeting_id)
    said = queries.answers(session, meeting.id)
    return AnswersGiven(**{one.question.value: one.text for one in said if one.citizen_id == meeting.citizen_id})


@router.put("/answers", responses=example(200, ANSWERS), openapi_extra=body(ANSWERS))
def answer(session: Transaction, user: Staff, now: Now, meeting_id: PathId, answers: AnswersGiven) -> AnswersGiven:
    """Keep what the citizen has told in answer to the three questions; a later answer takes an earlier's place."""
    told = {Question(name): text for name, text in answers.model_dump(exclude_none=True).items()}
    agenda.answer(session, now, user, meeting_id, told)
    session.flush()
    return show_answers(session, user, now, meeting_id)


@router.get("/minutes", responses=example(200, MINUTES))
def show_minutes(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> MinutesShown:
    """Every version of the minutes, the oldest first."""
    meeting = seen(session, now, user, meeting_id)
    return MinutesShown(
        versions=[VersionShown.model_validate(row) for row in queries.minutes(session, meeting.id)],
        approved_at=meeting.minutes_approved_at,
        approved_by=meeting.minutes_approved_by,
    )


@router.put(
    "/minutes", responses=example(200, MINUTES), openapi_extra=body({"text": VERSION["text"], "after": 0})
)  # fmt: skip
def write_minutes(session: Transaction, user: Staff, now: Now, meeting_id: PathId, given: MinutesGiven) -> MinutesShown:
    """Keep the next version. Refused where somebody has written since the version that the writer saw."""
    minutes.write(session, now, user, meeting_id, given.text, given.after)
    return show_minutes(session, user, now, meeting_id)


@router.post("/minutes/approval", responses=example(200, MINUTES | {"approved_at": None, "approved_by": None}))
def approve_minutes(session: Transaction, user: Staff, now: Now, meeting_id: PathId) -> MinutesShown:
    """The newest version stands from now on. Twice is once."""
    minutes.approve(session, now, user, meeting_id)
    return show_minutes(session, user, now, meeting_id)


def _point(point: agenda.Point) -> PointShown:
    return PointShown(
        id=point.id,
        text=point.text,
        source=point.source,
        added_by=point.added_by,
        agreement=None if point.agreement is None else point.agreement.id,
    )
