"""Small things that every test of the API needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from accounts.tables import User
from api.deps import PERSON_HEADER

Json = Any  # what an answer holds is what the tests are about


def as_(user: User) -> dict[str, str]:
    """Headers of a request by `user`."""
    return {PERSON_HEADER: str(user.id)}


def get(client: TestClient, path: str, user: User, **query: object) -> Json:
    """What a good answer holds."""
    answer = client.get(f"/api/v1{path}", headers=as_(user), params={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def everything(client: TestClient, path: str, user: User, **query: object) -> list[Json]:
    """All items of a list, page by page."""
    found: list[Json] = []
    page = get(client, path, user, **query)
    while True:
        found += page["items"]
        if page["next"] is None:
            return found
        page = get(client, path, user, **query, after=page["next"])


@contextmanager
def counted_queries(app: FastAPI) -> Iterator[list[str]]:
    """The statements that the application sends to its database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = app.state.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
