"""Real worker processes and a real mail server, to be killed at any moment."""

import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from email.parser import BytesParser
from email.policy import default
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

PATIENCE = 120.0
"""Seconds that a slow machine may take."""
FORKS = multiprocessing.get_context("forkserver")
"""Loads the libraries once; each worker is a process of its own that begins at the command."""
FORKS.set_forkserver_preload(["tests.e2e.worker.preloaded"])


class Mailbox:
    """Takes mail, and dawdles over its answer: long enough that somebody may die before hearing it."""

    def __init__(self) -> None:
        self.received: dict[str, list[bytes]] = defaultdict(list)
        """By Message-ID."""
        self._lock = threading.Lock()

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        name = str(BytesParser(policy=default).parsebytes(content, headersonly=True)["Message-ID"])
        with self._lock:
            self.received[name].append(content)
        time.sleep(0.005)
        return "250 OK"

    def __len__(self) -> int:
        with self._lock:
            return sum(map(len, self.received.values()))


class MailServer(Controller):
    """The mailbox behind a port of its own."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            super().__init__(self.mailbox, hostname="127.0.0.1", port=probe.getsockname()[1])


class Workers:
    """Worker processes on one database and one mail server."""

    def __init__(self, database_url: str, port: int, folder: Path) -> None:
        self._environment = {
            "TOVHOLDER_DATABASE_URL": database_url,
            "TOVHOLDER_VAR": str(folder),
            "TOVHOLDER_MAIL": "smtp",
            "TOVHOLDER_SMTP_HOST": "127.0.0.1",
            "TOVHOLDER_SMTP_PORT": str(port),
            "TOVHOLDER_SMTP_SECURITY": "none",
        }
        self._log = folder / "workers.log"
        self.running: list[ForkServerProcess] = []

    def start(self) -> None:
        """One more."""
        process = FORKS.Process(target=_work, args=(self._environment, self._log))
        process.start()
        self.running.append(process)

    def kill(self, chosen: random.Random) -> None:
        """kill -9 one of them, which hears nothing of it."""
        victim = self.running.pop(chosen.randrange(len(self.running)))
        victim.kill()
        victim.join()

    def kill_all(self) -> None:
        for one in self.running:
            one.kill()
            one.join()
        self.running = []

    def stop(self) -> list[int | None]:
        """Ask them all to end; their exit statuses."""
        for one in self.running:
            assert one.pid is not None
            os.kill(one.pid, signal.SIGTERM)
            one.join(PATIENCE)
        return [one.exitcode for one in self.running]

    def said(self) -> str:
        return self._log.read_text()


def _work(environment: Mapping[str, str], log: Path) -> None:
    os.environ |= environment
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    from api.cli.worker import worker

    worker(runs=False)


def until(holds: Callable[[], bool], said: Callable[[], str]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, said()
        time.sleep(0.05)
