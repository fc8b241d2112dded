"""Calendars fetched from addresses that strangers give."""

import ipaddress
import socket
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from scheduler.calendars import fetching
from scheduler.calendars.fetching import MOST_REDIRECTS, FetchError, checked, fetch, is_public
from scheduler.calendars.lines import LARGEST_BYTES
from tests.integration.calendars.servers import Answering, content, serving

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def refusal(address: str, **options: float) -> str:
    """Why an address is not fetched; the address itself is not in it."""
    with pytest.raises(FetchError) as caught:
        fetch(address, local=bool(options.pop("local", True)), **options)
    assert "hemmelig" not in caught.value.message
    return caught.value.message


def test_what_the_server_has_is_fetched() -> None:
    with serving(content(BODY)) as server:
        assert fetch(server.address("/a%20b.ics?key=hemmelig&x=1#del"), local=True) == BODY
    assert server.asked == [("/a%20b.ics?key=hemmelig&x=1", f"127.0.0.1:{server.port}")]


@pytest.mark.parametrize(
    "address",
    [
        "", "kalender.ics", "http://example.org/hemmelig.ics", "ftp://example.org/hemmelig.ics", "file:///etc/hemmelig",
        "https://", "https:///hemmelig.ics", "https://bruger:hemmelig@example.org/k.ics", "https://example.org:0/k.ics",
        "https://example.org:99999/k.ics", "https://[::1/k.ics", "https://example.org/k.ics\r\nX-Hemmelig: 1",
        "https://example.org/a b", "https://exämple.org/k.ics", "https://example.org/" + "x" * 2000, "webcal:hemmelig",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_ours_to_call_is_refused_before_it_is_called(address: str) -> None:
    refusal(address, local=False)


def test_a_subscription_address_is_a_web_address() -> None:
    assert checked("webcal://example.org/k.ics").geturl() == "https://example.org/k.ics"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:0:7f00:1::",
        "2001:db8::1", "fec0::1",
    ],
)  # fmt: skip
def test_an_internal_number_is_not_public(number: str) -> None:
    assert not is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_number_on_the_internet_is_public(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f000001", "0"])
def test_this_machine_is_not_called_by_any_of_its_names(host: str) -> None:
    with serving(content(BODY)) as server:
        refusal(f"https://{host}:{server.port}/hemmelig.ics", local=False)
    assert server.asked == []


def naming(monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, ...]) -> None:
    """Let the name service answer with these numbers, a new list each time it is asked."""
    left = iter(answers)

    def answer(_host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0)) for number in next(left)]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: answer(host) if host == "k.example" else real(host, *a, **k),
    )


def test_one_internal_number_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    naming(monkeypatch, ("93.184.215.14", "10.0.0.1"))
    assert "internt net" in refusal("https://k.example/hemmelig.ics", local=False)


def test_the_number_that_was_checked_is_called_and_the_name_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    naming(monkeypatch, ("127.0.0.1",))
    with serving(content(BODY)) as server:
        assert fetch(server.address(host="k.example"), local=True) == BODY
    assert server.asked == [("/kalender.ics", f"k.example:{server.port}")]


def test_a_name_that_leads_nowhere_is_said_to() -> None:
    assert "findes ikke" in refusal("https://findes-ikke.invalid/hemmelig.ics", local=False)


def test_a_redirect_is_followed_a_few_times() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        number = int(handler.path[1:])
        reply = content(BODY) if number == 0 else content(b"", status=302, Location=f"/{number - 1}")
        reply(handler)

    with serving(answer) as server:
        assert fetch(server.address(f"/{MOST_REDIRECTS}"), local=True) == BODY
        assert "for mange gange" in refusal(server.address(f"/{MOST_REDIRECTS + 1}"))


@pytest.mark.parametrize(
    "target", ["ftp://example.org/hemmelig", "file:///etc/hemmelig", "https://bruger:a@example.org/"]
)
def test_where_a_redirect_leads_is_checked_as_well(target: str) -> None:
    with serving(content(b"", status=301, Location=target)) as server:
        refusal(server.address())


def test_a_redirect_from_the_internet_into_the_house_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(content(BODY)) as inside, monkeypatch.context() as patch:
        patch.setattr(fetching, "_asked", lambda *_: fetching._Redirect(f"https://127.0.0.1:{inside.port}/hemmelig"))
        naming(patch, ("93.184.215.14",))
        assert "internt net" in refusal("https://k.example/", local=False)
    assert inside.asked == []


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 500])
def test_any_other_answer_is_told_by_its_number(status: int) -> None:
    with serving(content(b"", status=status)) as server:
        assert str(status) in refusal(server.address("/hemmelig"))


def test_an_answer_may_not_be_longer_than_a_calendar() -> None:
    with serving(content(b"x" * (LARGEST_BYTES + 1))) as server:
        assert "5 MB" in refusal(server.address())
    with serving(content(b"x" * LARGEST_BYTES)) as server:
        assert len(fetch(server.address(), local=True)) == LARGEST_BYTES


def dripping(first: bytes) -> Answering:
    """A server that begins to answer and never comes to an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(first)
            for _ in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\nX-LONG:"]
)
def test_an_answer_that_drips_is_cut_off_at_the_deadline(first: bytes) -> None:
    with serving(dripping(first)) as server:
        began = time.monotonic()
        assert "for længe om at svare" in refusal(server.address("/hemmelig"), seconds=0.5)
        assert time.monotonic() - began < 4


def test_what_is_not_http_is_said_not_to_answer() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"sludder\r\n\r\n")

    with serving(answer) as server:
        assert "svarer ikke, som den skal" in refusal(server.address())


def test_a_line_that_is_not_encrypted_is_not_taken_for_one_that_is() -> None:
    with serving(content(BODY)) as server:
        assert "ikke sikker" in refusal(server.address("/hemmelig").replace("http:", "https:"))


def test_a_closed_door_is_said_not_to_answer() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert "svarer ikke" in refusal(f"http://127.0.0.1:{closed.getsockname()[1]}/hemmelig")
