"""The consultant's own citizens: those with a proposal and why, those without and what blocks, and the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from pydantic import Field

from accounts.queries import users_by_id
from citizens.queries import citizens_by_id, portfolio
from citizens.service import look_through
from citizens.tables import Citizen, Status
from companies.queries import openings_by_id
from companies.tables import Opening
from matcher import many, queries
from matcher.many import Done
from matcher.tables import RunUnplaced
from placements.queries import proposals_of_consultant
from placements.reasons import OTHER, TOLD, WITHDRAWAL
from placements.reasons import Reason as Because
from placements.tables import OPEN_PROPOSALS, Proposal, ProposalState
from web.consultant.visitors import Consultant
from web.fields import LARGEST_ID, PLAIN
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
from web.visits import Visit

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

    @property
    def waits(self) -> bool:
        """Whether the citizen has not answered yet."""
        return self.proposal.state is ProposalState.PROPOSED


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A consultant's citizens: each is in one of `proposed`, `left_out` (with the run's facts) and `others`."""

    proposed: Sequence[Citizen]
    left_out: Sequence[tuple[RunUnplaced, Citizen]]
    others: Sequence[Citizen]

    @property
    def size(self) -> int:
        """How many citizens there are."""
        return len(self.proposed) + len(self.left_out) + len(self.others)


def portfolio_of(visit: Visit) -> Portfolio:
    """The visitor's citizens, by how they stand."""
    citizens = portfolio(visit.session, visit.person.id)
    found = proposals_of_consultant(visit.session, visit.person.id, states=OPEN_PROPOSALS)
    proposed = {proposal.citizen_id for proposal in found}
    rows = queries.newest_unplaced(visit.session, visit.person.id)
    left = [(rows[one.id], one) for one in citizens if one.id in rows and one.id not in proposed]
    still = [(row, one) for row, one in left if one.status in SEEKING]
    shown = proposed | {one.id for _, one in still}
    others = [one for one in citizens if one.id not in shown]
    return Portfolio([one for one in citizens if one.id in proposed], still, others)


@router.get("/borgere/forslag")
def proposals(visit: Consultant) -> HTMLResponse:
    """Who has a proposal, and why that one; those not answered can be ticked and answered together."""
    citizens = portfolio_of(visit).proposed
    look_through(visit.session, visit.now, visit.person.id, citizens, "mine borgere: forslag")
    return _page(visit, "proposals.html", suggestions=_suggestions(visit, citizens), told=TOLD, withdrawal=WITHDRAWAL)


@router.get("/borgere/uden-forslag")
def without(visit: Consultant) -> HTMLResponse:
    """Who has none though they seek, and what stood in the way."""
    left = portfolio_of(visit).left_out
    look_through(visit.session, visit.now, visit.person.id, [one for _, one in left], "mine borgere: uden forslag")
    return _page(visit, "stuck.html", stuck=_left_out(visit, left))


@router.get("/borgere/resten")
def others(visit: Consultant) -> HTMLResponse:
    """Those who are placed, or not ready for it."""
    citizens = portfolio_of(visit).others
    look_through(visit.session, visit.now, visit.person.id, citizens, "mine borgere: resten")
    return _page(visit, "others.html", others=citizens)


@router.post("/borgere/svar")
def answer_many(
    visit: Consultant,
    do: Annotated[str, Form(pattern="^(accept|withdraw)$")],
    proposal: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] | None, Form()] = None,
    told: Annotated[str, Form(pattern=r"^[a-z_]{1,40}$")] = TOLD[0],
    code: Annotated[str, Form(pattern=r"^[a-z_]{1,40}$")] = OTHER,
    reason: Annotated[str, Form(pattern=PLAIN, max_length=5_000)] = "",
) -> HTMLResponse:
    """Pass on the yes of those ticked, or take their proposals back; of each it is told what came of it."""
    if do == "accept":
        done = many.accept(visit.session, visit.now, visit.person, proposal or (), told)
    else:
        done = many.withdraw(visit.session, visit.now, visit.person, proposal or (), Because(code, reason))
    return _page(visit, "done.html", do=do, done=_named(visit, done))


def _named(visit: Visit, done: Sequence[Done]) -> list[tuple[Citizen | None, Done]]:
    """Each with whose it is; None where the proposal is not one of the visitor's."""
    mine = proposals_of_consultant(visit.session, visit.person.id)
    citizen = {one.id: one.citizen_id for one in mine}
    known = citizens_by_id(visit.session, {citizen[one.proposal] for one in done if one.proposal in citizen})
    look_through(visit.session, visit.now, visit.person.id, known.values(), "svar for flere")
    return [(known.get(citizen.get(one.proposal, 0)), one) for one in done]


def _page(visit: Visit, template: str, **shown: object) -> HTMLResponse:
    return visit.page(f"consultant/{template}", **shown)


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


def _left_out(visit: Visit, still: Sequence[tuple[RunUnplaced, Citizen]]) -> list[Stuck]:
    rows = [row for row, _ in still]
    done = queries.latest_done(visit.session)
    kept = () if done is None else queries.held(visit.session, done.id, visit.person.id)
    held = {citizen.id: row for row, citizen in kept}
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
