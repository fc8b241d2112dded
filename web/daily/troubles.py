"""«Noget er galt»: two fields for the employer and the citizen, and what became of what they have written."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from accounts.queries import users_by_id
from citizens.service import look_through
from core.errors import Fault
from placements.daily import queries, troubles
from placements.daily.access import standing
from placements.daily.kinds import KINDS, LONGEST_TEXT
from placements.states import Side
from web.daily.attendance import somebody
from web.fields import PLAIN, PathId
from web.forms import back, tried
from web.visits import Anybody, Visit

router = APIRouter()
NAMES = {"kind": "what"}
"""The form's names for places that another form calls something else."""
Key = Annotated[str, Form(min_length=16, max_length=64)]
Text = Annotated[str, Form(max_length=LONGEST_TEXT, pattern=PLAIN)]


@router.get("/forloeb/{placement_id:int}/galt")
def something_is_wrong(visit: Anybody, placement_id: PathId) -> HTMLResponse:
    """The form, whom it reaches, and what the visitor has reported before."""
    return _page(visit, placement_id)


@router.post("/forloeb/{placement_id:int}/galt", response_model=None)
def report(
    visit: Anybody,
    placement_id: PathId,
    key: Key,
    what: Annotated[str, Form(max_length=40)] = "",
    text: Text = "",
) -> HTMLResponse | RedirectResponse:
    """Report it; whoever answers now is told at once. Sent twice, it is one message."""

    def make() -> int:
        terms = visit.request.app.state.terms
        return troubles.report(visit.session, visit.now, visit.person, placement_id, what, text, terms).id

    def work() -> RedirectResponse:
        once(visit.session, visit.now, visit.person, key, "trouble", make)
        return back(f"/forloeb/{placement_id}/galt", "trouble")

    return tried(visit, work, lambda faults: _page(visit, placement_id, faults, what, text))


def _page(
    visit: Visit, placement_id: int, faults: Sequence[Fault] = (), what: str = "", text: str = ""
) -> HTMLResponse:
    known, side = standing(visit.session, visit.person, placement_id)
    if side is Side.MUNICIPALITY:
        look_through(visit.session, visit.now, visit.person.id, [known.citizen], "noget er galt")
    mine = queries.reported_by(visit.session, visit.person.id, placement_id)
    return visit.page(
        "daily/wrong.html",
        one=somebody(known),
        full_name=None if side is Side.EMPLOYER else known.citizen.name,
        unit=known.unit,
        kinds=KINDS,
        mine=mine,
        staff=users_by_id(visit.session, {one.assigned_to for one in mine}),
        typed_what=what,
        typed_text=text,
        longest=LONGEST_TEXT,
        faults=[Fault(NAMES.get(fault.place, fault.place), fault.message) for fault in faults],
        fields={"what": "what", "text": "text"},
    )
