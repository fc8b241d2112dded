"""From «Noget er galt» to a mail server: what leaves says nothing but that there is something to log in for."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event

from core.db import Database
from placements.daily import troubles
from scheduler.messages.letters import Channel
from scheduler.messages.sending import Sender
from scheduler.messages.transports import Transport
from tests.integration.messages.house import HOUSE, Kept
from tests.integration.messages.test_smtp import Mailbox, serve, smtp
from tests.integration.placements.works import NIGHT, watch, works

__all__ = ["serve"]


def test_who_is_on_call_has_mail_and_a_text_message_and_neither_tells_of_anybody(
    sqlite: Database, serve: Callable[..., int]
) -> None:
    mailbox, texts = Mailbox(), Kept()
    with sqlite.transaction() as session:
        town = works(session)
        watch(session, town.colleague, NIGHT)
        troubles.report(session, NIGHT, town.employer, town.placement.id, "accident", "Amina er faldet på trappen.")
    ways_out: Mapping[Channel, Transport] = {
        Channel.MAIL: smtp(serve(mailbox)),
        Channel.TEXT: texts,
        Channel.POST: Kept(),
    }
    Sender(sqlite, HOUSE, ways_out, timedelta(minutes=4)).send_all(lambda: NIGHT, Event())
    (mail,), (text,) = mailbox.mail, texts.letters
    assert mailbox.receivers == [town.colleague.email]
    assert text.receiver.address == town.colleague.phone
    for said in (str(mail), text.text):
        assert "Log ind i Tovholder" in said
        assert not any(word in said for word in ("Amina", "Yusuf", "trappen", "accident", "Afdeling"))
