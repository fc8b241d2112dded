"""«Overblik»: where places are missing, whom to ring, what is scarce, and who gets a place; no citizen by name."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from core.db import Database
from core.writing import plain
from matcher.advice import Advice
from matcher.engine.advice.fairness import Comparison, Fairness, Group
from matcher.engine.advice.guidance import Call, Firm
from matcher.engine.advice.kinds import Kind
from matcher.engine.problem import Hours, Point
from matcher.tables import MatchRun
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]

KIND = Kind(
    group="9112",
    occupation="911210",
    area=0,
    centre=Point(lat=57.4, lon=10.5),
    hours=Hours(min=10.0, max=20.0),
    language="A2",
    scheme="virksomhedspraktik",
)
FIRM = Firm(
    unit=f"u{sample.BAKERY}", seats=2, at_least=0.7, at_most=1.1, free=3, in_field=False, helped=("c1", "c3", "c5")
)
GONE = Firm(unit="u999", seats=1, at_least=0.1, at_most=0.1, free=None, in_field=True, helped=("c1",))
WOMEN = Group(name="F", citizens=12, placed=6, rate=0.5, mean_score=0.62)
MEN = Group(name="M", citizens=20, placed=14, rate=0.7, mean_score=None)
FAIRNESS = Fairness(
    citizens=32,
    placed=20,
    rate=0.625,
    mean_score=0.61,
    comparisons=(Comparison(by="gender", groups=(WOMEN, MEN), left_out=0, rate_gap=0.2, score_gap=None),),
)


@pytest.fixture
def text(sqlite: Database, visit_as: VisitAs) -> str:
    with sqlite.transaction() as session:
        run = session.scalars(select(MatchRun).order_by(MatchRun.id.desc()).limit(1)).one()
        run.advice = plain(Advice((Call(kind=KIND, firms=(FIRM, GONE)),), FAIRNESS))  # type: ignore[assignment]
        run.prices = [
            {"on": f"mentor:u{sample.BAKERY}", "price": 0.42},
            {"on": f"consultant:k{people.CONSULTANT}", "price": 0.3},
            {"on": "seats:o999", "price": 0.2},
        ]
    return visit_as(people.MANAGER).get("/overblik").text


def section(text: str, name: str) -> str:
    return text.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_the_call_list_names_firms_and_how_many_they_would_help(text: str) -> None:
    shown = section(text, "calls")
    assert "Prøvebageriet" in shown
    assert "2 pladser" in shown
    assert "kan hjælpe 3 borgere" in shown
    assert "må tage 3 flere" in shown
    assert "nyt fag for virksomheden" in shown
    assert "10–20 timer om ugen" in shown


def test_a_firm_that_is_gone_is_left_out(text: str) -> None:
    assert section(text, "calls").count("<strong>") == 1


def test_scarce_capacities_have_names_and_points(text: str) -> None:
    shown = section(text, "scarce")
    assert shown.index("Mentorer") < shown.index("Konsulentens tid")
    assert "Karen Konsulent" in shown
    assert ">42<" in shown


def test_groups_are_compared_and_too_small_figures_are_dashes(text: str) -> None:
    shown = section(text, "fair")
    assert "Kvinder" in shown
    assert "50,0 %" in shown
    assert "20,0 %" in shown
    assert "–" in shown


def test_no_citizen_is_named(text: str) -> None:
    assert not any(name in text for name in people.NAMES)


def test_the_page_stands_before_the_first_match(empty_client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.add_all(people.users())
    empty_client.post("/jeg-er", data={"person": people.MANAGER})
    assert "Der er ikke kørt en matchning endnu" in empty_client.get("/overblik").text


def test_others_do_not_see_it(visit_as: VisitAs) -> None:
    assert visit_as(people.EMPLOYER).get("/overblik").status_code == 403


def test_it_is_there_in_english(sqlite: Database, visit_as: VisitAs, text: str) -> None:
    english = visit_as(people.MANAGER).get("/overblik?lang=en").text
    assert "Call list" in english
    assert "may help 3 citizens" in english
