"""A stored breakdown becomes something a consultant can read out to a citizen."""

from datetime import UTC, date, datetime

import pytest

from citizens.tables import Citizen
from companies.tables import Opening
from matcher.engine.rules import PAIR_RULES, ROW_RULES
from matcher.engine.scoring.criteria import CRITERIA
from matcher.tables import RunUnplaced
from web.reasons import Lost, Reason, Rival, holders_of, level, openings_of, reasons, runners_up, stuck
from web.words import LANGUAGES, words

CITIZEN = Citizen(id=1, first_name="Amina", last_name="Abdi")


LEARNT = {"rule": "language", "kind": "language", "amount": 0.0, "codes": ["B1"]}


def near(opening: int, *rules: str) -> dict[str, object]:
    return {"opening": f"o{opening}", "rules": list(rules), "changes": [LEARNT]}


def lost(capacity: str, opening: int, *holders: int, held: int = 0) -> dict[str, object]:
    named = [{"citizen": f"c{one}", "value": 0.5} for one in holders]
    return {"on": capacity, "opening": f"o{opening}", "value": 0.4, "holders": named, "held": held or len(named)}


def an_opening(row: int) -> Opening:
    return Opening(id=row, title="Bager", start_earliest=date(2026, 1, 1), created_at=datetime(2026, 1, 1, tzinfo=UTC))


def left_out(**facts: object) -> RunUnplaced:
    return RunUnplaced(run_id=1, citizen_id=1, **({"blocked": {}, "nearest": [], "lost_to": [], "losses": []} | facts))


def test_the_weightiest_criterion_comes_first_in_points_of_a_hundred() -> None:
    because = [
        {"criterion": "distance", "points": 0.1, "of": 0.2},
        {"criterion": "occupation", "points": 0.4, "of": 0.4},
    ]

    assert reasons(because) == [Reason("occupation", "high", 40, 40), Reason("distance", "middle", 10, 20)]


def test_a_criterion_without_weight_is_no_reason() -> None:
    assert reasons([{"criterion": "prospect", "points": 0.0, "of": 0.0}]) == []


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "high"), (0.75, "high"), (0.74, "middle"), (0.35, "middle"), (0.34, "low"), (0, "low")],
)
def test_the_level_follows_the_share_of_the_points(share: float, expected: str) -> None:
    assert level(share) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_of_the_score_has_its_words(language: str) -> None:
    texts = words("da" if language == "da" else "en").texts

    for criterion in CRITERIA:
        for key in ("criterion", "criterion.high", "criterion.middle", "criterion.low"):
            assert f"{key}.{criterion}" in texts


@pytest.mark.parametrize("texts", [words(language).texts for language in LANGUAGES], ids=LANGUAGES)
def test_every_rule_that_can_stand_in_the_way_has_its_words(texts: dict[str, str]) -> None:
    without_number = {"fixed", "score", "value", "search"}

    assert {
        rule for rule in PAIR_RULES.keys() | ROW_RULES.keys() | without_number if f"rule.{rule}" not in texts
    } == set()


def test_what_took_most_openings_away_comes_first() -> None:
    found = stuck(left_out(blocked={"language": 2, "travel": 31, "quota": 2}), CITIZEN, {})

    assert found.blocked == [("travel", 31), ("language", 2), ("quota", 2)]


def test_scarce_capacity_of_an_old_run_is_told_once_per_kind() -> None:
    found = stuck(left_out(lost_to=["quota:u1", "quota:u2", "seats:o4"]), CITIZEN, {})

    assert found.lost == [Lost("quota"), Lost("seats")]


def test_whom_a_place_went_to_is_told_as_the_reader_may_see_them() -> None:
    row = left_out(losses=[lost("seats:o4", 4, 7, 8, held=5)])
    rivals = {7: Rival("Bent Bæk", "Signe"), 8: Rival(None, "Hans")}

    (one,) = stuck(row, CITIZEN, {4: an_opening(4)}, rivals).lost
    assert (one.rule, one.opening and one.opening.id, one.value, one.more) == ("seats", 4, 0.4, 3)
    assert one.rivals == [(rivals[7], 0.5), (rivals[8], 0.5)]
    assert (openings_of([row]), holders_of([row])) == ({4}, {7, 8})


def test_a_rival_who_is_gone_is_counted_and_not_named() -> None:
    (one,) = stuck(left_out(losses=[lost("quota:u4", 4, 7, 8)]), CITIZEN, {}, {8: Rival(None, "Hans")}).lost

    assert (one.opening, one.rivals, one.more) == (None, [(Rival(None, "Hans"), 0.5)], 1)


def test_three_losses_are_shown() -> None:
    row = left_out(losses=[lost(f"seats:o{one}", one) for one in (1, 2, 3, 4)])

    assert [one.rule for one in stuck(row, CITIZEN, {}).lost] == ["seats"] * 3


def test_what_it_would_take_is_said_in_the_readers_language() -> None:
    (one,) = stuck(left_out(nearest=[near(4, "language")]), CITIZEN, {4: an_opening(4)}).nearest

    assert (one.takes("da"), one.takes("en")) == ("dansk på niveau B1", "language B1")


def test_an_old_run_says_what_it_would_take_in_danish_alone() -> None:
    old = {"opening": "o4", "rules": ["language"], "would_take": "dansk på niveau B1"}
    (one,) = stuck(left_out(nearest=[old]), CITIZEN, {4: an_opening(4)}).nearest

    assert (one.takes("da"), one.takes("en")) == ("dansk på niveau B1", "")


def test_the_three_next_best_places_are_told_with_what_there_was_no_room_in() -> None:
    others = [
        {"opening": f"o{one}", "score": 0.7, "value": 0.7, "lacks": ["seats:o1", "quota:u1", "quota:u2"]}
        for one in (1, 2, 3, 4, 5)
    ]
    openings = {one: an_opening(one) for one in (1, 3, 4, 5)}

    found = runners_up(others, openings)
    assert [one.opening.id for one in found] == [1, 3, 4]
    assert found[0].points == pytest.approx(70)
    assert found[0].rules == ["seats", "quota"]


def test_the_three_nearest_openings_are_shown() -> None:
    row = left_out(nearest=[near(one, "language") for one in (4, 5, 6, 7)])
    openings = {one: an_opening(one) for one in openings_of([row])}

    assert sorted(openings) == [4, 5, 6]
    assert [one.opening.id for one in stuck(row, CITIZEN, openings).nearest] == [4, 5, 6]


def test_an_opening_that_is_gone_is_left_out() -> None:
    row = left_out(nearest=[near(4, "language"), near(5, "travel")])

    assert [one.rules for one in stuck(row, CITIZEN, {5: an_opening(5)}).nearest] == [["travel"]]
