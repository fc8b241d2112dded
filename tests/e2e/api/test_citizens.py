"""Citizens, their plans and the catalogue over the API."""

from threading import Barrier, Thread

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.tables import Authority, Role, User
from api.catalogue import GIVEN as OFFER
from citizens.tables import CaseEvent, Citizen, EventKind, Household, Status
from core.audit import AuditEntry
from core.db import Database
from scheduler.followups import service as followups
from scheduler.followups.cases import PlanMade
from scheduler.followups.tables import FollowUp
from tests import rows
from tests.e2e.api.calls import Json, as_, counted_queries, everything, get
from tests.rows import NOW, TODAY

People = tuple[User, User, User, Citizen]


@pytest.fixture
def people(sqlite: Database) -> People:
    """Consultant, caseworker, the citizen's own user, and the citizen."""
    with sqlite.transaction() as session:
        consultant = rows.user(session)
        caseworker = rows.user(session, Role.CASEWORKER, authority=Authority.JOB)
        own = rows.user(session, Role.CITIZEN)
        citizen = rows.citizen(
            session, consultant, caseworker_id=caseworker.id, user_id=own.id, status=Status.READY, last_name="Yusuf"
        )
        return consultant, caseworker, own, citizen


def send(client: TestClient, method: str, path: str, user: User, given: Json = None, expect: int = 200) -> Json:
    answer = client.request(method, f"/api/v1{path}", headers=as_(user), json=given)
    assert answer.status_code == expect, answer.text
    return answer.json() if answer.content else None


def test_a_profile_is_read_without_cpr_and_changed_in_part(client: TestClient, people: People) -> None:
    consultant, _, _, citizen = people
    path = f"/citizens/{citizen.id}"
    before = get(client, path, consultant)
    assert (before["name"], before["hours_max"], before["wishes"]) == ("Amina Yusuf", 20.0, [])
    assert "cpr" not in before
    assert "wishes" in before["complete"]["missing"]
    after = send(client, "PATCH", path, consultant, {"hours_max": 25, "transport": ["bus"]})
    assert (after["hours_min"], after["hours_max"], after["transport"]) == (6.0, 25.0, ["bus"])
    assert after["complete"]["share"] > before["complete"]["share"]


