"""Facts become words in both languages: nothing that can stand in the way or be asked for is without them."""

from dataclasses import asdict
from datetime import date

import pytest

from law.schemes import SCHEMES
from matcher.engine.result import Nearest, Result, Unplaced
from matcher.engine.rules import PAIR_RULES, ROW_RULES
from matcher.engine.why.facts import Change, Holder, Loss, Near, Stuck, Why
from matcher.engine.why.lost import NAMED
from matcher.engine.why.remaining import SCARCE
from matcher.wording import stored_change, stored_near, told, would_take
from matcher.words import LANGUAGES, Language, Words, catalogue
from tests.unit.matcher.otherwise import APPLY

OWN = {"travel": 4.0, "hours_citizen": 1.5, "hours_firm": 1.0, "hours_shifts": 2.0}
CODES = {"language": ("B1",), "skills": ("forklift",), "needs": ("quiet", "breaks"), "hours_day": ("3",),
         "start": ("2027-01-04",), "scheme": ("igu",)}  # fmt: skip
BESIDE_RULES = {"score", "value", "search"}
"""What else `blocked` can name."""


def change(kind: str, amount: float = 1.0) -> Change:
    rule = "hours" if kind.startswith("hours") else kind
    return Change(rule, kind, OWN.get(kind, amount), CODES.get(kind, ()))


KINDS = sorted(APPLY.keys() | {"floor"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words_in_the_language(language: Language) -> None:
    texts = catalogue(language)
    assert {
        rule
        for rule in PAIR_RULES.keys() | ROW_RULES.keys() | {"fixed"} | BESIDE_RULES | set(SCARCE) | set(NAMED)
        if f"rule.{rule}" not in texts
    } == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("amount", [1.0, 2.0])
def test_every_change_can_be_said_whole_in_the_language(kind: str, amount: float, language: Language) -> None:
    said = would_take([change(kind, amount)], Words(language))
    assert said
    assert not {"{", "}", "_"} & set(said)


def test_every_kind_of_change_is_in_the_catalogue_and_no_other() -> None:
    known = {key.split(".")[1] for key in catalogue("da") if key.startswith("take.")} - {"and"}
    assert known == set(KINDS)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_to_offer_has_its_own_words(scheme: str) -> None:
    said = {
        language: would_take([Change("scheme", "scheme", codes=(scheme,))], Words(language)) for language in LANGUAGES
    }
    assert said["da"] != said["en"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_the_same_after_it_was_stored(kind: str) -> None:
    assert stored_change(asdict(change(kind))) == change(kind)


def test_a_stored_opening_is_said_in_the_readers_language() -> None:
    row = {"opening": "o4", "rules": ["language"], "changes": [asdict(change("language"))]}
    assert stored_near(row)["would_take"] == "dansk på niveau B1"
    assert stored_near(row, "en") == {"opening": "o4", "rules": ["language"], "would_take": "language B1"}


def test_an_old_row_keeps_the_words_it_was_stored_with() -> None:
    row = {"opening": "o4", "rules": ["language"], "would_take": "dansk på niveau B1"}
    assert stored_near(row, "en") == row


def test_an_answer_names_capacities_first_and_then_who_holds_them_each_once() -> None:
    held = (Holder(citizen="c2", value=0.5), Holder(citizen="c3", value=0.6))
    losses = (Loss(on="seats:o1", opening="o1", value=0.4, holders=held, held=2),
              Loss(on="quota:u1", opening="o1", value=0.4, holders=held[:1], held=4))  # fmt: skip
    near = Near(opening="o2", changes=(change("travel"), change("hours_day"), change("hours_citizen")))
    result = Result(status="optimal", objective=0, bound=0, gap=0, seconds=0, rules=date(2026, 7, 1),
                    unplaced=(Unplaced(citizen="c1"),))  # fmt: skip
    facts = Why(stuck=(Stuck(citizen="c1", blocked={"travel": 1}, nearest=(near,), lost=losses),))
    assert told(result, facts, "en").unplaced == (
        Unplaced(
            citizen="c1",
            blocked={"travel": 1},
            nearest=(
                Nearest(
                    opening="o2",
                    rules=("travel", "hours"),
                    would_take="4 km more of travel, 1 hour free of appointments on Wednesdays and "
                    "that the citizen can work 1.5 hours more a week",
                ),
            ),
            lost_to=("seats:o1", "quota:u1", "citizen:c2", "citizen:c3"),
        ),
    )


def test_an_answer_without_facts_is_left_as_it_is() -> None:
    result = Result(status="timeout", objective=0, bound=0, gap=1, seconds=0, rules=date(2026, 7, 1))
    assert told(result, Why()) == result
