"""What can be wrong with a citizen's profile."""

from dataclasses import replace
from datetime import date, time

import pytest

from citizens.profile.drafts import (
    MOST_WISHES,
    CommitmentDraft,
    ProfileDraft,
    changed,
    commitment_faults,
    faults,
    wish_faults,
)
from core.errors import Fault

GOOD = ProfileDraft(
    hours_min=6,
    hours_max=20,
    available_from=date(2026, 12, 7),
    max_travel_km=15,
    transport=("bus", "walk"),
    driving_licence=False,
    language="A2",
    interpreter_language="ar",
    skills=("first_aid",),
    needs=("mentor",),
    schemes=None,
    phone="+45 12 34 56 78",
    email="amina@example.org",
)
HOUR = CommitmentDraft(weekday=2, from_=time(8, 30), to=time(12), what="language_school")


def places(found: list[Fault]) -> list[str]:
    return [fault.place for fault in found]


def test_a_good_profile_has_no_faults() -> None:
    assert faults(GOOD) == []
    assert faults(replace(GOOD, schemes=("igu",), phone=None, email=None, interpreter_language=None)) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (replace(GOOD, hours_min=-1), "hours_min"),
        (replace(GOOD, hours_max=37.5), "hours_max"),
        (replace(GOOD, hours_min=21), "hours_max"),
        (replace(GOOD, available_from=date(1026, 12, 7)), "available_from"),
        (replace(GOOD, max_travel_km=0), "max_travel_km"),
        (replace(GOOD, max_travel_km=150.5), "max_travel_km"),
        (replace(GOOD, transport=("bus", "balloon")), "transport[1]"),
        (replace(GOOD, transport=("car",)), "driving_licence"),
        (replace(GOOD, language="B3"), "language"),
        (replace(GOOD, interpreter_language="arabisk"), "interpreter_language"),
        (replace(GOOD, needs=("ro",)), "needs[0]"),
        (replace(GOOD, skills=("Første hjælp",)), "skills[0]"),
        (replace(GOOD, skills=tuple(f"skill_{i}" for i in range(21))), "skills"),
        (replace(GOOD, schemes=()), "schemes"),
        (replace(GOOD, schemes=("nytteindsats",)), "schemes[0]"),
        (replace(GOOD, phone="ring bare"), "phone"),
        (replace(GOOD, email="amina@"), "email"),
    ],
)
def test_each_thing_wrong_is_told_at_its_field(wrong: ProfileDraft, place: str) -> None:
    assert places(faults(wrong)) == [place]


def test_what_changed_is_named() -> None:
    assert changed(GOOD, GOOD) == []
    assert changed(GOOD, replace(GOOD, hours_max=25, needs=())) == ["hours_max", "needs"]


def test_wishes_are_codes_each_once_and_not_too_many() -> None:
    assert wish_faults([]) == []
    assert wish_faults(["941200", "512000"]) == []
    assert places(wish_faults(["9412", "941200"])) == ["wishes[0]"]
    assert places(wish_faults(["941200", "941200"])) == ["wishes"]
    assert places(wish_faults([f"{i:06d}" for i in range(MOST_WISHES + 1)])) == ["wishes"]


def test_a_fixed_hour_has_a_name_a_day_and_an_end_after_its_beginning() -> None:
    assert commitment_faults(HOUR) == []
    assert places(commitment_faults(replace(HOUR, what=" ", weekday=8, to=time(8, 30)))) == ["what", "weekday", "to"]