@pytest.mark.parametrize(
    ("given", "place"),
    [({"hours_max": 99}, "hours_max"), ({"needs": ["ro"]}, "needs[0]"), ({"hours_max": None}, "hours_max"),
     ({"cpr": "1"}, "cpr")],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(client: TestClient, people: People, given: Json, place: str) -> None:
    problem = send(client, "PATCH", f"/citizens/{people[3].id}", people[0], given, 422)
    assert [fault["place"] for fault in problem["faults"]] == [place]


def test_schemes_are_the_caseworkers_and_strangers_find_nobody(
    client: TestClient, people: People, sqlite: Database
) -> None:
    consultant, caseworker, own, citizen = people
    path = f"/citizens/{citizen.id}"
    with sqlite.transaction() as session:
        employer, stranger = rows.user(session, Role.EMPLOYER), rows.user(session)
    send(client, "PATCH", path, consultant, {"schemes": ["igu"]}, 403)
    assert send(client, "PATCH", path, caseworker, {"schemes": ["igu"]})["schemes"] == ["igu"]
    assert send(client, "PATCH", path, caseworker, {"schemes": None})["schemes"] is None
    send(client, "PATCH", path, own, {"hours_max": 25}, 403)
    for nobody in (employer, stranger):
        send(client, "GET", path, nobody, expect=404)


def test_the_citizen_wishes_for_what_the_list_has(client: TestClient, people: People) -> None:
    _, _, own, citizen = people
    path = f"/citizens/{citizen.id}"
    send(client, "PUT", f"{path}/wishes", own, {"occupations": ["512000", "933410"]})
    assert get(client, path, own)["wishes"] == ["512000", "933410"]
    problem = send(client, "PUT", f"{path}/wishes", own, {"occupations": ["512000", "000000"]}, 422)
    assert problem["faults"][0]["place"] == "occupations[1]"


def test_the_same_key_puts_one_hour_into_the_week(client: TestClient, people: People) -> None:
    consultant, _, _, citizen = people
    hour = {"weekday": 2, "from": "08:30", "to": "12:00", "what": "language_school"}
    headers = as_(consultant) | {"Idempotency-Key": "tirsdag"}
    address = f"/api/v1/citizens/{citizen.id}/commitments"
    first, second = (client.post(address, headers=headers, json=hour) for _ in range(2))
    assert (first.status_code, len(second.json()["commitments"])) == (201, 1)
    assert second.json()["commitments"] == first.json()["commitments"]


def test_hours_that_clash_are_told_by_their_ids(client: TestClient, people: People) -> None:
    consultant, _, _, citizen = people
    path = f"/citizens/{citizen.id}"
    hours = [{"weekday": 2, "from": "08:30", "to": "12:00", "what": "language_school"},
             {"weekday": 2, "from": "11:00", "to": "13:00", "what": "Læge"}]  # fmt: skip
    for hour in hours:
        shown = send(client, "POST", f"{path}/commitments", consultant, hour, 201)
    ids = [one["id"] for one in shown["commitments"]]
    assert shown["clashes"] == [ids]
    assert shown["commitments"][0] == hours[0] | {"id": ids[0], "authority": "job"}
    assert send(client, "DELETE", f"/commitments/{ids[0]}", consultant)["clashes"] == []


def test_a_move_on_the_board_is_kept_with_who_and_why(client: TestClient, people: People) -> None:
    consultant, _, _, citizen = people
    path = f"/citizens/{citizen.id}/status-changes"
    send(client, "POST", path, consultant, {"to": "sick", "why": "Influenza"}, 201)
    (step,) = get(client, path, consultant)
    assert (step["was"], step["became"], step["why"], step["user"]) == ("ready", "sick", "Influenza", consultant.id)
    problem = send(client, "POST", path, consultant, {"to": "proposed", "why": "x"}, 409)
    assert problem["facts"]["rule"] == "status"


def test_the_log_is_for_the_citizen_and_the_caseworker(client: TestClient, people: People) -> None:
    consultant, caseworker, own, citizen = people
    get(client, f"/citizens/{citizen.id}", consultant)
    for reader in (own, caseworker):
        entries = get(client, f"/citizens/{citizen.id}/log", reader)
        assert {"user": consultant.id, "action": "looked", "why": "profil"}.items() <= entries[-1].items()
    send(client, "GET", f"/citizens/{citizen.id}/log", consultant, expect=403)


def test_own_cases_come_in_pages_and_only_what_is_shown_is_logged(
    app: FastAPI, client: TestClient, people: People, sqlite: Database
) -> None:
    caseworker = people[1]
    with sqlite.transaction() as session:
        more = [rows.citizen(session, people[0], caseworker_id=caseworker.id).id for _ in range(4)]
        rows.citizen(session, people[0])
    assert [one["id"] for one in everything(client, "/citizens", caseworker, limit=2)] == [people[3].id, *more]
    with counted_queries(app) as statements:
        get(client, "/citizens", caseworker, limit=1)
    with sqlite.reading() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == 6
    assert len(statements) < 16


def test_a_plan_gets_goals_and_milestones(client: TestClient, people: People) -> None:
    consultant, _, own, citizen = people
    path = f"/citizens/{citizen.id}"
    assert get(client, f"{path}/plan", own) == {"started_on": None, "shared": False, "goals": []}
    goal = send(client, "POST", f"{path}/goals", consultant, {"text": "Fast hverdag"}, 201)["goals"][0]["id"]
    plan = send(client, "POST", f"{path}/goals/{goal}/milestones", consultant, {"text": "Op klokken otte"}, 201)
    step = plan["goals"][0]["milestones"][0]["id"]
    send(client, "POST", f"{path}/milestones/{step}/reached", consultant, {"reached": True})
    send(client, "POST", f"{path}/goals/{goal}/reached", consultant, {"reached": True})
    shown = get(client, f"{path}/plan", own)
    assert shown["started_on"] == str(TODAY)
    assert (shown["goals"][0]["done_on"], shown["goals"][0]["milestones"][0]["done_on"]) == (str(TODAY), str(TODAY))
    send(client, "DELETE", f"{path}/goals/{goal}", consultant, expect=409)
    send(client, "POST", f"{path}/goals", own, {"text": "Mere"}, 403)


def test_a_plan_that_begins_is_followed_up_for_all_it_is_for_and_once(
    client: TestClient, people: People, sqlite: Database
) -> None:
    consultant, _, _, alone = people
    with sqlite.transaction() as session:
        household = rows.added(session, Household(name="Yusuf"))
        one, other = (rows.citizen(session, consultant, household_id=household.id).id for _ in range(2))
        already = rows.citizen(session, consultant).id
        followups.record(session, NOW, None, already, PlanMade(date=TODAY))
    for citizen in (alone.id, one, other, already):
        for text in ("Fast hverdag", "Mere dansk"):
            send(client, "POST", f"/citizens/{citizen}/goals", consultant, {"text": text}, 201)
    with sqlite.reading() as session:
        begun = session.scalars(select(CaseEvent).where(CaseEvent.kind == EventKind.PLAN)).all()
        due = {(row.citizen_id, row.rule) for row in session.scalars(select(FollowUp))}
    assert sorted((event.citizen_id, event.on) for event in begun) == [
        (citizen, TODAY) for citizen in sorted((alone.id, one, other, already))
    ]
    assert {(citizen, rule) for citizen in (alone.id, one, other) for rule in ("plan", "spoergeskema")} <= due


def test_the_catalogue_is_looked_after_by_some_and_read_by_all_but_employers(
    client: TestClient, people: People, sqlite: Database
) -> None:
    consultant, caseworker, own, _ = people
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
    send(client, "POST", "/catalogue", consultant, OFFER, 403)
    made = send(client, "POST", "/catalogue", caseworker, OFFER, 201)
    path = f"/catalogue/{made['id']}"
    assert made["rooms"] == [{"course": None, "first": None, "last": None, "free": 2, "waiting": 0}]
    assert [one["id"] for one in get(client, "/catalogue", own, q="have")] == [made["id"]]
    assert get(client, "/catalogue", own, theme="job") == []
    assert get(client, path, own)["text_professional"] is None
    send(client, "GET", "/catalogue", employer, expect=403)
    assert send(client, "PUT", path, caseworker, OFFER | {"places": 5})["places"] == 5
    course = {"first": "2027-01-11", "last": "2027-01-20", "places": 6}
    assert send(client, "POST", f"{path}/courses", caseworker, course, 201)["rooms"][0]["free"] == 6
    assert send(client, "POST", f"{path}/close", caseworker)["closed_on"] == str(TODAY)
    assert get(client, "/catalogue", own) == []
    send(client, "GET", "/catalogue/4711", own, expect=404)
    problem = send(client, "POST", "/catalogue", caseworker, OFFER | {"title": " "}, 422)
    assert problem["faults"][0]["place"] == "title"


def test_an_activity_is_chosen_once_decided_and_left(client: TestClient, people: People) -> None:
    _, caseworker, own, citizen = people
    path = f"/citizens/{citizen.id}/activities"
    mentor = send(client, "POST", "/catalogue", caseworker, OFFER, 201)["id"]
    talk = send(client, "POST", "/catalogue", caseworker, OFFER | {"access": "referral", "title": "Psykolog"}, 201)[
        "id"
    ]
    key = as_(own) | {"Idempotency-Key": "one-click"}
    answers = [client.post(f"/api/v1{path}", headers=key, json={"offer": mentor}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["state"] == "granted"
    send(client, "POST", path, own, {"offer": talk}, 403)
    asked = send(client, "POST", path, caseworker, {"offer": talk}, 201)
    assert asked["state"] == "asked"
    refusal = {"granted": False, "reason": "Egen læge først"}
    assert send(client, "POST", f"/activities/{asked['id']}/decision", caseworker, refusal)["state"] == "refused"
    assert send(client, "POST", f"/activities/{answers[0]['id']}/leave", own, {"done": True})["state"] == "done"
    assert [one["state"] for one in get(client, path, own)] == ["refused", "done"]


def test_of_two_who_take_the_last_mentor_over_http_one_hears_409(
    client: TestClient, people: People, sqlite: Database
) -> None:
    consultant, caseworker, _, citizen = people
    with sqlite.transaction() as session:
        other = rows.citizen(session, consultant, caseworker_id=caseworker.id)
    mentor = send(client, "POST", "/catalogue", caseworker, OFFER | {"places": 1}, 201)["id"]
    gate, codes = Barrier(2), []

    def take(citizen_id: int) -> None:
        gate.wait()
        answer = client.post(
            f"/api/v1/citizens/{citizen_id}/activities", headers=as_(caseworker), json={"offer": mentor}
        )
        codes.append((answer.status_code, answer.json().get("facts", {}).get("rule")))

    threads = [Thread(target=take, args=(one,)) for one in (citizen.id, other.id)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes, key=str) == [(201, None), (409, "full")]
