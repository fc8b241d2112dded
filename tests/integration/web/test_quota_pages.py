"""The pages of a unit's cap, of one decision, and of the employees' statement."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from companies.queries import lock_unit
from companies.quotas import Stay
from companies.tables import Unit
from core import clock
from core.db import Database
from placements.evidence.counting import Asked
from placements.evidence.deciding import decide
from placements.evidence.queries import overrides, statements
from placements.evidence.tables import QuotaDecision
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample
from web.quota import unit_page

VisitAs = Callable[[int], TestClient]
PAGE = f"/enheder/{sample.BAKERY}/kvote"
FORM = f"{PAGE}/fravigelse"
STATEMENT = f"/forslag/{sample.TO_BENT}/udtalelse"


def decided(session: Session, scheme: str = "virksomhedspraktik", **values: object) -> QuotaDecision:
    start = clock.today() + timedelta(days=14)
    place = Stay(scheme=scheme, start=start, end=start + timedelta(weeks=13), hours=18.5)
    usual = {"place": place, "others": (place,), "target_group": "aktivitetsparat", "proposal_id": sample.TO_BENT}
    step = str(values.pop("step", "yes"))
    asked = Asked(**(usual | values))  # type: ignore[arg-type]
    unit = lock_unit(session, sample.BAKERY)
    return decide(session, clock.now(), people.EMPLOYER, step, unit, asked)


@pytest.fixture(autouse=True)
def promised(client: TestClient, sqlite: Database) -> None:
    """Both sides have said yes to Bent's proposal, and it has not begun."""
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_BENT).state = ProposalState.EMPLOYER_YES


@pytest.fixture
def decision(client: TestClient, sqlite: Database) -> QuotaDecision:
    with sqlite.transaction() as session:
        return decided(session)


def test_everybody_around_the_unit_sees_how_its_cap_is_reckoned(visit_as: VisitAs) -> None:
    for person in (people.EMPLOYER, people.CONSULTANT, people.CASEWORKER, people.MANAGER):
        page = visit_as(person).get(PAGE).text
        assert "Gennemsnit af de seneste 4 måneder: (12,5 + 12,5 + 12,5 + 12,5) / 4 = 12,5 ordinære årsværk." in page
        assert "12,5 / 5 = 2,5, rundet ned til 2." in page
        assert "Enheden må have 2 pladser ad gangen." in page
        assert ('action="' + FORM in page) == (person == people.CASEWORKER)


def test_nobodys_name_is_on_it(visit_as: VisitAs, decision: QuotaDecision) -> None:
    consultant = visit_as(people.CONSULTANT)
    for address in (PAGE, f"/afgoerelser/{decision.id}", f"/afgoerelser/{decision.id}.json"):
        text = consultant.get(address).text
        assert not [name for name in people.NAMES if name in text]


def test_the_chart_says_in_words_what_it_shows_and_the_table_has_the_figures(visit_as: VisitAs) -> None:
    page = visit_as(people.EMPLOYER).get(PAGE).text
    chart = re.search(r'<svg class="ahead-chart" role="img" aria-labelledby="ahead-title".*?</svg>', page, re.DOTALL)
    assert chart is not None
    assert re.search(r"<title[^>]*>Ledige pladser fra .* til .*: lavest \d+, højest 2", chart[0])
    rows = re.search(r"<table[^>]*ahead-table.*?</table>", page, re.DOTALL)
    assert rows is not None
    assert rows[0].count("<tr>") == 1 + len(set(re.findall(r'x="([\d.]+)" y="[\d.]+" width', chart[0])))


def test_a_stranger_sees_no_such_unit_or_decision(visit_as: VisitAs, decision: QuotaDecision) -> None:
    stranger = visit_as(people.OTHER_EMPLOYER)
    addresses = (PAGE, f"/afgoerelser/{decision.id}", "/afgoerelser/999", STATEMENT)
    assert {stranger.get(address).status_code for address in addresses} == {404}


def test_only_the_latest_decisions_are_listed(
    visit_as: VisitAs, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_page, "MOST_DECISIONS", 2)
    with sqlite.transaction() as session:
        numbers = [decided(session).id for _ in range(3)]
    page = visit_as(people.EMPLOYER).get(PAGE).text
    assert [int(number) for number in re.findall(r'href="/afgoerelser/(\d+)"', page)] == numbers[:0:-1]
    assert "De seneste 2 er vist." in page


def send(client: TestClient, key: str = "k1", **typed: str) -> int:
    return client.post(FORM, data={"key": key} | typed, follow_redirects=False).status_code


def test_a_caseworkers_figure_is_kept_once_and_shown_with_its_reason(visit_as: VisitAs, sqlite: Database) -> None:
    caseworker = visit_as(people.CASEWORKER)
    assert [send(caseworker, places="4", reason="Ny afdeling") for _ in range(2)] == [303, 303]
    with sqlite.reading() as session:
        assert [(one.places, one.reason) for one in overrides(session, sample.BAKERY)] == [(4, "Ny afdeling")]
    page = caseworker.get(PAGE).text
    assert "Enheden må have 4 pladser ad gangen." in page
    assert '<q lang="da">Ny afdeling</q>' in page
    assert send(caseworker, key="k2", places="", reason="Aflyst") == 303
    assert "reglen gælder igen" in caseworker.get(PAGE).text
    assert send(visit_as(people.CONSULTANT), key="k3", places="4", reason="Ny") == 403


