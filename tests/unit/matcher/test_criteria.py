"""Each criterion of a good match, one at a time."""

import math
from datetime import time
from typing import Any

import numpy as np
import pytest

from matcher.engine.problem import Busy, Hours, Occupation, Point, Shift
from matcher.engine.scoring.criteria import CRITERIA, kilometres
from matcher.engine.scoring.score import Scorer
from matcher.engine.scoring.traits import market_of, merged, positions
from tests.unit.matcher.town import KM_NORTH, town


def term(name: str, *, hours: float = 20.0, market: dict[str, int] | None = None, **changes: Any) -> float:
    """What the criterion says of the town's only pair."""
    scorer = Scorer.of(town(**changes), market=market)
    scores = scorer.score(np.array([0]), np.array([0]), np.array([hours]))
    return float(scores.terms()[name][0])


def wishes(*codes: str) -> dict[str, Any]:
    return {"occupations": tuple(Occupation(code=code, rank=rank) for rank, code in enumerate(codes, 1))}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("941100", 1.0),
        ("941199", 0.8),
        ("941111", 0.8),
        ("941900", 0.6),
        ("949000", 0.35),
        ("900000", 0.15),
        ("111", 0),
    ],
)
def test_an_occupation_is_as_near_as_the_digits_it_shares(wish: str, expected: float) -> None:
    assert term("occupation", citizen=wishes(wish)) == pytest.approx(expected)


def test_a_later_wish_counts_for_less() -> None:
    assert term("occupation", citizen=wishes("111111", "941100")) == pytest.approx(0.85)
    assert term("occupation", citizen=wishes("111111", "222222", "941100")) == pytest.approx(0.85**2)


def test_the_best_of_the_wishes_counts() -> None:
    assert term("occupation", citizen=wishes("941900", "941100")) == pytest.approx(0.85)


def test_a_short_code_is_no_nearer_than_the_digits_it_has() -> None:
    assert term("occupation", citizen=wishes("94"), opening={"occupation": "94"}) == pytest.approx(0.35)


def test_digits_after_the_sixth_are_not_compared() -> None:
    assert term("occupation", citizen=wishes("9411001"), opening={"occupation": "9411009"}) == 1.0


def test_who_has_no_wishes_is_neutral() -> None:
    assert term("occupation", citizen=wishes()) == 0.5
    assert term("near_field", citizen=wishes()) == 0.5


def test_near_fields_count_for_a_narrow_wish() -> None:
    assert term("near_field", citizen=wishes("941200")) == pytest.approx(0.6)


def test_near_fields_count_for_less_where_the_wishes_are_broad() -> None:
    assert term("near_field", citizen=wishes("941200", "532100")) == pytest.approx(0.3)
    assert term("near_field", citizen=wishes("941200", "532100", "222222")) == 0.0


def test_near_fields_count_where_the_wish_is_rare_in_the_market() -> None:
    broad = wishes("941200", "532100", "222222")
    assert term("near_field", citizen=broad, market={"9412": 0, "9411": 9}) == pytest.approx(0.6)
    assert term("near_field", citizen=broad, market={"9412": 4}) == pytest.approx(0.6 / 5)
    assert term("near_field", citizen=broad, market={"9412": 5}) == 0.0


def test_the_field_itself_is_never_beaten_by_a_near_one() -> None:
    assert term("near_field", citizen=wishes("941100", "532100", "222222")) == 1.0


def test_the_market_counts_openings_by_unit_group() -> None:
    assert market_of(town()) == {"9411": 1}


def test_skills_count_by_the_share_put_to_use() -> None:
    held = {"skills": ("forklift", "it"), "driving_licence": True}
    assert term("skills", citizen=held, opening={"skills": ("forklift",)}) == pytest.approx(1 / 3)
    assert term("skills", citizen=held, opening={"skills": ("forklift",), "driving_licence": True}) == pytest.approx(
        2 / 3
    )


def test_who_has_no_skills_is_neutral() -> None:
    assert term("skills") == 0.5


def test_more_skills_than_fit_one_machine_word_are_counted() -> None:
    many = tuple(f"skill{n:03}" for n in range(130))
    assert term("skills", citizen={"skills": many}, opening={"skills": many[:65]}) == pytest.approx(0.5)


@pytest.mark.parametrize(("asked", "expected"), [("A0", 1.0), ("B1", 0.0), ("A2", 0.6), ("A1", 0.8)])
def test_language_counts_by_what_is_left_over(asked: str, expected: float) -> None:
    assert term("language", opening={"language": asked}) == pytest.approx(expected)


def test_much_more_danish_than_asked_for_is_worth_no_more_than_enough() -> None:
    assert term("language", citizen={"language": "C2"}) == term("language", citizen={"language": "B1"}) == 1.0


@pytest.mark.parametrize(("hours", "expected"), [(20.0, 1.0), (5.0, 0.25), (30.0, 1.0), (0.0, 0.0)])
def test_hours_count_by_the_share_of_what_the_citizen_can_do(hours: float, expected: float) -> None:
    assert term("weekly_hours", hours=hours) == pytest.approx(expected)


