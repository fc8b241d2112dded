"""An opening made in a browser: by keyboard alone in under two minutes, without scripts, readable for everybody."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, Site, on_a_desk
from tests.integration.web import people, sample
from web.visits import PERSON_COOKIE

NEW, MADE = "/virksomhed/aabninger/ny", re.compile("/virksomhed/aabninger/[0-9]+[?]gemt=opening_offered$")
MOST_KEYS = 70
KEY_SECONDS, THINK_SECONDS = 0.5, 1.35
"""A slow typist's key and a moment's thought, after the keystroke-level model (Card, Moran and Newell 1980)."""
TWO_MINUTES = 120.0


@pytest.mark.parametrize("path", [NEW, f"/virksomhed/aabninger/{sample.BAKERY}"], ids=["new", "one"])
def test_the_form_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], path: str
) -> None:
    become(people.EMPLOYER)
    page.goto(path)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    picture(page, f"opening-{path.rpartition('/')[2]}")

    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)


@on_a_desk
def test_an_opening_is_made_by_keyboard_in_well_under_two_minutes(
    page: Page, become: Callable[[int], None], fresh: Site
) -> None:
    become(people.EMPLOYER)
    page.goto(NEW)
    page.get_by_label("Hvad er arbejdet?").focus()
    page.keyboard.type("opvasker")
    expect(page.get_by_label("Køkkenmedhjælper")).to_be_checked()
    keys, fields = len("opvasker"), 1
    while page.evaluate("document.activeElement.value") != "keep":
        page.keyboard.press("Tab")
        keys, fields = keys + 1, fields + 1
        assert keys < MOST_KEYS
    page.keyboard.press("Enter")

    expect(page).to_have_url(MADE)
    expect(page.get_by_role("status")).to_contain_text("Opslaget er oprettet")
    assert keys * KEY_SECONDS + fields * THINK_SECONDS < TWO_MINUTES


def test_without_scripts_the_occupation_is_searched_for_and_chosen(browser: Browser, address: str, fresh: Site) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.add_cookies([{"name": PERSON_COOKIE, "value": str(people.EMPLOYER), "url": address}])
    page = context.new_page()
    page.goto(NEW)
    page.get_by_label("Hvad er arbejdet?").fill("hjælper i køkkenet")
    page.get_by_role("button", name="Find fag").click()
    expect(page.get_by_label("Køkkenmedhjælper")).to_be_checked()
    page.get_by_role("button", name="Hvor mange borgere passer?").click()
    expect(page.get_by_role("heading", name="Hvad I kan vente")).to_be_visible()
    page.get_by_role("button", name="Opret opslaget").click()

    expect(page).to_have_url(MADE)
    context.close()
