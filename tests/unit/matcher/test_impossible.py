"""A problem without an answer names the floor or the group that cannot be had, and nothing that could be let stand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.errors import Fault
from matcher.engine.problem import Citizen, Fixed, Floor, Problem, Staff, StartWindow
from matcher.engine.solve import solve, solved
from matcher.engine.why.impossible import impossible
from tests.unit.matcher.town import CITIZEN, OPENING, UNIT, town

WOMEN, MEN = (Floor(where={"gender": gender}, share=0.5) for gender in "FM")
GROUP = replace(OPENING, seats=3, least=3)


def people(genders: str) -> tuple[Citizen, ...]:
    return tuple(replace(CITIZEN, id=f"c{n}", gender=gender) for n, gender in enumerate(genders, 1))


def standing(*citizens: str, opening: str = "o1") -> tuple[Fixed, ...]:
    start = date(2026, 12, 7)
    return tuple(Fixed(citizen=one, opening=opening, scheme="virksomhedspraktik", start=start) for one in citizens)


def roomy(**more: Any) -> Problem:
    return town(**{"unit": {"quota_override": 9}, "opening": {"seats": 9}, **more})


def told(problem: Problem) -> list[Fault]:
    found = solved(problem)
    assert found.result.status == "infeasible"
    return impossible(found)


def test_a_floor_that_too_few_could_fill_is_named_with_its_numbers() -> None:
    problem = roomy(citizens=people("MMMF"), fixed=standing("c1", "c2", "c3"), floors=(WOMEN,))
    (fault,) = told(problem)
    assert fault.place == "floors[0]"
    assert fault.message == (
        "mindst 50 % med gender = F kan ikke nås: 0 af 3 faste placeringer er det, og kun 1 til har en lovlig plads; "
        "sænk share, eller frigiv faste placeringer"
    )


def test_a_floor_that_could_be_filled_but_for_room_says_so() -> None:
    problem = roomy(citizens=people("MF"), opening={"seats": 1}, fixed=standing("c1"), floors=(WOMEN,))
    full = replace(problem, openings=(*problem.openings, replace(OPENING, id="o2", unit="u2")),
                   units=(*problem.units, replace(UNIT, id="u2", quota_override=0)))  # fmt: skip
    (fault,) = told(full)
    assert fault.place == "floors[0]"
    assert "0 af 1 faste placeringer er det; 1 til har en lovlig plads, men pladser, kvoter" in fault.message


def test_a_group_that_nobody_else_may_join_is_named() -> None:
    problem = roomy(citizens=people("FF"), openings=(GROUP,), fixed=standing("c1"))
    (fault,) = told(problem)
    assert fault == Fault(
        "openings[0].least",
        "o1 skal have mindst 3 ad gangen, og 1 står fast, men kun 1 andre kan lovligt få en plads der; sænk least, "
        "eller frigiv de faste",
    )


def test_a_group_that_the_quota_keeps_small_is_named() -> None:
    soon = replace(GROUP, start=StartWindow(earliest=date(2026, 12, 7), latest=date(2026, 12, 14)))
    problem = town(citizens=people("FFF"), openings=(soon,), unit={"quota_override": 2}, fixed=standing("c1"))
    (fault,) = told(problem)
    assert fault.place == "openings[0].least"
    assert "2 andre kan lovligt få en plads der, men kvoten" in fault.message


def test_what_can_be_kept_is_not_named() -> None:
    other = replace(GROUP, id="o2")
    problem = roomy(
        citizens=people("FFFFM"),
        openings=(replace(GROUP, least=5, seats=5), other),
        consultants=(Staff(id="k1", capacity=4),),
        fixed=(*standing("c1"), *standing("c2", opening="o2")),
        floors=(WOMEN,),
    )
    assert [one.place for one in told(problem)] == ["openings[0].least"]


def test_demands_that_only_together_cannot_be_kept_are_named_together() -> None:
    first, second = replace(GROUP, seats=2, least=2), replace(GROUP, id="o2", seats=2, least=2)
    problem = roomy(
        citizens=people("FFF"),
        openings=(first, second),
        fixed=(*standing("c1"), *standing("c2", opening="o2")),
    )
    places = [one.place for one in told(problem)]
    assert places == ["openings[0].least", "openings[1].least"]
    assert all("ikke openings[0].least og openings[1].least sammen" in one.message for one in told(problem))


@pytest.mark.parametrize("share", [0.6, 0.9])
def test_without_what_is_named_there_is_an_answer(share: float) -> None:
    problem = roomy(citizens=people("MMMFF"), fixed=standing("c1", "c2"), floors=(replace(WOMEN, share=share), MEN))
    (fault,) = told(problem)
    assert fault.place == "floors[0]"
    assert solve(replace(problem, floors=(MEN,))).status == "optimal"
