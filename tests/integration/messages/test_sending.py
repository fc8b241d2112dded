"""What waits in the outbox leaves once; whoever dies on the way leaves it to the next, under the same name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from accounts.tables import User
from citizens.tables import Citizen
from core import outbox
from core.db import Database
from core.outbox import OutboxState
from scheduler.meetings import life
from scheduler.meetings import queries as meetings
from scheduler.meetings.tables import MeetingChange
from scheduler.messages.letters import Channel, Letter
from scheduler.messages.mail import message
from scheduler.messages.sending import ATTEMPTS
from scheduler.messages.transports import TransportError
from scheduler.tables import Meeting, MeetingState, Participant, Site
from tests import build
from tests.build import NOW
from tests.integration.messages.house import HOUSE, LEASE, START, Office, published


class KilledError(BaseException):
    """The process dies here: nothing catches it, nothing more is written."""


def die(_letter: Letter) -> None:
    raise KilledError


def fail(error: TransportError) -> Callable[[Letter], None]:
    def refuse(_letter: Letter) -> None:
        raise error

    return refuse


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def meeting(office: Office) -> int:
    with office.database.transaction() as session:
        return published(session).id


def test_an_invitation_leaves_and_the_meeting_is_one_people_are_invited_to(office: Office, meeting: int) -> None:
    office.send_all()
    (letter,) = office.mailed
    assert letter.subject == "Invitation til møde"
    assert b"METHOD:REQUEST" in (letter.calendar or b"")
    assert office.row().state is OutboxState.SENT
    assert office.row().done_at == NOW
    assert office.meeting(meeting).state is MeetingState.INVITED


def test_nothing_waits_twice(office: Office, meeting: int) -> None:
    assert [office.send(), office.send()] == [True, False]


def test_a_meeting_is_invited_to_when_the_last_invitation_has_left(office: Office) -> None:
    with office.database.transaction() as session:
        meeting = published(session, people=2).id
    office.send()
    assert office.meeting(meeting).state is MeetingState.PLANNED
    office.send()
    assert office.meeting(meeting).state is MeetingState.INVITED


def test_what_another_sender_has_taken_is_left_to_it(office: Office, meeting: int) -> None:
    def meanwhile(_letter: Letter) -> None:
        assert not office.sender().send_next(lambda: office.now)

    office.out[Channel.MAIL].before = meanwhile
    assert office.send()
    assert len(office.mailed) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_dies_leaves_the_message_to_the_next_when_the_lease_is_over(
    office: Office, meeting: int, moment: str
) -> None:
    setattr(office.out[Channel.MAIL], moment, die)
    with pytest.raises(KilledError):
        office.send()
    setattr(office.out[Channel.MAIL], moment, lambda _letter: None)
    assert not office.send()
    office.later(LEASE)
    office.send_all()
    assert office.row().state is OutboxState.SENT
    assert len(office.mailed) == (1 if moment == "before" else 2)
    assert len({message(letter, HOUSE.name, HOUSE.sender) for letter in office.mailed}) == 1


def test_a_repeated_message_counts_once_in_the_database(office: Office, meeting: int) -> None:
    office.out[Channel.MAIL].after = die
    with pytest.raises(KilledError):
        office.send()
    office.out[Channel.MAIL].after = lambda _letter: None
    office.later(LEASE)
    office.send_all()
    with office.database.reading() as session:
        changes = session.scalars(select(MeetingChange).where(MeetingChange.to == MeetingState.INVITED)).all()
    assert len(changes) == 1


def test_a_sender_that_was_slower_than_its_lease_marks_nothing(office: Office, meeting: int) -> None:
    def overtaken(_letter: Letter) -> None:
        office.out[Channel.MAIL].before = lambda _letter: None
        office.later(LEASE)
        assert office.send()
        raise TransportError("for sent")

    office.out[Channel.MAIL].before = overtaken
    office.send()
    assert (office.row().state, office.row().attempts, office.row().note) == (OutboxState.SENT, 2, None)


def test_a_mail_server_that_is_away_is_tried_again_and_less_and_less_often(office: Office, meeting: int) -> None:
    office.out[Channel.MAIL].before = fail(TransportError("Mailserveren kan ikke nås."))
    waits = []
    while office.row().state is OutboxState.WAITING:
        office.send()
        tried = office.row()
        if tried.try_after is not None:
            waits.append(tried.try_after - office.now)
            office.now = tried.try_after
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert (max(waits), len(waits)) == (timedelta(hours=4), ATTEMPTS - 1)
    assert (office.row().state, office.row().note) == (OutboxState.GIVEN_UP, "Mailserveren kan ikke nås.")
    assert office.mailed == []


def test_what_a_mail_server_will_never_take_is_given_up_at_once(office: Office, meeting: int) -> None:
    office.out[Channel.MAIL].before = fail(TransportError("Mailserveren afviste beskeden: 550", final=True))
    office.send_all()
    assert (office.row().state, office.row().attempts) == (OutboxState.GIVEN_UP, 1)
    assert office.meeting(meeting).state is MeetingState.PLANNED


def test_one_message_that_cannot_be_written_stops_no_other(office: Office, meeting: int) -> None:
    with office.database.transaction() as session:
        outbox.put(session, NOW, "besynderlig", "a", to={"user": build.user(session).id})
        outbox.put(session, NOW, "follow_up.escalated", "b", to={"user": 999})
        published(session)
    office.send_all()
    assert [row.state for row in office.rows()] == [
        OutboxState.SENT, OutboxState.GIVEN_UP, OutboxState.GIVEN_UP, OutboxState.SENT,
    ]  # fmt: skip


def test_an_address_that_is_none_is_given_up(office: Office) -> None:
    with office.database.transaction() as session:
        meeting = published(session)
        session.get_one(User, meeting.participants[0].user_id).email = "bo@ex.org\r\nBcc: alle@ex.org"
    office.out[Channel.MAIL].before = lambda letter: _ignore(message(letter, HOUSE.name, HOUSE.sender))
    office.send_all()
    assert (office.row().state, office.row().note) == (OutboxState.GIVEN_UP, "Adressen er ikke en e-mailadresse.")


def _ignore(_content: bytes) -> None:
    pass


def test_a_cancelled_meeting_is_not_invited_to(office: Office, meeting: int) -> None:
    cancel(office, meeting)
    office.send_all()
    assert office.mailed == []
    assert office.row().state is OutboxState.WITHHELD
    assert "aflyst" in (office.row().note or "")


def test_who_was_invited_is_told_that_a_meeting_is_cancelled(office: Office, meeting: int) -> None:
    office.send_all()
    cancel(office, meeting)
    office.send_all()
    assert [letter.subject for letter in office.mailed] == ["Invitation til møde", "Aflysning af møde"]
    assert b"METHOD:CANCEL" in (office.mailed[1].calendar or b"")


def test_who_may_have_been_invited_by_one_that_died_is_told_that_it_is_cancelled(office: Office, meeting: int) -> None:
    office.out[Channel.MAIL].after = die
    with pytest.raises(KilledError):
        office.send()
    office.out[Channel.MAIL].after = lambda _letter: None
    cancel(office, meeting)
    office.later(LEASE)
    office.send_all()
    assert [letter.subject for letter in office.mailed] == ["Invitation til møde", "Aflysning af møde"]


def test_who_may_have_been_invited_to_a_meeting_that_lost_its_time_is_told_of_the_time_he_knows(
    office: Office, meeting: int
) -> None:
    office.out[Channel.MAIL].after = die
    with pytest.raises(KilledError):
        office.send()
    office.out[Channel.MAIL].after = lambda _letter: None
    with office.database.transaction() as session:
        (row,) = meetings.lock(session, [meeting])
        life.unsettle(session, office.now, None, row, "Lukkedag")
    office.later(LEASE)
    office.send_all()
    invitation, cancellation = office.mailed
    assert cancellation.subject == "Aflysning af møde"
    assert [line for line in cancellation.text.splitlines() if line.startswith("Tid:")] == [
        line for line in invitation.text.splitlines() if line.startswith("Tid:")
    ]
    assert office.meeting(meeting).state is MeetingState.REQUESTED


@pytest.mark.parametrize(("doubtful", "subjects"), [(True, ["Aflysning af møde"]), (False, [])])
def test_a_doubtful_failure_may_have_reached_its_receiver_and_a_plain_one_has_not(
    office: Office, meeting: int, doubtful: bool, subjects: list[str]
) -> None:
    office.out[Channel.MAIL].before = fail(TransportError("intet svar", doubtful=doubtful))
    office.send()
    office.out[Channel.MAIL].before = lambda _letter: None
    cancel(office, meeting)
    office.later(timedelta(minutes=2))
    office.send_all()
    assert [letter.subject for letter in office.mailed] == subjects


def test_a_meeting_that_has_begun_is_not_invited_to(office: Office, meeting: int) -> None:
    office.now = START
    office.send_all()
    assert (office.mailed, office.row().state) == ([], OutboxState.WITHHELD)


def test_who_is_taken_out_before_the_invitation_leaves_hears_nothing(office: Office, meeting: int) -> None:
    with office.database.transaction() as session:
        session.execute(delete(Participant).where(Participant.meeting_id == meeting))
    office.send_all()
    assert (office.mailed, office.row().state) == ([], OutboxState.WITHHELD)


@pytest.mark.parametrize(
    ("email", "phone", "channel"),
    [("bo@ex.org", None, Channel.MAIL), (None, "+4512345678", Channel.POST), (None, None, Channel.POST)],
)
def test_a_citizen_is_invited_by_mail_or_else_by_digital_post(
    office: Office, email: str | None, phone: str | None, channel: Channel
) -> None:
    with office.database.transaction() as session:
        meeting = published(session, people=0, citizen_too=True)
        citizen = session.get_one(Citizen, meeting.citizen_id)
        citizen.email, citizen.phone = email, phone
        address = {Channel.MAIL: email, Channel.POST: citizen.cpr}[channel]
    office.send_all()
    (letter,) = office.out[channel].letters
    assert letter.receiver.address == address


def cancel(office: Office, meeting_id: int) -> None:
    with office.database.transaction() as session:
        host = session.get_one(User, session.get_one(Meeting, meeting_id).coordinator_id)
        life.cancel(session, office.now, host, meeting_id, "Sygdom")


def test_a_meeting_at_home_is_at_home_to_the_citizen_and_at_the_citizens_to_others(office: Office) -> None:
    with office.database.transaction() as session:
        meeting = published(session, people=1, citizen_too=True, email="amina@example.invalid")
        session.get_one(Site, meeting.site_id).citizen_id = meeting.citizen_id
    office.send_all()
    told = {letter.receiver.address: letter.text for letter in office.mailed}
    assert "Sted: Hjemme hos dig\n" in told.pop("amina@example.invalid")
    (staff,) = told.values()
    assert "Sted: Hos borgeren\n" in staff
