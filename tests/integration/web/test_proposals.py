"""The page of a proposal, for the citizen, the employer and the municipality: each sees what is theirs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from accounts.tables import Role, User
from citizens.tables import Citizen
from core import clock
from core.audit import AuditEntry
from core.db import Database
from placements import reasons
from placements.states import MOVES, SEEN_BY_EMPLOYER
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample
from web.proposals.life import BY_SIDE
from web.words import words

VisitAs = Callable[[int], TestClient]
CITIZEN = 20
PAGE = f"/forslag/{sample.TO_AMINA}"
AGREEMENT = {
    "purpose": "At prøve arbejdet i et bageri",
    "tasks": "Hjælp ved ovnen\nOprydning",
    "regard": "En pause hver time",
    "contact_name": "Else Arbejdsgiver",
    "contact_phone": "98 12 34 56",
    "hours": "10",
    "step_week": ["5", ""],
    "step_hours": ["14,5", ""],
    "slot_weekday": ["1", ""],
    "slot_from": ["08:00", ""],
    "slot_to": ["13:00", ""],
    "goal_text": ["Kan stå alene ved ovnen", ""],
}


@pytest.fixture(autouse=True)
def amina(client: TestClient, sqlite: Database) -> None:
    """Amina logs in herself, needs breaks, and her proposal is for the bakery."""
    with sqlite.transaction() as session:
        session.add(User(id=CITIZEN, role=Role.CITIZEN, name="Amina Abdi", email="amina@eksempel.invalid"))
        session.flush()
        one = session.get_one(Citizen, people.PROPOSED)
        one.user_id, one.needs = CITIZEN, ["breaks"]


def send(client: TestClient, part: str, **form: object) -> Response:
    return client.post(f"{PAGE}/{part}", data=form, follow_redirects=False)


def state(database: Database) -> ProposalState:
    with database.reading() as session:
        return session.get_one(Proposal, sample.TO_AMINA).state


def both_say_yes(visit_as: VisitAs) -> None:
    assert send(visit_as(CITIZEN), "svar", answer="yes", here="true").status_code == 303
    assert send(visit_as(people.EMPLOYER), "svar", answer="yes", here="true").status_code == 303


def agreement_form(database: Database, **values: object) -> dict[str, object]:
    with database.reading() as session:
        proposal = session.get_one(Proposal, sample.TO_AMINA)
        days = {
            "start": proposal.start.isoformat(),
            "last_day": (proposal.start + timedelta(days=80)).isoformat(),
            "goal_by": [(proposal.start + timedelta(days=30)).isoformat(), ""],
        }
    return AGREEMENT | days | values


def write_agreement(visit_as: VisitAs, database: Database, **values: object) -> Response:
    return send(visit_as(people.CONSULTANT), "aftale", **agreement_form(database, **values))


def test_the_citizen_reads_what_it_is_why_and_that_a_no_is_all_right(visit_as: VisitAs) -> None:
    text = visit_as(CITIZEN).get(PAGE).text

    for one in (
        "Bagermedhjælper hos Prøvebageriet ApS",
        "Du bestemmer selv",
        "Derfor foreslår vi det til dig",
        "Karen Konsulent",
    ):
        assert one in text
    assert "af 40" not in text, "points are for the municipality"
    assert "Det er i orden at sige nej" in text


def test_the_employer_sees_nothing_before_the_citizens_yes(visit_as: VisitAs) -> None:
    assert visit_as(people.EMPLOYER).get(PAGE).status_code == 404


def test_after_the_yes_the_employer_sees_what_the_place_asks_for_and_nobodys_name(visit_as: VisitAs) -> None:
    send(visit_as(CITIZEN), "svar", answer="yes", here="true")
    text = visit_as(people.EMPLOYER).get(PAGE).text

    for shown in ("Mindst A1", "14,5 timer om ugen", "Pauser", "Borgerens navn står i aftalen", "Borgeren sagde ja"):
        assert shown in text
    for hidden in ("Amina", "Abdi", "610180", "aktivitetsparat", "Aktivitetsparat", "Derfor er det", "Afstand"):
        assert hidden not in text.replace("Amina Abdi</option>", "")


def test_the_first_name_is_told_where_the_citizen_says_so_and_taken_back_again(visit_as: VisitAs) -> None:
    send(visit_as(CITIZEN), "svar", answer="yes", here="true", share_name="true")
    assert "Amina: Bagermedhjælper" in visit_as(people.EMPLOYER).get(PAGE).text

    assert send(visit_as(CITIZEN), "fornavn", shared="false").headers["location"] == f"{PAGE}?gemt=name_hidden"
    assert "Amina: Bagermedhjælper" not in visit_as(people.EMPLOYER).get(PAGE).text


def test_a_no_without_a_reason_shows_the_form_again_and_keeps_nothing(visit_as: VisitAs, sqlite: Database) -> None:
    answer = send(visit_as(CITIZEN), "svar", answer="no", here="true", code="other", reason="")

    assert answer.status_code == 422
    assert 'href="#no-reason"' in answer.text
    assert '<details class="details" open>' in answer.text
    assert state(sqlite) == ProposalState.PROPOSED


def test_a_no_comes_with_its_reason_and_stops_the_life_where_it_was(visit_as: VisitAs, sqlite: Database) -> None:
    answer = send(visit_as(CITIZEN), "svar", answer="no", here="true", code="distance", reason="To busser")

    assert answer.headers["location"] == f"{PAGE}?gemt=answer_no"
    text = visit_as(people.CONSULTANT).get(PAGE).text
    assert "Der er for langt: " in text
    assert "To busser" in text
    assert "life-stopped" in text


def test_the_employer_does_not_read_the_citizens_reasons(visit_as: VisitAs) -> None:
    both_say_yes(visit_as)
    assert (
        send(visit_as(people.EMPLOYER), "svar", answer="no", here="true", code="hours", reason="Vi lukker").status_code
        == 303
    )

    assert "Vi lukker" in visit_as(people.EMPLOYER).get(PAGE).text
    assert "Vi lukker" in visit_as(people.CONSULTANT).get(PAGE).text


def test_the_consultant_passes_the_answer_on_and_says_how_it_was_told(visit_as: VisitAs) -> None:
    send(visit_as(people.CONSULTANT), "svar", answer="yes", here="true", told="phone")

    assert "givet videre: i telefonen" in visit_as(people.CONSULTANT).get(PAGE).text


def test_the_municipality_takes_a_proposal_back(visit_as: VisitAs, sqlite: Database) -> None:
    assert send(visit_as(people.CONSULTANT), "traek-tilbage", code="mistake").status_code == 303
    assert state(sqlite) == ProposalState.WITHDRAWN


def test_only_the_municipality_can_take_it_back(visit_as: VisitAs, sqlite: Database) -> None:
    assert send(visit_as(CITIZEN), "traek-tilbage", code="mistake").status_code == 403
    assert state(sqlite) == ProposalState.PROPOSED


def test_nobody_else_sees_it(visit_as: VisitAs) -> None:
    for person in (people.OTHER_CONSULTANT, people.OTHER_EMPLOYER, people.COORDINATOR, people.MANAGER):
        assert visit_as(person).get(PAGE).status_code == 404


def test_every_look_of_somebody_else_is_logged(visit_as: VisitAs, sqlite: Database) -> None:
    visit_as(CITIZEN).get(PAGE)
    visit_as(people.CONSULTANT).get(PAGE)

    with sqlite.reading() as session:
        looks = [
            one.user_id
            for one in session.query(AuditEntry).filter_by(action="looked", subject=f"citizen:{people.PROPOSED}")
        ]
    assert CITIZEN not in looks
    assert people.CONSULTANT in looks


def test_the_form_of_the_agreement_begins_with_what_is_known(visit_as: VisitAs) -> None:
    both_say_yes(visit_as)
    text = visit_as(people.CONSULTANT).get(f"{PAGE}/aftale").text

    assert 'name="hours" type="text" value="14,5"' in text
    assert "Amina Abdi: Bagermedhjælper hos Prøvebageriet ApS" in text


def test_the_others_read_the_agreement_on_the_proposals_page(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)

    for person in (CITIZEN, people.EMPLOYER):
        answer = visit_as(person).get(f"{PAGE}/aftale", follow_redirects=False)
        assert answer.headers["location"] == f"{PAGE}#aftale"
        assert "Kan stå alene ved ovnen" in visit_as(person).get(PAGE).text


def test_a_mistake_in_the_agreement_shows_what_was_typed(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    answer = write_agreement(visit_as, sqlite, purpose="", step_week=["uge fem"], step_hours=["14,5"], hours="mange")

    assert answer.status_code == 422
    for one in ('href="#hours"', 'href="#steps"', 'value="mange"', 'value="uge fem"', "Oprydning", 'value="13:00"'):
        assert one in answer.text
    assert state(sqlite) == ProposalState.EMPLOYER_YES


def test_what_cannot_be_agreed_is_told_at_its_field(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    answer = write_agreement(visit_as, sqlite, purpose="", hours="50", contact_phone="")

    assert answer.status_code == 422
    for field in ("purpose", "contact_phone", "hours"):
        assert f'href="#{field}"' in answer.text


def test_all_three_sign_and_the_paper_says_so(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    assert write_agreement(visit_as, sqlite).headers["location"] == f"{PAGE}?gemt=agreement#aftale"

    send(visit_as(people.EMPLOYER), "underskrift", version=1)
    assert "Du har skrevet under." in visit_as(people.EMPLOYER).get(PAGE).text
    send(visit_as(people.CONSULTANT), "underskrift-paa-papir", version=1, side="citizen", name="Amina Abdi")
    send(visit_as(people.CONSULTANT), "underskrift", version=1)

    assert state(sqlite) == ProposalState.SIGNED
    text = visit_as(CITIZEN).get(PAGE).text
    assert "på papir" in text
    assert "Alle har skrevet under" in text


def test_a_signature_on_paper_needs_a_name(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    answer = send(
        visit_as(people.CONSULTANT), "underskrift-paa-papir", version=1, side="citizen", name="", signed_on="i går"
    )

    assert answer.status_code == 422
    assert 'href="#paper-signed_on"' in answer.text


def test_signing_a_version_that_was_changed_is_refused(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    write_agreement(visit_as, sqlite, tasks="Noget andet")

    assert send(visit_as(CITIZEN), "underskrift", version=1).status_code == 409


@pytest.mark.parametrize(("language", "pages"), [("da", "Side 1 af"), ("let", "Side 1 af"), ("en", "Side 1 af")])
def test_the_agreement_is_a_pdf_in_each_language(
    visit_as: VisitAs, sqlite: Database, language: str, pages: str
) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    answers = [visit_as(person).get(f"{PAGE}/aftale.pdf?sprog={language}") for person in (CITIZEN, people.EMPLOYER)]

    assert [one.headers["content-type"] for one in answers] == ["application/pdf"] * 2
    assert answers[0].content == answers[1].content
    assert answers[0].content.startswith(b"%PDF-")
    assert answers[0].headers["cache-control"] == "no-store"


def test_there_is_no_paper_before_there_is_an_agreement(visit_as: VisitAs) -> None:
    assert visit_as(CITIZEN).get(f"{PAGE}/aftale.pdf").status_code == 404


def test_the_page_is_there_in_english_too(visit_as: VisitAs) -> None:
    assert "You decide whether you want it." in visit_as(CITIZEN).get(f"{PAGE}?lang=en").text


def test_the_day_to_answer_by_is_told_to_whoever_is_to_answer(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_AMINA).answer_by = clock.today()

    assert "Svar senest" in visit_as(CITIZEN).get(PAGE).text


def test_a_citizen_is_told_why_in_words_of_their_own_for_every_criterion() -> None:
    criteria = {key.rsplit(".", 1)[1] for key in words("da").texts if key.startswith("criterion.high.")}

    assert criteria
    assert {f"for_you.{level}.{one}" for level in ("high", "middle", "low") for one in criteria} <= words(
        "da"
    ).texts.keys()


@pytest.mark.parametrize("side", ["citizen", "employer", "municipality"])
def test_every_state_that_a_side_can_see_is_explained_to_it(side: str) -> None:
    seen = SEEN_BY_EMPLOYER if side == "employer" else set(ProposalState)

    assert {f"now_{side}.{state}" for state in seen} <= words("da").texts.keys()
    assert {f"proposal.{state}" for state in ProposalState} <= words("da").texts.keys()


def test_every_reason_and_every_step_has_its_words() -> None:
    codes = {*reasons.CITIZEN_NO, *reasons.EMPLOYER_NO, *reasons.WITHDRAWAL, *reasons.BREAK_OFF}
    by_side = {f"{side}_{step}" for _, side, step in MOVES if step in BY_SIDE}
    steps = {step.value for _, _, step in MOVES if step not in BY_SIDE} | by_side

    known = words("da").texts.keys()
    assert {f"reason.{code}" for code in codes} | {f"told.{how}" for how in reasons.TOLD} <= known
    assert {f"history.{step}" for step in steps} <= known


def test_the_decision_behind_the_firms_yes_is_a_paper_for_those_who_see_the_unit(visit_as: VisitAs) -> None:
    both_say_yes(visit_as)

    for person in (people.EMPLOYER, people.CONSULTANT):
        answer = visit_as(person).get("/afgoerelser/1.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    assert visit_as(people.OTHER_EMPLOYER).get("/afgoerelser/1.pdf").status_code == 404
