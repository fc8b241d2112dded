"""«Kladde» and «Flyt»: the draft beside what is published, moved by hand and published; and what conflicts."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from core import clock
from core.audit import AuditEntry
from core.db import Database
from core.runs import RunState
from law.workdays import is_working_day
from scheduler.planning.tables import Draft, DraftMeeting
from scheduler.tables import Meeting, MeetingState, PlanningRun, Room
from tests.integration.web import people, sample

PEOPLE = {"user_ids": [people.COORDINATOR, people.CASEWORKER], "citizen_ids": [people.STUCK]}


def working_day(after: int) -> date:
    """The first working day so many days from now or later."""
    day = clock.today() + timedelta(days=after)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


DAY = working_day(10)


@pytest.fixture
def drafted(client: TestClient, sqlite: Database) -> int:
    """A draft that gives the meeting without a time one, and leaves the other out; the id of the first one's row."""
    with sqlite.transaction() as session:
        draft = Draft(run_id=1, made_at=clock.now(), rows=[])
        start = sample.at(DAY, 9)
        place = {"starts_at": start, "ends_at": start + timedelta(hours=1), "site_id": 1, "room_id": 1}
        draft.rows.append(DraftMeeting(meeting_id=sample.LEFT_OUT, sequence=0, **place, **PEOPLE))
        because = [{"words": f"p{people.CASEWORKER} og m4711 kan ikke {DAY}T10:00"}]
        draft.rows.append(DraftMeeting(meeting_id=sample.PLANNED, sequence=0, obstacles=because))
        session.add(draft)
        session.flush()
        return draft.rows[0].id


def state(database: Database, meeting_id: int) -> MeetingState:
    with database.reading() as session:
        return session.get_one(Meeting, meeting_id).state


def wish(hour: str, **changes: Any) -> dict[str, Any]:
    return {"day": DAY.isoformat(), "time": hour, "place": "1:1"} | changes


def test_before_the_first_plan_the_page_says_so(tove: TestClient) -> None:
    assert "Der er ingen kladde" in tove.get("/moeder/kladde").text


def test_the_draft_stands_beside_the_published_plan(drafted: int, tove: TestClient) -> None:
    text = tove.get("/moeder/kladde").text

    assert "2 møder ændres, hvis kladden udsendes." in text
    assert "Ny tid" in text
    assert "Mister sin tid" in text
    assert "Rådhuset, Lokale 12" in text


def test_what_stands_in_the_way_is_told_with_names_and_nothing_of_other_meetings(
    drafted: int, tove: TestClient
) -> None:
    text = tove.get("/moeder/kladde").text

    assert "Søren Sagsbehandler og et andet møde kan ikke" in text
    assert "m4711" not in text
    assert "kl. 10.00" in text


def test_every_citizen_of_the_draft_leaves_a_trace(drafted: int, tove: TestClient, sqlite: Database) -> None:
    tove.get("/moeder/kladde")

    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked")).all()
    assert sorted(seen) == [f"citizen:{people.AGREED}", f"citizen:{people.STUCK}"]


def test_the_chosen_are_published_and_the_others_stay(drafted: int, tove: TestClient, sqlite: Database) -> None:
    form = {"which": "chosen", "meeting": [sample.LEFT_OUT]}
    for _ in range(2):
        assert "Planen er udsendt." in tove.post("/moeder/kladde/1/udsend", data=form).text
    assert (state(sqlite, sample.LEFT_OUT), state(sqlite, sample.PLANNED)) == ("planned", "planned")
    with sqlite.reading() as session:
        assert session.get_one(Meeting, sample.LEFT_OUT).sequence == 1


def test_where_nothing_is_chosen_nothing_is_said_to_be_published(drafted: int, tove: TestClient) -> None:
    answer = tove.post("/moeder/kladde/1/udsend", data={"which": "chosen"})

    assert answer.status_code == 422
    assert "Møde: vælg mindst ét møde, der skal udsendes" in answer.text


def test_all_are_published_and_one_loses_its_time(drafted: int, tove: TestClient, sqlite: Database) -> None:
    tove.post("/moeder/kladde/1/udsend", data={"which": "all"})

    assert (state(sqlite, sample.LEFT_OUT), state(sqlite, sample.PLANNED)) == ("planned", "requested")


