"""The format read strictly: defaults as the format says, and every fault with its place."""

import json
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadInputError
from core.reading import read
from matcher.engine.check import check
from matcher.engine.problem import (
    Busy,
    Fixed,
    Floor,
    Horizon,
    Hours,
    Occupation,
    Occupied,
    Pair,
    Point,
    Problem,
    Score,
    Shift,
    Staff,
    StartWindow,
)
from matcher.engine.solve import solve
from tests.unit.matcher.town import town

SMALLEST = {
    "format": "tovholder-match/1",
    "horizon": {"from": "2026-12-01", "to": "2027-11-30"},
    "citizens": [
        {
            "id": "c1",
            "birth_year": 1990,
            "target_group": "jobparat",
            "unemployed_since": "2026-01-01",
            "home": {"lat": 57, "lon": 10},
            "max_travel_km": 10,
            "hours": {"min": 5, "max": 37},
            "available_from": "2026-12-01",
            "occupations": [],
            "consultant": "k1",
        }
    ],
    "units": [
        {
            "id": "u1",
            "company": "v1",
            "sector": "private",
            "social_economy": False,
            "ordinary_employees": 5,
            "location": {"lat": 57, "lon": 10},
            "occupied": [{"scheme": "nytteindsats", "from": "2026-01-01", "to": "2026-01-31"}],
        }
    ],
    "openings": [
        {
            "id": "o1",
            "unit": "u1",
            "occupation": "941100",
            "seats": 1,
            "start": {"earliest": "2026-12-01", "latest": "2026-12-31"},
            "weeks": 4,
            "hours": {"min": 5, "max": 37},
        }
    ],
    "consultants": [{"id": "k1", "capacity": 5}],
    "support_workers": [],
}
SPRING, AUTUMN = date(2026, 3, 2), date(2026, 9, 7)
TWICE = Fixed(citizen="c1", opening="o1", scheme="ordinary", start=date(2026, 12, 7))
FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("horizon.to", {"horizon": Horizon(from_=date(2026, 12, 1), to=date(2026, 11, 1))}),
    ("delay_cost_per_week", {"delay_cost_per_week": -0.1}),
    ("change_cost", {"change_cost": float("nan")}),
    ("citizens[0].target_group", {"citizen": {"target_group": "ledig"}}),
    ("citizens[0].birth_year", {"citizen": {"birth_year": 1890}}),
    ("citizens[0].home.lat", {"citizen": {"home": Point(lat=91, lon=0)}}),
    ("citizens[0].home.lon", {"citizen": {"home": Point(lat=0, lon=-181)}}),
    ("citizens[0].max_travel_km", {"citizen": {"max_travel_km": float("inf")}}),
    ("citizens[0].hours.max", {"citizen": {"hours": Hours(min=20, max=10)}}),
    ("citizens[0].hours.min", {"citizen": {"hours": Hours(min=-1, max=10)}}),
    ("citizens[0].weight", {"citizen": {"weight": -1.0}}),
    ("citizens[0].schemes[0]", {"citizen": {"schemes": ("nytteindsats",)}}),
    ("citizens[0].busy[0].weekday", {"citizen": {"busy": (Busy(weekday=8, from_=time(8), to=time(9)),)}}),
    ("citizens[0].busy[0].to", {"citizen": {"busy": (Busy(weekday=1, from_=time(9), to=time(9)),)}}),
    ("citizens[0].busy[0].from", {"citizen": {"busy": (Busy(weekday=1, from_=time(8, 0, 30), to=time(9)),)}}),
    ("citizens[0].occupations[0].code", {"citizen": {"occupations": (Occupation(code="kok", rank=1),)}}),
    ("citizens[0].occupations[0].rank", {"citizen": {"occupations": (Occupation(code="51", rank=0),)}}),
    ("citizens[0].id", {"citizen": {"id": ""}}),
    ("consultants[1].id", {"consultants": (Staff(id="k1", capacity=1), Staff(id="", capacity=1))}),
    ("citizens[0].consultant", {"citizen": {"consultant": "k9"}}),
    ("citizens[0].support_worker", {"citizen": {"support_worker": "s9"}}),
    ("citizens[0].excluded_units[0]", {"citizen": {"excluded_units": ("u9",)}}),
    ("units[0].ordinary_employees", {"unit": {"ordinary_employees": -1.0}}),
    ("units[0].quota_override", {"unit": {"quota_override": -1}}),
    ("units[0].mentor_capacity", {"unit": {"mentor_capacity": -1}}),
    ("units[0].occupied[0].scheme", {"unit": {"occupied": (Occupied(scheme="x", from_=SPRING, to=AUTUMN),)}}),
    ("units[0].occupied[0].to", {"unit": {"occupied": (Occupied(scheme="igu", from_=AUTUMN, to=SPRING),)}}),
    (
        "units[0].occupied[0].hours",
        {"unit": {"occupied": (Occupied(scheme="igu", from_=SPRING, to=AUTUMN, hours=169),)}},
    ),
    ("openings[0].unit", {"opening": {"unit": "u9"}}),
    ("openings[0].occupation", {"opening": {"occupation": "123456789"}}),
    ("openings[0].seats", {"opening": {"seats": -1}}),
    ("openings[0].least", {"opening": {"least": -1}}),
    ("openings[0].weeks", {"opening": {"weeks": 0}}),
    ("openings[0].weeks", {"opening": {"weeks": 5201}}),
    ("openings[0].start.latest", {"opening": {"start": StartWindow(earliest=AUTUMN, latest=SPRING)}}),
    ("openings[0].paid_hours_prospect", {"opening": {"paid_hours_prospect": 1.5}}),
    ("openings[0].schemes[0]", {"opening": {"schemes": ("x",)}}),
    ("openings[0].shifts[0].weekday", {"opening": {"shifts": (Shift(weekday=0, from_=time(8), to=time(9)),)}}),
    ("consultants[1].id", {"consultants": (Staff(id="k1", capacity=1), Staff(id="k1", capacity=2))}),
    ("consultants[0].capacity", {"consultants": (Staff(id="k1", capacity=-1),)}),
    ("fixed[1].citizen", {"fixed": (TWICE, TWICE)}),
    ("fixed[0].opening", {"fixed": (replace(TWICE, opening="o9"),)}),
    ("fixed[0].scheme", {"fixed": (replace(TWICE, scheme="nytteindsats"),)}),
    ("forbidden[0].citizen", {"forbidden": (Pair(citizen="c9", opening="o1"),)}),
    ("previous[1].citizen", {"previous": (Pair(citizen="c1", opening="o1"),) * 2}),
    ("floors[0].share", {"floors": (Floor(where={"gender": "F"}, share=1.1),)}),
    ("floors[0].where.age", {"floors": (Floor(where={"age": 30}, share=0.1),)}),
    ("floors[0].where", {"floors": (Floor(where={}, share=0.1),)}),
    ("scores[0].score", {"scores": (Score(citizen="c1", opening="o1", score=1.1),)}),
    ("scores[1]", {"scores": (Score(citizen="c1", opening="o1", score=0.1),) * 2}),
    ("scores[0].citizen", {"scores": (Score(citizen="c9", opening="o1", score=0.1),)}),
]


