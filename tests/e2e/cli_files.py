"""What the tests of the file commands share: running a command, and small problems that use every field."""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from api.cli import app

Json = dict[str, Any]
GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


def run(*arguments: object) -> Ran:
    """Run `tovholder` with these arguments in this process. An exception that is not an exit is the test's failure."""
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Ran(found.exit_code, found.stdout, found.stderr)


def put(path: Path, value: object) -> Path:
    """Write `value` as JSON."""
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def taken(path: Path) -> Any:
    """Read JSON."""
    return json.loads(path.read_bytes())


def a_match() -> Json:
    """Four citizens, two units, three openings; every field of the format is used somewhere."""
    return copy.deepcopy(MATCH)


def a_plan() -> Json:
    """Four meetings, one pinned and one after another; every field of the format is used somewhere."""
    return copy.deepcopy(MEETINGS)


def some_cases() -> Json:
    """Two cases with every kind of event."""
    return copy.deepcopy(FOLLOWUPS)


def _citizen(number: int, **rest: object) -> Json:
    return {
        "id": f"c{number}",
        "birth_year": 1980 + number,
        "target_group": "aktivitetsparat",
        "unemployed_since": "2025-03-01",
        "home": {"lat": 57.44, "lon": 10.53},
        "max_travel_km": 25,
        "hours": {"min": 5, "max": 30},
        "available_from": "2026-12-01",
        "occupations": [{"code": "941100", "rank": 1}],
        "consultant": "k1",
        **rest,
    }


def _opening(number: int, **rest: object) -> Json:
    return {
        "id": f"o{number}",
        "unit": "u1",
        "schemes": ["virksomhedspraktik", "loentilskud"],
        "occupation": "941200",
        "seats": 2,
        "start": {"earliest": "2026-12-01", "latest": "2027-02-01"},
        "weeks": 13,
        "hours": {"min": 5, "max": 37},
        **rest,
    }


MATCH: Json = {
    "format": "tovholder-match/1",
    "horizon": {"from": "2026-12-01", "to": "2027-11-30"},
    "rules": "2026-07-01",
    "count_mode": "fte",
    "delay_cost_per_week": 0.02,
    "citizens": [
        _citizen(
            1,
            gender="F",
            resident_since="2017-06-01",
            single_parent=True,
            no_education=True,
            busy=[{"weekday": 2, "from": "08:30", "to": "12:00", "what": "language_school"}],
            language="A2",
            skills=["hygiene_certificate"],
            driving_licence=True,
            needs=["mentor"],
            schemes=["virksomhedspraktik", "loentilskud"],
            excluded_units=["u2"],
            support_worker="s1",
            weight=1.5,
        ),
        _citizen(2, gender="M"),
        _citizen(3, gender="F", target_group="integration_jobparat", language="B1"),
        _citizen(4, gender="M", available_from="2027-01-06"),
    ],
    "units": [
        {
            "id": "u1",
            "company": "10150817",
            "sector": "private",
            "social_economy": True,
            "ordinary_employees": 12.5,
            "quota_override": 3,
            "location": {"lat": 57.441, "lon": 10.53},
            "accommodates": ["mentor", "step_free"],
            "mentor_capacity": 1,
            "occupied": [
                {"scheme": "virksomhedspraktik", "from": "2026-10-01", "to": "2026-12-31", "hours": 20, "mentor": True}
            ],
        },
        {
            "id": "u2",
            "company": "10150825",
            "sector": "public",
            "social_economy": False,
            "ordinary_employees": 60,
            "location": {"lat": 57.46, "lon": 10.5},
        },
    ],
    "openings": [
        _opening(
            1,
            shifts=[{"weekday": 1, "from": "08:00", "to": "15:00"}, {"weekday": 2, "from": "08:00", "to": "15:00"}],
            language="A1",
            skills=["hygiene_certificate"],
            driving_licence=True,
            paid_hours_prospect=0.5,
        ),
        _opening(2, unit="u2", least=1),
        _opening(3, unit="u2", seats=1),
    ],
    "consultants": [{"id": "k1", "capacity": 4}],
    "support_workers": [{"id": "s1", "capacity": 2}],
    "fixed": [{"citizen": "c4", "opening": "o3", "scheme": "virksomhedspraktik", "start": "2027-01-06"}],
    "forbidden": [{"citizen": "c3", "opening": "o1"}],
    "previous": [{"citizen": "c2", "opening": "o2"}],
    "change_cost": 0.05,
    "floors": [{"where": {"gender": "F"}, "share": 0.3}],
    "scores": [
        {"citizen": "c1", "opening": "o1", "score": 0.8},
        {"citizen": "c2", "opening": "o2", "score": 0.6},
        {"citizen": "c3", "opening": "o2", "score": 0.7},
        {"citizen": "c4", "opening": "o3", "score": 0.5},
    ],
}

