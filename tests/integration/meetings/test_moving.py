"""Meetings moved by hand: what is doubtful is told, double booking is refused, people are told."""

from datetime import UTC, datetime

import pytest

from accounts.tables import Authority
from citizens.tables import Consent
from core.clock import COPENHAGEN
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.meetings import life, queries
from scheduler.meetings.messages import Person
from scheduler.meetings.requests import Invitee
from scheduler.planning import clashes, moving
from scheduler.planning import queries as plans
from scheduler.planning.moving import Spot
from scheduler.planning.tables import DraftMeeting
from scheduler.planning.warnings import Doubt, MoveWarning
from scheduler.tables import MeetingState
from tests.build import NOW, TODAY
from tests.integration.meetings.test_double_booking import meet_between_looking_and_writing, together
from tests.integration.meetings.town import Town, at, wall


def move(town: Town, meeting: int, spot: Spot, why: str = "Borgeren bad om det") -> list[MoveWarning]:
    with town.database.transaction() as session:
        return moving.move_published(session, NOW, town.user(session), meeting, spot, why)


def in_hall(town: Town, start: datetime, room: int | None = None, people: frozenset[Person] | None = None) -> Spot:
    return Spot(start, town.hall, room or town.room, people)


def kinds(warnings: list[MoveWarning]) -> set[Doubt]:
    return {one.kind for one in warnings}


def test_a_published_meeting_is_moved_and_everybody_is_told(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    assert move(town, meeting_id, in_hall(town, at(2, 13))) == []
    found = town.meeting(meeting_id)
    assert (found.state, found.starts_at, found.ends_at) == (MeetingState.PLANNED, at(2, 13), at(2, 13, 45))
    assert found.sequence == 2
    assert {one.starts_at for one in town.bookings(meeting_id)} == {at(2, 13)}
    assert len([one for one in town.messages() if one.payload["sequence"] == 2]) == 2
    with town.database.reading() as session:
        change = queries.changes(session, meeting_id)[-1]
    assert (change.action, change.why, change.starts_at) == ("move", "Borgeren bad om det", at(2, 13))


def test_moving_to_where_it_is_tells_nobody(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    move(town, meeting_id, in_hall(town, at(1, 9)))
    assert town.meeting(meeting_id).sequence == 1
    assert len(town.messages()) == 2


def test_a_requested_meeting_is_given_its_first_time_by_hand(town: Town) -> None:
    meeting_id = town.request()
    move(town, meeting_id, in_hall(town, at(1, 9)))
    assert town.meeting(meeting_id).state == MeetingState.PLANNED
    assert len(town.messages()) == 2


def test_nobody_is_moved_into_another_meeting(town: Town) -> None:
    standing, meeting_id = town.published(wall(1, 9)), town.published(wall(2, 9))
    with pytest.raises(ConflictError) as refused:
        move(town, meeting_id, in_hall(town, at(1, 9, 30), town.other_room))
    assert refused.value.facts["taken"] == [
        {"citizen": town.citizen, "meeting": standing},
        {"user": town.coordinator, "meeting": standing},
    ]
    assert town.meeting(meeting_id).starts_at == at(2, 9)
    move(town, meeting_id, in_hall(town, at(1, 9, 45)))


def test_of_two_who_move_into_the_same_room_at_the_same_moment_one_gets_it(
    database: Database, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = town.neighbour()
    meetings = [town.published(wall(1, 9)), town.published(wall(2, 9), citizen=neighbour)]
    only = [frozenset({("citizen", town.citizen)}), frozenset({("citizen", neighbour)})]
    if database.engine.dialect.name == "postgresql":
        meet_between_looking_and_writing(monkeypatch, clashes, "of")
    results = together(
        lambda: move(town, meetings[0], in_hall(town, at(3, 9), people=only[0])),
        lambda: move(town, meetings[1], in_hall(town, at(3, 9, 30), people=only[1])),
    )
    assert [isinstance(one, ConflictError) for one in results].count(True) == 1
    assert len([one for one in meetings if (town.meeting(one).starts_at or NOW) > at(3, 0)]) == 1


def test_a_move_needs_a_time_to_come_a_place_and_people_who_were_asked(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    stranger = frozenset({("user", town.social)})
    with pytest.raises(BadInputError) as refused:
        move(town, meeting_id, Spot(NOW, 999_999, town.room, stranger))
    assert [fault.place for fault in refused.value.faults] == ["starts_at", "site", "room", "people"]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (datetime(9999, 12, 31, 23, 30, tzinfo=COPENHAGEN), "starts_at: skal ligge fra 1900-01-01 til 2099-12-31"),
        (datetime(1, 1, 1, tzinfo=COPENHAGEN), "starts_at: skal ligge fra 1900-01-01 til 2099-12-31"),
        (datetime(2027, 3, 28, 2, 30, tzinfo=COPENHAGEN), "starts_at: klokken findes ikke den nat"),
    ],
)
def test_a_time_that_never_comes_is_refused_with_its_place(town: Town, start: datetime, told: str) -> None:
    meeting_id = town.request()
    with pytest.raises(BadInputError, match=told):
        move(town, meeting_id, in_hall(town, start))


def test_a_time_that_comes_twice_is_the_first_and_lasts_as_long_as_any(town: Town) -> None:
    meeting_id = town.request()
    move(town, meeting_id, in_hall(town, datetime(2027, 10, 31, 2, 30, tzinfo=COPENHAGEN)))
    found = town.meeting(meeting_id)
    assert (found.starts_at, found.ends_at) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 15, tzinfo=UTC),
    )  # fmt: skip


