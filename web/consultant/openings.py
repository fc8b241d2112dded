"""Every opening in the municipality, and who could come there, from all portfolios."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from citizens.service import look_through
from companies.service import opening_seen_by
from companies.tables import OpeningState
from core.settings import settings
from law.schemes import SCHEMES
from matcher import candidates, proposing, queries
from matcher.found import Almost, Choice
from matcher.policy import Policy
from matcher.queries import SeatsHeld, Wanted
from placements.tables import Proposal
from web.consultant.pairs import Pair
from web.consultant.visitors import Matcher, Somebody, named, owners, seen
from web.fields import LARGEST_ID, PLAIN, PathId
from web.reasons import row_of

router = APIRouter()
SHOWN = 40
RowId = Annotated[int, Form(ge=1, le=LARGEST_ID)]


@dataclass(frozen=True, slots=True)
class Candidate(Pair):
    """Somebody who could come, or nearly: `proposal` is an unanswered one they have."""

    who: Somebody
    proposal: Proposal | None
    may_propose: bool


@router.get("/aabninger")
def openings(
    visit: Matcher,
    q: Annotated[str, Query(max_length=100, pattern=PLAIN)] = "",
    ordning: Annotated[str, Query(max_length=40)] = "",
    tilstand: OpeningState | None = OpeningState.OPEN,
    mine: bool = False,
    efter: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
) -> HTMLResponse:
    """The openings that fit the filters, with how many seats are held."""
    scheme = ordning if ordning in SCHEMES else None
    consultant = visit.person.id if mine else None
    wanted = Wanted(q.strip(), scheme, tilstand, consultant)
    found = queries.openings_wanted(visit.session, wanted, efter, SHOWN + 1)
    shown = found[:SHOWN]
    return visit.page(
        "consultant/openings.html",
        openings=shown,
        held=queries.seats_held(visit.session, [one.id for one in shown]),
        wanted=wanted,
        mine=mine,
        schemes=SCHEMES,
        states=tuple(OpeningState),
        more=shown[-1].id if len(found) > SHOWN else None,
    )


@router.get("/aabninger/{opening_id:int}/kandidater")
def show_candidates(visit: Matcher, opening_id: PathId) -> HTMLResponse:
    """The best candidates for an opening, whoever's they are, and those who nearly are."""
    opening = opening_seen_by(visit.session, visit.person, opening_id)
    found = candidates.of_opening(visit.session, Policy.of(settings()), visit.today, opening_id)
    both: tuple[Choice | Almost, ...] = (*found.best, *found.almost)
    ids = {row_of(one.citizen) for one in both}
    known = owners(visit.session)
    people = seen(visit, ids, known)
    look_through(visit.session, visit.now, visit.person.id, named(people.values()), f"kandidater til {opening_id}")
    open_ = {one.citizen_id: one for one in queries.open_of(visit.session, ids)}

    def candidate(one: Choice | Almost) -> Candidate:
        who = people[row_of(one.citizen)]
        return Candidate(one, who, open_.get(who.citizen.id), proposing.may_propose(visit.person, who.citizen))

    return visit.page(
        "consultant/candidates.html",
        opening=opening,
        held=queries.seats_held(visit.session, [opening_id]).get(opening_id, SeatsHeld()),
        best=[candidate(one) for one in found.best],
        almost=[candidate(one) for one in found.almost],
        lawful=found.lawful,
        owners=[known[row] for row in sorted({one.citizen.consultant_id for one in people.values()})],
    )


@router.post("/aabninger/{opening_id:int}/kandidater", response_model=None)
def propose(visit: Matcher, opening_id: PathId, citizen: RowId) -> RedirectResponse:
    """Propose the opening to one of the visitor's own citizens, by hand."""
    made = proposing.propose(visit.session, visit.now, visit.person, Policy.of(settings()), citizen, opening_id)
    return RedirectResponse(f"/forslag/{made.id}?gemt=proposed", 303)
