"""What a municipality decides about matching is read strictly, and does what it says."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.errors import BadInputError
from core.settings import Settings
from matcher.engine.ahead.hold_back import HoldBack
from matcher.engine.problem import Floor
from matcher.policy import Policy
from tests.unit.matcher.town import CITIZEN, town


def policy(folder: Path, text: str) -> Policy:
    path = folder / "matching.json"
    path.write_text(text)
    return Policy.of(Settings(matching_policy=path))


def places(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        policy(folder, text)
    return [fault.place for fault in caught.value.faults]


def test_without_a_file_the_defaults_hold() -> None:
    assert Policy.of(Settings()) == Policy()


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert policy(tmp_path, "{}") == Policy()


def test_what_the_file_says_is_taken_and_the_rest_is_default(tmp_path: Path) -> None:
    found = policy(
        tmp_path,
        """{
          "weights": {"occupation": 0.2, "distance": 0.22},
          "floors": [{"where": {"gender": "F"}, "share": 0.4}],
          "waiting_strength": 0.5, "change_cost": 0.1, "hold_back": {"enabled": true, "weeks": 13}
        }""",
    )
    assert (found.weights.occupation, found.weights.distance, found.weights.skills) == (0.2, 0.22, 0.08)
    assert found.floors == (Floor(where={"gender": "F"}, share=0.4),)
    assert (found.waiting_strength, found.change_cost) == (0.5, 0.1)
    assert found.hold_back == HoldBack(enabled=True, weeks=13)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"weigths": {}}', "weigths"),
        ('{"weights": {"wish": 0.5}}', "weights.wish"),
        ('{"weights": {"occupation": 0.9}}', "weights"),
        ('{"floors": [{"where": {"gender": "F"}, "share": 1.5}]}', "floors[0].share"),
        ('{"floors": [{"where": {}}]}', "floors[0].share"),
        ('{"waiting_strength": 2.0}', "waiting_strength"),
        ('{"change_cost": -0.1}', "change_cost"),
        ('{"hold_back": {"weeks": 1000}}', "hold_back.weeks"),
        ('{"hold_back": {"enabled": "ja"}}', "hold_back.enabled"),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, text: str, place: str) -> None:
    assert places(tmp_path, text) == [place]


def test_a_missing_file_is_named_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        Policy.of(Settings(matching_policy=tmp_path / "none.json"))
    assert [fault.place for fault in caught.value.faults] == ["TOVHOLDER_MATCHING_POLICY"]


def test_floors_and_the_cost_of_change_enter_the_problem() -> None:
    floor = Floor(where={"gender": "F"}, share=0.4)
    changed = Policy(floors=(floor,), change_cost=0.2).applied(town())
    assert (changed.floors, changed.change_cost) == ((floor,), 0.2)
    assert replace(changed, floors=(), change_cost=town().change_cost) == town()


def test_whoever_waited_longest_counts_more_where_the_municipality_says_so() -> None:
    earlier = replace(CITIZEN, id="c0", unemployed_since=date(2020, 1, 1))
    waiting = town(citizens=(earlier, CITIZEN))
    first, second = Policy(waiting_strength=0.5).applied(waiting).citizens
    assert first.weight == 1.5 * CITIZEN.weight
    assert second.weight == CITIZEN.weight


def test_a_floor_on_a_field_that_citizens_lack_is_named() -> None:
    with pytest.raises(BadInputError, match="floors"):
        Policy(floors=(Floor(where={"shoe_size": 42}, share=0.1),)).applied(town())
