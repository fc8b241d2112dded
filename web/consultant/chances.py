"""Where one citizen could go: the ten best openings beside what others hold, and those nearest to being possible."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from citizens.service import look
from companies.queries import openings_by_id
from companies.tables import Opening
from core.settings import settings
from matcher import candidates, proposing, queries
from matcher.found import Almost, Choice
from matcher.policy import Policy
from placements.tables import ProposalState
from web.consultant.openings import RowId
from web.consultant.pairs import Pair
from web.consultant.visitors import Matcher
from web.fields import PathId
from web.reasons import row_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Chance(Pair):
    """An opening the citizen could have, or nearly."""

    opening: Opening


@router.get("/borgere/{citizen_id:int}/muligheder")
def chances(visit: Matcher, citizen_id: PathId) -> HTMLResponse:
    """The ten best openings. That the citizen was seen is logged."""
    citizen = look(visit.session, visit.now, visit.person.id, citizen_id, "muligheder")
    found = candidates.of_citizen(visit.session, Policy.of(settings()), visit.today, citizen_id)
    both: tuple[Choice | Almost, ...] = (*found.best, *found.almost)
    openings = openings_by_id(visit.session, {row_of(one.opening) for one in both})
    return visit.page(
        "consultant/chances.html",
        citizen=citizen,
        proposal=next(iter(queries.open_of(visit.session, [citizen_id])), None),
        unanswered=ProposalState.PROPOSED,
        best=[Chance(one, openings[row_of(one.opening)]) for one in found.best],
        almost=[Chance(one, openings[row_of(one.opening)]) for one in found.almost],
        found=found,
        may_propose=proposing.may_propose(visit.person, citizen),
    )


@router.post("/borgere/{citizen_id:int}/muligheder", response_model=None)
def propose(visit: Matcher, citizen_id: PathId, opening: RowId) -> RedirectResponse:
    """Propose one of them, by hand."""
    made = proposing.propose(visit.session, visit.now, visit.person, Policy.of(settings()), citizen_id, opening)
    return RedirectResponse(f"/forslag/{made.id}?gemt=proposed", 303)