def test_who_can_work_no_hours_misses_none() -> None:
    assert term("weekly_hours", citizen={"hours": Hours(min=0.0, max=0.0)}, hours=0.0) == 1.0


def test_shifts_that_collide_with_language_school_fit_less() -> None:
    school = (Busy(weekday=2, from_=time(8, 30), to=time(12)), Busy(weekday=2, from_=time(11), to=time(12, 30)))
    shifts = (Shift(weekday=2, from_=time(8), to=time(16)), Shift(weekday=3, from_=time(8), to=time(16)))
    assert term("timetable", citizen={"busy": school}, opening={"shifts": shifts}) == pytest.approx(1 - 4 / 16)


def test_another_weekday_does_not_collide() -> None:
    school = (Busy(weekday=1, from_=time(8, 30), to=time(12)),)
    shifts = (Shift(weekday=2, from_=time(8), to=time(16)),)
    assert term("timetable", citizen={"busy": school}, opening={"shifts": shifts}) == 1.0


def test_free_hours_fit_around_everything() -> None:
    assert term("timetable", citizen={"busy": (Busy(weekday=1, from_=time(8), to=time(16)),)}) == 1.0


def test_appointments_that_touch_are_one() -> None:
    first, then = (Busy(weekday=1, from_=time(8), to=time(9)), Busy(weekday=1, from_=time(9), to=time(10)))
    assert merged([then, first]) == [(1, 480, 600)]


@pytest.mark.parametrize(("reach", "expected"), [(10.0, 0.5), (5.0, 0.0), (20.0, 0.75)])
def test_a_short_way_counts_by_how_far_the_citizen_can_travel(reach: float, expected: float) -> None:
    assert term("distance", citizen={"max_travel_km": reach}) == pytest.approx(expected, abs=1e-4)


def test_who_cannot_travel_has_only_the_place_next_door() -> None:
    home = Point(lat=57.0, lon=10.0)
    assert term("distance", citizen={"max_travel_km": 0.0}) == 0.0
    assert term("distance", citizen={"max_travel_km": 0.0}, unit={"location": home}) == 1.0


def test_distances_are_those_of_the_great_circle() -> None:
    skagen, aalborg = positions([Point(lat=57.7209, lon=10.5839)]), positions([Point(lat=57.0488, lon=9.9217)])
    by_cosines = 6371.0088 * math.acos(
        math.sin(math.radians(57.7209)) * math.sin(math.radians(57.0488))
        + math.cos(math.radians(57.7209)) * math.cos(math.radians(57.0488)) * math.cos(math.radians(10.5839 - 9.9217))
    )
    assert kilometres(skagen, aalborg)[0] == pytest.approx(by_cosines, abs=1e-6)
    north = positions([Point(lat=57.7209 + KM_NORTH, lon=10.5839)])
    assert kilometres(skagen, north)[0] == pytest.approx(1.0, abs=1e-4)


def test_the_prospect_of_paid_hours_is_the_firms_own() -> None:
    assert term("prospect", opening={"paid_hours_prospect": 0.3}) == 0.3


def test_support_counts_for_who_needs_it() -> None:
    assert term("support") == 0.5
    rich = {"accommodates": ("mentor", "quiet", "breaks", "step_free", "no_evening")}
    assert term("support", citizen={"needs": ("quiet",)}, unit=rich) == 1.0
    assert term("support", citizen={"needs": ("quiet",)}) == pytest.approx(0.5 + 0.25 + 0.0625)


def test_a_mentor_without_room_is_no_support() -> None:
    assert term("support", citizen={"needs": ("quiet",)}, unit={"mentor_capacity": 0}) == pytest.approx(0.5 + 0.0625)


def test_needs_that_are_not_met_give_no_support() -> None:
    bare = {"accommodates": (), "mentor_capacity": 0}
    assert term("support", citizen={"needs": ("quiet",)}, unit=bare) == 0.0


@pytest.mark.parametrize(
    ("schemes", "expected"),
    [(("virksomhedspraktik",), 0.0), (("virksomhedspraktik", "loentilskud"), 0.5), (("ordinary",), 1.0), (None, 1.0)],
)
def test_a_place_counts_by_how_far_up_the_ladder_it_reaches(schemes: Any, expected: float) -> None:
    assert term("ladder", opening={"schemes": schemes}) == expected


def test_a_step_that_the_citizen_is_not_open_to_does_not_count() -> None:
    schemes = ("virksomhedspraktik", "ordinary")
    assert term("ladder", citizen={"schemes": ("virksomhedspraktik",)}, opening={"schemes": schemes}) == 0.0


def test_a_fleksjob_is_a_step_only_for_those_granted_one() -> None:
    assert term("ladder", opening={"schemes": ("fleksjob",)}) == 0.0
    assert term("ladder", citizen={"schemes": ("fleksjob",)}, opening={"schemes": ("fleksjob",)}) == 1.0


def test_every_criterion_says_what_it_is() -> None:
    assert all(judge.__doc__ for judge in CRITERIA.values())
