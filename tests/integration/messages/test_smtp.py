"""A real mail server on loopback: what it takes, refuses, leaves unanswered, or will not take in the clear."""

import asyncio
import email
import email.policy
import gc
import socket
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from pydantic import SecretStr

from core.settings import Settings
from scheduler.messages.letters import Channel, House, Letter, Receiver, meeting_letter
from scheduler.messages.transports import Folder, Smtp, TransportError, transports

HOUSE = House(name="Prøvekøbing Kommune", sender="post@proevekoebing.example", domain="proevekoebing.example")
PAYLOAD = {
    "meeting": 3, "sequence": 2, "place": "Rådhuset, lokale 2",
    "starts_at": "2026-12-01T09:00:00+00:00", "ends_at": "2026-12-01T10:00:00+00:00",
}  # fmt: skip


@dataclass
class Mailbox:
    """What the server has taken; `answers` are what it says to each step, first to last."""

    mail: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    answer: str = "250 OK"
    silent: bool = False

    async def handle_DATA(self, _server: object, _session: Session, envelope: Envelope) -> str:
        if self.silent:
            await asyncio.sleep(1)
        content = envelope.content
        assert isinstance(content, bytes)
        found = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.mail.append(found)
        self.receivers += envelope.rcpt_tos
        return self.answer


class Refusing(Mailbox):
    """Takes no receiver at all."""

    async def handle_RCPT(
        self, _server: object, _session: Session, _envelope: Envelope, _address: str, _options: list[str]
    ) -> str:
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    """Starts a mail server with a mailbox; its port."""
    running: list[Controller] = []

    def start(mailbox: Mailbox, **more: object) -> int:
        port = free_port()
        running.append(Controller(mailbox, hostname="127.0.0.1", port=port, **more))  # type: ignore[arg-type]
        running[-1].start()
        return port

    yield start
    for one in running:
        one.stop()
    # The server leaves the connections of those who hung up on it to the garbage collector, which complains.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def smtp(port: int, security: str = "none", seconds: float = 5, login: tuple[str, str] | None = None) -> Smtp:
    return Smtp("127.0.0.1", port, security, seconds, (HOUSE.name, HOUSE.sender), login)


def letter(kind: str = "meeting.invite", address: str = "aase@ex.org") -> Letter:
    receiver = Receiver(name="Åse Ø", channel=Channel.MAIL, address=address)
    stamp = datetime(2026, 11, 20, 12, tzinfo=UTC)
    return meeting_letter(HOUSE, kind, "key", stamp, PAYLOAD, receiver, "tovholder@proevekoebing.example")


def test_a_letter_arrives_whole(serve: Callable[..., int]) -> None:
    mailbox = Mailbox()
    smtp(serve(mailbox)).deliver(letter())
    (mail,) = mailbox.mail
    assert mailbox.receivers == ["aase@ex.org"]
    assert mail["To"] == "Åse Ø <aase@ex.org>"
    assert mail["From"] == "Prøvekøbing Kommune <post@proevekoebing.example>"
    assert mail["Message-ID"] == letter().message_id
    text, calendar = mail.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(calendar, EmailMessage)
    assert "tirsdag den 1. december 2026 kl. 10.00-11.00" in text.get_content()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert "UID:meeting-3@proevekoebing.example" in calendar.get_content()


@pytest.mark.parametrize(("answer", "final"), [("451 Vent lidt", False), ("550 Findes ikke", True)])
@pytest.mark.parametrize("kind", [Mailbox, Refusing])
def test_a_refusal_is_told_and_final_where_the_server_says_so(
    serve: Callable[..., int], answer: str, final: bool, kind: type[Mailbox]
) -> None:
    with pytest.raises(TransportError, match=r"afviste beskeden: [45]5[01]") as error:
        smtp(serve(kind(answer=answer))).deliver(letter())
    assert (error.value.final, error.value.doubtful) == (final, False)


def test_no_answer_to_the_letter_itself_is_doubtful(serve: Callable[..., int]) -> None:
    with pytest.raises(TransportError, match="svarede ikke på") as error:
        smtp(serve(Mailbox(silent=True)), seconds=0.3).deliver(letter())
    assert (error.value.final, error.value.doubtful) == (False, True)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(TransportError, match="kan ikke nås") as error:
        smtp(free_port()).deliver(letter())
    assert (error.value.final, error.value.doubtful) == (False, False)


def test_nothing_leaves_in_the_clear_where_encryption_is_asked_for(serve: Callable[..., int]) -> None:
    mailbox = Mailbox()
    port = serve(mailbox)
    for security in ("starttls", "tls"):
        with pytest.raises(TransportError, match="kan ikke nås"):
            smtp(port, security).deliver(letter())
    assert mailbox.mail == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_sender_logs_in_where_the_server_wants_it(serve: Callable[..., int]) -> None:
    mailbox = Mailbox()

    def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=getattr(data, "password", None) == b"hemmelig", handled=False)

    port = serve(mailbox, authenticator=check, auth_required=True, auth_require_tls=False)
    smtp(port, login=("tovholder", "hemmelig")).deliver(letter())
    with pytest.raises(TransportError, match="afviste log-in"):
        smtp(port, login=("tovholder", "forkert")).deliver(letter())
    with pytest.raises(TransportError, match="afviste beskeden: 530"):
        smtp(port).deliver(letter())
    assert len(mailbox.mail) == 1


def test_the_settings_name_the_ways_out() -> None:
    found = transports(Settings(mail="smtp", smtp_host="mail.ex.org", smtp_user="u", smtp_password=SecretStr("p")))
    assert found[Channel.MAIL] == Smtp(
        "mail.ex.org", 587, "starttls", 20.0, ("Kommunen", "tovholder@tovholder.invalid"), ("u", "p")
    )
    assert isinstance(found[Channel.TEXT], Folder)
    assert isinstance(transports(Settings())[Channel.MAIL], Folder)
