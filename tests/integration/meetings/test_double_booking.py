"""Nobody and no room is in two meetings at once, whoever asks at the same moment: the database has the last word."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import ModuleType

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core.db import Database
from core.errors import ConflictError
from scheduler.meetings.tables import Booking
from scheduler.planning import clashes
from scheduler.planning.publishing import Published
from tests.integration.meetings.town import Town, at, wall


def book(database: Database, meeting: int, start: int, end: int, **owner: int) -> None:
    with database.transaction() as session:
        session.add(Booking(meeting_id=meeting, starts_at=at(1, start), ends_at=at(1, end), **owner))


@pytest.mark.parametrize("owner", ["user_id", "citizen_id", "room_id"])
def test_the_database_refuses_two_at_once_for_everyone_and_every_room(
    database: Database, town: Town, owner: str
) -> None:
    who = {"user_id": town.coordinator, "citizen_id": town.citizen, "room_id": town.room}[owner]
    one, other = town.request(), town.request()
    book(database, one, 9, 11, **{owner: who})
    with pytest.raises(DBAPIError, match=f"ex_bookings_{owner}"):
        book(database, other, 10, 12, **{owner: who})


def test_meetings_that_touch_are_fine_and_so_is_another_person(database: Database, town: Town) -> None:
    one, other = town.request(), town.request()
    book(database, one, 9, 10, user_id=town.coordinator)
    book(database, other, 10, 11, user_id=town.coordinator)
    book(database, other, 9, 10, user_id=town.caseworker)
    with database.reading() as session:
        assert len(session.scalars(select(Booking)).all()) == 3


def test_a_booking_cannot_be_changed_into_a_double_one(database: Database, town: Town) -> None:
    one, other = town.request(), town.request()
    book(database, one, 9, 10, user_id=town.coordinator)
    book(database, other, 10, 11, user_id=town.coordinator)
    with pytest.raises(DBAPIError, match="ex_bookings_user_id"), database.transaction() as session:
        session.execute(update(Booking).where(Booking.meeting_id == other).values(starts_at=at(1, 9, 30)))


def test_a_booking_is_of_one_person_or_room(database: Database, town: Town) -> None:
    with pytest.raises(DBAPIError, match="one_owner"):
        book(database, town.request(), 9, 10, user_id=town.coordinator, room_id=town.room)


def together(*works: Callable[[], object]) -> list[object]:
    """Do all of these at the same moment, each in a thread of its own: what each returned, or the error it met."""

    def outcome(work: Callable[[], object]) -> object:
        try:
            return work()
        except ConflictError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result(timeout=60) for one in [pool.submit(outcome, work) for work in works]]


def two_drafts(town: Town) -> list[tuple[int, int]]:
    """Two meetings of different citizens, each drafted for the same coordinator at times that overlap."""
    neighbour = town.neighbour()
    meetings = [(town.request(), town.citizen, town.room), (town.request(neighbour), neighbour, town.other_room)]
    return [
        (meeting, town.draft(town.planned(meeting, wall(1, 9, 15 * number), room, citizen=citizen)))
        for number, (meeting, citizen, room) in enumerate(meetings)
    ]


def test_of_two_coordinators_who_publish_at_the_same_moment_one_gets_the_time(
    database: Database, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked and seen the time free before either writes, where the database lets two write at all."""
    (first, one), (second, other) = two_drafts(town)
    if database.engine.dialect.name == "postgresql":
        meet_between_looking_and_writing(monkeypatch, clashes, "among")
    results = together(lambda: town.publish(one), lambda: town.publish(other))
    refused = [
        one for one in results if isinstance(one, ConflictError) or (isinstance(one, Published) and one.conflicts)
    ]
    assert len(refused) == 1
    if database.engine.dialect.name == "postgresql":
        assert isinstance(refused[0], ConflictError)
        assert refused[0].facts["rule"] == "double_booking"
    published = [meeting for meeting in (first, second) if town.meeting(meeting).starts_at is not None]
    assert len(published) == 1
    assert len(town.bookings(first) + town.bookings(second)) == 3
    assert {one.payload["meeting"] for one in town.messages()} == set(published)


def test_the_one_who_was_refused_is_told_what_is_in_the_way_when_trying_again(town: Town) -> None:
    (first, one), (second, other) = two_drafts(town)
    town.publish(one)
    (conflict,) = town.publish(other).conflicts
    assert conflict.meeting_id == second
    assert {clash.meeting_id for clash in conflict.taken} == {first}


def meet_between_looking_and_writing(monkeypatch: pytest.MonkeyPatch, module: ModuleType, look: str) -> None:
    """Nobody writes before both have looked."""
    barrier = Barrier(2, timeout=30)
    looking = getattr(module, look)

    def both(*given: object, **more: object) -> object:
        found = looking(*given, **more)
        barrier.wait()
        return found

    monkeypatch.setattr(module, look, both)
