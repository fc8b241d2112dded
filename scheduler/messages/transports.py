"""Ways out of the house: a mail server (SMTP), and folders that another program empties.

A transport delivers a letter or says why not. `doubtful` is the case to fear: the letter may have left.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.settings import Settings
from scheduler.messages.letters import Channel, Letter
from scheduler.messages.mail import bare_address, message

REFUSED = 500
"""Answers of a mail server from here on say that it will not take the letter, however often it is asked."""


class TransportError(Exception):
    """The letter was not delivered, as far as we know; the text is Danish.

    final: trying again is no use. doubtful: it may have been delivered.
    """

    def __init__(self, message: str, *, final: bool = False, doubtful: bool = False) -> None:
        super().__init__(message)
        self.final, self.doubtful = final, doubtful


class Transport(Protocol):
    """A way out: e-mail, text messages or Digital Post."""

    def deliver(self, letter: Letter) -> None:
        """Hand the letter over. Raises TransportError."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Letters as files, one each, for a program of the municipality's to fetch, or for the eye in a demonstration.

    A file is there whole or not at all, and the same letter is the same file.
    """

    path: Path
    sender: tuple[str, str]

    def deliver(self, letter: Letter) -> None:
        """Write the letter. Raises TransportError where the disk refuses."""
        name = letter.message_id.strip("<>").split("@")[0]
        target = self.path / f"{name}.eml"
        draft = self.path / f".{name}.{os.getpid()}"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(message(letter, *self.sender))
            draft.replace(target)
        except OSError as error:
            raise TransportError(f"Filen kunne ikke skrives ({error.strerror}).") from error


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server. One connection a letter, each answer within `seconds`."""

    host: str
    port: int
    security: str
    seconds: float
    sender: tuple[str, str]
    login: tuple[str, str] | None = None

    def deliver(self, letter: Letter) -> None:
        """Hand the letter to the server; when this returns, the server has it. Raises TransportError."""
        content = message(letter, *self.sender)
        with _told("Mailserveren kan ikke nås"), self._connected() as server:
            _accepted(server.mail(self.sender[1]))
            _accepted(server.rcpt(bare_address(letter.receiver.address)))
            with _told("Mailserveren svarede ikke på, om den har modtaget beskeden", doubtful=True):
                _accepted(server.data(content))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._open()
        try:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.login is not None:
                server.login(*self.login)
            server.ehlo_or_helo_if_needed()
            yield server
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
        finally:
            server.close()

    def _open(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=self.seconds)


def _accepted(answer: tuple[int, bytes]) -> None:
    code, text = answer
    if code >= 400:
        told = text.decode("utf-8", "replace")
        raise TransportError(f"Mailserveren afviste beskeden: {code} {told}"[:500], final=code >= REFUSED)


@contextmanager
def _told(what: str, *, doubtful: bool = False) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise TransportError(f"Mailserveren afviste log-in: {error.smtp_code}.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise TransportError(f"{what} ({type(error).__name__}).", doubtful=doubtful) from error


def transports(settings: Settings) -> Mapping[Channel, Transport]:
    """The ways out that the settings name."""
    sender = (settings.municipality, settings.mail_from)
    return {
        Channel.MAIL: _smtp(settings, sender) if settings.mail == "smtp" else Folder(settings.var / "mail", sender),
        Channel.TEXT: Folder(settings.var / "text-messages", sender),
        Channel.POST: Folder(settings.var / "digital-post", sender),
    }


def _smtp(settings: Settings, sender: tuple[str, str]) -> Smtp:
    password = settings.smtp_password
    login = (
        None if settings.smtp_user is None else (settings.smtp_user, password.get_secret_value() if password else "")
    )
    return Smtp(settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_seconds, sender, login)
