"""Two consultants, their citizens and one firm's openings: enough for runs of every scope."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.tables import Citizen, Wish
from companies.tables import Opening, Unit
from core import runs
from core.db import Database
from core.settings import Settings
from core.work import Report
from matcher import loading, running, service
from matcher.engine.problem import Problem
from matcher.scopes import EVERYBODY, Scope
from matcher.solving import Answer, answer
from matcher.tables import MatchRun
from placements.tables import OPEN_PROPOSALS, Proposal, ProposalState
from tests import build, rows
from tests.build import NOW, TODAY

CLEANING = "911210"
SETTINGS = Settings(solve_seconds=20)


@dataclass
class Town:
    """Ids of its rows: citizens and openings by the order they were made in."""

    database: Database
    own: User
    other: User
    unit: int
    citizens: list[int] = field(default_factory=list)
    openings: list[int] = field(default_factory=list)

    def citizen(self, of: User | None = None, **more: Any) -> int:
        """One more who seeks cleaning."""
        with self.database.transaction() as session:
            made = build.citizen(session, of or self.own, **more)
            session.add(Wish(citizen_id=made.id, rank=1, occupation=CLEANING))
            self.citizens.append(made.id)
        return self.citizens[-1]

    def opening(self, **more: Any) -> int:
        """One more opening at the unit."""
        with self.database.transaction() as session:
            made = build.opening(session, session.get_one(Unit, more.pop("at", self.unit)), **more)
            self.openings.append(made.id)
        return self.openings[-1]

    def proposal(self, citizen: int, opening: int, state: ProposalState = ProposalState.PROPOSED, **more: Any) -> int:
        """A proposal as it stands."""
        with self.database.transaction() as session:
            who, where = session.get_one(Citizen, citizen), session.get_one(Opening, opening)
            return rows.proposal(session, who, where, state=state, **more).id

    def ask(self, scope: Scope = EVERYBODY) -> int:
        """Ask for a run."""
        with self.database.transaction() as session:
            return service.request(session, self.own.id, TODAY, NOW, scope=scope).id

    def run(self, scope: Scope = EVERYBODY) -> MatchRun:
        """Ask for a run, and have it carried out here instead of in a child process."""
        run_id = self.ask(scope)
        carry_out(self.database)
        with self.database.reading() as session:
            return session.get_one(MatchRun, run_id)

    def places(self) -> dict[int, int]:
        """By citizen, the opening of the open proposal."""
        with self.database.reading() as session:
            found = session.scalars(select(Proposal).where(Proposal.state.in_(OPEN_PROPOSALS)))
            return {one.citizen_id: one.opening_id for one in found}


def town(database: Database) -> Town:
    """Two consultants and a firm that may take two."""
    with database.transaction() as session:
        own, other = build.user(session), build.user(session)
        unit = build.unit(session).id
    return Town(database, own, other, unit)


def carry_out(database: Database, report: Report = lambda _progress: None) -> None:
    """The next run that waits, from its rows to what is stored, in this process."""
    with database.transaction() as session:
        run = runs.take(session, MatchRun, NOW)
        assert run is not None
    with database.reading() as session:
        task = running.MATCHING.load(session, SETTINGS, run, NOW)
    found = answer(task, report)
    assert isinstance(found, Answer), found
    with database.transaction() as session:
        running.MATCHING.store(session, run.id, NOW, task, found)


def loaded(small: Town, scope: Scope = EVERYBODY) -> Problem:
    """What a run of the scope solves."""
    with small.database.reading() as session:
        return loading.load_problem(session, TODAY, scope)


def change(small: Town, kind: type[Any], row: int, **values: object) -> None:
    """Give a row other values."""
    with small.database.transaction() as session:
        found = session.get_one(kind, row)
        for name, value in values.items():
            setattr(found, name, value)


def people(run: MatchRun, outcome: str) -> list[int]:
    """The citizens with this outcome in a run's comparison."""
    return [one["citizen"] for one in run.comparison["people"] if one["outcome"] == outcome]


def states(session: Session, citizens: Iterable[int]) -> list[ProposalState]:
    """The states of these citizens' proposals, by id."""
    chosen = select(Proposal).where(Proposal.citizen_id.in_(list(citizens))).order_by(Proposal.id)
    return [one.state for one in session.scalars(chosen)]
