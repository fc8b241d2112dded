"""The follow-up rules as data: complete, and made of figures that the municipality may change where assumed."""

from datetime import date
from typing import get_args

import pytest

from law.followups import (
    ANCHORS,
    CLOSING,
    PLACEMENT_RULES,
    Interval,
    Point,
    Rule,
    RuleCode,
    Window,
    follow_up_rules,
)
from law.schemes import GROUPS, INTEGRATION, SCHEMES

TODAY = date(2026, 12, 1)


def rules_of(code: str) -> list[Rule]:
    return [rule for rule in follow_up_rules(TODAY).series if rule.code == code]


def rule_for(code: str, group: str) -> Rule:
    (rule,) = (rule for rule in rules_of(code) if group in rule.groups)
    return rule


def test_every_rule_code_has_its_rule_and_its_anchor() -> None:
    codes = set(get_args(RuleCode))
    rules = follow_up_rules(TODAY)
    assert {rule.code for rule in rules.series} | {rules.cti.code} == codes == set(ANCHORS)


def test_every_scheme_that_people_are_placed_in_is_followed_up() -> None:
    assert set(PLACEMENT_RULES) == set(SCHEMES)
    assert {ANCHORS[code] for code in PLACEMENT_RULES.values()} == {"placement"}


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_group_has_at_most_one_variant_of_each_rule(group: str) -> None:
    codes = [rule.code for rule in follow_up_rules(TODAY).series if group in rule.groups]
    assert len(codes) == len(set(codes))


def test_every_group_has_a_first_talk_and_all_but_pensioners_go_on_talking() -> None:
    assert frozenset().union(*(rule.groups for rule in rules_of("samtale_start"))) == GROUPS
    assert frozenset().union(*(rule.groups for rule in rules_of("samtaler"))) == GROUPS - {"foertidspension"}


@pytest.mark.parametrize("code", ["kontrakt", "kontrakt_opfoelgning", "fip"])
def test_the_rules_of_integration_are_for_integration_alone(code: str) -> None:
    (rule,) = rules_of(code)
    assert rule.groups == INTEGRATION


@pytest.mark.parametrize(("group", "days"), [("jobparat", 7), ("integration_jobparat", 14), ("dagpenge", 14)])
def test_the_jobparate_are_talked_to_within_a_week(group: str, days: int) -> None:
    assert rule_for("samtale_start", group).points == (Point(Interval(days=days)),)


def test_people_on_dagpenge_have_two_talks_in_half_a_year_and_others_four() -> None:
    assert len(rule_for("samtaler", "dagpenge").points) == 2
    assert len(rule_for("samtaler", "sygedagpenge").points) == 4


def test_the_last_tolerance_stands_for_all_later_dues() -> None:
    (rule,) = rules_of("tvaerfaglig")
    assert [rule.window(number).after for number in (1, 2, 3, 9)] == [14, 28, 28, 28]


def test_the_closing_meeting_of_cti_has_its_own_tolerance() -> None:
    cti = follow_up_rules(TODAY).cti
    assert cti.window(CLOSING) == Window(7, 7)
    assert cti.window(1) == Window(2, 2)


def test_the_municipalitys_own_figures_reach_the_rules() -> None:
    own = follow_up_rules(TODAY, {"praktik.tolerance_days": 1, "cti.contact_days": (3, 7), "samtaler.every_months": 1})
    assert own.cti.contact_days == (3, 7)
    assert {rule.every for rule in own.series if rule.code == "samtaler"} == {Interval(months=1)}
    assert {rule.windows for rule in own.series if rule.code == "praktik"} == {(Window(1, 1),)}


def test_the_municipality_cannot_stretch_what_the_law_states() -> None:
    with pytest.raises(ValueError, match="stated"):
        follow_up_rules(TODAY, {"kontrakt.days": 90})


def test_days_before_the_catalogue_begins_are_read_under_its_first_rules() -> None:
    assert follow_up_rules(date(2019, 5, 1)) == follow_up_rules(date(2026, 7, 1))
