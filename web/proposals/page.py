"""The page of a proposal: the same address for the citizen, the employer and the municipality."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.fields import PathId
from web.proposals.view import view
from web.quota import statement
from web.visits import Anybody, Visit

router = APIRouter()
FIELDS = ("code", "reason", "told", "side", "name", "signed_on")


@router.get("/forslag/{proposal_id:int}")
def proposal(visit: Anybody, proposal_id: PathId) -> HTMLResponse:
    """Where the proposal stands, what can be done now, and how it came to be so."""
    return page(visit, proposal_id)


def page(
    visit: Visit, proposal_id: int, typed: Mapping[str, str] | None = None, form: str = "", **shown: object
) -> HTMLResponse:
    """The page. `typed` is what a form with faults had, `form` which form that was; it is shown open again."""
    seen = view(visit, proposal_id)
    fields = {name: f"{form}-{name}" for name in FIELDS}
    return visit.page(
        "proposals/proposal.html",
        one=seen,
        statement=statement.view(visit, seen.proposal),
        typed=typed or {},
        form=form,
        fields=fields,
        today=visit.today,
        **shown,
    )
