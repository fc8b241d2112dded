"""The pages with a whole municipality behind them: employers of many units, long lists, names from everywhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from accounts.queries import people
from accounts.tables import Role, User
from citizens.profile.queries import cases
from companies.queries import units
from scheduler.queries import coordinator_unplanned
from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, Site
from web.visits import HOMES

HOME_OR_LIST = HOMES | {Role.CONSULTANT: "/borgere/resten"}
FULL = [role for role in HOMES if role is not Role.MANAGER]
"""Pages that fill up. The consultant's are the lists behind the home; the manager's overview is of a match run, and
this municipality has had none.
"""


@pytest.fixture
def busiest(demo: Site) -> dict[Role, int]:
    """For each workplace, the person with most on the page."""
    with demo.database.reading() as session:
        return {role: max(people(session, [role]), key=lambda user: _load(session, user)).id for role in HOMES}


def _load(session: Session, user: User) -> int:
    if user.role is Role.EMPLOYER:
        return len(units(session, employer_id=user.id))
    if user.role is Role.COORDINATOR:
        return len(coordinator_unplanned(session, user.id))
    return len(cases(session, user.role, user.id))


@pytest.mark.parametrize("role", FULL)
def test_a_full_workplace_breaks_no_accessibility_rule_and_fits_the_window(
    page: Page,
    become: Callable[[int], None],
    busiest: dict[Role, int],
    picture: Callable[[Page, str], None],
    role: Role,
) -> None:
    become(busiest[role])
    page.goto(HOME_OR_LIST[role])
    picture(page, f"demo-{role}")

    assert page.locator("main :is(h2, h3, tr)").count() > 5
    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