def test_what_is_left_out_has_the_default_of_the_format() -> None:
    problem = read(Problem, json.dumps(SMALLEST).encode())

    assert (problem.rules, problem.rules_day) == (None, date(2026, 12, 1))
    assert (problem.count_mode, problem.delay_cost_per_week, problem.change_cost) == ("heads", 0.01, 0.0)
    assert (problem.fixed, problem.forbidden, problem.previous, problem.floors, problem.scores) == (
        (),
        (),
        (),
        (),
        None,
    )
    citizen, unit, opening = problem.citizens[0], problem.units[0], problem.openings[0]
    assert (citizen.gender, citizen.resident_since, citizen.single_parent, citizen.no_education) == (
        None,
        None,
        False,
        False,
    )
    assert (citizen.language, citizen.schemes, citizen.support_worker, citizen.weight) == ("A0", None, None, 1.0)
    assert (unit.quota_override, unit.mentor_capacity, unit.accommodates) == (None, 0, ())
    assert (unit.occupied[0].hours, unit.occupied[0].mentor) == (37.0, False)
    assert (opening.least, opening.paid_hours_prospect, opening.shifts, opening.language) == (0, 0.0, (), "A0")


@pytest.mark.parametrize("name", ["match-20", "match-120", "match-300", "match-60-unscored"])
def test_the_examples_are_read_without_a_fault(name: str) -> None:
    assert read(Problem, (Path(__file__).parents[2] / "golden" / f"{name}.json").read_bytes()).citizens


@pytest.mark.parametrize(("place", "changes"), FAULTS, ids=[place for place, _ in FAULTS])
def test_a_fault_is_named_by_its_place(place: str, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInputError) as error:
        town(**changes)

    assert [fault.place for fault in error.value.faults] == [place]
    assert error.value.faults[0].message


