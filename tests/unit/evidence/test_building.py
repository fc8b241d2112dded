"""Counts -> a decision: what is asked at each step, and how it is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from companies.additional import UnitMonths
from companies.quotas import Month, Stay
from law.schemes import RULES_VERSIONS
from law.values import value
from placements.evidence import records
from placements.evidence.building import KEYS, build
from placements.evidence.records import Counts, Finding, Override, Overruled, Statement, Where, Who
from placements.states import Step

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
WHO = Who(id=4, name="Karin Holm", role="caseworker")
PLACE = Stay(scheme="virksomhedspraktik", start=date(2026, 12, 7), end=date(2027, 3, 7), hours=18.5)
SUBSIDISED = replace(PLACE, scheme="loentilskud")


def months(*figures: float, heads: int | None = 12) -> tuple[Month, ...]:
    numbers = range(12 - len(figures), 12)
    return tuple(
        Month(month=date(2026, number, 1), ordinary_fte=figure, source="CVR", ordinary_heads=heads)
        for number, figure in zip(numbers, figures, strict=True)
    )


COUNTS = Counts(
    where=Where(p_number="1003000000", unit="Havnekøkkenet", cvr="10150817", company="Havnen ApS", sector="private"),
    at=NOW,
    day=DAY,
    by=WHO,
    step=Step.YES,
    place=PLACE,
    months=months(10, 10, 10, 10, 10),
    override=None,
    stays=(),
    exempt=False,
    units=(UnitMonths(p_number="1003000000", months=months(10, 10, 10, 10, 10)),),
    statement=None,
)
SAID_YES = Statement(
    name="Per Lund",
    role="shop_steward",
    said_on=DAY,
    agrees=True,
    remark="",
    recorded_at=NOW,
    recorded_by=WHO,
)
SAID_NO = replace(SAID_YES, agrees=False, remark="Vi mangler folk")


def rules_of(findings: Sequence[Finding]) -> dict[str, bool]:
    return {one.rule: one.holds for one in findings}


def test_a_place_that_fits_is_allowed_and_says_by_how_much() -> None:
    made = build(replace(COUNTS, stays=(PLACE,)))
    assert (made.allowed, made.rule) == (True, None)
    assert made.words == "Rimelighedskravet er overholdt: højst 2 på samme dag, og enheden må have 2 pladser ad gangen."
    assert (made.found.fullest.heads, made.found.fullest.full_time) == (2, 1.0)


def test_a_place_too_many_is_refused_with_the_day() -> None:
    later = replace(PLACE, start=date(2027, 1, 4))
    made = build(replace(COUNTS, stays=(PLACE, later)))
    assert (made.allowed, made.rule, made.found.full_on) == (False, "quota", date(2027, 1, 4))
    assert made.words == "Rimelighedskravet er opfyldt 04.01.2027: enheden må have 2 pladser ad gangen."
    assert [(load.day, load.heads) for load in made.found.days] == [(PLACE.start, 2), (later.start, 3)]


def test_heads_and_full_time_are_side_by_side() -> None:
    found = build(replace(COUNTS, months=months(9.5, 9.5, 9.5, 9.5, heads=16))).found
    assert (found.employees, found.by_rule, found.employees_heads, found.by_heads) == (9.5, 1, 16.0, 3)
    assert build(replace(COUNTS, months=months(9, 9, heads=None))).found.by_heads is None


def test_the_mean_is_of_four_months_and_all_that_are_known_are_kept() -> None:
    made = build(COUNTS)
    assert (len(made.counts.months), len(made.found.months)) == (5, 4)


def test_a_caseworkers_figure_stands_beside_the_rules() -> None:
    made = build(replace(COUNTS, override=Override(places=0, reason="Flytter", by=WHO, at=NOW)))
    assert (made.allowed, made.found.by_rule, made.found.places) == (False, 2, 0)
    assert "enheden må have 0 pladser" in made.words


def test_what_does_not_fill_the_cap_takes_no_place() -> None:
    made = build(replace(COUNTS, place=replace(PLACE, scheme="fleksjob"), stays=(PLACE, PLACE, PLACE)))
    assert (made.allowed, made.found.fills) == (True, False)
    assert made.words == "Ordningen tæller ikke med i rimelighedskravet."
    assert made.found.fullest.heads == 3


def test_others_that_do_not_fill_the_cap_are_kept_and_not_counted() -> None:
    found = build(replace(COUNTS, stays=(PLACE, replace(PLACE, scheme="ordinary")))).found
    assert (found.stays_fill, found.fullest.heads) == ((True, False), 2)


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        (Step.YES, {"quota", "additional"}),
        (Step.START, {"quota", "additional", "statement"}),
        (Step.EXTEND, {"quota"}),
    ],
)
def test_each_step_asks_its_own(step: Step, asked: set[str]) -> None:
    assert set(rules_of(build(replace(COUNTS, place=SUBSIDISED, step=step)).findings)) == asked


def test_praktik_is_never_asked_for_additional_employment() -> None:
    made = build(replace(COUNTS, step=Step.START, units=()))
    assert (set(rules_of(made.findings)), made.found.additional) == ({"quota", "statement"}, None)


def test_a_scheme_nobody_states_anything_about_starts_without() -> None:
    made = build(replace(COUNTS, place=replace(PLACE, scheme="skaanejob"), step=Step.START))
    assert (made.allowed, set(rules_of(made.findings))) == (True, {"quota"})


SHRINKING = (UnitMonths(p_number="1003000000", months=months(12, 12, 12, 11.5)),)


def test_loentilskud_that_would_replace_somebody_is_refused() -> None:
    made = build(replace(COUNTS, place=SUBSIDISED, units=SHRINKING))
    assert (made.allowed, made.rule) == (False, "additional")
    assert "11,5 årsværk i seneste måned mod 11,88 i gennemsnit" in made.words


def test_nobody_can_say_without_figures() -> None:
    made = build(replace(COUNTS, place=SUBSIDISED, units=(UnitMonths(p_number="1", months=()),)))
    assert (made.allowed, made.rule) == (False, "additional")
    assert "ikke oplyst" in made.words


def test_people_with_reduced_capacity_are_not_asked_for_it() -> None:
    made = build(replace(COUNTS, place=SUBSIDISED, units=SHRINKING, exempt=True))
    assert (made.allowed, made.findings[1].words) == (True, "Merbeskæftigelse kræves ikke for denne plads.")


def overruled(rule: str) -> tuple[Overruled, ...]:
    return (Overruled(rule=rule, by=WHO, at=NOW, reason="Sæsonudsving"),)


def test_a_caseworker_may_overrule_it_with_a_reason_that_is_told() -> None:
    made = build(replace(COUNTS, place=SUBSIDISED, units=SHRINKING, overruled=overruled("additional")))
    assert (made.allowed, made.findings[1].holds, made.findings[1].overruled) == (True, False, True)
    assert made.findings[1].words.endswith("Sagsbehandler Karin Holm har fraveget det den 23.11.2026: Sæsonudsving")


def test_the_cap_is_overruled_for_no_single_place() -> None:
    made = build(replace(COUNTS, stays=(PLACE, PLACE), overruled=overruled("quota")))
    assert (made.allowed, made.rule) == (False, "quota")


@pytest.mark.parametrize(
    ("statement", "by", "allowed"),
    [
        (None, (), False),
        (None, overruled("statement"), False),
        (SAID_YES, (), True),
        (SAID_NO, (), False),
        (SAID_NO, overruled("statement"), True),
        (SAID_NO, overruled("additional"), False),
    ],
)
def test_nobody_starts_without_the_employees_statement(
    statement: Statement | None, by: tuple[Overruled, ...], allowed: bool
) -> None:
    made = build(replace(COUNTS, step=Step.START, statement=statement, overruled=by))
    assert (made.allowed, made.rule) == (allowed, None if allowed else "statement")


@pytest.mark.parametrize("version", RULES_VERSIONS)
def test_the_figures_of_the_law_are_those_of_the_day(version: date) -> None:
    made = build(replace(COUNTS, day=version))
    assert made.found.rules == version
    assert [(one.key, one.value, one.source) for one in made.law] == [
        (key, value(key, version).value, value(key, version).source) for key in KEYS
    ]
    assert {"quota.employees_per_place", "additional_employment.months", "nytteindsats.fills_quota"} < set(KEYS)


def test_a_record_can_be_written_and_read_again() -> None:
    made = build(
        replace(
            COUNTS,
            place=SUBSIDISED,
            step=Step.START,
            stays=(PLACE, replace(PLACE, end=None)),
            statement=SAID_NO,
            overruled=overruled("statement"),
            override=Override(places=3, reason=None, by=None, at=None),
        )
    )
    kept = records.plain(made)
    assert records.read(kept) == made
    assert (kept["format"], kept["counts"]["day"]) == ("tovholder-quota-decision/1", "2026-11-23")