def test_what_is_over_is_not_moved(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        life.hold(session, at(1, 10), town.user(session), meeting_id)
    with pytest.raises(ConflictError, match="overstået"):
        move(town, meeting_id, in_hall(town, at(2, 9)))


def test_nobody_is_moved_along_without_consent(database: Database, town: Town) -> None:
    consent = town.consent(town.citizen)
    meeting_id = town.published(wall(1, 9), Invitee(user_id=town.social))
    with database.transaction() as session:
        session.get_one(Consent, consent).withdrawn_on = TODAY
    with pytest.raises(ConflictError) as refused:
        move(town, meeting_id, in_hall(town, at(2, 9)))
    assert refused.value.facts["missing"] == [
        {"user": town.social, "authority": Authority.SOCIAL, "citizen": town.citizen}
    ]
    without = frozenset({("user", town.coordinator), ("citizen", town.citizen)})
    assert kinds(move(town, meeting_id, in_hall(town, at(2, 9), people=without))) == {Doubt.MISSING}


def rows(town: Town, draft: int) -> dict[int, DraftMeeting]:
    with town.database.reading() as session:
        return {row.meeting_id: row for row in plans.rows(session, draft)}


def test_a_draft_is_moved_and_published_as_moved(database: Database, town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(town.planned(meeting_id, wall(1, 9)))
    with database.transaction() as session:
        row = rows(town, draft)[meeting_id].id
        assert moving.move_draft(session, NOW, town.user(session), row, in_hall(town, at(2, 9))) == []
    assert town.messages() == []
    assert rows(town, draft)[meeting_id].moved_by == town.coordinator
    town.publish(draft)
    assert town.meeting(meeting_id).starts_at == at(2, 9)
    with pytest.raises(ConflictError, match="offentliggjort"), database.transaction() as session:
        moving.move_draft(session, NOW, town.user(session), row, in_hall(town, at(3, 9)))


def test_two_of_a_draft_are_not_moved_onto_each_other(database: Database, town: Town) -> None:
    first, second = town.request(), town.request()
    draft = town.draft(town.planned(first, wall(1, 9)), town.planned(second, wall(2, 9)))
    row = rows(town, draft)[second].id
    with pytest.raises(ConflictError) as refused, database.transaction() as session:
        moving.move_draft(session, NOW, town.user(session), row, in_hall(town, at(1, 9)))
    assert {"room": town.room, "meeting": first} in refused.value.facts["taken"]  # type: ignore[operator]


def test_a_time_that_the_draft_gives_up_may_be_taken(database: Database, town: Town) -> None:
    moved, other = town.published(wall(1, 9)), town.request()
    draft = town.draft(town.planned(moved, wall(2, 9)), town.planned(other, wall(3, 9)))
    with database.transaction() as session:
        user = town.user(session)
        seen = moving.preview(session, NOW, user, other, in_hall(town, at(1, 9)))
        assert {one.meeting_id for one in seen.clashes} == {moved}
        seen = moving.preview(session, NOW, user, other, in_hall(town, at(1, 9)), draft)
        assert seen.clashes == []
        moving.move_draft(session, NOW, user, rows(town, draft)[other].id, in_hall(town, at(1, 9)))
    assert town.publish(draft).conflicts == ()


def test_a_row_that_is_not_there_is_not_found(database: Database, town: Town) -> None:
    with pytest.raises(NotFoundError), database.transaction() as session:
        moving.move_draft(session, NOW, town.user(session), 999_999, in_hall(town, at(1, 9)))
