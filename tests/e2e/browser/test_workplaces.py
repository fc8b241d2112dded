"""The three workplaces in a browser: readable for everybody, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.browser.axe import violations
from tests.integration.web import sample

NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
WORKPLACES = {
    "consultant": (sample.CONSULTANT, "/borgere"),
    "employer": (sample.EMPLOYER, "/virksomhed"),
    "employer-without-company": (sample.IDLE_EMPLOYER, "/virksomhed"),
    "coordinator": (sample.COORDINATOR, "/moeder"),
    "match-run": (sample.CONSULTANT, "/matchninger/1"),
    "planning-run": (sample.COORDINATOR, "/planlaegninger/1"),
}


@pytest.fixture
def become(context: BrowserContext, address: str) -> Callable[[int], None]:
    """Chooses a person without the way over the front page."""

    def choose(person: int) -> None:
        context.add_cookies([{"name": "tovholder_person", "value": str(person), "url": address}])

    return choose


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", WORKPLACES)
def test_a_workplace_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], name: str, language: str
) -> None:
    person, path = WORKPLACES[name]
    become(person)
    page.goto(f"{path}?lang={language}")
    picture(page, f"{name}-{language}")
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    picture(page, f"{name}-{language}-open")

    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
