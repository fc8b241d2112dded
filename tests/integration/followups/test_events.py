"""What happens in a case sets its follow-ups going, moves them or ends them, in the same transaction."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from citizens.tables import CaseEvent, EventKind
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.followups import rows as due
from scheduler.followups import service
from scheduler.followups.cases import Cti, Ended, Held, Placement, PlanMade
from scheduler.followups.tables import FollowUp
from scheduler.followups.terms import Terms
from tests.integration.followups.town import Town, noon, praktik, referral

DAY = date(2026, 12, 1)
FIRST, LAST = date(2027, 1, 4), date(2027, 4, 4)


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def test_a_referral_is_written_down_with_what_it_sets_going(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    assert town.open("samtale_start") == [(1, date(2026, 12, 8))]
    assert [event.recorded_by for event in town.events()] == [town.coordinator.id]


def test_nothing_is_written_where_the_transaction_fails(town: Town) -> None:
    with pytest.raises(RuntimeError), town.database.transaction() as session:
        service.record(session, noon(DAY), None, town.citizen, referral(DAY))
        raise RuntimeError("the caller's own trouble")
    assert (town.events(), town.rules()) == ([], set())


@pytest.mark.parametrize(
    ("event", "rule", "first"),
    [
        (PlanMade(date=DAY), "plan", date(2027, 6, 1)),
        (PlanMade(date=DAY), "spoergeskema", DAY),
        (praktik(FIRST, LAST), "praktik", date(2027, 1, 11)),
        (Placement(scheme="ordinary", from_=FIRST), "aftercare", date(2027, 1, 18)),
        (Cti(start=FIRST, months=9), "cti", date(2027, 1, 11)),
    ],
)
def test_each_kind_of_event_opens_its_series(
    town: Town, event: PlanMade | Placement | Cti, rule: str, first: date
) -> None:
    town.happens(DAY, event)
    assert town.open(rule)[0] == (1, first)


def test_a_placement_that_ends_earlier_takes_its_later_follow_ups_away(town: Town) -> None:
    event = town.happens(DAY, praktik(FIRST, LAST))
    assert [number for number, _ in town.open("praktik")] == [1, 2, 3]
    town.changes(DAY, event, praktik(FIRST, FIRST + timedelta(days=10)))
    assert [due for _, due in town.open("praktik")] == [date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 11)]


def test_a_placement_that_begins_later_moves_its_follow_ups_and_keeps_what_was_held(town: Town) -> None:
    event = town.happens(DAY, praktik(FIRST, LAST))
    before = ids(town, "praktik")
    town.held(FIRST + timedelta(days=7), "praktik")
    town.changes(LAST, event, praktik(FIRST + timedelta(days=2), LAST))
    assert ids(town, "praktik") == before
    assert town.closed("praktik") == [(1, FIRST + timedelta(days=7), town.coordinator.id)]
    assert {row.of for row in rows(town, "praktik")} == {FIRST + timedelta(days=2)}


def test_a_cancelled_placement_takes_its_open_follow_ups_away_and_leaves_what_was_held(town: Town) -> None:
    event = town.happens(DAY, praktik(FIRST, LAST))
    town.held(FIRST + timedelta(days=7), "praktik")
    town.cancelled(FIRST + timedelta(days=8), event)
    assert town.open("praktik") == []
    assert len(town.closed("praktik")) == 1


def test_a_placement_written_down_again_finds_what_was_held_in_it(town: Town) -> None:
    event = town.happens(DAY, praktik(FIRST, LAST))
    town.held(FIRST + timedelta(days=7), "praktik")
    town.cancelled(FIRST + timedelta(days=8), event)
    town.happens(FIRST + timedelta(days=9), praktik(FIRST, LAST))
    assert [number for number, _ in town.open("praktik")] == [2, 3]


def test_a_new_referral_begins_anew_and_leaves_what_was_held_of_the_old(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    town.held(DAY + timedelta(days=3), "samtale_start")
    again = DAY + timedelta(days=100)
    town.happens(again, referral(again))
    assert [number for number, _ in town.open("samtale_start")] == [1]
    assert len(town.closed("samtale_start")) == 1


def test_what_was_held_without_a_name_settles_nothing_of_a_later_referral(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    town.happens(DAY, Held(rule="samtale_start", date=DAY))
    again = DAY + timedelta(days=100)
    town.happens(again, referral(again))
    assert [number for number, _ in town.open("samtale_start")] == [1]
    assert [event.of for event in town.events() if event.kind is EventKind.HELD] == [DAY]


def test_an_older_referral_told_late_changes_nothing_of_the_latest(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    before = town.open("samtaler")
    town.happens(DAY, referral(DAY - timedelta(days=400)))
    assert town.open("samtaler") == before


def test_the_end_of_a_case_ends_its_follow_ups_and_cancelling_the_end_brings_them_back(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    before = town.rules()
    end = town.happens(DAY, Ended(date=DAY))
    assert town.rules() == set()
    town.cancelled(DAY, end)
    assert town.rules() == before


def test_a_case_that_was_closed_is_followed_again_from_a_new_referral_on(town: Town) -> None:
    town.happens(DAY, referral(DAY - timedelta(days=300)))
    town.happens(DAY, Placement(scheme="fleksjob", from_=DAY - timedelta(days=200)))
    town.happens(DAY, Ended(date=DAY - timedelta(days=30)))
    assert town.rules() == set()
    town.happens(DAY, referral(DAY))
    assert town.open("samtale_start") == [(1, date(2026, 12, 8))]
    assert town.open("stoettet") == []


def test_an_event_that_cannot_be_is_refused_with_its_field(town: Town) -> None:
    with pytest.raises(BadInputError) as error:
        town.happens(DAY, Placement(scheme="sommerjob", from_=LAST, to=FIRST))
    assert [fault.place for fault in error.value.faults] == ["scheme", "to"]
    assert town.events() == []


def test_a_held_one_of_a_course_that_is_not_there_is_refused(town: Town) -> None:
    with pytest.raises(BadInputError) as error:
        town.happens(DAY, Held(rule="praktik", of=FIRST, date=FIRST))
    assert [fault.place for fault in error.value.faults] == ["of"]


def test_the_same_event_is_not_written_down_twice(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    with pytest.raises(ConflictError, match="allerede registreret"):
        town.happens(DAY, referral(DAY))


def test_an_event_keeps_its_kind(town: Town) -> None:
    event = town.happens(DAY, praktik(FIRST, LAST))
    with pytest.raises(ConflictError, match="art"):
        town.changes(DAY, event, referral(DAY))


def test_a_course_does_not_move_onto_another_of_its_rule(town: Town) -> None:
    event = town.happens(DAY, Placement(scheme="loentilskud", from_=FIRST))
    town.happens(DAY, Placement(scheme="fleksjob", from_=LAST))
    with pytest.raises(ConflictError, match="samme slags"):
        town.changes(DAY, event, Placement(scheme="loentilskud", from_=LAST))


def test_what_is_not_there_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundError, match="Hændelsen"):
        town.cancelled(DAY, 999)
    with pytest.raises(NotFoundError, match="Borgeren"), town.database.transaction() as session:
        service.record(session, noon(DAY), None, 999, referral(DAY))


def test_each_step_is_in_the_trail(town: Town) -> None:
    event = town.happens(DAY, praktik(FIRST, LAST))
    town.changes(DAY, event, praktik(FIRST, LAST + timedelta(days=1)))
    town.cancelled(DAY, event)
    with town.database.reading() as session:
        found = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert found == ["event.recorded", "event.changed", "event.cancelled"]


def test_a_case_that_cannot_be_computed_stops_nobody_elses(town: Town) -> None:
    other = Town(town.database)
    town.happens(DAY, praktik(FIRST, LAST))
    with town.database.transaction() as session:
        session.execute(update(CaseEvent).values(scheme="sommerjob"))
    with other.database.transaction() as session:
        session.add(CaseEvent(citizen_id=other.citizen, kind=EventKind.REFERRAL, on=DAY))
    with town.database.transaction() as session:
        found = due.refresh(session, DAY)
    assert found.faulty == [town.citizen]
    assert "samtaler" in town.rules()
    assert len(town.open("praktik")) == 3


def test_a_rule_that_is_no_more_settles_nothing_and_stops_nothing(town: Town) -> None:
    town.happens(DAY, referral(DAY))
    with town.database.transaction() as session:
        session.add(CaseEvent(citizen_id=town.citizen, kind=EventKind.HELD, on=DAY, rule="forældet"))
    with town.database.transaction() as session:
        assert due.refresh(session, DAY).faulty == []


def test_the_municipalitys_own_figures_and_closing_days_hold(town: Town) -> None:
    own = Terms(frozenset({date(2026, 12, 8)}), {"samtale_start.days.others": 10})
    town.happens(DAY, referral(DAY), own)
    assert town.open("samtale_start") == [(1, date(2026, 12, 7))]


def ids(town: Town, rule: str) -> list[int]:
    return [row.id for row in rows(town, rule)]


def rows(town: Town, rule: str) -> list[FollowUp]:
    with town.database.reading() as session:
        return list(session.scalars(select(FollowUp).where(FollowUp.rule == rule).order_by(FollowUp.id)))
