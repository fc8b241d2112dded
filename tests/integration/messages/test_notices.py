"""Notices: there is something to log in for, told by e-mail and text message, the urgent ones first."""

import pytest

from accounts.tables import Role
from core import outbox
from core.db import Database
from core.outbox import OutboxState
from scheduler.messages.letters import Channel
from tests import build
from tests.build import NOW
from tests.integration.messages.house import Office, published


@pytest.fixture
def office(sqlite: Database) -> Office:
    return Office(sqlite)


def test_the_manager_hears_that_there_is_something_to_log_in_for(office: Office) -> None:
    with office.database.transaction() as session:
        manager = build.user(session, Role.MANAGER)
        outbox.put(session, NOW, "follow_up.escalated", "k", to={"user": manager.id})
    office.send_all()
    (letter,) = office.mailed
    assert (letter.subject, letter.receiver.address) == ("Opfølgninger over frist", manager.email)


def test_what_is_urgent_leaves_before_what_has_waited_longer(office: Office) -> None:
    with office.database.transaction() as session:
        published(session)
        on_call = build.user(session, phone="+4587654321")
        for channel in (Channel.MAIL, Channel.TEXT):
            outbox.put(session, NOW, "trouble.reported", f"k:{channel}", to={"user": on_call.id}, channel=channel)
    office.send_all()
    first, second = office.mailed[:2]
    assert (first.subject, first.receiver.address) == ("Ny henvendelse", on_call.email)
    assert second.subject == "Invitation til møde"
    (text,) = office.out[Channel.TEXT].letters
    assert text.receiver.address == "+4587654321"


def test_a_text_message_to_somebody_without_a_telephone_is_given_up(office: Office) -> None:
    with office.database.transaction() as session:
        silent = build.user(session)
        outbox.put(session, NOW, "trouble.reported", "k", to={"user": silent.id}, channel=Channel.TEXT)
    office.send_all()
    assert (office.row().state, office.row().note) == (
        OutboxState.GIVEN_UP,
        "Modtageren har ikke længere et telefonnummer.",
    )
