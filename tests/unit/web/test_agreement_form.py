"""The form of an agreement: a row ready for every working day, and faults that say which row they are in."""

from datetime import date, time

from companies.tables import Company, Unit
from placements.agreements.drafts import Caution, Slot, cautions
from web.proposals.written import Written, in_words

MONDAY, FRIDAY = "1", "5"
TYPED = {"tasks": "Bage", "purpose": "Prøve", "start": "2026-12-07", "hours": "10"}


def test_every_working_day_has_a_row_ready_and_there_is_one_more() -> None:
    assert [row[0] for row in Written().slots()] == ["1", "2", "3", "4", "5", ""]


def test_what_is_written_stands_at_its_weekday() -> None:
    form = Written(slot_weekday=[FRIDAY, MONDAY, MONDAY], slot_from=["08:00", "08:00", "13:00"], slot_to=["12:00"] * 3)

    assert [row[0] for row in form.slots()] == ["1", "1", "2", "3", "4", "5", ""]
    assert form.row_of("timetable[0].to") == 6
    assert form.row_of("timetable[2].to") == 2


def test_a_weekday_without_times_is_no_row() -> None:
    form = Written(**TYPED, slot_weekday=["1", "2"], slot_from=["", "08:00"], slot_to=["", "12:00"])

    assert form.draft().timetable == (Slot(weekday=2, from_=time(8), to=time(12)),)
    assert form.draft().start == date(2026, 12, 7)


def test_a_fault_says_which_row_it_is_in() -> None:
    assert Written().row_of("steps[2].hours") == 2
    assert Written().row_of("milestones[2].by") == 3
    assert Written().row_of("timetable") is None


def test_hours_over_what_the_citizen_manages_or_the_week_covers_are_worth_a_thought() -> None:
    days = [Slot(weekday=day, from_=time(8), to=time(12, 30)) for day in (1, 2)]

    assert list(cautions(20.0, days, 10.0)) == [Caution("limit", 20.0, 10.0), Caution("timetable", 20.0, 9.0)]
    assert list(cautions(9.0, days, 10.0)) == []
    assert list(cautions(9.0, [], 10.0)) == []


def test_regard_begins_with_the_needs_in_words_one_to_a_line() -> None:
    assert in_words(["breaks", "breaks"]).splitlines() == ["Pauser", "Pauser"]
    assert in_words([]) == ""


def test_a_place_is_called_by_unit_and_company() -> None:
    home = Unit(name="Plejecenter Nord", company=Company(name="Nordager Kommune"))
    bakery = Unit(name="Bageriet ApS, Havnegade", company=Company(name="Bageriet ApS"))

    assert home.full_name == "Plejecenter Nord, Nordager Kommune"
    assert bakery.full_name == "Bageriet ApS, Havnegade"
