"""Reading `tovholder-followups/1`: every event kind has its own fields, and every fault its place."""

import json
from datetime import date

import pytest

from core.errors import BadInputError
from core.reading import read
from scheduler.followups.cases import Cti, Ended, FollowupProblem, Held, Placement, PlanMade, Referral
from tests.unit.followups.cases import (
    Json,
    a_case,
    cti,
    ended,
    held,
    placement,
    plan,
    problem,
    referral,
    text,
)


def places(*cases: Json, first: str = "2026-12-01", last: str = "2027-12-31") -> list[str]:
    with pytest.raises(BadInputError) as caught:
        problem(*cases, first=first, last=last)
    assert all(fault.message for fault in caught.value.faults)
    return [fault.place for fault in caught.value.faults]


def test_each_kind_of_event_is_read_as_what_it_is() -> None:
    events = problem(
        a_case(
            referral("2026-11-10"),
            plan("2026-12-15"),
            placement("virksomhedspraktik", "2027-01-04", "2027-04-04"),
            placement("ordinary", "2027-05-01"),
            cti("2027-01-04", 9),
            held("samtaler", "2027-01-13"),
            held("praktik", "2027-01-12", of="2027-01-04"),
            ended("2027-11-01"),
        )
    )
    assert events.cases[0].events == (
        Referral(date=date(2026, 11, 10)),
        PlanMade(date=date(2026, 12, 15)),
        Placement(scheme="virksomhedspraktik", from_=date(2027, 1, 4), to=date(2027, 4, 4)),
        Placement(scheme="ordinary", from_=date(2027, 5, 1)),
        Cti(start=date(2027, 1, 4), months=9),
        Held(rule="samtaler", date=date(2027, 1, 13)),
        Held(rule="praktik", of=date(2027, 1, 4), date=date(2027, 1, 12)),
        Ended(date=date(2027, 11, 1)),
    )


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ({"kind": "dance", "date": "2026-12-01"}, ".kind"),
        ({"date": "2026-12-01"}, ".kind"),
        ({"kind": "referral"}, ".date"),
        ({"kind": "referral", "date": "1 Dec"}, ".date"),
        ({"kind": "referral", "date": "2027-02-29"}, ".date"),
        ({"kind": "referral", "date": "2026-12-01", "scheme": "igu"}, ".scheme"),
        ({"kind": "plan", "date": "2026-12-01T00:00"}, ".date"),
        ({"kind": "placement", "scheme": "nyttejob", "from": "2026-12-01"}, ".scheme"),
        ({"kind": "placement", "from": "2026-12-01"}, ".scheme"),
        ({"kind": "placement", "scheme": "igu", "from_": "2026-12-01"}, ".from"),
        ({"kind": "placement", "scheme": "igu", "from": "2026-12-01", "to": "2026-11-30"}, ".to"),
        ({"kind": "placement", "scheme": "igu", "from": "0026-12-01"}, ".from"),
        ({"kind": "placement", "scheme": "igu", "from": "2026-12-01", "to": "9999-12-31"}, ".to"),
        ({"kind": "cti", "start": "2027-01-04", "months": 0}, ".months"),
        ({"kind": "cti", "start": "2027-01-04", "months": -9}, ".months"),
        ({"kind": "cti", "start": "2027-01-04", "months": 121}, ".months"),
        ({"kind": "cti", "start": "2027-01-04", "months": 9.5}, ".months"),
        ({"kind": "cti", "start": "2027-01-04", "months": "9"}, ".months"),
        ({"kind": "cti", "start": "2227-01-04", "months": 9}, ".start"),
        ({"kind": "held", "rule": "kaffe", "date": "2026-12-01"}, ".rule"),
        ({"kind": "held", "rule": "praktik", "date": "2026-12-01"}, ".of"),
        ({"kind": "held", "rule": "cti", "date": "2026-12-01"}, ".of"),
        ({"kind": "held", "rule": "praktik", "of": "2026-12-02", "date": "2026-12-09"}, ".of"),
        ({"kind": "held", "rule": "samtaler", "of": "2026-12-02", "date": "2026-12-09"}, ".of"),
        ({"kind": "held", "rule": "samtaler", "date": "1826-12-09"}, ".date"),
        ({"kind": "ended", "date": "2300-01-01"}, ".date"),
    ],
)
def test_a_fault_in_an_event_is_named_at_its_field(event: Json, place: str) -> None:
    found = places(a_case(name="c0"), a_case(referral("2026-11-10"), event))
    assert f"cases[1].events[1]{place}" in found


def test_a_held_follow_up_must_name_a_placement_of_its_own_kind() -> None:
    praktik = placement("virksomhedspraktik", "2027-01-04", "2027-04-04")
    assert places(a_case(praktik, held("stoettet", "2027-01-18", of="2027-01-04"))) == ["cases[0].events[1].of"]
    assert problem(a_case(praktik, held("praktik", "2027-01-18", of="2027-01-04")))


def test_a_held_follow_up_may_name_its_referral_or_plan() -> None:
    events = referral("2026-11-10"), plan("2026-12-15"), cti("2027-01-04", 9)
    assert problem(a_case(*events, held("samtaler", "2026-12-20", of="2026-11-10")))
    assert problem(a_case(*events, held("spoergeskema", "2026-12-20", of="2026-12-15")))
    assert problem(a_case(*events, held("cti", "2027-01-11", of="2027-01-04")))
    assert places(a_case(*events, held("samtaler", "2026-12-20", of="2026-12-15"))) == ["cases[0].events[3].of"]


@pytest.mark.parametrize(
    ("case", "place"),
    [
        (a_case(group="studerende"), "cases[0].target_group"),
        (a_case(authorities=-1), "cases[0].authorities"),
        (a_case() | {"name": "Bent"}, "cases[0].name"),
        (a_case() | {"id": 7}, "cases[0].id"),
        (a_case() | {"id": ""}, "cases[0].id"),
        ({"id": "c1", "target_group": "dagpenge", "events": []}, "cases[0].authorities"),
        ({"id": "c1", "target_group": "dagpenge", "authorities": 1}, "cases[0].events"),
    ],
)
def test_a_fault_in_a_case_is_named_at_its_field(case: Json, place: str) -> None:
    assert places(case) == [place]


def test_two_cases_with_one_id_are_refused() -> None:
    assert places(a_case(name="a"), a_case(name="b"), a_case(name="a")) == ["cases[2].id"]


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [("2026-12-02", "2026-12-01", "to"), ("1200-01-01", "2026-12-01", "from"), ("2026-12-01", "2999-01-01", "to")],
)
def test_the_days_asked_for_must_make_sense(first: str, last: str, place: str) -> None:
    assert places(a_case(), first=first, last=last) == [place]


def test_every_fault_is_told_at_once() -> None:
    bad = a_case(placement("igu", "2026-12-01", "2026-11-01"), cti("2027-01-04", 0), group="x", authorities=-2)
    assert len(places(bad, bad, last="2026-01-01")) == 1 + 4 + 5


def test_the_format_must_be_named_and_right() -> None:
    file = json.loads(text(a_case()))
    for wrong in (file | {"format": "tovholder-followups/2"}, {key: file[key] for key in file if key != "format"}):
        with pytest.raises(BadInputError) as caught:
            read(FollowupProblem, json.dumps(wrong).encode())
        assert [fault.place for fault in caught.value.faults] == ["format"]


def test_closed_days_may_be_left_out() -> None:
    file = json.loads(text(a_case()))
    del file["closed"]
    assert read(FollowupProblem, json.dumps(file).encode()).closed == ()
