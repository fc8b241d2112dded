"""The registry: which value of a figure is in force on a day, and what a municipality may replace."""

from datetime import date, timedelta

import pytest

from law.dated import FIRST_RULES, Figure
from law.values import REGISTRY, Figures, value, whole

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("on", "oldest"),
    [
        (date(2016, 7, 1), 39),
        (date(2026, 6, 30), 39),
        (date(2026, 7, 1), 49),
        (date(2031, 1, 1), 49),
    ],
)
def test_a_value_holds_from_its_day_until_the_next(on: date, oldest: int) -> None:
    assert value("igu.age_to", on).value == oldest
    assert whole("igu.age_to", on) == oldest


def test_before_its_first_day_a_figure_has_no_value() -> None:
    with pytest.raises(KeyError, match="has no value on 2016-06-30"):
        value("igu.weeks", date(2016, 6, 30))


def test_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(KeyError):
        value("igu.shoe_size", TODAY)


def test_every_figure_has_its_source_term_and_dates() -> None:
    for key, values in REGISTRY.items():
        for one in values:
            assert one.key == key
            assert one.source, key
            assert one.danish, key
            assert FIRST_RULES <= one.valid_from < one.checked, key


def test_the_values_of_a_figure_follow_each_other_in_time() -> None:
    for key, values in REGISTRY.items():
        days = [one.valid_from for one in values]
        assert days == sorted(set(days)), f"{key} has two values from the same day"


def test_the_values_of_a_figure_are_of_one_kind_and_stand_alike() -> None:
    for key, values in REGISTRY.items():
        assert len({type(one.value) for one in values}) == 1, key
        assert len({one.assumed for one in values}) == 1, key


def test_a_figure_is_read_as_what_it_is() -> None:
    figures = Figures(TODAY)
    assert figures.whole("igu.weeks") == 104
    assert figures.wholes("aftercare.weeks") == (2, 13, 26)
    assert figures.holds("quota.cumulative") is True
    assert figures.day("igu.last_start") == date(2027, 12, 31)


def test_reading_a_figure_as_something_else_is_an_error() -> None:
    figures = Figures(TODAY)
    with pytest.raises(TypeError, match="no whole number"):
        figures.whole("quota.cumulative")
    with pytest.raises(TypeError, match="no list"):
        figures.wholes("igu.weeks")
    with pytest.raises(TypeError, match="no yes or no"):
        figures.holds("igu.weeks")
    with pytest.raises(TypeError, match="no date"):
        figures.day("igu.weeks")


def test_the_municipality_replaces_what_is_assumed() -> None:
    figures = Figures(TODAY, {"samtaler.every_months": 2, "aftercare.weeks": (1, 4), "nytteindsats.fills_quota": False})
    assert figures.whole("samtaler.every_months") == 2
    assert figures.wholes("aftercare.weeks") == (1, 4)
    assert not figures.holds("nytteindsats.fills_quota")
    assert figures.whole("plan.every_months") == 6


@pytest.mark.parametrize(
    ("key", "figure", "reason"),
    [
        ("igu.shoe_size", 44, "no legal figure"),
        ("igu.weeks", 52, "stated in"),
        ("kontrakt.days", 60, "stated in"),
        ("samtaler.every_months", True, "same kind"),
        ("samtaler.every_months", (3,), "same kind"),
        ("samtaler.every_months", None, "same kind"),
        ("samtaler.every_months", 0, "1 or more"),
        ("samtaler.tolerance_days", -1, "0 or more"),
        ("aftercare.weeks", (), "1 or more"),
        ("aftercare.weeks", (2, 0), "1 or more"),
        ("aftercare.weeks", (13, 2), "must rise"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(key: str, figure: Figure, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Figures(TODAY, {key: figure})


def test_a_tolerance_may_be_nothing() -> None:
    assert Figures(TODAY, {"samtaler.tolerance_days": 0}).whole("samtaler.tolerance_days") == 0


def test_an_override_outlives_the_dates_of_the_default() -> None:
    own = {"samtaler.every_months": 1}
    assert Figures(TODAY + timedelta(days=3650), own).whole("samtaler.every_months") == 1
