"""A page asks the database as often for many rows as for few; only the traces of what was seen are one for each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from citizens.tables import Citizen, Status
from companies.tables import CompanyUser, Unit
from core import clock
from core.db import Database
from matcher.tables import MatchRun
from placements.tables import Proposal, ProposalState
from scheduler.followups.tables import FollowUp
from scheduler.meetings.tables import AgendaPoint, AgendaSource, MinutesVersion
from scheduler.planning.tables import Draft, DraftMeeting
from scheduler.tables import Meeting, MeetingAgreement
from tests.integration.web import people, sample
from tests.rows import opening


def more_citizens(session: Session) -> None:
    people.move_citizens(session, people.CONSULTANT)


def more_without(session: Session) -> None:
    people.move_citizens(session, people.CONSULTANT)
    session.get_one(Proposal, sample.TO_FRODE).state = ProposalState.CITIZEN_NO


def more_at_work(session: Session) -> None:
    more_without(session)
    session.get_one(Citizen, people.OF_OTHER).status = Status.PRAKTIK


def more_openings(session: Session) -> None:
    for unit in (sample.BAKERY, sample.HARBOUR, sample.SHOP):
        opening(session, session.get_one(Unit, unit), start_latest=clock.today() + timedelta(days=99))


def more_who_seek(session: Session) -> None:
    session.get_one(Citizen, people.NEW).status = Status.READY
    session.get_one(Citizen, people.IN_PRAKTIK).status = Status.READY


def more_runs(session: Session) -> None:
    for kind, row in (("citizen", people.STUCK), ("portfolio", people.CONSULTANT), ("opening", sample.HARBOUR)):
        run = MatchRun(requested_at=clock.now(), requested_by=people.CONSULTANT, day=clock.today(), scope=kind)
        run.scope_id = row
        session.add(run)


def more_companies(session: Session) -> None:
    session.add(CompanyUser(company_id=sample.HARBOUR, user_id=people.EMPLOYER))


def more_meetings(session: Session) -> None:
    session.get_one(Meeting, sample.ELSEWHERE).coordinator_id = people.COORDINATOR


def more_in_the_draft(session: Session) -> None:
    draft = Draft(run_id=1, made_at=clock.now(), rows=[])
    for meeting in (sample.PLANNED, sample.LEFT_OUT):
        draft.rows.append(DraftMeeting(meeting_id=meeting, sequence=0, obstacles=[{"words": "ingen tid"}]))
    session.add(draft)


def more_to_follow_up(session: Session) -> None:
    for citizen in (people.PROPOSED, people.AGREED, people.STUCK):
        day = clock.today()
        row = {"rule": "fip", "of": day, "number": 7, "earliest": day, "due": day, "latest": day}
        session.add(FollowUp(citizen_id=citizen, **row))
    promise = {"what": "Ringer", "user_id": people.COORDINATOR, "by": clock.today()}
    session.add_all(MeetingAgreement(meeting_id=one, **promise) for one in (sample.PLANNED, sample.LEFT_OUT))


def more_on_record(session: Session) -> None:
    for number in (1, 2, 3):
        text = f"Udgave {number}"
        point = {"source": AgendaSource.STAFF, "text": text, "added_by": people.CASEWORKER}
        version = {"number": number, "text": text, "written_by": people.COORDINATOR, "written_at": clock.now()}
        promise = {"what": text, "user_id": people.CASEWORKER, "by": clock.today()}
        session.add(AgendaPoint(meeting_id=sample.PLANNED, **point))
        session.add(MinutesVersion(meeting_id=sample.PLANNED, **version))
        session.add(MeetingAgreement(meeting_id=sample.PLANNED, **promise))


def engine_of(client: TestClient) -> Engine:
    app = client.app
    assert isinstance(app, FastAPI)
    database: Database = app.state.database
    return database.engine


@pytest.mark.parametrize(
    ("person", "path", "grow"),
    [
        (people.CONSULTANT, "/borgere/forslag", more_citizens),
        (people.CONSULTANT, "/borgere/uden-forslag", more_without),
        (people.CONSULTANT, "/borgere/resten", more_at_work),
        (people.CONSULTANT, "/aabninger", more_openings),
        (people.CONSULTANT, f"/aabninger/{sample.HARBOUR}/kandidater", more_who_seek),
        (people.CONSULTANT, f"/borgere/{people.STUCK}/muligheder", more_openings),
        (people.EMPLOYER, "/virksomhed", more_companies),
        (people.COORDINATOR, "/moeder", more_meetings),
        (people.COORDINATOR, "/moeder/opfoelgninger", more_to_follow_up),
        (people.COORDINATOR, f"/moeder/{sample.PLANNED}", more_on_record),
    ],
)
def test_the_number_of_questions_does_not_grow_with_the_rows(
    visit_as: Callable[[int], TestClient], sqlite: Database, person: int, path: str, grow: Callable[[Session], None]
) -> None:
    asked: list[str] = []
    client = visit_as(person)
    event.listen(engine_of(client), "before_cursor_execute", lambda *said: asked.append(said[2]))

    def look() -> tuple[int, int]:
        asked.clear()
        text = client.get(path).text
        return len(text), sum(statement.startswith("SELECT") for statement in asked)

    few, questions = look()
    with sqlite.transaction() as session:
        grow(session)
    many, questions_for_many = look()

    assert many > few
    assert questions_for_many == questions > 3


def test_a_longer_history_takes_no_more_questions(visit_as: Callable[[int], TestClient], sqlite: Database) -> None:
    asked: list[str] = []
    client = visit_as(people.CONSULTANT)
    event.listen(engine_of(client), "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = []
    for _ in range(2):
        with sqlite.transaction() as session:
            more_runs(session)
        asked.clear()
        client.get("/matchninger")
        counts.append(sum(statement.startswith("SELECT") for statement in asked))
    assert counts[0] == counts[1] > 5


def test_a_longer_draft_takes_no_more_questions(visit_as: Callable[[int], TestClient], sqlite: Database) -> None:
    asked: list[str] = []
    client = visit_as(people.COORDINATOR)
    with sqlite.transaction() as session:
        more_in_the_draft(session)
        session.get_one(Meeting, sample.LEFT_OUT).coordinator_id = people.CASEWORKER
    event.listen(engine_of(client), "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = []
    for _ in range(2):
        asked.clear()
        client.get("/moeder/kladde")
        counts.append(sum(statement.startswith("SELECT") for statement in asked))
        with sqlite.transaction() as session:
            session.get_one(Meeting, sample.LEFT_OUT).coordinator_id = people.COORDINATOR
    assert counts[0] == counts[1] > 5
