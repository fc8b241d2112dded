"""The consultant's workplace «Mine borgere»: how many stand where, what the newest match found, and a new one."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from companies.queries import units_by_id
from matcher import queries
from matcher.scopes import Scope, ScopeKind
from placements.queries import over_untold
from web.consultant.portfolio import portfolio_of
from web.consultant.visitors import Consultant

router = APIRouter()


@router.get("/borgere")
def overview(visit: Consultant) -> HTMLResponse:
    """Figures, and the placements of which somebody must say how they went: no citizen is named here."""
    over = over_untold(visit.session, visit.today, visit.person.id)
    under_way = queries.under_way(visit.session)
    mine = (Scope(), Scope(ScopeKind.PORTFOLIO, visit.person.id))
    return visit.page(
        "consultant/overview.html",
        portfolio=portfolio_of(visit),
        newest=next((run for run in under_way if Scope.of(run) in mine), None),
        done=queries.latest_done(visit.session),
        over=over,
        units=units_by_id(visit.session, {one.unit_id for one in over}),
        receipt=visit.receipt,
    )
