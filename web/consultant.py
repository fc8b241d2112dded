"""The consultant's workplace «Mine borgere»: whom I have, what is proposed and why, and what blocks the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import Role
from citizens.queries import citizens_by_id, portfolio
from citizens.service import look_through
from citizens.tables import Citizen, Status
from companies.queries import openings_by_id
from companies.tables import Opening
from matcher import queries
from matcher.tables import MatchRun
from placements.queries import proposals_of_consultant
from placements.tables import OPEN_PROPOSALS, Proposal
from web.reasons import (
    Held,
    Reason,
    Rival,
    Runner,
    Stuck,
    holders_of,
    openings_of,
    reasons,
    row_of,
    runners_up,
    stuck,
)
from web.visits import Visit, visit_as

router = APIRouter()
SEEKING = (Status.READY, Status.PROPOSED)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One citizen's open proposal, ready to be shown."""

    citizen: Citizen
    proposal: Proposal
    opening: Opening
    reasons: Sequence[Reason]
    runners_up: Sequence[Runner]

    @property
    def last(self) -> date:
        """The last day; a proposal's own end is the day after."""
        return self.proposal.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A consultant's citizens: each is in one of `suggestions`, `stuck` and `others`."""

    suggestions: Sequence[Suggestion]
    stuck: Sequence[Stuck]
    others: Sequence[Citizen]

    @property
    def size(self) -> int:
        """How many citizens there are."""
        return len(self.suggestions) + len(self.stuck) + len(self.others)


@router.get("/borgere")
def my_citizens(visit: Annotated[Visit, Depends(visit_as(Role.CONSULTANT))]) -> HTMLResponse:
    """The whole portfolio. That every citizen on it was seen is logged."""
    citizens = portfolio(visit.session, visit.person.id)
    look_through(visit.session, visit.now, visit.person.id, citizens, "mine borgere")
    newest = next(iter(queries.runs(visit.session, limit=1)), None)
    done = queries.latest_done(visit.session)
    return visit.page(
        "consultant.html",
        portfolio=_portfolio(visit, citizens, done),
        newest=newest,
        done=done,
        key=visit.fresh_key(),
        receipt=visit.receipt,
    )


def _portfolio(visit: Visit, citizens: Sequence[Citizen], done: MatchRun | None) -> Portfolio:
    suggestions = _suggestions(visit, citizens)
    proposed = {one.citizen.id for one in suggestions}
    left_out = [] if done is None else _left_out(visit, done, proposed)
    shown = proposed | {one.citizen.id for one in left_out}
    return Portfolio(suggestions, left_out, [one for one in citizens if one.id not in shown])


def _suggestions(visit: Visit, citizens: Sequence[Citizen]) -> list[Suggestion]:
    found = proposals_of_consultant(visit.session, visit.person.id, states=OPEN_PROPOSALS)
    newest = {proposal.citizen_id: proposal for proposal in found}
    others = queries.runners_up(visit.session, [proposal.id for proposal in found])
    wanted = {proposal.opening_id for proposal in found} | {
        row_of(one["opening"]) for rows in others.values() for one in rows
    }
    openings = openings_by_id(visit.session, wanted)
    return [
        Suggestion(
            citizen,
            proposal,
            openings[proposal.opening_id],
            reasons(proposal.because),
            runners_up(others.get(proposal.id, ()), openings),
        )
        for citizen in citizens
        if (proposal := newest.get(citizen.id)) is not None
    ]


def _left_out(visit: Visit, done: MatchRun, proposed: Collection[int]) -> list[Stuck]:
    found = queries.unplaced(visit.session, done.id, visit.person.id)
    still = [(row, citizen) for row, citizen in found if citizen.id not in proposed and citizen.status in SEEKING]
    rows = [row for row, _ in still]
    held = {citizen.id: row for row, citizen in queries.held(visit.session, done.id, visit.person.id)}
    openings = openings_by_id(visit.session, openings_of(rows) | {row.opening_id for row in held.values()})
    rivals = _rivals(visit, holders_of(rows))
    left = [stuck(row, citizen, openings, rivals) for row, citizen in still]
    return [
        replace(one, held=Held(openings[row.opening_id], row)) if (row := held.get(one.citizen.id)) else one
        for one in left
    ]


def _rivals(visit: Visit, ids: Collection[int]) -> dict[int, Rival]:
    """Citizens as this consultant may see them: the own ones, whom the page shows anyway, by name."""
    citizens = citizens_by_id(visit.session, ids)
    consultants = users_by_id(visit.session, {one.consultant_id for one in citizens.values()})
    return {
        row: Rival(one.name if one.consultant_id == visit.person.id else None, consultants[one.consultant_id].name)
        for row, one in citizens.items()
    }
