"""An explanation in lines: short, whole, and in the words of the reader's language."""

from datetime import date
from random import Random
from typing import Any

import pytest

from matcher.engine.check import check
from matcher.engine.problem import Fixed, Score
from matcher.engine.solve import solved
from matcher.engine.why.explain import Subject, why
from matcher.engine.why.facts import Change, Holder, Loss, Near, RunnerUp, Stuck, Why
from matcher.why_words import WhyWords
from matcher.words import LANGUAGES, Language
from tests.unit.matcher.answers import answer, placement
from tests.unit.matcher.test_explain_truth import scarce
from tests.unit.matcher.town import town

FACTS = Why(
    runners_up={
        "c1": (
            RunnerUp(opening="o2", score=0.62, value=0.62, lacks=("seats:o2", "quota:u2", "quota:u3")),
            RunnerUp(opening="o3", score=0.4, value=0.4),
        )
    },
    stuck=(
        Stuck(
            citizen="c2",
            blocked={"language": 1, "travel": 31},
            nearest=(Near(opening="o4", changes=(Change("language", "language", codes=("B1",)),)),),
            lost=(
                Loss(on="seats:o1", opening="o1", value=0.41, holders=(Holder(citizen="c1", value=0.5),), held=3),
                Loss(on="mentor:u1", opening="o1", value=0.41),
            ),
        ),
        Stuck(citizen="c3", blocked={"travel": 2}, lost=(Loss(on="seats:o1", opening="o1", value=0.3),)),
    ),
)


def said(language: Language = "da", **changes: Any) -> WhyWords:
    problem = town(**changes)
    return WhyWords(problem, answer(problem, placement()), FACTS, language)


def test_a_place_is_told_with_its_points_and_what_came_next() -> None:
    assert said().of("c1") == [
        "c1: o1, virksomhedspraktik fra 7. december 2026, 20 timer om ugen, 50 af 100 point",
        "  ønsket arbejde: 30 af 60",
        "  afstand: 20 af 40",
        "De næstbedste steder:",
        "  o2: 62 af 100 point, værdi 0,62 mod 0,5 her – pladserne er taget og virksomheden må ikke tage flere "
        "(rimelighedskravet)",
        "  o3: 40 af 100 point, værdi 0,4 mod 0,5 her – ledig",
    ]


def test_who_has_none_is_told_what_blocked_what_is_near_and_who_got_it() -> None:
    assert said("en").of("c2") == [
        "c2: no place",
        "What stood in the way:",
        "  31 openings: too far away",
        "  1 opening: asks for more Danish",
        "The nearest possibilities:",
        "  o4: takes language B1",
        "Possible places went to others:",
        "  o1: the places are taken; the citizen would give 0.41, it went to c1 (0.5) and 2 more",
        "  o1: no mentor free; the citizen would give 0.41, taken beforehand",
    ]


def test_over_all_the_rules_are_told_by_mean_and_what_is_scarcest_first() -> None:
    assert said().of_all() == [
        "1 borgere har en plads, 2 har ingen.",
        "Opslag, som hver regel tog fra dem uden plads, i gennemsnit:",
        "  16,5 opslag: for langt væk",
        "  0,5 opslag: kræver mere dansk",
        "Det, som flest tabte en mulig plads til:",
        "  pladserne i opslag o1: 2",
        "  mentorerne hos u1: 1",
    ]


def test_who_stood_fixed_had_no_runners_up() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    assert said(fixed=fixed).of("c1")[-1] == "  stod fast på forhånd"


def test_somebody_unknown_is_said_to_be_so() -> None:
    assert said().of("c99") == ["Borgeren c99 findes ikke i opgaven."]


def test_given_points_and_no_other_place_are_said() -> None:
    problem = town(scores=(Score(citizen="c1", opening="o1", score=0.5),))
    lines = WhyWords(problem, answer(problem, placement(because=())), Why(), "en").of("c1")
    assert lines[1:] == ["  the points are given in the file", "No other places are possible."]
    assert WhyWords(problem, answer(problem, placement()), Why(), "en").of_all() == [
        "1 citizens have a place, 0 have none."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_in_a_town_of_obstacles_can_be_told_whole(language: Language) -> None:
    problem = scarce(0, 60, 30)
    run = solved(problem)
    assert check(problem, run.result) == []
    words = WhyWords(problem, run.result, why(Subject.by(run)), language)
    for citizen in Random(1).sample(problem.citizens, 60):
        lines = words.of(citizen.id)
        assert lines
        assert lines[0].startswith(f"{citizen.id}: ")
        assert not {"{", "}", "_"} & set("".join(lines))
