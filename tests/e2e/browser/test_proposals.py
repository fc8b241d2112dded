"""A proposal's life in a browser: a yes, a yes, an agreement, three signatures, and the page of what came of it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser.axe import violations
from tests.e2e.browser.conftest import NO_SIDEWAYS_SCROLL, Site, on_a_phone
from tests.integration.web import people, sample

PAGE = f"/forslag/{sample.TO_BENT}"
PLACEMENT = "/forloeb/1"


def checked(page: Page, picture: Callable[[Page, str], None], name: str) -> None:
    """Nothing that axe complains of, nothing to scroll sideways for."""
    assert violations(page) == []
    assert page.evaluate(NO_SIDEWAYS_SCROLL)
    picture(page, name)


def write(page: Page) -> None:
    page.get_by_label("Formål").fill("At prøve arbejdet i et bageri")
    page.get_by_label("Opgaver").fill("Hjælp ved ovnen\nOprydning")
    page.get_by_label("Hvem kan man ringe til").fill("Else Arbejdsgiver")
    page.get_by_label("Telefon").fill("98 12 34 56")


def test_from_the_firms_yes_to_an_agreement_to_sign(
    page: Page, fresh: Site, become: Callable[[int], None], picture: Callable[[Page, str], None]
) -> None:
    become(people.EMPLOYER)
    page.goto(PAGE)
    checked(page, picture, "proposal-employer")
    page.get_by_role("button", name="Ja tak, vi har plads").click()
    expect(page.get_by_text("Ja er gemt.")).to_be_visible()

    become(people.CONSULTANT)
    page.goto(PAGE)
    page.get_by_role("link", name="Skriv aftalen").click()
    write(page)
    checked(page, picture, "agreement-form")
    page.get_by_role("button", name="Gem aftalen").click()
    expect(page.get_by_text("Aftalen er gemt.")).to_be_visible()
    page.get_by_role("button", name="Skriv under for kommunen").click()
    checked(page, picture, "proposal-consultant")

    with page.expect_download() as download:
        page.evaluate(
            "address => { const a = document.createElement('a'); a.href = address; a.download = ''; a.click() }",
            f"{PAGE}/aftale.pdf",
        )
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


@on_a_phone
def test_a_form_with_a_mistake_is_read_aloud_and_open(
    page: Page, fresh: Site, become: Callable[[int], None], picture: Callable[[Page, str], None]
) -> None:
    become(people.CONSULTANT)
    page.goto(PLACEMENT)
    checked(page, picture, "placement")
    page.get_by_text("Det er afbrudt").click()
    page.get_by_role("button", name="Afbryd forløbet").click()

    expect(page.get_by_role("alert")).to_contain_text("Grund")
    checked(page, picture, "placement-fault")
