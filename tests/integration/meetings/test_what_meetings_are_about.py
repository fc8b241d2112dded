"""Agenda, note, the three questions, minutes and agreements: before, at and after a meeting."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.meetings import agenda, agreements, life, minutes, queries
from scheduler.meetings.kinds import KINDS
from scheduler.meetings.tables import AgendaSource, Question
from scheduler.tables import MeetingState
from tests import build
from tests.build import NOW, TODAY
from tests.integration.meetings.town import Town, at, wall

SOON = TODAY + timedelta(days=20)


def log_in(session: Session, town: Town) -> User:
    """The citizen's own user."""
    user = build.user(session, Role.CITIZEN, authority=None)
    session.get_one(Citizen, town.citizen).user_id = user.id
    session.flush()
    return user


def texts(town: Town, meeting: int) -> list[tuple[str, AgendaSource]]:
    """The agenda, without what its kind begins with."""
    found = town.meeting(meeting)
    with town.database.reading() as session:
        points = agenda.agenda(session, found)
    return [(one.text, one.source) for one in points if one.source is not AgendaSource.TEMPLATE]


def agreed(town: Town, meeting: int, what: str = "Søger bostøtte", by: date = SOON) -> int:
    with town.database.transaction() as session:
        who = ("user", town.coordinator)
        return agreements.agree(session, NOW, town.user(session), meeting, what, by, who).id


