"""A real calendar server (Radicale, CalDAV) on this machine, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

OWNER = "/borger/"
CALENDAR = f"{OWNER}kalender/"
MAKE = """<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"/>"""
BETWEEN = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="{first}" end="{last}"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""
CALENDAR_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"


@dataclass(frozen=True)
class Radicale:
    """The server, with one empty calendar."""

    port: int

    @property
    def address(self) -> str:
        """Where the whole calendar is, as iCalendar."""
        return f"http://127.0.0.1:{self.port}{CALENDAR}"

    def put(self, name: str, content: bytes) -> None:
        """Store an event in the calendar."""
        self.ask("PUT", CALENDAR + name, content, {"Content-Type": "text/calendar"})

    def between(self, first: str, last: str) -> list[str]:
        """The events that the server finds between two times (`YYYYMMDDTHHMMSSZ`), by a CalDAV report."""
        query = BETWEEN.format(first=first, last=last).encode()
        found = self.ask("REPORT", CALENDAR, query, {"Content-Type": "application/xml", "Depth": "1"})
        return [one.text or "" for one in ElementTree.fromstring(found).iter(CALENDAR_DATA)]

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        """One request that must go well."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            with connection.getresponse() as answer:
                assert answer.status < 300, f"{method} {path}: {answer.status} {answer.read()!r}"
                return answer.read()
        finally:
            connection.close()


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """The server while it runs; a loud skip where it is not installed."""
    if find_spec("radicale") is None:
        pytest.skip("no Radicale: uv sync --group dev")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "radicale",
        "--config",
        "",
        "--auth-type",
        "none",
        "--server-hosts",
        f"127.0.0.1:{port}",
    ]
    with (folder / "radicale.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--storage-filesystem-folder", str(folder / "data")], stdout=log, stderr=log
        )
        try:
            _await(port, process)
            server = Radicale(port)
            server.ask("MKCOL", OWNER, b"", {})
            server.ask("MKCALENDAR", CALENDAR, MAKE.encode(), {"Content-Type": "application/xml"})
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "Radicale stopped"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("Radicale does not answer")