def test_what_was_changed_since_is_not_published_and_the_page_says_why(
    drafted: int, tove: TestClient, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        session.get_one(Meeting, sample.LEFT_OUT).sequence = 3
    assert "Ændret siden planlægningen" in tove.get("/moeder/kladde").text
    text = tove.post("/moeder/kladde/1/udsend", data={"which": "all"}).text

    assert "1 møde blev ikke udsendt" in text
    assert "Mødet er ændret, siden planen blev lavet." in text
    assert state(sqlite, sample.LEFT_OUT) == "requested"


def test_moving_a_row_shows_the_best_times_and_one_is_chosen(drafted: int, tove: TestClient, sqlite: Database) -> None:
    text = tove.get(f"/moeder/kladde/{drafted}").text
    assert "De bedste tider" in text
    assert text.count(">Vælg<") == 10
    after = tove.post(f"/moeder/kladde/{drafted}", data=wish("13:00", confirmed="true"))
    assert "Mødet er flyttet." in after.text
    assert "13.00–14.00" in after.text
    assert "Flyttet i hånden" in after.text


def test_what_is_doubtful_is_asked_about_first(drafted: int, tove: TestClient, sqlite: Database) -> None:
    late = wish("17:30")
    asked = tove.post(f"/moeder/kladde/{drafted}", data=late)
    assert "Er du sikker" in asked.text
    assert "Tiden ligger uden for kontortid." in asked.text
    with sqlite.reading() as session:
        assert session.get_one(DraftMeeting, drafted).moved_by is None
    assert "Mødet er flyttet." in tove.post(f"/moeder/kladde/{drafted}", data=late | {"confirmed": "true"}).text


def test_a_published_meeting_is_moved_with_its_reason(tove: TestClient, sqlite: Database) -> None:
    form = wish("13:00", why="Bent skal til læge", confirmed="true")
    text = tove.post(f"/moeder/{sample.PLANNED}/flyt", data=form).text

    assert "Mødet er flyttet." in text
    assert "13.00–14.00" in text
    assert "Bent skal til læge" in text


def test_nobody_is_in_two_meetings_at_once(drafted: int, tove: TestClient, sqlite: Database) -> None:
    tove.post("/moeder/kladde/1/udsend", data={"which": "chosen", "meeting": [sample.LEFT_OUT]})
    form = wish("09:30", confirmed="true")
    text = tove.post(f"/moeder/{sample.PLANNED}/flyt", data=form).text

    assert "Mødet kan ikke ligge der" in text
    assert "Søren Sagsbehandler er i et andet møde på det tidspunkt." in text
    assert "Lokale 12 er optaget af et andet møde." in text


def test_where_no_time_is_free_the_page_says_what_would_open_one(tove: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Room, 1).capacity = 1
    address = f"/moeder/{sample.LEFT_OUT}/flyt"
    text, english = tove.get(address).text, tove.get(f"{address}?lang=en").text

    assert "Find en tid: " in text
    assert "Flyt " not in text
    assert "Ingen ledig tid" in text
    assert re.search(r"Der er ingen tid fra \d+\. \w+\.? \d{4} til ", text)
    assert re.search(
        r"Med et lokale mere på Rådhuset kan det være \w+\.? \d+\. \w+\.? kl\. \d\d\.\d\d–\d\d\.\d\d\.", text
    )
    assert "With one more room at Rådhuset it can be " in english


def test_why_a_proposed_time_was_chosen_is_kept(tove: TestClient) -> None:
    address = f"/moeder/{sample.PLANNED}"
    slots = re.findall(r'name="slot" value="([^"]*)"', tove.get(f"{address}/flyt").text)
    form = {"confirmed": "true", "why": "Tolken er syg", "slot": slots[1]}

    assert "Mødet er flyttet." in tove.post(f"{address}/flyt", data=form).text
    assert "Tolken er syg" in tove.get(address).text


@pytest.mark.parametrize("path", [f"/moeder/{sample.ELSEWHERE}/flyt", "/moeder/4711/flyt", "/moeder/kladde/4711"])
def test_what_is_not_hers_cannot_be_moved(tove: TestClient, sqlite: Database, path: str) -> None:
    with sqlite.transaction() as session:
        session.get_one(Meeting, sample.ELSEWHERE).citizen_id = None

    assert tove.get(path).status_code == 404
    assert tove.post(path, data=wish("13:00")).status_code == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("fravaer", {"who": people.CASEWORKER, "first": DAY, "last": DAY, "substitute": people.MANAGER}),
        ("lukkedag", {"day": DAY, "why": "Personaledag"}),
        ("lokale", {"room": 1, "day": DAY, "from": "08:00", "to": "16:00"}),
    ],
)
def test_what_disturbs_the_plan_asks_for_a_new_one_once(
    tove: TestClient, sqlite: Database, path: str, form: dict[str, Any]
) -> None:
    sent = form | {"key": "k" * 32}
    first, second = (tove.post(f"/moeder/{path}", data=sent) for _ in range(2))

    assert first.url == second.url
    assert "Venter på at begynde" in first.text
    with sqlite.reading() as session:
        waiting = session.scalars(select(PlanningRun).where(PlanningRun.state == RunState.QUEUED)).all()
        assert [run.change is not None for run in waiting] == [True]


def test_an_absence_that_ends_before_it_begins_is_refused(tove: TestClient) -> None:
    form = {"key": "k" * 32, "who": people.CASEWORKER, "first": DAY, "last": clock.today() - timedelta(days=1)}
    answer = tove.post("/moeder/fravaer", data=form)

    assert answer.status_code == 422
    assert "fraværet skal slutte" in answer.text


@pytest.mark.parametrize(
    ("address", "form", "field", "kept"),
    [
        ("fravaer", {"who": people.CASEWORKER, "first": "2030-01-09", "last": "2030-01-08"}, "last", "2030-01-09"),
        ("lukkedag", {"day": "2020-01-06", "why": "Vandskade"}, "closed-day", "Vandskade"),
        ("lokale", {"room": 12, "day": "2030-01-08", "from": "10:15", "to": "09:00"}, "room-to", "10:15"),
    ],
)
def test_a_faulty_change_comes_back_as_it_was_typed(
    tove: TestClient, address: str, form: dict[str, Any], field: str, kept: str
) -> None:
    answer = tove.post(f"/moeder/{address}", data={"key": uuid4().hex, **form})

    assert answer.status_code == 422
    assert f'<a href="#{field}" lang="da">' in answer.text
    assert f'value="{kept}"' in answer.text
