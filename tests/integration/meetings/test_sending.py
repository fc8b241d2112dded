"""Whether a message still holds when it is sent, and what is noted when it has left."""

import pytest

from citizens import consents as given
from core.db import Database
from core.errors import NotFoundError
from core.outbox import OutboxMessage
from scheduler.engine.result import Unplanned
from scheduler.meetings import consents, life, notices, queries
from scheduler.meetings.requests import Invitee
from scheduler.meetings.sending import sent, still_wanted
from scheduler.tables import MeetingState
from tests.build import NOW
from tests.integration.meetings.town import Town, at, wall


def wanted(town: Town, message: OutboxMessage) -> bool:
    with town.database.transaction() as session:
        return still_wanted(session, NOW, message.kind, message.payload)


def send(town: Town, *messages: OutboxMessage) -> None:
    for one in messages:
        with town.database.transaction() as session:
            sent(session, NOW, one.kind, one.payload)


@pytest.fixture
def with_social(town: Town) -> tuple[int, int]:
    """A published meeting with somebody from another authority, and the consent it rests on."""
    consent = town.consent(town.citizen)
    return town.published(wall(1, 9), Invitee(user_id=town.social)), consent


def withdraw(town: Town, consent: int) -> None:
    with town.database.transaction() as session:
        consents.withdraw(session, NOW, town.user(session, town.caseworker), consent)


def test_people_are_invited_when_the_last_invitation_has_left(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    first, last = town.messages()
    assert wanted(town, first)
    send(town, first)
    assert town.meeting(meeting_id).state == MeetingState.PLANNED
    send(town, last)
    assert town.meeting(meeting_id).state == MeetingState.INVITED


def test_an_invitation_to_a_time_that_was_changed_is_not_sent(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    old = town.messages()
    town.publish(town.draft(town.planned(meeting_id, wall(2, 9))))
    assert [wanted(town, one) for one in old] == [False, False]
    assert [wanted(town, one) for one in town.messages()[2:]] == [True, True]


def test_a_move_takes_an_invited_meeting_back_to_planned_until_people_are_told(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    send(town, *town.messages())
    town.publish(town.draft(town.planned(meeting_id, wall(2, 9))))
    assert town.meeting(meeting_id).state == MeetingState.PLANNED
    send(town, *town.messages()[2:])
    assert town.meeting(meeting_id).state == MeetingState.INVITED


def test_an_invitation_under_way_while_the_meeting_is_cancelled_is_called_off(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    under_way, waiting = town.messages()
    assert wanted(town, under_way)
    with database.transaction() as session:
        life.cancel(session, NOW, town.user(session), meeting_id, "Borgeren er syg")
    send(town, under_way)
    assert not wanted(town, waiting)
    (told,) = town.messages("meeting.cancel")
    assert told.payload["to"] == under_way.payload["to"]
    assert wanted(town, told)
    send(town, told)


def test_a_meeting_that_loses_its_time_tells_those_who_were_invited(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    send(town, *town.messages())
    town.publish(town.draft(left_out=(Unplanned(id=f"m{meeting_id}", because="ingen fælles tid"),)))
    assert len(town.messages("meeting.cancel")) == 2


def test_consent_withdrawn_takes_the_person_out_and_the_coordinator_is_told(
    town: Town, with_social: tuple[int, int]
) -> None:
    meeting_id, consent = with_social
    invitations = town.messages()
    send(town, *invitations)
    withdraw(town, consent)
    gone = next(one for one in town.meeting(meeting_id).participants if one.user_id == town.social)
    assert not gone.attends
    assert town.social not in {one.user_id for one in town.bookings(meeting_id)}
    (told,) = town.messages("meeting.cancel")
    assert told.payload["to"] == {"user": town.social}
    with town.database.reading() as session:
        (notice,) = queries.notices(session, [meeting_id])
    assert notice.kind == "consent_withdrawn"
    assert notice.facts == {"user": town.social, "authority": "social", "citizen": town.citizen}
    assert town.meeting(meeting_id).state == MeetingState.INVITED


def test_a_notice_stands_until_the_coordinator_has_taken_care_of_it(
    database: Database, town: Town, with_social: tuple[int, int]
) -> None:
    meeting_id, consent = with_social
    withdraw(town, consent)
    with database.transaction() as session:
        (notice,) = queries.notices(session, [meeting_id])
        for user, number in ((town.user(session, town.social), notice.id), (town.user(session), 999_999)):
            with pytest.raises(NotFoundError):
                notices.settle(session, NOW, user, number)
        notices.settle(session, NOW, town.user(session), notice.id)
        notices.settle(session, at(1, 9), town.user(session), notice.id)
        assert notice.settled_at == NOW
        assert queries.notices(session, [meeting_id]) == []


def test_an_invitation_that_waits_is_not_sent_after_the_consent_is_gone(
    database: Database, town: Town, with_social: tuple[int, int]
) -> None:
    meeting_id, consent = with_social
    mine = [one for one in town.messages() if one.payload["to"] == {"user": town.social}]
    others = [one for one in town.messages() if one not in mine]
    with database.transaction() as session:
        given.withdraw(session, NOW, town.user(session, town.caseworker), consent)
    send(town, *[one for one in others if one.payload["to"] != {"user": town.social}])
    assert [wanted(town, one) for one in mine] == [False]
    with database.reading() as session:
        assert len(queries.notices(session, [meeting_id])) == 1
    assert town.messages("meeting.cancel") == []
    assert town.meeting(meeting_id).state == MeetingState.INVITED


def test_a_message_to_somebody_who_was_never_asked_is_not_wanted(town: Town) -> None:
    town.published(wall(1, 9))
    message = town.messages()[0]
    message.payload = message.payload | {"to": {"user": town.social}}
    assert not wanted(town, message)
    send(town, message)
