"""The steps of Amina's proposal on the pages, for tests that begin further on."""

from collections.abc import Callable
from datetime import timedelta

from fastapi.testclient import TestClient
from httpx2 import Response

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample

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


def log_in(database: Database) -> None:
    """Amina logs in herself, needs breaks, and her proposal is for the bakery."""
    with database.transaction() as session:
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
