"""What is agreed: every fault at its field, in order, and with one digest."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from core.errors import BadInputError
from placements.agreements.drafts import Slot, check, cut, digest, minutes, tidy, weeks
from tests.integration.placements.way import draft
from tests.rows import START, TODAY


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"tasks": " "}, "tasks"),
        ({"purpose": ""}, "purpose"),
        ({"contact_phone": ""}, "contact_phone"),
        ({"regard": "x" * 2001}, "regard"),
        ({"start": TODAY - timedelta(days=1)}, "start"),
        ({"last_day": START - timedelta(days=1)}, "last_day"),
        ({"last_day": date.max}, "last_day"),
        ({"start": date.max, "last_day": None}, "start"),
        ({"last_day": None, "steps": ((1, 8.0), (10**25, 14.0))}, "steps[1].from_week"),
        ({"last_day": None, "milestones": (replace(draft().milestones[0], by=date.max),)}, "milestones[0].by"),
        ({"hours": 0.0}, "hours"),
        ({"hours": 37.5}, "hours"),
        ({"steps": ((2, 14.0),)}, "steps[0].from_week"),
        ({"steps": ((1, 8.0), (1, 14.0))}, "steps[1].from_week"),
        ({"steps": ((1, 8.0), (14, 14.0))}, "steps[1].from_week"),
        ({"steps": ((1, 40.0), (3, 14.0))}, "steps[0].hours"),
        ({"steps": ((1, 8.0),)}, "hours"),
        ({"timetable": (Slot(weekday=8, from_=time(9), to=time(10)),)}, "timetable[0].weekday"),
        ({"timetable": (Slot(weekday=1, from_=time(9), to=time(9)),)}, "timetable[0].to"),
        ({"timetable": (Slot(weekday=2, from_=time(9), to=time(12)),)}, "timetable[0]"),
        ({"timetable": (Slot(weekday=1, from_=time(9), to=time(12)),) * 2}, "timetable[1]"),
        ({"timetable": (Slot(weekday=1, from_=time(9), to=time(12)),) * 15}, "timetable"),
        ({"milestones": (replace(draft().milestones[0], text=""),)}, "milestones[0].text"),
        ({"milestones": (replace(draft().milestones[0], by=TODAY),)}, "milestones[0].by"),
    ],
    ids=str,
)
def test_a_mistake_is_told_at_its_field(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInputError) as error:
        check(draft(**wrong), TODAY, [Slot(weekday=2, from_=time(11), to=time(14))])
    assert place in [fault.place for fault in error.value.faults]


def test_an_agreement_without_mistakes_passes() -> None:
    check(draft(steps=((1, 8.0), (5, 14.0))), TODAY, [Slot(weekday=1, from_=time(13), to=time(14))])


def test_an_open_ended_agreement_has_no_number_of_weeks() -> None:
    assert (weeks(draft()), weeks(draft(last_day=START)), weeks(draft(last_day=None))) == (13, 1, None)


def test_the_same_words_have_the_same_digest_and_a_reached_milestone_changes_nothing() -> None:
    reached = replace(draft().milestones[0], reached_on=START)
    assert digest(draft(), version=1) == digest(draft(milestones=(reached,)), version=1)
    assert len({digest(draft(), version=1), digest(draft(), version=2), digest(draft(regard=""), version=1)}) == 3


def test_texts_are_trimmed_and_rows_put_in_order() -> None:
    early, late = Slot(weekday=1, from_=time(8), to=time(9)), Slot(weekday=3, from_=time(8), to=time(9))
    tidied = tidy(draft(tasks=" Opvask ", new_function="  ", timetable=(late, early)))
    assert (tidied.tasks, tidied.new_function, tidied.timetable) == ("Opvask", None, (early, late))


def test_a_slot_is_cut_to_what_is_left() -> None:
    slot = Slot(weekday=1, from_=time(8, 30), to=time(12))
    assert (minutes(slot), cut(slot, 45).to) == (210, time(9, 15))
