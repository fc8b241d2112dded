"""A draft is published: meetings get their times in one transaction, once, and never over somebody else's change."""

from datetime import timedelta

from sqlalchemy import event, select

from accounts.tables import Authority
from citizens.tables import Consent
from core.audit import AuditEntry
from core.db import Database
from scheduler.engine.result import Unplanned
from scheduler.meetings import life, queries
from scheduler.meetings.requests import Invitee
from scheduler.planning import queries as plans
from scheduler.planning.publishing import Reason
from scheduler.tables import MeetingState
from tests.build import NOW, TODAY
from tests.integration.meetings.town import Town, at, wall


def test_a_published_meeting_has_its_time_its_people_its_bookings_and_its_history(town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(town.planned(meeting_id, wall(1, 9)))
    assert town.publish(draft).meetings == (meeting_id,)
    found = town.meeting(meeting_id)
    assert (found.state, found.starts_at, found.ends_at) == (MeetingState.PLANNED, at(1, 9), at(1, 9, 45))
    assert (found.site_id, found.room_id, found.sequence) == (town.hall, town.room, 1)
    assert all(one.attends for one in found.participants)
    taken = {(one.user_id, one.citizen_id, one.room_id) for one in town.bookings(meeting_id)}
    assert taken == {(town.coordinator, None, None), (None, town.citizen, None), (None, None, town.room)}
    with town.database.reading() as session:
        _, change = queries.changes(session, meeting_id)
    assert (change.from_, change.to, change.user_id) == ("requested", "planned", town.coordinator)
    assert (change.why, change.starts_at) == ("Planen blev udsendt", at(1, 9))


def test_everybody_who_comes_is_told_when_and_where_and_nothing_more(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    told = town.messages()
    assert [one.payload["to"] for one in told] == [{"user": town.coordinator}, {"citizen": town.citizen}]
    assert told[0].key == f"meeting:{meeting_id}:1:invite:user:{town.coordinator}"
    assert told[0].payload == {
        "meeting": meeting_id,
        "sequence": 1,
        "to": {"user": town.coordinator},
        "starts_at": "2026-12-01T08:00:00+00:00",
        "ends_at": "2026-12-01T08:45:00+00:00",
        "site": town.hall,
        "place": "Rådhuset, Lokale 1",
        "previous": None,
    }


def test_publishing_twice_does_nothing_twice(database: Database, town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(town.planned(meeting_id, wall(1, 9)))
    town.publish(draft)
    again = town.publish(draft)
    assert (again.meetings, again.conflicts) == ((), ())
    assert town.meeting(meeting_id).sequence == 1
    assert len(town.messages()) == 2
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "draft.published")).all()
    assert len(entries) == 1


def test_a_selection_is_published_and_the_rest_waits(database: Database, town: Town) -> None:
    first, second = town.request(), town.request()
    draft = town.draft(town.planned(first, wall(1, 9)), town.planned(second, wall(2, 9)))
    assert town.publish(draft, [second]).meetings == (second,)
    assert town.meeting(first).state == MeetingState.REQUESTED
    assert town.publish(draft).meetings == (first,)
    with database.reading() as session:
        assert all(row.published_at == NOW for row in plans.rows(session, draft))


def test_a_new_plan_moves_a_published_meeting_and_tells_of_both_times(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    town.publish(town.draft(town.planned(meeting_id, wall(2, 10), town.other_room)))
    found = town.meeting(meeting_id)
    assert (found.starts_at, found.sequence) == (at(2, 10), 2)
    assert {(one.starts_at, one.room_id) for one in town.bookings(meeting_id)} == {
        (at(2, 10), None),
        (at(2, 10), town.other_room),
    }
    latest = town.messages()[-1].payload
    assert (latest["sequence"], latest["starts_at"]) == (2, "2026-12-02T09:00:00+00:00")
    assert latest["previous"] == "2026-12-01T08:00:00+00:00"


def test_a_plan_that_moves_nothing_tells_nobody(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    done = town.publish(town.draft(town.planned(meeting_id, wall(1, 9))))
    assert (done.meetings, done.conflicts) == ((), ())
    assert town.meeting(meeting_id).sequence == 1
    assert len(town.messages()) == 2


def test_two_meetings_change_places(town: Town) -> None:
    first, second = town.published(wall(1, 9)), town.published(wall(2, 9))
    done = town.publish(town.draft(town.planned(first, wall(2, 9)), town.planned(second, wall(1, 9))))
    assert set(done.meetings) == {first, second}
    assert (town.meeting(first).starts_at, town.meeting(second).starts_at) == (at(2, 9), at(1, 9))


def test_a_published_meeting_that_a_new_plan_leaves_out_loses_its_time(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    done = town.publish(town.draft(left_out=(Unplanned(id=f"m{meeting_id}", because="lokalet er lukket"),)))
    assert done.meetings == (meeting_id,)
    found = town.meeting(meeting_id)
    assert (found.state, found.starts_at, found.room_id) == (MeetingState.REQUESTED, None, None)
    assert town.bookings(meeting_id) == []


def test_a_meeting_moved_since_the_plan_was_made_is_not_overwritten(town: Town) -> None:
    meeting_id = town.request()
    older = town.draft(town.planned(meeting_id, wall(1, 9)))
    town.publish(town.draft(town.planned(meeting_id, wall(3, 9))))
    (conflict,) = town.publish(older).conflicts
    assert (conflict.meeting_id, conflict.reason) == (meeting_id, Reason.CHANGED)
    assert town.meeting(meeting_id).starts_at == at(3, 9)


def test_a_cancelled_meeting_stays_cancelled(database: Database, town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(town.planned(meeting_id, wall(1, 9)))
    with database.transaction() as session:
        life.cancel(session, NOW, town.user(session), meeting_id, "Borgeren er flyttet")
    (conflict,) = town.publish(draft).conflicts
    assert conflict.reason is Reason.CHANGED
    assert town.meeting(meeting_id).state == MeetingState.CANCELLED


def test_a_time_gone_by_is_not_published(town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(town.planned(meeting_id, wall(1, 9)))
    (conflict,) = town.publish(draft, now=at(1, 9)).conflicts
    assert conflict.reason is Reason.PAST


def test_a_taken_person_or_room_is_told_and_the_rest_is_published(town: Town) -> None:
    standing, neighbour = town.published(wall(1, 9)), town.neighbour()
    barred, free = town.request(neighbour), town.request(neighbour)
    draft = town.draft(
        town.planned(barred, wall(1, 9, 30), town.other_room, citizen=neighbour),
        town.planned(free, wall(1, 9, 45), citizen=neighbour),
    )
    done = town.publish(draft)
    assert done.meetings == (free,)
    (conflict,) = done.conflicts
    assert (conflict.meeting_id, conflict.reason) == (barred, Reason.DOUBLE_BOOKING)
    assert [(clash.owner, clash.meeting_id) for clash in conflict.taken] == [(("user", town.coordinator), standing)]


def test_a_meeting_that_keeps_its_time_bars_whoever_was_to_have_it(town: Town) -> None:
    first, second = town.published(wall(1, 9)), town.published(wall(2, 9))
    draft = town.draft(town.planned(first, wall(2, 9)), town.planned(second, wall(1, 9)))
    done = town.publish(draft, [first])
    assert [conflict.reason for conflict in done.conflicts] == [Reason.DOUBLE_BOOKING]
    assert town.meeting(first).starts_at == at(1, 9)


def test_consent_withdrawn_after_the_plan_was_made_keeps_the_meeting_back(database: Database, town: Town) -> None:
    consent = town.consent(town.citizen)
    meeting_id = town.request(None, Invitee(user_id=town.social))
    draft = town.draft(town.planned(meeting_id, wall(1, 9), users=[town.social]))
    with database.transaction() as session:
        session.get_one(Consent, consent).withdrawn_on = TODAY
    (conflict,) = town.publish(draft).conflicts
    assert conflict.reason is Reason.CONSENT
    (missing,) = conflict.missing
    assert (missing.user_id, missing.authority, missing.citizen_id) == (town.social, Authority.SOCIAL, town.citizen)
    assert town.messages() == []


def test_a_large_plan_asks_the_database_no_more_than_a_small_one(database: Database, town: Town) -> None:
    assert _questions(database, town, 2) == _questions(database, town, 8)


def _questions(database: Database, town: Town, number: int) -> int:
    meetings = [town.request() for _ in range(number)]
    first = wall(number, 8)
    draft = town.draft(*(town.planned(one, first + timedelta(hours=place)) for place, one in enumerate(meetings)))
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert len(town.publish(draft).meetings) == number
    return sum(statement.startswith("SELECT") for statement in asked)
