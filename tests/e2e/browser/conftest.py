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
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from core import clock
from core.db import Database
from tests.integration.web import sample
from tests.integration.web.application import application

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
START_SECONDS = 20
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
    with _site(sqlite_template, tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The sample people, for a test that changes something."""
    with _site(sqlite_template, tmp_path) as found:
        yield found


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Where the visitor goes: to the fresh site where the test has one."""
    found: Site = request.getfixturevalue("fresh" if "fresh" in request.fixturenames else "shared")
    return found.address


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
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


@pytest.fixture
def picture(size: tuple[int, int]) -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page where TOVHOLDER_SCREENSHOTS names a folder."""

    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("TOVHOLDER_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size[0]}.png", full_page=True)

    return take


def _note(complaints: list[str], url: str, failure: str | None, unless: str) -> None:
    if failure != unless:
        complaints.append(f"{url}: {failure}")


@contextmanager
def _site(template: Path, folder: Path) -> Iterator[Site]:
    path = folder / "site.db"
    path.write_bytes(template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        sample.add(session, clock.today())
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
