"""The consultant's workplace «Mine borgere»: how many stand where, what the newest match found, and a new one."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from matcher import queries
from matcher.scopes import Scope, ScopeKind
from web.consultant.portfolio import portfolio_of
from web.consultant.visitors import Consultant

router = APIRouter()


@router.get("/borgere")
def overview(visit: Consultant) -> HTMLResponse:
    """Figures only: nobody is named here."""
    under_way = queries.under_way(visit.session)
    mine = (Scope(), Scope(ScopeKind.PORTFOLIO, visit.person.id))
    return visit.page(
        "consultant/overview.html",
        portfolio=portfolio_of(visit),
        newest=next((run for run in under_way if Scope.of(run) in mine), None),
        done=queries.latest_done(visit.session),
        receipt=visit.receipt,
    )