def test_a_form_with_faults_comes_back_as_it_was_typed(visit_as: VisitAs, sqlite: Database) -> None:
    caseworker = visit_as(people.CASEWORKER)
    for places, reason, wrong in (("mange", "Ny", "places"), ("4", "", "reason")):
        answer = caseworker.post(FORM, data={"key": "k", "places": places, "reason": reason})
        assert answer.status_code == 422
        assert f'href="#{wrong}"' in answer.text
        assert f'value="{places}"' in answer.text
    with sqlite.reading() as session:
        assert session.get_one(Unit, sample.BAKERY).quota_override is None


def test_a_decision_shows_every_figure_with_its_source(visit_as: VisitAs, decision: QuotaDecision) -> None:
    page = visit_as(people.EMPLOYER).get(f"/afgoerelser/{decision.id}").text
    for said in (
        "Tilladt",
        "12,5 / 5 = 2,5",
        "prøve",
        "BEK 2636 af 28/12/2021 § 65",
        "Else Arbejdsgiver",
        decision.digest,
    ):
        assert said in page
    assert "Afgørelsen er uændret og giver det samme" in page


def test_a_decision_is_handed_over_as_a_file_by_the_municipality(visit_as: VisitAs, decision: QuotaDecision) -> None:
    answer = visit_as(people.CONSULTANT).get(f"/afgoerelser/{decision.id}.json")
    assert answer.headers["content-disposition"] == f'attachment; filename="afgoerelse-{decision.id}.json"'
    assert (answer.json()["digest"], answer.json()["sealed"]["allowed"]) == (decision.digest, True)
    assert visit_as(people.EMPLOYER).get(f"/afgoerelser/{decision.id}.json").status_code == 404


def test_an_employer_is_not_told_of_the_citizens_capacity(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        row = decided(session, scheme="loentilskud", target_group="ledighedsydelse")
    said = "Merbeskæftigelse kræves ikke for denne plads."
    assert said in visit_as(people.CONSULTANT).get(f"/afgoerelser/{row.id}").text
    theirs = visit_as(people.EMPLOYER).get(f"/afgoerelser/{row.id}").text
    assert said not in theirs
    assert "vises kun for kommunen" in theirs


def test_every_part_of_a_decision_can_be_shown(visit_as: VisitAs, sqlite: Database) -> None:
    consultant = visit_as(people.CONSULTANT)
    give(consultant, agrees="no", remark="Vi har lige sagt op")
    with sqlite.transaction() as session:
        session.get_one(Unit, sample.BAKERY).quota_override = 1
        row = decided(session, scheme="loentilskud", step="start", target_group="jobparat")
    for language in ("da", "en"):
        page = consultant.get(f"/afgoerelser/{row.id}?lang={language}").text
        assert "Vi har lige sagt op" in page
        assert "årsværk i seneste måned" in page


def give(client: TestClient, **typed: str) -> int:
    usual = {"name": "Per Lund", "role": "shop_steward", "said_on": clock.today().isoformat(), "agrees": "yes"}
    return client.post(STATEMENT, data=usual | typed, follow_redirects=False).status_code


def test_the_employees_statement_is_taken_down_and_shown(visit_as: VisitAs, sqlite: Database) -> None:
    employer = visit_as(people.EMPLOYER)
    assert "Der er ingen udtalelse endnu" in employer.get(STATEMENT).text
    assert [give(employer), give(employer)] == [303, 303]
    with sqlite.reading() as session:
        assert [one.name for one in statements(session, sample.TO_BENT)] == ["Per Lund"]
    assert "Per Lund (tillidsrepræsentant) har sagt god for pladsen" in employer.get(STATEMENT).text


FAULTY = (
    ({"name": " "}, {"name"}),
    ({"said_on": "i går", "agrees": ""}, {"said_on", "agrees"}),
    ({"agrees": "maybe"}, {"agrees"}),
    ({"agrees": "no"}, {"remark"}),
)


def test_a_statement_with_faults_comes_back_as_it_was_typed(visit_as: VisitAs) -> None:
    employer, today = visit_as(people.EMPLOYER), clock.today().isoformat()
    usual = {"name": "Per Lund", "role": "employee_representative", "said_on": today, "agrees": "yes"}
    for typed, wrong in FAULTY:
        answer = employer.post(STATEMENT, data=usual | typed)
        assert answer.status_code == 422
        assert set(re.findall(r'href="#statement-(\w+)"', answer.text)) == wrong
        assert '<option value="employee_representative" selected>' in answer.text


def test_where_or_before_no_statement_is_asked_for_there_is_no_such_page(visit_as: VisitAs, sqlite: Database) -> None:
    employer = visit_as(people.EMPLOYER)
    for scheme, state in (
        ("fleksjob", ProposalState.EMPLOYER_YES),
        ("virksomhedspraktik", ProposalState.CITIZEN_YES),
    ):
        with sqlite.transaction() as session:
            proposal = session.get_one(Proposal, sample.TO_BENT)
            proposal.scheme, proposal.state = scheme, state
        assert employer.get(STATEMENT).status_code == 404
