"""The three workplaces in a browser: readable for everybody, on a desk and on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock, runs
from core.db import Database
from matcher.tables import MatchRun
from placements.tables import Proposal, ProposalState
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, Site, on_a_desk, on_a_phone
from tests.integration.web import people, sample

NEXT_MONDAY = clock.today() + timedelta(days=7 - clock.today().weekday())
NEXT_WEEK = "{}-W{:02}".format(*NEXT_MONDAY.isocalendar())
WORKPLACES = {
    "consultant": (people.CONSULTANT, "/borgere"),
    "employer": (people.EMPLOYER, "/virksomhed"),
    "employer-without-company": (people.IDLE_EMPLOYER, "/virksomhed"),
    "coordinator": (people.COORDINATOR, "/moeder"),
    "coordinator-next-week": (people.COORDINATOR, f"/moeder?uge={NEXT_WEEK}"),
    "coordinator-day": (people.COORDINATOR, f"/moeder/dag/{NEXT_MONDAY}"),
    "coordinator-new": (people.COORDINATOR, f"/moeder/nyt?kind=udviklingsgruppe&borger={people.STUCK}"),
    "coordinator-draft": (people.COORDINATOR, "/moeder/kladde"),
    "coordinator-meeting": (people.COORDINATOR, f"/moeder/{sample.PLANNED}"),
    "coordinator-move": (people.COORDINATOR, f"/moeder/{sample.PLANNED}/flyt"),
    "coordinator-follow-ups": (people.COORDINATOR, "/moeder/opfoelgninger"),
    "coordinator-changes": (people.COORDINATOR, "/moeder/aendringer"),
    "coordinator-team-days": (people.COORDINATOR, "/moeder/teamdage"),
    "consultant-proposals": (people.CONSULTANT, "/borgere/forslag"),
    "consultant-without": (people.CONSULTANT, "/borgere/uden-forslag"),
    "candidates": (people.CONSULTANT, f"/aabninger/{sample.HARBOUR}/kandidater"),
    "match-runs": (people.CONSULTANT, "/matchninger"),
    "match-run": (people.CONSULTANT, "/matchninger/1"),
    "planning-run": (people.COORDINATOR, "/planlaegninger/1"),
    "openings": (people.CONSULTANT, "/aabninger"),
    "companies": (people.CONSULTANT, "/virksomheder"),
    "company": (people.CONSULTANT, f"/virksomheder/{sample.BAKERY}"),
    "company-new": (people.CONSULTANT, "/virksomheder/ny"),
    "firm": (people.EMPLOYER, "/virksomhed/oplysninger"),
    "quota": (people.EMPLOYER, f"/enheder/{sample.BAKERY}/kvote"),
    "cases": (people.CASEWORKER, "/sager"),
    "citizen": (people.CONSULTANT, f"/borgere/{people.STUCK}"),
    "citizen-plan": (people.CONSULTANT, f"/borgere/{people.STUCK}/plan"),
    "offers": (people.CONSULTANT, "/tilbud"),
}
LEAST_TARGET_PX = 24
"""WCAG 2.2, 2.5.8."""


@pytest.mark.parametrize("name", WORKPLACES)
def test_a_workplace_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], name: str
) -> None:
    person, path = WORKPLACES[name]
    become(person)
    page.goto(path)
    picture(page, name)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    picture(page, f"{name}-open")

    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)


@on_a_desk
@pytest.mark.parametrize("name", ["consultant", "employer", "coordinator"])
def test_a_workplace_in_english_breaks_no_accessibility_rule(
    page: Page, become: Callable[[int], None], picture: Callable[[Page, str], None], name: str
) -> None:
    person, path = WORKPLACES[name]
    become(person)
    page.goto(f"{path}?lang=en")
    picture(page, f"{name}-en")

    assert violations(page) == []


@on_a_phone
@pytest.mark.parametrize("name", ["consultant", "employer", "coordinator"])
def test_a_finger_can_hit_the_links_of_figures_and_tables(page: Page, become: Callable[[int], None], name: str) -> None:
    person, path = WORKPLACES[name]
    become(person)
    page.goto(path)
    links = page.locator("main .figures a, main table a").all()
    boxes = [link.bounding_box() for link in links]

    assert boxes
    assert all(box is not None and box["height"] >= LEAST_TARGET_PX for box in boxes)


@on_a_phone
def test_several_yes_are_ticked_and_passed_on_at_once(
    page: Page, become: Callable[[int], None], fresh: Site, picture: Callable[[Page, str], None]
) -> None:
    become(people.CONSULTANT)
    page.goto("/borgere")
    page.get_by_role("link", name="Med forslag", exact=True).click()
    page.get_by_text("Vælg (Amina Abdi)").click()
    page.get_by_role("button", name="De valgte borgere siger ja").click()
    expect(page.get_by_text("1 af 1 borgeres ja er gemt.")).to_be_visible()
    picture(page, "done")
    with fresh.database.reading() as session:
        assert session.get_one(Proposal, sample.TO_AMINA).state is ProposalState.CITIZEN_YES


@on_a_desk
def test_a_run_is_followed_to_its_end_without_a_reload(
    page: Page, become: Callable[[int], None], fresh: Site, picture: Callable[[Page, str], None]
) -> None:
    become(people.CONSULTANT)
    page.goto("/borgere")
    page.get_by_role("button", name="Find forslag", exact=True).click()
    expect(page.get_by_text("Venter på at begynde")).to_be_visible()
    picture(page, "run-waiting")
    page.evaluate("window.notReloaded = true")
    _finish_run(fresh.database)

    expect(page.get_by_text("Kunne ikke gennemføres")).to_be_visible()
    assert page.evaluate("window.notReloaded")


def test_everything_works_without_scripts(browser: Browser, address: str, fresh: Site) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Vælg en virksomhedskonsulent").select_option(str(people.CONSULTANT))
    page.get_by_role("button", name="Gå til mine borgere").click()
    page.get_by_role("button", name="Find forslag", exact=True).click()
    expect(page.get_by_text("Venter på at begynde")).to_be_visible()
    _finish_run(fresh.database)

    expect(page.get_by_text("Kunne ikke gennemføres")).to_be_visible(timeout=15_000)
    context.close()


@on_a_desk
def test_a_page_can_be_printed(page: Page, become: Callable[[int], None]) -> None:
    become(people.COORDINATOR)
    page.goto("/moeder")
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Mine møder")).to_be_visible()
    expect(page.get_by_role("button", name="Planlæg møder")).to_be_hidden()
    expect(page.locator(".notice")).to_be_hidden()


def _finish_run(database: Database) -> None:
    with database.transaction() as session:
        run = runs.take(session, MatchRun, clock.now())
        assert run is not None
        runs.fail(session, MatchRun, run.id, clock.now(), "Beregningen stoppede uventet.")
