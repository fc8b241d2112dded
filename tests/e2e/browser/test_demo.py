"""The pages with a whole municipality behind them: employers of many units, long lists, names from everywhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.queries import people
from accounts.tables import Role
from companies.queries import units
from scheduler.queries import coordinator_unplanned
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, Site
from web.visits import HOMES

FULL = [role for role in HOMES if role is not Role.MANAGER]
"""The manager's overview is of a match run, and this municipality has had none."""


@pytest.fixture
def busiest(demo: Site) -> dict[Role, int]:
    """For each workplace, a person with much on the page."""
    with demo.database.reading() as session:
        who = {role: [user.id for user in people(session, [role])] for role in HOMES}
        return {
            Role.CONSULTANT: who[Role.CONSULTANT][0],
            Role.EMPLOYER: max(who[Role.EMPLOYER], key=lambda user: len(units(session, employer_id=user))),
            Role.COORDINATOR: max(who[Role.COORDINATOR], key=lambda user: len(coordinator_unplanned(session, user))),
        }


@pytest.mark.parametrize("role", FULL)
def test_a_full_workplace_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page,
    become: Callable[[int], None],
    busiest: dict[Role, int],
    picture: Callable[[Page, str], None],
    role: Role,
) -> None:
    become(busiest[role])
    page.goto(HOMES[role])
    picture(page, f"demo-{role}")

    assert page.locator("main :is(h2, h3)").count() > 5
    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
