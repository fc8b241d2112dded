"""Fetches a calendar from an address that a user gave.

The service stands inside the municipality's network, the address comes from outside: only public addresses are called,
at the very number that was checked, over an encrypted line, and an answer may be neither long nor slow.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from core.errors import TovholderError
from core.settings import Settings
from scheduler.calendars.lines import LARGEST_BYTES

SECONDS = 20.0
"""For the whole of it, every redirect included."""
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_ADDRESS = 2_000
PORTS = {"https": 443, "http": 80}
SAME_BY_ANOTHER_NAME = {"webcal": "https", "webcals": "https"}
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that a network translates to IPv4 (RFC 6052): what they lead to cannot be told from them."""

Fetch = Callable[[str], bytes]
"""Gives the content behind an address. Raises FetchError."""
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(TovholderError):
    """A calendar could not be fetched. The message never repeats the address: it is as secret as the calendar."""

    code = "not_fetched"


@dataclass(frozen=True, slots=True)
class _Redirect:
    address: str


def fetcher(settings: Settings) -> Fetch:
    """How this service fetches calendars."""
    return lambda address: fetch(address, local=settings.local_calendars)


def fetch(address: str, *, local: bool = False, seconds: float = SECONDS) -> bytes:
    """The content behind `address`, at most LARGEST_BYTES. Raises FetchError, in Danish, with how to mend it.

    local: whether internal addresses and lines without encryption are allowed as well.
    """
    deadline = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = checked(address, local=local)
        found = _asked(parts, _resolved(parts, local=local), deadline)
        if isinstance(found, bytes):
            return found
        address = urljoin(parts.geturl(), found.address)
    raise FetchError("Adressen sender videre for mange gange. Indsæt den adresse, den ender på.")


def checked(address: str, *, local: bool = False) -> SplitResult:
    """The parts of an address that may be fetched, as far as can be told without asking. Raises FetchError."""
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        raise FetchError("Adressen kan ikke bruges. Kopiér kalenderens iCal-adresse igen.")
    try:
        parts = urlsplit(address)
        scheme, port = SAME_BY_ANOTHER_NAME.get(parts.scheme, parts.scheme), parts.port
    except ValueError as error:
        raise FetchError("Adressen kan ikke bruges. Kopiér kalenderens iCal-adresse igen.") from error
    if scheme != "https" and not (local and scheme == "http"):
        raise FetchError("Adressen skal begynde med https://.")
    if not parts.hostname or parts.username is not None or port == 0:
        raise FetchError("Adressen skal have et værtsnavn og må ikke indeholde brugernavn eller adgangskode.")
    return parts._replace(scheme=scheme)


def is_public(address: IPAddress) -> bool:
    """Whether everybody on the internet means the same machine by it, and that machine is no door to another."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address.is_site_local or address in TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def _asked(parts: SplitResult, number: IPAddress, deadline: float) -> bytes | _Redirect:
    """One request, and what came of it."""
    try:
        with _connection(parts, number, deadline) as connection:
            connection.request("GET", _target(parts), headers={"Accept": "text/calendar", "User-Agent": "Tovholder"})
            with closing(connection.getresponse()) as answer:
                return _content(answer)
    except ssl.SSLError as error:
        raise FetchError(
            "Forbindelsen til kalenderen er ikke sikker: serverens certifikat kan ikke godkendes."
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError("Kalenderen kan ikke hentes: serveren svarer ikke, som den skal. Prøv igen senere.") from error


@contextmanager
def _connection(parts: SplitResult, number: IPAddress, deadline: float) -> Iterator["_Pinned"]:
    """A connection that is cut at the deadline, however slowly the other end drips. Raises FetchError then."""
    left = deadline - time.monotonic()
    connection = _Pinned(parts, number, max(left, 0.001))
    watch = Timer(left, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        yield connection
    except (OSError, http.client.HTTPException) as error:
        _raise_if_past(deadline, error)
        raise
    finally:
        watch.cancel()
        connection.close()
    _raise_if_past(deadline, None)


def _raise_if_past(deadline: float, error: Exception | None) -> None:
    if time.monotonic() >= deadline:
        raise FetchError("Kalenderen er for længe om at svare. Prøv igen senere.") from error


def _resolved(parts: SplitResult, *, local: bool) -> IPAddress:
    """The number to call. Raises FetchError where any of the name's numbers is not public."""
    try:
        found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("Adressens server findes ikke. Kopiér kalenderens iCal-adresse igen.") from error
    numbers = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not numbers or not (local or all(map(is_public, numbers))):
        raise FetchError("Adressen hører til et internt net og kan ikke hentes. Brug en adresse på internettet.")
    return numbers[0]


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _content(answer: http.client.HTTPResponse) -> bytes | _Redirect:
    """The whole answer, or where it leads. Raises FetchError where it is neither, or too long."""
    if answer.status in REDIRECTS and (target := answer.getheader("Location")):
        return _Redirect(target)
    if answer.status != http.client.OK:
        raise FetchError(f"Kalenderen kan ikke hentes: serveren svarede {answer.status}. Kopiér adressen igen.")
    content = answer.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise FetchError(f"Kalenderen fylder mere end {LARGEST_BYTES // 2**20} MB. Del en kortere periode.")
    return content


class _Pinned(http.client.HTTPConnection):
    """A connection to the number that was checked, whatever the name leads to by now."""

    def __init__(self, parts: SplitResult, number: IPAddress, timeout: float) -> None:
        assert parts.hostname is not None
        super().__init__(parts.hostname, parts.port or PORTS[parts.scheme], timeout=timeout)
        self.default_port = PORTS[parts.scheme]
        self._number = str(number)
        self._context = ssl.create_default_context() if parts.scheme == "https" else None
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Call the number; the certificate must be the name's."""
        self.sock = self._line = socket.create_connection((self._number, self.port), self.timeout)
        if self._context is not None:
            secured = self._context.wrap_socket(self._line, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._line = secured
            secured.do_handshake()

    def cut(self) -> None:
        """End it at once, from another thread."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
