"""The secret address as a calendar program asks for it."""

import pytest
from fastapi import FastAPI
from icalendar import Calendar
from starlette.testclient import TestClient

from core.db import Database
from tests.integration.calendars.people import People, people


@pytest.fixture
def known(sqlite: Database) -> People:
    return people(sqlite)


def test_the_address_answers_with_a_calendar_that_nobody_else_may_keep(
    client: TestClient, sqlite: Database, known: People
) -> None:
    answer = client.get(f"/kalendere/{known.renewed(sqlite)}.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1


def test_a_calendar_that_has_not_changed_is_not_sent_again(client: TestClient, sqlite: Database, known: People) -> None:
    address = f"/kalendere/{known.renewed(sqlite)}.ics"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": f'"another", W/{tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("secret", ["x", "A" * 43, "æ", "%00", "A" * 101, "..%2F..%2Fetc"])
def test_an_address_that_leads_nowhere_is_not_found(client: TestClient, known: People, secret: str) -> None:
    assert client.get(f"/kalendere/{secret}.ics").status_code == 404


def test_a_feed_that_is_read_too_often_must_wait(client: TestClient, sqlite: Database, known: People) -> None:
    address = f"/kalendere/{known.renewed(sqlite)}.ics"
    statuses = [client.get(address).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]


def test_who_guesses_too_often_is_told_nothing_more(client: TestClient, sqlite: Database, known: People) -> None:
    right = f"/kalendere/{known.renewed(sqlite)}.ics"
    statuses = [client.get(f"/kalendere/{number}.ics").status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]
    refused = client.get(right)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")


def test_the_feeds_are_no_part_of_the_description(app: FastAPI) -> None:
    assert not [path for path in app.openapi()["paths"] if "kalendere" in path]
