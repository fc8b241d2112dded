"""Changes as they are written, and differences as they are told."""

import pytest

from core.errors import BadInputError
from matcher.engine.advice.difference import Person
from matcher.engine.advice.whatif import Capacity, Change, Danish, Difference, Radius, Seats, WeeklyHours
from matcher.engine.advice.written import KINDS, change
from matcher.engine.problem import Hours
from matcher.engine.result import Result
from matcher.whatif_words import lines
from tests.unit.matcher.answers import answer
from tests.unit.matcher.town import town

WRITTEN = {
    "seats:o17=+2": Seats("o17", 2),
    "seats:a:b=c=-1": Seats("a:b=c", -1),
    "quota:u8=+1": Capacity("quota", "u8", 1),
    "mentor:u8=-1": Capacity("mentor", "u8", -1),
    "consultant:k4=+5": Capacity("consultant", "k4", 5),
    "support:s1=+3": Capacity("support", "s1", 3),
    "radius:c3=12.5": Radius("c3", 12.5),
    "danish:c3=B1": Danish("c3", "B1"),
    "hours:c3=6-20": WeeklyHours("c3", Hours(min=6.0, max=20.0)),
}


def person(outcome: str, before: str | None, after: str | None) -> Person:
    values = {"value_before": 0.0 if before is None else 0.5, "value_after": 0.0 if after is None else 0.625}
    return Person(citizen="c1", outcome=outcome, before=before, after=after, **values)  # type: ignore[arg-type]


def difference(*people: Person, result: Result | None = None) -> Difference:
    return Difference(gain=1.25, low=1.0, high=1.5, people=people, result=result or answer(town()))


@pytest.mark.parametrize(("text", "expected"), WRITTEN.items())
def test_a_change_is_read_as_it_is_meant(text: str, expected: Change) -> None:
    assert change(text) == expected


def test_every_kind_of_change_can_be_written() -> None:
    assert {text.partition(":")[0] for text in WRITTEN} == KINDS.keys()


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("seats:o17", "seats:o17=.2"),
        ("chairs:o17=+2", "SLAGS:ID=VÆRDI"),
        ("seats:o17=2", "flere eller færre"),
        ("consultant:k1=+half", "flere eller færre"),
        ("radius:c3=-4", "antal kilometer"),
        ("radius:c3=inf", "antal kilometer"),
        ("danish:c3=D1", "A0, A1, A2"),
        ("hours:c3=20", "fra-til"),
    ],
)
def test_a_change_written_wrongly_is_refused_and_shown_how(text: str, mend: str) -> None:
    with pytest.raises(BadInputError, match=mend) as refused:
        change(text)
    assert refused.value.faults[0].place == f"change {text}"


def test_a_difference_is_told_by_person() -> None:
    people = [person("placed", None, "o1"), person("lost", "o1", None), person("moved", "o1", "o2")]
    assert list(lines(difference(*people, person("changed", "o1", "o1")))) == [
        "Ændringen giver 1,25 i samlet værdi (bevist mellem 1 og 1,5).",
        "c1 får plads: o1 (værdi 0,625)",
        "c1 mister sin plads: o1 (værdi 0,5)",
        "c1 flytter fra o1 til o2 (værdi 0,5 → 0,625)",
        "c1 bliver på o1, men med andre vilkår (værdi 0,5 → 0,625)",
    ]


def test_where_nothing_is_different_that_is_said() -> None:
    assert list(lines(difference(), "en"))[1:] == ["It changes nothing for anybody."]


def test_a_change_that_leaves_no_answer_is_said_to() -> None:
    nothing = answer(town(), status="infeasible")
    assert list(lines(difference(result=nothing), "en")) == [
        "With the change the demands cannot be kept: no answer is possible."
    ]
