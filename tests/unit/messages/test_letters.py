"""What leaves the house says when and where, and how to answer; no name, no reason, no line that others made."""

import email
import email.policy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.messages.letters import Channel, House, Letter, Receiver, meeting_letter, message_id, notice_letter
from scheduler.messages.mail import AddressError, bare_address, message
from scheduler.messages.notices import NOTICES
from scheduler.messages.transports import Folder, TransportError

HOUSE = House(name="Nordager Kommune", sender="post@nordager.example", domain="nordager.example")
STAMP = datetime(2026, 11, 20, 12, tzinfo=UTC)


def receiver(channel: Channel = Channel.MAIL, name: str = "Åse Ø", address: str = "aase@ex.org") -> Receiver:
    return Receiver(name=name, channel=channel, address=address)


def letter(kind: str = "meeting.invite", to: Receiver | None = None, **more: object) -> Letter:
    payload = {
        "meeting": 3, "sequence": 2, "place": "Rådhuset, lokale 2", "previous": None,
        "starts_at": "2026-12-01T09:00:00+00:00", "ends_at": "2026-12-01T10:00:00+00:00",
    } | more  # fmt: skip
    return meeting_letter(HOUSE, kind, "meeting:3:2:invite:user:7", STAMP, payload, to or receiver(), "t@ex.org")


def test_an_invitation_says_when_and_where_and_how_to_answer() -> None:
    assert letter().text == (
        "Du inviteres til et møde.\n\n"
        "Tid: tirsdag den 1. december 2026 kl. 10.00-11.00\n"
        "Sted: Rådhuset, lokale 2\n\n"
        "Svar i din kalender eller på denne besked. Kan du ikke komme, så sig det, så snart du ved det.\n\n"
        "Venlig hilsen\nNordager Kommune\n"
    )


def test_a_letter_by_digital_post_speaks_of_no_calendar() -> None:
    found = letter(to=receiver(Channel.POST, address="0101011234"))
    assert found.calendar is None
    assert "Svar på denne besked. Kan du ikke komme" in found.text
    assert "kalender" not in found.text


@pytest.mark.parametrize(
    ("kind", "more", "subject", "line"),
    [
        ("meeting.invite", {}, "Invitation til møde", "Du inviteres til et møde."),
        (
            "meeting.invite",
            {"previous": "2026-11-30T08:00:00+00:00"},
            "Ændring af møde",
            "Mødet mandag den 30. november 2026 kl. 09.00 er ændret. Det holdes nu:",
        ),
        ("meeting.cancel", {}, "Aflysning af møde", "Mødet holdes ikke, eller du skal ikke deltage alligevel."),
        ("meeting.reminder", {}, "Påmindelse om møde", "Husk dit møde."),
    ],
)
def test_each_kind_has_its_words(kind: str, more: dict[str, object], subject: str, line: str) -> None:
    found = letter(kind, None, **more)
    assert (found.subject, found.text.splitlines()[0]) == (subject, line)


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        ("2026-10-24T08:00:00+00:00", "lørdag den 24. oktober 2026 kl. 10.00"),
        ("2026-10-26T09:00:00+00:00", "mandag den 26. oktober 2026 kl. 10.00"),
        ("2027-03-27T09:00:00+00:00", "lørdag den 27. marts 2027 kl. 10.00"),
        ("2027-03-29T08:00:00+00:00", "mandag den 29. marts 2027 kl. 10.00"),
    ],
)
def test_times_are_danish_on_both_sides_of_a_change_of_the_clocks(starts: str, told: str) -> None:
    assert f"Tid: {told}-" in letter(starts_at=starts, ends_at=starts).text


@pytest.mark.parametrize(
    ("kind", "channel", "method"),
    [
        ("meeting.invite", Channel.MAIL, "REQUEST"),
        ("meeting.cancel", Channel.MAIL, "CANCEL"),
        ("meeting.reminder", Channel.MAIL, None),
        ("meeting.invite", Channel.POST, None),
        ("meeting.reminder", Channel.TEXT, None),
    ],
)
def test_a_calendar_goes_with_what_changes_a_calendar_and_only_by_mail(
    kind: str, channel: Channel, method: str | None
) -> None:
    found = letter(kind, receiver(channel))
    assert found.method == method
    assert (found.calendar is None) == (method is None)


