"""A letter as an e-mail: plain text, the calendar file beside it. Pure; the same letter gives the same bytes."""

import hashlib
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from scheduler.messages.letters import Channel, Letter


class AddressError(ValueError):
    """No e-mail can be sent to such an address."""


def message(letter: Letter, sender_name: str, sender: str) -> bytes:
    """The e-mail, ready to hand over. Raises AddressError for an address that is none."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = letter.message_id
    mail["Date"] = format_datetime(letter.stamp)
    mail["From"] = _address(sender_name, sender)
    mail["To"] = _receiver(letter)
    if letter.reply_to is not None:
        mail["Reply-To"] = _address("", letter.reply_to)
    mail["Subject"] = _line(letter.subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    if letter.calendar is not None and letter.method is not None:
        mail.add_alternative(
            letter.calendar.decode(), subtype="calendar", params={"method": letter.method.value}, cte="base64"
        )
        mail.set_boundary(hashlib.sha256(letter.message_id.encode()).hexdigest()[:40])
    return mail.as_bytes()


def bare_address(address: str) -> str:
    """An address as a mail server is told it. Raises AddressError for what is none, or is not plain ASCII."""
    return _address("", address).addr_spec


def _receiver(letter: Letter) -> Address | str:
    if letter.receiver.channel is Channel.MAIL:
        return _address(letter.receiver.name, letter.receiver.address)
    return f"{_line(letter.receiver.name)} {_line(letter.receiver.address)}"


def _address(name: str, address: str) -> Address:
    if not address.isascii() or not address.isprintable():
        raise AddressError(address)
    try:
        found = Address(_line(name), addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise AddressError(address) from error
    if not found.username or not found.domain:
        raise AddressError(address)
    return found


def _line(text: str) -> str:
    """A line break or control character would begin a header of its own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
