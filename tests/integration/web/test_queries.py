"""A page asks the database as often for many rows as for few; only the traces of what was seen are one for each."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from companies.tables import CompanyUser
from core.db import Database
from scheduler.tables import Meeting
from tests.integration.web import people, sample


def more_citizens(session: Session) -> None:
    people.move_citizens(session, people.CONSULTANT)


def more_companies(session: Session) -> None:
    session.add(CompanyUser(company_id=sample.HARBOUR, user_id=people.EMPLOYER))


def more_meetings(session: Session) -> None:
    session.get_one(Meeting, sample.ELSEWHERE).coordinator_id = people.COORDINATOR


def engine_of(client: TestClient) -> Engine:
    app = client.app
    assert isinstance(app, FastAPI)
    database: Database = app.state.database
    return database.engine


@pytest.mark.parametrize(
    ("person", "path", "grow"),
    [
        (people.CONSULTANT, "/borgere", more_citizens),
        (people.EMPLOYER, "/virksomhed", more_companies),
        (people.COORDINATOR, "/moeder", more_meetings),
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
    assert questions_for_many == questions > 5
