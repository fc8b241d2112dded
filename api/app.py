"""The application: everything is put together here and nowhere else."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI

import matcher.running
import scheduler.planning.job
from api import (
    documentation,
    feeds,
    figures,
    follow_ups,
    health,
    match_runs,
    meetings,
    openings,
    planning_runs,
    problems,
    proposals,
    units,
)
from core import clock
from core.db import Database
from core.settings import Settings
from core.work import Runner
from web import pages

PREFIX = "/api/v1"
ROUTERS = (
    match_runs.router,
    proposals.router,
    openings.router,
    units.router,
    meetings.router,
    planning_runs.router,
    follow_ups.router,
    figures.router,
)


def create_app(settings: Settings, *, work: bool = True) -> FastAPI:
    """The whole service on the database that `settings` name.

    `work` says whether this process carries out match and planning runs, too, in the background.
    """
    database = Database(settings.database_url)
    runners = _runners(database, settings) if work else ()
    app = FastAPI(
        title="Tovholder",
        version=version("tovholder"),
        lifespan=_lifespan(database, runners),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    pages.install(app, database, municipality=settings.municipality, hosts=(*pages.LOOPBACK, settings.host))
    app.include_router(health.router)
    feeds.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    problems.install(app)
    documentation.describe(app)
    return app


def _runners(database: Database, settings: Settings) -> tuple[Runner, ...]:
    steps = {"match-runner": matcher.running.carry_out_next, "planning-runner": scheduler.planning.job.carry_out_next}
    return tuple(Runner(name, partial(step, database, settings, clock.now)) for name, step in steps.items())


def _lifespan(
    database: Database, runners: tuple[Runner, ...]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        for runner in runners:
            runner.start()
        yield
        for runner in runners:
            runner.stop()
        database.dispose()

    return lifespan
