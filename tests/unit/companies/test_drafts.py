"""What can be wrong with an offered place, each fault at its place."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from companies.drafts import LABELS, OFFERS, PROSPECTS, OpeningDraft, ShiftDraft, faults, prospect
from companies.service import columns

TODAY = date(2026, 11, 21)
GOOD = OpeningDraft(
    unit_id=1,
    title="Køkkenmedhjælper",
    occupation="941200",
    schemes=("virksomhedspraktik", "loentilskud"),
    seats=2,
    start_earliest=date(2026, 12, 1),
    start_latest=date(2027, 2, 1),
    weeks=13,
    hours_min=5,
    hours_max=37,
    shifts=(ShiftDraft(weekday=1, from_=time(8), to=time(15)), ShiftDraft(weekday=3, from_=time(8), to=time(15))),
    language="A1",
)


def places(**changes: Any) -> list[str]:
    return [fault.place for fault in faults(replace(GOOD, **changes), TODAY)]


def test_a_good_draft_has_no_faults() -> None:
    assert places() == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "  "}, "title"),
        ({"occupation": "9412"}, "occupation"),
        ({"occupation": "94120²"}, "occupation"),
        ({"language": "dansk"}, "language"),
        ({"schemes": ()}, "schemes"),
        ({"schemes": ("virksomhedspraktik", "praktik")}, "schemes[1]"),
        ({"schemes": ("nytteindsats",)}, "schemes[0]"),
        ({"seats": 0}, "seats"),
        ({"seats": 101}, "seats"),
        ({"least": 3}, "least"),
        ({"least": -1}, "least"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 105}, "weeks"),
        ({"paid_hours_prospect": 1.5}, "paid_hours_prospect"),
        ({"hours_min": 0}, "hours.min"),
        ({"hours_max": 4}, "hours.max"),
        ({"hours_max": 38}, "hours.max"),
        ({"start_latest": date(2026, 11, 30)}, "start.latest"),
        ({"start_earliest": date(2026, 1, 1), "start_latest": date(2026, 11, 20)}, "start.latest"),
        ({"start_latest": date(2028, 11, 21)}, "start.latest"),
        ({"start_latest": date.max}, "start.latest"),
        ({"shifts": (ShiftDraft(weekday=8, from_=time(8), to=time(15)),)}, "shifts[0].weekday"),
        ({"shifts": (GOOD.shifts[0], ShiftDraft(weekday=2, from_=time(8), to=time(8)))}, "shifts[1].to"),
        ({"hours_min": 14.5}, "shifts"),
        ({"description": 2001 * "x"}, "description"),
        ({"offers": ("mentor", "bonus")}, "offers[1]"),
        ({"label": "   "}, "label"),
        ({"label": 41 * "x"}, "label"),
        ({"label": "sprogpraktik", "schemes": ("loentilskud",)}, "label"),
    ],
)
def test_each_fault_is_found_at_its_place(change: dict[str, Any], place: str) -> None:
    assert places(**change) == [place]


def test_two_years_ahead_can_be_offered_and_the_last_such_day_is_told() -> None:
    assert places(start_latest=date(2028, 11, 20)) == []
    found = faults(replace(GOOD, start_earliest=date(2029, 1, 1), start_latest=date(2029, 2, 1)), TODAY)
    assert [fault.place for fault in found] == ["start.earliest", "start.latest"]
    assert all("vælg senest 2028-11-20" in fault.message for fault in found)


def test_every_fault_is_told_at_once() -> None:
    assert places(title="", seats=0, weeks=0) == ["title", "seats", "weeks"]


def test_not_a_number_is_no_number_of_hours() -> None:
    assert set(places(hours_min=float("nan"), hours_max=float("nan"), shifts=())) == {"hours.min", "hours.max"}


def test_overlapping_shifts_are_counted_once() -> None:
    twice = (GOOD.shifts[0], ShiftDraft(weekday=1, from_=time(8), to=time(15)))
    assert places(shifts=twice, hours_min=7) == []
    assert places(shifts=twice, hours_min=7.5) == ["shifts"]


def test_an_opening_without_shifts_has_free_hours() -> None:
    assert places(shifts=(), hours_min=30) == []


def test_a_start_today_is_early_enough() -> None:
    assert places(start_earliest=TODAY, start_latest=TODAY) == []


def test_everything_that_can_be_offered_and_every_usual_label_will_do() -> None:
    assert places(offers=OFFERS) == []
    assert [label for label in (*LABELS, "noget helt andet") if places(label=label)] == []


@pytest.mark.parametrize(
    ("begin", "window"),
    [
        (date(2026, 11, 20), (TODAY, date(2027, 2, 2))),
        (TODAY, (TODAY, date(2027, 2, 1))),
        (date(2026, 12, 1), (date(2026, 12, 1), date(2027, 2, 1))),
    ],
)
def test_offered_anew_a_window_that_has_begun_is_as_long_from_today(begin: date, window: tuple[date, date]) -> None:
    anew = replace(GOOD, start_earliest=begin).begun(TODAY)
    assert (anew.start_earliest, anew.start_latest) == window
    assert anew == replace(GOOD, start_earliest=window[0], start_latest=window[1])


def test_prospects_are_plain_answers_and_every_value_has_the_nearest() -> None:
    assert {code: prospect(value) for code, value in PROSPECTS.items()} == {code: code for code in PROSPECTS}
    assert [prospect(value) for value in (0.1, 0.4, 0.6, 0.9)] == ["none", "maybe", "likely", "yes"]


def test_a_title_begins_with_a_capital_wherever_it_is_kept() -> None:
    assert columns(replace(GOOD, title=" opvasker på DFDS "))["title"] == "Opvasker på DFDS"