def test_staff_and_citizen_add_points_and_each_is_marked(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        agenda.add_point(session, NOW, town.user(session), meeting_id, " Transport ")
        agenda.add_point(session, NOW, log_in(session, town), meeting_id, "Min søn")
    assert texts(town, meeting_id) == [("Transport", AgendaSource.STAFF), ("Min søn", AgendaSource.CITIZEN)]


def test_a_coordinator_writes_down_the_citizens_own_point_and_it_is_kept_who_wrote(
    database: Database, town: Town
) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        coordinator = town.user(session)
        point = agenda.add_point(session, NOW, coordinator, meeting_id, "Min søn", AgendaSource.CITIZEN)
        assert (point.source, point.added_by) == (AgendaSource.CITIZEN, coordinator.id)
        own = agenda.add_point(session, NOW, log_in(session, town), meeting_id, "Transport", AgendaSource.STAFF)
        assert own.source is AgendaSource.CITIZEN
        with pytest.raises(BadInputError, match="source"):
            agenda.add_point(session, NOW, coordinator, meeting_id, "Noget", AgendaSource.TEMPLATE)


@pytest.mark.parametrize("text", ["  ", "x" * 501])
def test_a_point_says_something_and_not_too_much(town: Town, text: str) -> None:
    meeting_id = town.request()
    with pytest.raises(BadInputError, match="text"), town.database.transaction() as session:
        agenda.add_point(session, NOW, town.user(session), meeting_id, text)


@pytest.mark.parametrize("by", [date(9999, 12, 31), date(2020, 1, 2)])
def test_an_agreement_is_done_within_two_years(town: Town, by: date) -> None:
    meeting_id = town.published(wall(1, 9))
    with pytest.raises(BadInputError, match="by"):
        agreed(town, meeting_id, by=by)


def test_a_citizens_point_is_the_citizens_to_remove(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        citizen, coordinator = log_in(session, town), town.user(session)
        own = agenda.add_point(session, NOW, citizen, meeting_id, "Min søn").id
        theirs = agenda.add_point(session, NOW, coordinator, meeting_id, "Transport").id
        for user, point in ((coordinator, own), (citizen, theirs), (citizen, 999_999)):
            with pytest.raises(NotFoundError):
                agenda.remove_point(session, NOW, user, point)
        agenda.remove_point(session, NOW, citizen, own)
        agenda.remove_point(session, NOW, coordinator, theirs)
    assert texts(town, meeting_id) == []


def test_who_is_not_asked_to_a_meeting_neither_sees_nor_adds(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with pytest.raises(NotFoundError), database.transaction() as session:
        agenda.add_point(session, NOW, town.user(session, town.social), meeting_id, "Noget")


def test_the_agenda_of_a_meeting_that_is_over_stands(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        user = town.user(session)
        life.hold(session, at(1, 10), user, meeting_id)
        with pytest.raises(ConflictError):
            agenda.add_point(session, at(1, 10), user, meeting_id, "For sent")
        with pytest.raises(ConflictError):
            agenda.write_note(session, at(1, 10), user, meeting_id, "For sent")


def test_the_note_stays_inside_the_service(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        agenda.write_note(session, NOW, town.user(session), meeting_id, " Læs planen først. ")
        with pytest.raises(BadInputError):
            agenda.write_note(session, NOW, town.user(session), meeting_id, "x" * 5_001)
    assert town.meeting(meeting_id).note == "Læs planen først."
    town.publish(town.draft(town.planned(meeting_id, wall(1, 9))))
    assert not any("planen" in str(one.payload) for one in town.messages())


def test_the_citizen_answers_the_three_questions_and_thinks_again(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        user = log_in(session, town)
        agenda.answer(session, NOW, user, meeting_id, {Question.LIFE: "Min mor er syg", Question.CHANGE: "Intet"})
        agenda.answer(session, NOW, user, meeting_id, {Question.CHANGE: "Flere timer"})
        with pytest.raises(BadInputError, match="talk_about"):
            agenda.answer(session, NOW, user, meeting_id, {Question.TALK_ABOUT: ""})
    with database.reading() as session:
        found = {one.question: one.text for one in queries.answers(session, meeting_id)}
    assert found == {Question.LIFE: "Min mor er syg", Question.CHANGE: "Flere timer"}


def test_whoever_runs_the_meeting_passes_the_citizens_answers_on(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        agenda.answer(session, NOW, town.user(session), meeting_id, {Question.LIFE: "Fortalt i telefonen"})
    with database.reading() as session:
        (answer,) = queries.answers(session, meeting_id)
    assert answer.citizen_id == town.citizen


def test_an_open_agreement_is_on_the_next_agenda_and_no_other_until_it_is_done(database: Database, town: Town) -> None:
    first = town.published(wall(1, 9))
    later, following = town.request(), town.published(wall(8, 9))
    agreement = agreed(town, first)
    with database.transaction() as session:
        life.hold(session, at(1, 10), town.user(session), first)
    assert texts(town, following) == [("Søger bostøtte", AgendaSource.AGREEMENT)]
    assert texts(town, later) == []
    with database.transaction() as session:
        agreements.done(session, NOW, town.user(session), agreement)
    assert texts(town, following) == []


def test_a_meeting_does_not_carry_its_own_agreements(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    agreed(town, meeting_id)
    assert texts(town, meeting_id) == []


def test_what_was_carried_to_a_meeting_stays_on_its_agenda_when_it_is_held(database: Database, town: Town) -> None:
    first = town.published(wall(1, 9))
    agreement = agreed(town, first)
    with database.transaction() as session:
        life.hold(session, at(1, 10), town.user(session), first)
    second = town.published(wall(8, 9))
    with database.transaction() as session:
        life.hold(session, at(8, 10), town.user(session), second)
        agreements.done(session, at(8, 10), town.user(session), agreement)
    found = town.meeting(second)
    with database.reading() as session:
        (kept,) = [one for one in agenda.agenda(session, found) if one.source is AgendaSource.AGREEMENT]
    assert kept.agreement is not None
    assert (kept.text, kept.agreement.id) == ("Søger bostøtte", agreement)
    assert len(agenda.from_template(found)) == len(KINDS["samtale"].agenda)


def test_an_open_agreement_is_on_the_list_of_whoever_promised_it_the_most_urgent_first(
    database: Database, town: Town
) -> None:
    meeting_id = town.published(wall(1, 9))
    late, soon = agreed(town, meeting_id, by=SOON), agreed(town, meeting_id, "Ringer til chefen", TODAY)
    with database.reading() as session:
        found = queries.open_agreements_of(session, town.coordinator)
    assert [(one.id, meeting.id) for one, meeting in found] == [(soon, meeting_id), (late, meeting_id)]


def test_a_citizen_may_promise_something_too(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        one = agreements.agree(
            session, NOW, town.user(session), meeting_id, "Finder papirerne", SOON, ("citizen", town.citizen)
        )
        assert (one.user_id, one.citizen_id) == (None, town.citizen)


def test_an_agreement_says_what_by_a_day_to_come_and_who_was_there(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with pytest.raises(BadInputError) as refused, database.transaction() as session:
        past = TODAY - timedelta(days=1)
        agreements.agree(session, NOW, town.user(session), meeting_id, " ", past, ("user", town.social))
    assert [fault.place for fault in refused.value.faults] == ["what", "by", "who"]


def test_nothing_is_agreed_at_a_meeting_without_a_time(town: Town) -> None:
    with pytest.raises(ConflictError):
        agreed(town, town.request())


def test_an_agreement_is_ticked_off_once_by_whoever_promised_it_and_can_be_opened_again(
    database: Database, town: Town
) -> None:
    agreement = agreed(town, town.published(wall(1, 9)))
    with database.transaction() as session:
        with pytest.raises(NotFoundError):
            agreements.done(session, NOW, town.user(session, town.social), agreement)
        user = town.user(session)
        agreements.done(session, NOW, user, agreement)
        found = agreements.done(session, at(24, 9), user, agreement)
        assert (found.done_on, found.done_by) == (TODAY, town.coordinator)
        agreements.reopen(session, NOW, user, agreement)
        found = agreements.reopen(session, NOW, user, agreement)
        assert (found.done_on, found.done_by) == (None, None)


def write(town: Town, meeting: int, text: str, after: int) -> int:
    with town.database.transaction() as session:
        return minutes.write(session, at(1, 10), town.user(session), meeting, text, after).number


def approve(town: Town, meeting: int) -> None:
    with town.database.transaction() as session:
        minutes.approve(session, at(1, 11), town.user(session), meeting)


def test_every_version_of_the_minutes_is_kept(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    assert [write(town, meeting_id, "Udkast", 0), write(town, meeting_id, "Rettet", 1)] == [1, 2]
    with database.reading() as session:
        found = [(one.number, one.text, one.addition) for one in queries.minutes(session, meeting_id)]
    assert found == [(1, "Udkast", False), (2, "Rettet", False)]


def test_of_two_who_write_minutes_the_second_is_told_of_the_first(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    write(town, meeting_id, "Den enes", 0)
    with pytest.raises(ConflictError, match="ændret"):
        write(town, meeting_id, "Den andens", 0)


def test_approved_minutes_stand_and_what_comes_later_is_an_addition(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with pytest.raises(ConflictError, match="afholdt"):
        approve(town, meeting_id)
    with database.transaction() as session:
        life.hold(session, at(1, 10), town.user(session), meeting_id)
    with pytest.raises(ConflictError, match="Skriv referatet"):
        approve(town, meeting_id)
    write(town, meeting_id, "Referat", 0)
    approve(town, meeting_id)
    approve(town, meeting_id)
    write(town, meeting_id, "Tilføjet efter samtale", 1)
    found = town.meeting(meeting_id)
    assert (found.minutes_approved_at, found.minutes_approved_by) == (at(1, 11), town.coordinator)
    with database.reading() as session:
        assert [one.addition for one in queries.minutes(session, meeting_id)] == [False, True]


def test_there_are_no_minutes_of_a_meeting_that_was_not_held(town: Town) -> None:
    meeting_id = town.request()
    with pytest.raises(ConflictError):
        write(town, meeting_id, "Referat", 0)
    with pytest.raises(BadInputError):
        write(town, meeting_id, "  ", 0)
    assert town.meeting(meeting_id).state == MeetingState.REQUESTED