MEETINGS: Json = {
    "format": "tovholder-meetings/1",
    "horizon": {"from": "2026-12-07", "to": "2026-12-18"},
    "slot_minutes": 15,
    "day": {"from": "08:00", "to": "16:00"},
    "closed": ["2026-12-11"],
    "weights": {"unplanned": 1000, "late_day": 10, "optional_missing": 5, "moved": 20},
    "people": [
        {
            "id": "p1",
            "works": [{"weekday": 1, "from": "08:00", "to": "15:30"}, {"weekday": 3, "from": "08:00", "to": "12:00"}],
            "busy": [{"from": "2026-12-07T09:00", "to": "2026-12-07T10:30"}],
            "max_per_day": 2,
        },
        {"id": "p2"},
        {"id": "i1"},
        {"id": "i2"},
    ],
    "sites": [{"id": "hall"}, {"id": "home", "needs_room": False}],
    "travel_minutes": [{"from": "hall", "to": "home", "minutes": 25}],
    "rooms": [
        {
            "id": "r1",
            "site": "hall",
            "capacity": 4,
            "busy": [{"from": "2026-12-07T14:00", "to": "2026-12-07T15:00"}],
        }
    ],
    "meetings": [
        {
            "id": "m1",
            "minutes": 60,
            "weight": 2,
            "required": ["p1", {"any_of": ["i1", "i2"]}],
            "optional": ["p2"],
            "earliest": "2026-12-07",
            "due": "2026-12-09",
            "latest": "2026-12-16",
            "sites": ["hall", "home"],
            "previous": {"start": "2026-12-07T11:00"},
        },
        {
            "id": "m2",
            "minutes": 30,
            "required": ["p1", "p2"],
            "earliest": "2026-12-07",
            "latest": "2026-12-18",
            "sites": ["home"],
            "after": [{"meeting": "m1", "min_days": 1, "max_days": 9}],
        },
        {
            "id": "m3",
            "minutes": 45,
            "required": ["p2"],
            "earliest": "2026-12-07",
            "latest": "2026-12-10",
            "sites": ["hall"],
            "pinned": {"start": "2026-12-08T09:05", "site": "hall", "room": "r1", "attendees": ["p2"]},
        },
        {
            "id": "m4",
            "minutes": 600,
            "required": ["p2"],
            "earliest": "2026-12-07",
            "latest": "2026-12-18",
            "sites": ["hall"],
        },
    ],
}

FOLLOWUPS: Json = {
    "format": "tovholder-followups/1",
    "from": "2026-12-01",
    "to": "2027-12-31",
    "closed": ["2026-12-24"],
    "cases": [
        {
            "id": "c1",
            "target_group": "integration_jobparat",
            "authorities": 3,
            "events": [
                {"kind": "referral", "date": "2026-11-10"},
                {"kind": "plan", "date": "2026-12-15"},
                {"kind": "placement", "scheme": "virksomhedspraktik", "from": "2027-01-04", "to": "2027-04-04"},
                {"kind": "cti", "start": "2027-01-04", "months": 9},
                {"kind": "held", "rule": "samtaler", "date": "2026-12-28"},
                {"kind": "held", "rule": "praktik", "of": "2027-01-04", "date": "2027-01-12"},
                {"kind": "ended", "date": "2027-11-01"},
            ],
        },
        {
            "id": "c2",
            "target_group": "jobparat",
            "authorities": 1,
            "events": [
                {"kind": "referral", "date": "2026-08-31"},
                {"kind": "placement", "scheme": "loentilskud", "from": "2026-12-01"},
            ],
        },
    ],
}

PROBLEMS: Mapping[str, Callable[[], Json]] = {"match": a_match, "meetings": a_plan, "followups": some_cases}
"""A problem for each solving command."""
