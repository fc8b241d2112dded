"""The municipality's own figures for follow-ups: those marked assumed, whole, in order; all faults are told at once."""

import json
from datetime import date

import pytest

from core.errors import BadInputError
from core.settings import Settings
from scheduler.followups.terms import terms

DAY = date(2026, 12, 1)


def settings(**figures: object) -> Settings:
    return Settings(follow_ups=figures)


def test_without_figures_of_its_own_the_catalogue_holds() -> None:
    found = terms(Settings(closed=frozenset({DAY})))
    assert found.figures == {}
    assert found.closed == {DAY}
    assert found.whole("samtaler.every_months", DAY) == 3


def test_figures_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"samtaler": {"every_months": 2}, "aftercare": {"weeks": [1, 4]}, "cti.tolerance_days": 3}
    monkeypatch.setenv("TOVHOLDER_FOLLOW_UPS", json.dumps(own))
    found = terms(Settings())
    assert found.figures == {"samtaler.every_months": 2, "aftercare.weeks": (1, 4), "cti.tolerance_days": 3}
    assert found.rules(DAY).cti.contact_window.after == 3


@pytest.mark.parametrize(
    ("figures", "place", "message"),
    [
        ({"samtaler": {"hver": 2}}, "samtaler.hver", "er ikke et tal i kataloget; vælg en af"),
        ({"plan": {"every_months": 3}}, "plan.every_months", "og kan ikke ændres af kommunen"),
        ({"samtaler": {"every_months": 0}}, "samtaler.every_months", "skal være et helt tal fra 1 til 1000, fx 3"),
        ({"samtaler": {"every_months": "3"}}, "samtaler.every_months", "skal være et helt tal"),
        ({"samtaler": {"every_months": True}}, "samtaler.every_months", "skal være et helt tal"),
        ({"samtaler": {"every_months": 1001}}, "samtaler.every_months", "skal være et helt tal"),
        ({"samtaler": {"tolerance_days": -1}}, "samtaler.tolerance_days", "skal være et helt tal fra 0"),
        ({"aftercare": {"weeks": []}}, "aftercare.weeks", "skal være en liste af hele tal"),
        ({"aftercare": {"weeks": 4}}, "aftercare.weeks", "skal være en liste af hele tal"),
        ({"aftercare": {"weeks": [4, 2]}}, "aftercare.weeks", "med det mindste tal først"),
        ({"cti": {"contact_days": [7, 14]}}, "cti.contact_days", "skal have 3 tal, ét for hver fase"),
        ({"schemes": 3}, "schemes", "er ikke et tal i kataloget"),
    ],
)
def test_a_figure_that_cannot_stand_is_named_with_what_mends_it(
    figures: dict[str, object], place: str, message: str
) -> None:
    with pytest.raises(BadInputError) as error:
        terms(settings(**figures))
    (fault,) = error.value.faults
    assert fault.place == f"TOVHOLDER_FOLLOW_UPS.{place}"
    assert message in fault.message


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(BadInputError) as error:
        terms(settings(plan={"every_months": 3}, samtaler={"every_months": 0, "weeks": [1]}))
    assert len(error.value.faults) == 3


def test_a_tolerance_may_be_nothing() -> None:
    assert terms(settings(praktik={"tolerance_days": 0})).figures == {"praktik.tolerance_days": 0}
