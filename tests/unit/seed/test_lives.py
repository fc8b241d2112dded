"""What binds and helps the citizens."""

from collections import Counter, defaultdict

from companies.occupations import occupations
from law.schemes import FAR, NEAR
from seed.municipality import Municipality

CEFR = {"A0", "A1", "A2", "B1", "B2", "C1", "C2"}
NEEDS = {"mentor", "quiet", "breaks", "no_heavy_lifting", "step_free", "no_evening", "shielding"}
LONGEST_WALK = 4.0


def test_hours_are_a_range_within_a_full_week(every_size: Municipality) -> None:
    assert all(2 <= citizen.hours_min <= citizen.hours_max <= 37 for citizen in every_size.citizens)


def test_those_far_from_work_manage_fewer_hours(large: Municipality) -> None:
    def mean(groups: frozenset[str]) -> float:
        hours = [one.hours_max for one in large.citizens if one.target_group in groups and one.status != "igu"]
        return sum(hours) / len(hours)

    assert mean(FAR) < 18 < 30 < mean(NEAR)


def test_some_walk_and_some_drive_but_only_with_a_licence(large: Municipality) -> None:
    reach = [citizen.max_travel_km for citizen in large.citizens]
    assert min(reach) <= LONGEST_WALK
    assert all(citizen.driving_licence for citizen in large.citizens if citizen.max_travel_km > 25)
    assert 0.15 < sum(km > 25 for km in reach) / len(reach) < 0.40


def test_wishes_are_ranked_from_one_and_known_occupations(every_size: Municipality) -> None:
    known = {one.code for one in occupations()}
    ranks = defaultdict(list)
    for wish in every_size.wishes:
        ranks[wish.citizen_id].append(wish.rank)
        assert wish.occupation in known
    assert set(ranks) == {citizen.id for citizen in every_size.citizens}
    assert all(found == list(range(1, len(found) + 1)) for found in ranks.values())
    assert max(len(found) for found in ranks.values()) <= 3


def test_wishes_do_not_follow_what_is_offered(large: Municipality) -> None:
    """First wishes are narrow or for few fields (B p. 41): what is wanted most is not what is offered most."""
    wanted = Counter(wish.occupation for wish in large.wishes if wish.rank == 1)
    offered = Counter(opening.occupation for opening in large.openings)
    overlap = sum(min(wanted[code] / wanted.total(), offered[code] / offered.total()) for code in wanted)
    assert 0.4 < overlap < 0.8


def test_needs_and_languages_are_words_that_matching_knows(every_size: Municipality) -> None:
    assert {need for citizen in every_size.citizens for need in citizen.needs} <= NEEDS
    assert {citizen.language for citizen in every_size.citizens} <= CEFR


def test_those_far_from_work_need_more(large: Municipality) -> None:
    def share(groups: frozenset[str]) -> float:
        found = [bool(citizen.needs) for citizen in large.citizens if citizen.target_group in groups]
        return sum(found) / len(found)

    assert share(NEAR) < 0.3 < 0.7 < share(FAR)


def test_the_week_has_fixed_hours_of_several_authorities(town: Municipality) -> None:
    assert {one.authority for one in town.commitments} == {"language_school", "health", "social", None}
    assert all(1 <= one.weekday <= 5 and one.from_ < one.to for one in town.commitments)


def test_language_school_is_for_those_who_still_learn_danish(every_size: Municipality) -> None:
    pupils = {one.citizen_id for one in every_size.commitments if one.what == "language_school"}
    levels = {citizen.language for citizen in every_size.citizens if citizen.id in pupils}
    assert levels <= {"A0", "A1", "A2", "B1"}
