"""The web application: every page, the static files, and what protects them."""

from collections.abc import Sequence
from os import PathLike, stat_result

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.types import Scope

from core.db import Database
from web import calendar, manager, people, runs
from web.citizens import cases, catalogue, edits, lists, mine, mine_edits, offers, plan, profile
from web.citizens import sheets as citizen_sheets
from web.companies import details, fetching, likeness, register, sheets
from web.consultant import chances, openings, overview, portfolio
from web.coordinator import asking, disruptions, draft, follow_ups, meeting, moving, record, team_days, week
from web.daily import attendance, inbox, troubles, watches
from web.employer import hub, offering
from web.proposals import agreement, answering, changing, evidence, running
from web.proposals import page as proposal
from web.quota import decision_page, statement, unit_page
from web.rendering import STATIC
from web.security import SecurityMiddleware

LOOPBACK = ("127.0.0.1", "localhost")
ROUTERS = (
    people.router,
    calendar.router,
    overview.router,
    portfolio.router,
    openings.router,
    chances.router,
    hub.router,
    offering.router,
    manager.router,
    week.router,
    asking.router,
    draft.router,
    disruptions.router,
    team_days.router,
    meeting.router,
    moving.router,
    record.router,
    follow_ups.router,
    proposal.router,
    answering.router,
    agreement.router,
    running.router,
    changing.router,
    evidence.router,
    unit_page.router,
    decision_page.router,
    statement.router,
    runs.router,
    register.router,
    details.router,
    likeness.router,
    fetching.router,
    sheets.companies,
    sheets.employees,
    attendance.router,
    troubles.router,
    inbox.router,
    watches.router,
    cases.router,
    profile.router,
    edits.router,
    lists.router,
    plan.router,
    catalogue.router,
    offers.router,
    mine.router,
    mine_edits.router,
    citizen_sheets.citizens,
    citizen_sheets.catalogue,
)


class Static(StaticFiles):
    """Our static files. One asked for by its content's hash never changes, so browsers need not ask again."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or that it is as the browser has it."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"].startswith(b"v="):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def install(app: FastAPI, database: Database, *, municipality: str, hosts: Sequence[str] = LOOPBACK) -> None:
    """Put the pages on `app`.

    `hosts` are the names the service answers to. Without log-in they are those of this machine, so that no other
    site can reach the service through a visitor's browser by pointing its own name here.
    """
    app.state.database = database
    app.state.municipality = municipality
    app.add_middleware(SecurityMiddleware)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.mount("/static", Static(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
