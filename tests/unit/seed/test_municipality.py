"""The whole: repeatable, of any size, and every reference leads somewhere."""

import hashlib
import os
import subprocess
import sys
from dataclasses import fields
from datetime import date

import pytest

from seed.municipality import Municipality, build
from seed.records import (
    BusyTime,
    CaseEvent,
    Citizen,
    Consent,
    Exclusion,
    Goal,
    Involvement,
    Meeting,
    MeetingAgreement,
    Opening,
    Participant,
    Placement,
    Plan,
    Room,
    Site,
    User,
)

REFERENCES = {
    "citizen_id": "citizens",
    "household_id": "households",
    "user_id": "users",
    "consultant_id": "users",
    "caseworker_id": "users",
    "coordinator_id": "users",
    "substitute_id": "users",
    "support_worker_id": "users",
    "company_id": "companies",
    "unit_id": "units",
    "opening_id": "openings",
    "plan_id": "plans",
    "meeting_id": "meetings",
    "site_id": "sites",
    "room_id": "rooms",
}
NUMBERED = (
    BusyTime, CaseEvent, Citizen, Consent, Goal, Meeting, MeetingAgreement, Opening, Participant, Placement, Plan, Room,
    Site, User,
)  # fmt: skip
DIGEST = """
import hashlib, sys
from datetime import date
from seed.municipality import build
print(hashlib.sha256(repr(build(60, 7, date(2026, 11, 21))).encode()).hexdigest())
"""


def parts(made: Municipality) -> dict[str, list[object]]:
    found = {field.name: getattr(made, field.name) for field in fields(made)}
    return {name: list(part) for name, part in found.items() if isinstance(part, list)}


def test_the_same_seed_gives_the_same_bytes_in_any_process(today: date) -> None:
    here = hashlib.sha256(repr(build(60, 7, today)).encode()).hexdigest()
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        ran = subprocess.run(
            [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
        )
        assert ran.stdout.strip() == here


def test_another_seed_gives_another_municipality(today: date) -> None:
    assert build(20, 1, today).citizens != build(20, 2, today).citizens


def test_another_day_moves_the_whole_municipality(today: date) -> None:
    later = build(20, 1, date(2027, 3, 1))
    assert later.today > today
    assert min(opening.start_latest for opening in later.openings) > date(2027, 3, 1)


@pytest.mark.parametrize(("made", "citizens"), [("small", 20), ("town", 400), ("large", 2000)])
def test_there_are_as_many_citizens_as_asked_for(request: pytest.FixtureRequest, made: str, citizens: int) -> None:
    municipality: Municipality = request.getfixturevalue(made)
    assert len(municipality.citizens) == citizens


@pytest.mark.parametrize("citizens", [0, 19, 20_001])
def test_other_sizes_are_refused(today: date, citizens: int) -> None:
    with pytest.raises(ValueError, match="20 to 20000"):
        build(citizens, 1, today)


@pytest.mark.parametrize("seed", range(2, 7))
def test_a_small_municipality_can_be_built_from_any_seed(today: date, seed: int) -> None:
    made = build(20, seed, today)
    assert made.openings
    assert made.meetings


def test_every_reference_leads_to_a_row(every_size: Municipality) -> None:
    found = parts(every_size)
    known = {name: {getattr(row, "id", None) for row in rows} for name, rows in found.items()}
    for name, rows in found.items():
        for row in rows:
            for column, target in REFERENCES.items():
                value = getattr(row, column, None)
                assert value is None or value in known[target], (name, row)


def test_rows_are_numbered_from_one_without_gaps(every_size: Municipality) -> None:
    for name, rows in parts(every_size).items():
        if rows and isinstance(rows[0], NUMBERED):
            assert [getattr(row, "id", None) for row in rows] == list(range(1, len(rows) + 1)), name


def test_no_part_is_empty(town: Municipality) -> None:
    assert [name for name, rows in parts(town).items() if not rows] == []


def test_some_citizens_must_not_be_sent_somewhere(large: Municipality) -> None:
    assert all(isinstance(one, Exclusion) for one in large.exclusions)
    assert 0.01 < len(large.exclusions) / len(large.citizens) < 0.05


def test_an_actor_stands_once_in_a_case(every_size: Municipality) -> None:
    actors: list[Involvement] = list(every_size.involvements)
    assert len({(one.citizen_id, one.user_id) for one in actors}) == len(actors)
