"""«Min kalender» in a browser: readable for everybody, and used from one end to the other."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from core import clock
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, Site, on_a_desk
from tests.integration.web import people
from tests.unit.calendars.files import calendar, event


def test_the_page_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], fresh: Site
) -> None:
    become(people.COORDINATOR)
    page.goto("/kalender")
    page.get_by_role("button", name="Lav en adresse").click()
    picture(page, "calendar")

    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)


@on_a_desk
def test_a_file_is_chosen_and_sent_and_a_bad_one_is_told(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], fresh: Site, tmp_path: Path
) -> None:
    page.set_default_timeout(90_000)  # a calendar is read in a process of its own, which takes its time to start
    become(people.CONSULTANT)
    page.goto("/kalender")
    good, bad = tmp_path / "god.ics", tmp_path / "daarlig.ics"
    good.write_bytes(calendar(*event(f"DTSTART;VALUE=DATE:{clock.today():%Y%m%d}", "RRULE:FREQ=WEEKLY;COUNT=3")))
    bad.write_bytes(calendar(*event("DTSTART:sludder")))

    page.get_by_label("Kalenderfil (.ics)").set_input_files(good)
    page.get_by_role("button", name="Send filen").click()
    expect(page.get_by_text("optagne tider i det næste halve år")).to_be_visible()

    page.get_by_label("Kalenderfil (.ics)").set_input_files(bad)
    page.get_by_role("button", name="Send filen").click()
    expect(page.get_by_role("alert")).to_contain_text("Linje 4")
    picture(page, "calendar-refused")
    assert violations(page) == []


@on_a_desk
def test_days_away_are_noted_and_struck(page: Page, become: Callable[[int], None], fresh: Site) -> None:
    become(people.CONSULTANT)
    page.goto("/kalender")
    for label in ("Første dag", "Sidste dag"):
        page.get_by_label(label).fill(str(clock.today()))
    page.get_by_label("Stedfortræder").select_option("Kurt Konsulent")
    page.get_by_role("button", name="Gem fraværet").click()
    expect(page.get_by_text("stedfortræder: Kurt Konsulent")).to_be_visible()
    page.get_by_role("button", name="Slet").click()
    expect(page.get_by_text("Intet fravær", exact=True)).to_be_visible()
