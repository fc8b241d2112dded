"""A real browser on a real server: Chromium looks at the pages as uvicorn serves them.

Without a Chromium every test here is skipped and the summary says so. `TOVHOLDER_SCREENSHOTS=folder` keeps pictures.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy.orm import Session

from core import clock
from core.db import Database
from core.settings import settings
from scheduler.followups import rows as due
from seed import logins, municipality
from seed.store import store
from tests.integration.web import sample
from tests.integration.web.application import application
from web.visits import PERSON_COOKIE

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
START_SECONDS = 20
DESK, PHONE = (1280, 900), (390, 844)
"""Width and height of the windows that the pages are looked at in."""
on_a_desk = pytest.mark.parametrize("size", [DESK], indirect=True, ids=["desk"])
on_a_phone = pytest.mark.parametrize("size", [PHONE], indirect=True, ids=["phone"])
NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
MONDAY = 0
PATIENCE_MS = 15_000
"""How long a page may take on a busy machine before a test gives up."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="NO BROWSER: install chromium to test the pages"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.section("NO BROWSER", red=True, bold=True)
        terminalreporter.line("No Chromium was found: nobody has looked at the pages. Install 'chromium'.", red=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; closed before the next package, for its event loop would disturb others."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@dataclass(frozen=True)
class Site:
    """Pages served at an address, and the database they show."""

    address: str
    database: Database


@pytest.fixture(scope="package")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample people, for the tests that only look."""
    with _site(sqlite_template, tmp_path_factory.mktemp("site"), sample.add) as found:
        yield found


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The sample people, for a test that changes something."""
    with _site(sqlite_template, tmp_path, sample.add) as found:
        yield found


@pytest.fixture(scope="package")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small demo municipality, for what a handful of people does not show."""
    with _site(sqlite_template, tmp_path_factory.mktemp("demo"), _municipality) as found:
        yield found


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Where the visitor goes: to the site that the test names, else to the shared one."""
    named = next((name for name in ("fresh", "demo") if name in request.fixturenames), "shared")
    found: Site = request.getfixturevalue(named)
    return found.address


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Width and height of the window."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture
def context(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[BrowserContext]:
    """A visitor without cookies."""
    found = browser.new_context(base_url=address, viewport={"width": size[0], "height": size[1]}, locale="da-DK")
    found.set_default_timeout(PATIENCE_MS)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty tab. The test fails where the console complains or anything asked for does not come."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    # A request is aborted where the test walks on before it is answered.
    tab.on("requestfailed", lambda asked: _note(complaints, asked.url, asked.failure, unless="net::ERR_ABORTED"))
    yield tab
    assert [one for one in complaints if "the server responded with a status of" not in one] == []


class Clock:
    """The demonstration's clock, set forward as `TOVHOLDER_DAYS_AHEAD` does it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch, self.days = monkeypatch, 0

    def forward(self, days: int) -> None:
        self.days += days
        self.monkeypatch.setenv("TOVHOLDER_DAYS_AHEAD", str(self.days))
        settings.cache_clear()


@pytest.fixture
def the_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock that stands on the next Monday, so that the week is a whole one on any day the test is run."""
    found = Clock(monkeypatch)
    found.forward((MONDAY - clock.today().weekday()) % 7)
    yield found
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def become(context: BrowserContext, address: str) -> Callable[[int], None]:
    """Chooses a person without the way over the front page."""

    def choose(person: int) -> None:
        context.add_cookies([{"name": PERSON_COOKIE, "value": str(person), "url": address}])

    return choose


@pytest.fixture
def picture(size: tuple[int, int]) -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page where TOVHOLDER_SCREENSHOTS names a folder."""

    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("TOVHOLDER_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size[0]}.png", full_page=True)

    return take


def _municipality(session: Session, today: date) -> None:
    store(session, municipality.build(60, 1, today))
    session.flush()
    logins.give(session)
    due.refresh(session, today)


def _note(complaints: list[str], url: str, failure: str | None, unless: str) -> None:
    if failure != unless:
        complaints.append(f"{url}: {failure}")


@contextmanager
def _site(template: Path, folder: Path, fill: Callable[[Session, date], None]) -> Iterator[Site]:
    path = folder / "site.db"
    path.write_bytes(template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        fill(session, clock.today())
    with _served(application(database.url)) as address:
        yield Site(address, database)
    database.dispose()


@contextmanager
def _served(app: FastAPI) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _wait(server)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _wait(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the server did not start")
        time.sleep(0.01)
