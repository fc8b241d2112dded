"""What every page shares, seen in a browser: the frame around it, the switch, the error pages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, on_a_desk, on_a_phone
from tests.integration.web import people

PAGES = {
    "front": "/",
    "front-en": "/?lang=en",
    "missing": "/findes-ikke",
    "forbidden": "/borgere",
    "taken": "/er-optaget",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page, picture: Callable[[Page, str], None], name: str
) -> None:
    page.goto(PAGES[name])
    picture(page, name)

    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)


@on_a_desk
def test_the_first_tab_stop_leads_past_the_header(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")

    expect(page.locator(".skipnav")).to_be_focused()
    expect(page.locator(".skipnav")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_the_switch_is_worked_by_keyboard_alone(page: Page, picture: Callable[[Page, str], None]) -> None:
    page.goto("/")
    page.locator(".switch summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Tove")
    picture(page, "switch")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/moeder")
    expect(page.locator(".switch summary")).to_contain_text("Tove Tovholder, tovholder")


@on_a_desk
def test_every_stop_of_the_tab_key_can_be_seen(page: Page) -> None:
    page.goto("/")
    for _ in range(page.locator("a, button, select, summary").count() - 2):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")


@on_a_phone
def test_a_door_on_the_front_page_leads_to_the_workplace(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Vælg en arbejdsgiver").select_option(str(people.OTHER_EMPLOYER))
    page.get_by_role("button", name="Gå til min virksomhed").click()

    page.wait_for_url("**/virksomhed")
    expect(page.get_by_role("link", name="Min virksomhed")).to_have_attribute("aria-current", "page")


@on_a_desk
def test_the_fonts_of_the_design_system_are_used(page: Page) -> None:
    page.goto("/")

    loaded = page.evaluate("document.fonts.ready.then(all => [...all].filter(f => f.status == 'loaded').length)")

    assert loaded >= 2


@on_a_phone
def test_the_language_stays_as_chosen(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="English").click()
    page.goto("/")

    expect(page).to_have_title(re.compile("Front page"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
