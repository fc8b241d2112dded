"""The consultant's overview asks about placements that are over."""

from collections.abc import Callable
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select

from companies.tables import Unit
from core import clock
from core.db import Database
from placements.tables import Outcome, Placement
from tests.integration.web import people

DAY = timedelta(days=1)


def test_a_placement_that_is_over_stands_there_until_somebody_says_how_it_went(
    visit_as: Callable[[int], TestClient], sqlite: Database
) -> None:
    client, today = visit_as(people.CONSULTANT), clock.today()
    assert "hvordan gik det?" not in client.get("/borgere").text
    with sqlite.transaction() as session:
        unit = session.scalars(select(Unit).order_by(Unit.id).limit(1)).one()
        days = (today - 28 * DAY, today - DAY)
        over = Placement(citizen_id=people.STUCK, unit_id=unit.id, scheme="virksomhedspraktik", hours=14.0)
        over.start, over.end = days
        session.add(over)
        session.flush()
        address = f"/forloeb/{over.id}"
    text = client.get("/borgere").text
    assert "Forløb, der er slut: hvordan gik det?" in text
    assert f'href="{address}"' in text
    with sqlite.transaction() as session:
        row = session.scalars(
            select(Placement).where(Placement.citizen_id == people.STUCK, Placement.end < today)
        ).one()
        row.ended_on, row.outcome = today - DAY, Outcome.COMPLETED
    assert address not in client.get("/borgere").text
