"""What a match lacks to do its best for a citizen."""

from dataclasses import replace

import pytest

from citizens.profile.completeness import WEIGHTS, Item, Known, completeness

WHOLE = Known(
    target_group="integration_aktivitetsparat",
    language="A1",
    immigrant=True,
    wishes=3,
    hours=(6.0, 20.0),
    transport=True,
    timetable=True,
    needs=True,
    skills=True,
    experience=True,
    interpreter=True,
    modules=True,
    contact=True,
    goals=True,
    authorities={"health"},
    consents={"health", "social"},
)


def test_who_is_wholly_known_lacks_nothing() -> None:
    found = completeness(WHOLE)
    assert (found.missing, found.share, found.unconsented) == ((), 1.0, ())


@pytest.mark.parametrize(
    ("item", "lacking"),
    [
        (Item.WISHES, replace(WHOLE, wishes=1)),
        (Item.HOURS, replace(WHOLE, hours=(0.0, 0.0))),
        (Item.TRANSPORT, replace(WHOLE, transport=False)),
        (Item.TIMETABLE, replace(WHOLE, timetable=False)),
        (Item.NEEDS, replace(WHOLE, needs=False)),
        (Item.EXPERIENCE, replace(WHOLE, experience=False)),
        (Item.SKILLS, replace(WHOLE, skills=False)),
        (Item.INTERPRETER, replace(WHOLE, interpreter=False)),
        (Item.MODULES, replace(WHOLE, modules=False)),
        (Item.CONSENT, replace(WHOLE, consents={"social"})),
        (Item.CONTACT, replace(WHOLE, contact=False)),
        (Item.PLAN, replace(WHOLE, goals=False)),
    ],
)
def test_each_thing_that_lacks_is_told_and_costs_its_weight(item: Item, lacking: Known) -> None:
    found = completeness(lacking)
    assert found.missing == (item,)
    assert found.share == pytest.approx(1 - WEIGHTS[item] / sum(WEIGHTS.values()))


def test_nothing_known_is_nothing_done_and_the_weightiest_comes_first() -> None:
    nothing = Known(target_group="integration_aktivitetsparat", language="A0", immigrant=True, authorities={"health"})
    found = completeness(nothing)
    assert (found.share, set(found.missing)) == (0.0, set(Item))
    assert found.missing[:2] == (Item.WISHES, Item.HOURS)


def test_what_does_not_concern_the_citizen_is_not_asked_for() -> None:
    dane = replace(
        WHOLE, target_group="dagpenge", language="C2", immigrant=False, interpreter=False, modules=False, needs=False,
        timetable=False, authorities=(), consents=(),
    )  # fmt: skip
    assert completeness(dane).missing == ()


def test_an_immigrant_who_speaks_well_needs_neither_interpreter_nor_modules() -> None:
    settled = replace(WHOLE, target_group="jobparat", language="B2", interpreter=False, modules=False)
    assert completeness(settled).missing == ()


def test_the_authorities_that_nothing_may_be_shared_with_are_named() -> None:
    found = completeness(replace(WHOLE, authorities={"social", "health", "children"}, consents={"social"}))
    assert found.unconsented == ("children", "health")
