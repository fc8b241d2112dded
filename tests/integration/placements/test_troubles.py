"""«Something is wrong»: who hears of it when, who takes it, what the reporter sees, and what happens if nobody does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from core.outbox import OutboxMessage
from placements.daily import access, queries, troubles
from placements.daily.tables import Trouble, TroubleState
from scheduler.calendars.tables import Absence
from tests import rows
from tests.integration.placements.works import NIGHT, NOW, TODAY, Works, messages, trail, watch, works

REPORTED, WAITS = "trouble.reported", "trouble.waits"
HOURS = timedelta(hours=2)


@pytest.fixture
def town(sqlite: Database) -> Works:
    with sqlite.transaction() as session:
        return works(session)


def reported(session: Session, town: Works, now: datetime = NOW) -> Trouble:
    return troubles.report(session, now, town.employer, town.placement.id, "tasks", " Der er ikke nok at lave. ")


def by_all_ways(kind: str, user: int) -> list[tuple[str, int, str]]:
    return [(kind, user, "mail"), (kind, user, "text")]


def test_in_working_hours_the_consultant_is_told_at_once(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        watch(session, town.colleague, NOW)
        made = reported(session, town)
        assert (made.text, made.reported_by, made.assigned_to) == (
            "Der er ikke nok at lave.", town.employer.id, town.consultant.id
        )  # fmt: skip
        assert made.take_by == NOW + HOURS
        assert messages(session) == by_all_ways(REPORTED, town.consultant.id)
    assert trail(sqlite, "trouble.reported") == [{"trouble": made.id, "kind": "tasks"}]


def test_at_night_whoever_is_on_call_is_told(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        watch(session, town.colleague, NIGHT)
        assert reported(session, town, NIGHT).assigned_to == town.colleague.id
        assert messages(session) == by_all_ways(REPORTED, town.colleague.id)


def test_at_night_with_nobody_on_call_the_managers_are_told_with_the_consultant(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made = reported(session, town, NIGHT)
        assert (made.assigned_to, made.escalated_at) == (town.consultant.id, NIGHT)
        assert messages(session) == [
            *by_all_ways(REPORTED, town.consultant.id),
            *by_all_ways(WAITS, town.manager.id),
        ]
        assert troubles.escalate(session, NIGHT + HOURS) == 0


@pytest.mark.parametrize("stands_in", [True, False])
def test_an_absent_consultants_work_goes_to_the_substitute_or_else_to_who_is_on_call(
    sqlite: Database, town: Works, stands_in: bool
) -> None:
    with sqlite.transaction() as session:
        other = rows.user(session, phone="+4599999999")
        watch(session, other, NOW)
        substitute = town.colleague.id if stands_in else None
        session.add(Absence(user_id=town.consultant.id, first=TODAY, last=TODAY, substitute_id=substitute))
        assert reported(session, town).assigned_to == (town.colleague.id if stands_in else other.id)


def test_a_substitute_who_is_away_too_is_passed_over(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        for who, substitute in ((town.consultant, town.colleague.id), (town.colleague, None)):
            session.add(Absence(user_id=who.id, first=TODAY, last=TODAY, substitute_id=substitute))
        session.flush()
        made = reported(session, town)
        assert (made.assigned_to, made.escalated_at) == (town.consultant.id, NOW)


def test_who_has_no_telephone_is_told_by_mail_alone(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        session.merge(town.consultant).phone = None
        reported(session, town)
        assert messages(session) == [(REPORTED, town.consultant.id, "mail")]


@pytest.mark.parametrize(
    ("kind", "text", "place"), [("rude", "x", "kind"), ("other", " ", "text"), ("other", "x" * 2001, "text")]
)
def test_two_fields_both_filled(sqlite: Database, town: Works, kind: str, text: str, place: str) -> None:
    with sqlite.transaction() as session, pytest.raises(BadInputError) as error:
        troubles.report(session, NOW, town.employer, town.placement.id, kind, text)
    assert [fault.place for fault in error.value.faults] == [place]


def test_the_citizen_and_the_case_staff_report_too_and_a_stranger_does_not(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        for user in (town.himself, town.consultant):
            troubles.report(session, NOW, user, town.placement.id, "other", "Noget")
        for stranger in (town.colleague, rows.user(session, Role.EMPLOYER), rows.user(session, Role.CITIZEN)):
            with pytest.raises(NotFoundError):
                troubles.report(session, NOW, stranger, town.placement.id, "other", "Noget")


def test_each_sees_what_they_have_reported_and_nothing_of_the_others(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        mine, theirs = (
            reported(session, town),
            troubles.report(session, NOW, town.himself, town.placement.id, "wellbeing", "Jeg er utryg"),
        )
        assert queries.reported_by(session, town.employer.id, town.placement.id) == [mine]
        assert queries.reported_by(session, town.himself.id, town.placement.id) == [theirs]


def test_it_is_taken_noted_and_closed_and_all_of_it_is_in_the_trail(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made = reported(session, town)
        for _ in range(2):
            troubles.take(session, NOW, town.consultant, made.id)
        troubles.note(session, NOW, town.consultant, made.id, "Ringet til lederen.")
        closed = troubles.close(session, NOW + HOURS, town.consultant, made.id, " Nye opgaver er aftalt. ")
        assert (closed.state, closed.taken_at, closed.closed_at) == (TroubleState.CLOSED, NOW, NOW + HOURS)
        assert (closed.outcome, closed.closed_by) == ("Nye opgaver er aftalt.", town.consultant.id)
        assert [one.text for one in queries.notes(session, made.id)] == ["Ringet til lederen."]
        with pytest.raises(ConflictError, match="lukket"):
            troubles.close(session, NOW, town.consultant, made.id, "Igen")
        with pytest.raises(ConflictError, match="lukket"):
            troubles.take(session, NOW, town.consultant, made.id)
    for step in ("reported", "taken", "noted", "closed"):
        assert len(trail(sqlite, f"trouble.{step}")) == 1


def test_who_is_on_call_hands_it_to_the_consultant_in_the_morning(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        watch(session, town.colleague, NIGHT)
        made = reported(session, town, NIGHT)
        troubles.take(session, NIGHT, town.colleague, made.id)
        morning = NIGHT + timedelta(days=2)
        with pytest.raises(ConflictError, match="En anden har taget"):
            troubles.take(session, morning, town.consultant, made.id)
        taken = troubles.take(session, morning, town.consultant, made.id, instead_of=town.colleague.id)
        assert (taken.assigned_to, taken.state) == (town.consultant.id, TroubleState.TAKEN)


def test_who_is_on_call_sees_all_that_is_open_and_only_while_on_call(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made = reported(session, town)
        with pytest.raises(NotFoundError):
            access.handled(session, NOW, town.colleague, made.id)
        watch(session, town.colleague, NOW, hours=1)
        assert access.handled(session, NOW, town.colleague, made.id)[0] is made
        assert queries.inbox(session, town.colleague.id, on_call=True) == [made]
        assert queries.inbox(session, town.colleague.id) == []
        assert queries.inbox(session, town.consultant.id) == [made]
        troubles.close(session, NOW, town.consultant, made.id, "Løst")
        with pytest.raises(NotFoundError):
            access.handled(session, NOW, town.colleague, made.id)


def test_what_was_closed_last_comes_first_and_no_more_than_asked_for(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made = [reported(session, town) for _ in range(3)]
        for hours, row in enumerate(made[1:]):
            troubles.close(session, NOW + timedelta(hours=hours), town.consultant, row.id, "Løst")
        session.flush()
        assert queries.closed_last(session, town.consultant.id, 9) == [made[2], made[1]]
        assert queries.closed_last(session, town.consultant.id, 1) == [made[2]]
        assert queries.closed_last(session, town.colleague.id, 9) == []


def test_who_answers_a_message_sees_the_placement_until_it_is_closed(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        watch(session, town.colleague, NIGHT)
        made = reported(session, town, NIGHT)
        access.standing(session, town.colleague, town.placement.id)
        troubles.close(session, NIGHT, town.colleague, made.id, "Løst")
        with pytest.raises(NotFoundError):
            access.standing(session, town.colleague, town.placement.id)


def test_what_nobody_takes_in_time_goes_to_the_managers_once(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made, taken = reported(session, town), reported(session, town)
        troubles.take(session, NOW, town.consultant, taken.id)
        assert troubles.escalate(session, NOW + HOURS - timedelta(minutes=1)) == 0
        assert troubles.escalate(session, NOW + HOURS) == 1
        assert troubles.escalate(session, NOW + HOURS) == 0
        assert messages(session)[-2:] == by_all_ways(WAITS, town.manager.id)
        assert (made.escalated_at, queries.escalated(session)) == (NOW + HOURS, [made])
    assert trail(sqlite, "trouble.escalated") == [{"trouble": made.id, "kind": "tasks"}]


def test_a_manager_gives_what_nobody_took_to_somebody_else_who_has_the_usual_time(
    sqlite: Database, town: Works
) -> None:
    with sqlite.transaction() as session:
        made = reported(session, town)
        with pytest.raises(NotFoundError):
            troubles.assign(session, NOW, town.manager, made.id, town.colleague.id)
        troubles.escalate(session, NOW + HOURS)
        with pytest.raises(ForbiddenError):
            troubles.assign(session, NOW + HOURS, town.consultant, made.id, town.colleague.id)
        with pytest.raises(BadInputError):
            troubles.assign(session, NOW + HOURS, town.manager, made.id, town.employer.id)
        given = troubles.assign(session, NOW + HOURS, town.manager, made.id, town.colleague.id)
        assert (given.assigned_to, given.escalated_at, given.take_by) == (town.colleague.id, None, NOW + 2 * HOURS)
        assert messages(session)[-2:] == by_all_ways(REPORTED, town.colleague.id)
        assert troubles.escalate(session, NOW + 2 * HOURS) == 1


def test_of_two_who_take_it_at_once_one_gets_it(database: Database) -> None:
    with database.transaction() as session:
        town = works(session)
        watch(session, town.colleague, NOW)
        trouble = reported(session, town).id
    together = Barrier(2)

    def one(user_id: int) -> str:
        together.wait()
        try:
            with database.transaction() as session:
                who = town.consultant if user_id == town.consultant.id else town.colleague
                troubles.take(session, NOW, who, trouble)
        except ConflictError:
            return "late"
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [town.consultant.id, town.colleague.id])) == ["late", "taken"]
    assert len(trail(database, "trouble.taken")) == 1


def test_two_workers_that_escalate_at_once_tell_the_managers_once(database: Database) -> None:
    with database.transaction() as session:
        reported(session, works(session))
    together = Barrier(2)

    def one(_number: int) -> int:
        together.wait()
        with database.transaction() as session:
            return troubles.escalate(session, NOW + HOURS)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [0, 1]
    with database.reading() as session:
        assert len(messages(session)) == 4


def test_no_message_says_anything_of_the_trouble(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        reported(session, town, NIGHT)
    with sqlite.reading() as session:
        payloads = list(session.scalars(select(OutboxMessage.payload)))
    assert len(payloads) == 4
    assert {key for payload in payloads for key in payload} == {"to", "channel"}
