"""Employers of the demo find proposals to answer."""

from datetime import date

from sqlalchemy import select

from core.db import Database
from placements.tables import Proposal, ProposalState
from seed.answers import ONE_IN, say_yes
from tests import build
from tests.build import NOW


def proposed(database: Database, count: int) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        opening = build.opening(session, build.unit(session), seats=count)
        for _ in range(count):
            session.add(
                Proposal(
                    citizen_id=build.citizen(session, staff).id,
                    opening_id=opening.id,
                    state=ProposalState.PROPOSED,
                    scheme="virksomhedspraktik",
                    start=date(2026, 12, 1),
                    end=date(2027, 3, 2),
                    hours=20,
                    score=0.5,
                    value=0.5,
                    created_at=NOW,
                    changed_at=NOW,
                )
            )


def test_one_in_six_says_yes_and_the_others_wait(database: Database) -> None:
    proposed(database, ONE_IN * 2)
    with database.transaction() as session:
        proposals = session.scalars(select(Proposal).order_by(Proposal.id)).all()
        assert say_yes(session, NOW, proposals) == 2
    with database.reading() as session:
        states = list(session.scalars(select(Proposal.state).order_by(Proposal.id)))
    assert states.count(ProposalState.CITIZEN_YES) == 2
    assert states.count(ProposalState.PROPOSED) == ONE_IN * 2 - 2


def test_without_proposals_nobody_answers(database: Database) -> None:
    with database.transaction() as session:
        assert say_yes(session, NOW, []) == 0
