"""The application: everything is put together here and nowhere else."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from api import (
    agreements,
    attendance,
    calendars,
    candidates,
    catalogue,
    citizens,
    companies,
    consents,
    documentation,
    drafts,
    feeds,
    figures,
    follow_ups,
    health,
    imports,
    match_runs,
    meeting_records,
    meeting_steps,
    meetings,
    metrics,
    moves,
    occupations,
    on_call,
    openings,
    placement_agreements,
    placements,
    planning_runs,
    plans,
    problems,
    proposals,
    quotas,
    refusals,
    replans,
    statements,
    steps,
    team_days,
    troubles,
    units,
)
from core.db import Database
from core.settings import Settings
from scheduler.followups.terms import terms
from web import pages

PREFIX = "/api/v1"
ROUTERS = (
    match_runs.router,
    candidates.router,
    proposals.router,
    placement_agreements.router,
    placements.router,
    occupations.router,
    openings.router,
    units.router,
    companies.router,
    imports.router,
    quotas.router,
    statements.router,
    meetings.router,
    meeting_steps.router,
    meeting_records.router,
    agreements.router,
    planning_runs.router,
    drafts.router,
    moves.router,
    replans.router,
    team_days.router,
    consents.router,
    follow_ups.router,
    calendars.router,
    figures.router,
    citizens.router,
    plans.router,
    catalogue.router,
    attendance.router,
    troubles.router,
    on_call.router,
)


def create_app(settings: Settings, *, work: bool = True) -> FastAPI:
    """The whole service on the database that `settings` name.

    `work` says whether this process also does what a worker does, in the background. Raises BadInputError where
    the municipality's own figures cannot be used.
    """
    database = Database(settings.database_url)
    workers = steps.workers(database, settings) if work else ()
    app = FastAPI(
        title="Tovholder",
        version=version("tovholder"),
        lifespan=_lifespan(database, workers),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.terms = terms(settings)
    pages.install(app, database, municipality=settings.municipality, hosts=(*pages.LOOPBACK, settings.host))
    app.include_router(health.router)
    app.include_router(metrics.router)
    feeds.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    problems.install(app)
    refusals.install(app)
    documentation.describe(app)
    return app


def _lifespan(
    database: Database, workers: Sequence[steps.Worker]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        for worker in workers:
            worker.start()
        yield
        for worker in workers:
            worker.stop()
        database.dispose()

    return lifespan