BEFORE, AFTER = date(1899, 12, 31), date(2100, 1, 1)
UNKNOWN_DAYS: list[tuple[str, dict[str, Any]]] = [
    ("horizon.from", {"horizon": Horizon(from_=BEFORE, to=AUTUMN)}),
    ("horizon.to", {"horizon": Horizon(from_=SPRING, to=AFTER)}),
    ("rules", {"rules": BEFORE}),
    ("citizens[0].unemployed_since", {"citizen": {"unemployed_since": BEFORE}}),
    ("citizens[0].resident_since", {"citizen": {"resident_since": BEFORE}}),
    ("citizens[0].available_from", {"citizen": {"available_from": AFTER}}),
    ("units[0].occupied[0].from", {"unit": {"occupied": (Occupied(scheme="igu", from_=BEFORE, to=AUTUMN),)}}),
    ("openings[0].start.earliest", {"opening": {"start": StartWindow(earliest=BEFORE, latest=AUTUMN)}}),
    ("fixed[0].start", {"fixed": (replace(TWICE, start=AFTER),)}),
]


@pytest.mark.parametrize(("place", "changes"), UNKNOWN_DAYS, ids=[place for place, _ in UNKNOWN_DAYS])
def test_a_day_outside_the_known_centuries_is_a_fault(place: str, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInputError) as error:
        town(**changes)

    assert list(map(str, error.value.faults)) == [f"{place}: skal ligge fra 1900-01-01 til 2099-12-31"]


def test_a_place_without_a_last_day_may_be_written_as_many_systems_do() -> None:
    endless = Occupied(scheme="virksomhedspraktik", from_=SPRING, to=date.max)
    given = town(unit={"occupied": (endless,)})
    assert check(given, solve(given)) == []


class TestStartWindow:
    """No longer than five years, counted from the first day that the horizon leaves possible (2026-12-01)."""

    @pytest.mark.parametrize(
        ("earliest", "latest"),
        [(date(1990, 1, 1), date(2031, 12, 1)), (date(2028, 2, 29), date(2033, 2, 28)), (SPRING, AUTUMN)],
    )
    def test_five_years_are_enough(self, earliest: date, latest: date) -> None:
        assert self._faults(earliest, latest) == []

    @pytest.mark.parametrize(
        ("earliest", "latest", "first"),
        [
            (date(1990, 1, 1), date(2031, 12, 2), "2026-12-01"),
            (date(2027, 1, 4), date(2099, 12, 31), "2027-01-04"),
            (date(2028, 2, 29), date(2033, 3, 1), "2028-02-29"),
        ],
    )
    def test_a_day_more_is_refused_where_it_stands(self, earliest: date, latest: date, first: str) -> None:
        assert self._faults(earliest, latest) == [
            f"openings[0].start.latest: er {latest}, mere end 5 år efter {first}, den første mulige dag; "
            "vælg en tidligere dag"
        ]

    @staticmethod
    def _faults(earliest: date, latest: date) -> list[str]:
        try:
            town(opening={"start": StartWindow(earliest=earliest, latest=latest)})
        except BadInputError as error:
            return [str(fault) for fault in error.faults]
        return []


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInputError) as error:
        town(citizen={"weight": -1.0, "consultant": "k9"}, opening={"seats": -1})

    assert len(error.value.faults) == 3


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"hurry": True}, "hurry"),
        ({"horizon": {"from": "2026-12-01"}}, "horizon.to"),
        ({"count_mode": "half"}, "count_mode"),
        ({"delay_cost_per_week": "0.1"}, "delay_cost_per_week"),
        ({"consultants": [{"id": "k1", "capacity": 2.5}]}, "consultants[0].capacity"),
        ({"rules": "first of may"}, "rules"),
    ],
)
def test_a_wrong_type_or_an_unknown_field_is_named_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInputError) as error:
        read(Problem, json.dumps(SMALLEST | change).encode())

    assert place in {fault.place for fault in error.value.faults}


def test_a_number_too_large_to_count_with_is_a_fault() -> None:
    given = town()
    with pytest.raises(BadInputError, match=r"units\[0\].ordinary_employees: er 1e\+300"):
        replace(given, units=(replace(given.units[0], ordinary_employees=1e300), *given.units[1:]))


def test_a_stay_from_the_last_known_day_still_has_its_end() -> None:
    given, last = town(), date(2099, 12, 31)
    forever = replace(
        given.openings[0], schemes=("ordinary",), start=StartWindow(earliest=last, latest=last), weeks=5200
    )
    late = replace(given, horizon=Horizon(from_=last, to=last), openings=(forever,))
    answer = solve(late)
    assert [one.end - one.start for one in answer.placements] == [timedelta(weeks=5200)]
    assert check(late, answer) == []