def test_a_text_message_is_one_short_line() -> None:
    found = letter("meeting.reminder", receiver(Channel.TEXT, address="+4512345678")).text
    assert found == (
        "Påmindelse om møde: tirsdag den 1. december 2026 kl. 10.00, Rådhuset, lokale 2. Hilsen Nordager Kommune"
    )


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_a_notice_says_no_more_than_to_log_in_and_names_nobody(kind: str) -> None:
    found = notice_letter(HOUSE, NOTICES[kind], "k", STAMP, receiver(name="Åse Ø"))
    assert found.text.splitlines() == [NOTICES[kind].text, "", "Venlig hilsen", "Nordager Kommune"]
    assert "Log ind i Tovholder" in found.text
    assert not any(sign in found.subject + found.text for sign in ("{", "Åse"))
    assert (found.calendar, found.reply_to) == (None, None)


def test_a_notice_by_text_message_is_one_short_line() -> None:
    found = notice_letter(HOUSE, NOTICES["trouble.reported"], "k", STAMP, receiver(Channel.TEXT, address="+4512345678"))
    assert found.text == "Der er en ny henvendelse til dig. Log ind i Tovholder for at se den. Hilsen Nordager Kommune"
    assert len(found.text) <= 160


def test_the_same_message_has_the_same_name_and_bytes_and_another_has_not() -> None:
    assert message(letter(), *SENDER) == message(letter(), *SENDER)
    assert message_id("a", "ex.org") == message_id("a", "ex.org") != message_id("b", "ex.org")


SENDER = (HOUSE.name, HOUSE.sender)


@given(name=st.text(max_size=40), place=st.text(max_size=40))
def test_no_name_or_place_makes_a_header_or_a_part_of_its_own(name: str, place: str) -> None:
    found = letter(to=receiver(name=name), place=place)
    mail = email.message_from_bytes(message(found, *SENDER), policy=email.policy.default)
    plain = email.message_from_bytes(message(letter(), *SENDER), policy=email.policy.default)
    assert mail.keys() == plain.keys()
    assert [part.get_content_type() for part in mail.walk()] == [part.get_content_type() for part in plain.walk()]
    assert mail["To"].addresses[0].addr_spec == "aase@ex.org"
    assert len(mail["To"].addresses) == 1


@pytest.mark.parametrize(
    "name", ["Bo\r\nBcc: alle@ex.org", "Bo\nX: y", "Bo\x00", 'Bo" <alle@ex.org>, "', "Bo, Ib; <x>"]
)
def test_a_name_that_tries_is_only_a_name(name: str) -> None:
    mail = email.message_from_bytes(message(letter(to=receiver(name=name)), *SENDER), policy=email.policy.default)
    assert [one.addr_spec for one in mail["To"].addresses] == ["aase@ex.org"]
    assert mail["Bcc"] is None
    assert mail["X"] is None


@pytest.mark.parametrize(
    "address",
    ["", "bo", "bo@", "@ex.org", "bo@ex.org\r\nBcc: alle@ex.org", "bo@ex.org, ib@ex.org", "bø@ex.org", "bo b@ex.org"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        bare_address(address)
    with pytest.raises(AddressError):
        message(letter(to=receiver(address=address)), *SENDER)


def test_a_folder_holds_a_letter_once_and_whole(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "post", SENDER)
    post = receiver(Channel.POST, address="0101901234")
    for _ in range(2):
        folder.deliver(letter(to=post))
    (file,) = (tmp_path / "post").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert file.suffix == ".eml"
    assert mail["Subject"] == "Invitation til møde"


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "post").write_text("en fil, ikke en mappe")
    with pytest.raises(TransportError, match="kunne ikke skrives") as error:
        Folder(tmp_path / "post", SENDER).deliver(letter())
    assert not error.value.final
