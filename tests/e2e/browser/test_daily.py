"""Attendance, messages and the rota in a browser: readable for everybody, on a phone, and without scripts."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from accounts.tables import User
from core import clock
from core.db import Database
from placements.daily import troubles
from placements.tables import Placement, Proposal
from tests import rows
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, PHONE, Site, on_a_phone
from tests.integration.web import people, sample
from web.visits import PERSON_COOKIE

PLACEMENT = 1
LEAST_TARGET_PX = 44
"""WCAG 2.2, 2.5.5: a finger in a hurry."""
EVERY_DAY = [{"weekday": day, "from": "09:00", "to": "14:00"} for day in range(1, 8)]
PAGES = (
    (people.EMPLOYER, "/fremmoede"),
    (people.EMPLOYER, f"/forloeb/{PLACEMENT}/fremmoede"),
    (people.EMPLOYER, f"/forloeb/{PLACEMENT}/galt"),
    (people.CONSULTANT, "/henvendelser"),
    (people.CONSULTANT, "/henvendelser/1"),
    (people.CONSULTANT, "/vagt"),
)


def go_wrong(database: Database) -> None:
    """The sample's citizen in praktik comes every day of the week, and the firm has written."""
    with database.transaction() as session:
        proposal = session.get_one(Proposal, sample.TO_BENT)
        agreement = rows.agreed(session, proposal)
        agreement.timetable = EVERY_DAY
        session.get_one(Placement, PLACEMENT).agreement_id = agreement.id
        employer = session.get_one(User, people.EMPLOYER)
        session.flush()
        troubles.report(session, clock.now(), employer, PLACEMENT, "tasks", "Der er ikke nok at lave.")


@on_a_phone
def test_no_page_breaks_an_accessibility_rule_and_each_fits_the_window(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], fresh: Site
) -> None:
    go_wrong(fresh.database)
    for person, path in PAGES:
        become(person)
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        picture(page, f"daily{path.replace('/', '-')}-{person}")
        assert violations(page) == [], path
        assert page.evaluate(NO_SIDEWAYS_SCROLL), path


def test_one_tap_on_a_phone_without_scripts(browser: Browser, address: str, fresh: Site) -> None:
    go_wrong(fresh.database)
    context = browser.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]}
    )
    context.add_cookies([{"name": PERSON_COOKIE, "value": str(people.EMPLOYER), "url": address}])
    page = context.new_page()
    page.goto(f"/forloeb/{PLACEMENT}/fremmoede")
    button = page.get_by_role("button", name=re.compile("^Kom \\(")).first
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= LEAST_TARGET_PX
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Fremmødet er gemt.")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Fortryd").click()
    expect(button).to_have_attribute("aria-pressed", "false")
    context.close()
