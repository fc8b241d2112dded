"""From an employer's opening to a job, lived in a browser by employer, consultant and citizen.

Once all yes; once with a no, a message that something is wrong, a break-off and a new match.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen, Status
from companies.tables import Opening
from core import clock
from placements.daily.tables import Trouble, TroubleState
from placements.tables import Proposal, ProposalState
from scheduler.followups.tables import FollowUp
from tests.e2e.browser.conftest import Clock, Site, on_a_desk
from tests.e2e.browser.story import CARLA, ONE_DAY, WEEKS, Story
from tests.integration.web import people, sample

pytestmark = [on_a_desk, pytest.mark.slow]


@pytest.fixture
def story(
    page: Page, fresh: Site, become: Callable[[int], None], picture: Callable[[Page, str], None], the_clock: Clock
) -> Story:
    """The sample, in which Carla has a login and takes any work that she is offered."""
    with fresh.database.transaction() as session:
        session.add(User(id=CARLA, role=Role.CITIZEN, name="Carla Østergård", email="carla@eksempel.invalid"))
        session.flush()
        session.get_one(Citizen, people.STUCK).user_id = CARLA
        session.get_one(User, people.CONSULTANT).capacity = 10
        _only_carla_seeks(session)
    return Story(page, fresh.database, become, picture, the_clock)


def _only_carla_seeks(session: Session) -> None:
    """The others' proposals are told by other tests; here they would only hold the places."""
    for proposal in session.scalars(select(Proposal)):
        proposal.state = ProposalState.EXPIRED
    for citizen in session.scalars(select(Citizen).where(Citizen.status == Status.PROPOSED)):
        citizen.status = Status.LEAVE
    for opening in session.scalars(select(Opening)):
        opening.state = opening.state.CLOSED


def test_an_opening_becomes_a_job_when_everybody_says_yes(story: Story) -> None:
    opening = story.offers(sample.SHOP, "opvasker")
    proposal = story.proposes(opening)

    story.say_yes(proposal)
    start = clock.today() + ONE_DAY
    story.agree(proposal, start)
    story.can_be_taken_home(proposal)
    placement = story.placement()
    assert (placement.start, story.status()) == (start, Status.PRAKTIK)

    story.the_clock.forward(1)
    story.came()
    story.goes(people.CONSULTANT, f"/forloeb/{placement.id}")
    story.looks("placement")
    story.page.get_by_text("Forlæng", exact=True).click()
    longer = placement.start + 2 * WEEKS
    story.page.locator("form[action$='/forlaeng'] [name=last_day]").fill(longer.isoformat())
    story.page.locator("form[action$='/forlaeng'] textarea").fill("Det går godt")
    story.press(re.compile("^Forlæng"))
    assert story.placement().end == longer
    story.page.goto(f"/forloeb/{placement.id}")
    story.page.get_by_text("Det blev til et job").click()
    story.page.locator("form[action$='/job'] [name=from_]").fill((clock.today() + ONE_DAY).isoformat())
    story.page.locator("form[action$='/job'] [name=hours]").fill("20")
    story.page.locator("form[action$='/job'] button").click()
    expect(story.page.get_by_role("status").first).to_be_visible()

    assert story.placement("ordinary").unit_id == sample.SHOP
    assert story.status() == Status.ORDINARY
    story.evidence_holds(sample.SHOP, decisions=4)


def test_after_a_no_and_a_break_off_there_is_a_new_match(story: Story) -> None:
    first, second = story.offers(sample.SHOP, "opvasker"), story.offers(sample.STALL, "lagermand")
    proposal = story.proposes(first)

    says_no(story, proposal)
    again = story.is_proposed(second)

    story.say_yes(again)
    story.agree(again, clock.today() + ONE_DAY)
    placement = story.placement()
    story.the_clock.forward(1)
    something_is_wrong(story, placement.id)

    is_broken_off(story, placement.id)

    third = story.offers(sample.SHOP, "kassemedarbejder")
    story.matches()
    story.is_proposed(third)
    story.goes(CARLA, "/min-side")
    expect(story.page.get_by_role("link", name=re.compile("Se forslaget, og svar"))).to_be_visible()
    story.looks("new-match")
    story.evidence_holds(sample.STALL, decisions=3)


def says_no(story: Story, proposal: int) -> None:
    """The citizen says no and why; the worker looks for something else with the least change."""
    story.goes(CARLA, f"/forslag/{proposal}")
    story.page.get_by_text("Nej tak").click()
    story.page.get_by_label("Hvorfor passer det ikke?").select_option("distance")
    story.press("Send mit nej")
    story.is_told("Nej er gemt.")
    story.matches()
    story.goes(people.CONSULTANT, "/matchninger")
    expect(story.page.locator("main")).to_contain_text("efter et nej eller et afbrud")


def is_broken_off(story: Story, placement: int) -> None:
    """The consultant ends it with a reason; what was to be followed up falls away."""
    story.goes(people.CONSULTANT, f"/forloeb/{placement}")
    story.page.get_by_text("Det er afbrudt").click()
    story.page.locator("form[action$='/afbryd'] [name=code]").select_option("work")
    story.press("Afbryd forløbet")
    assert story.status() == Status.READY
    with story.database.reading() as session:
        open_ones = select(FollowUp).where(FollowUp.rule == "praktik", FollowUp.held_on.is_(None))
        assert [one for one in session.scalars(open_ones) if one.citizen_id == people.STUCK] == []


def something_is_wrong(story: Story, placement: int) -> None:
    """The firm writes; the consultant is told at once, takes it, and closes it with what came of it."""
    story.goes(people.EMPLOYER, f"/forloeb/{placement}/galt")
    story.page.get_by_label("Hvad drejer det sig om?").select_option("tasks")
    story.page.get_by_label("Hvad er der sket?").fill("Opgaverne passer ikke sammen med timerne.")
    story.press("Send besked")
    expect(story.page.get_by_role("status").first).to_be_visible()
    with story.database.reading() as session:
        trouble = session.scalars(select(Trouble)).one()
        assert trouble.assigned_to == people.CONSULTANT
    story.goes(people.CONSULTANT, f"/henvendelser/{trouble.id}")
    story.press(re.compile("^Jeg tager den"))
    story.page.locator("form[action$='/luk'] textarea").fill("Aftalt nye tider")
    story.page.locator("form[action$='/luk'] button").click()
    with story.database.reading() as session:
        assert session.get_one(Trouble, trouble.id).state is TroubleState.CLOSED
