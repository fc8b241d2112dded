"""`tovholder worker`: what is done as time passes, in a process of its own."""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told

if TYPE_CHECKING:
    from core.settings import Settings

Runs = Annotated[bool, typer.Option("--runs/--no-runs", help="Udfør også match- og mødeplankørsler.")]


def worker(runs: Runs = True) -> None:
    """Send beskeder, dan opfølgninger, påmind, eskalér, ryd op og udfør kørsler. Flere kan køre side om side."""
    from core import logs, migrations
    from core.db import Database
    from core.settings import settings

    chosen = settings()
    if not migrations.is_current(Database(chosen.database_url)):
        typer.echo("Databasen mangler eller har et ældre skema. Kør: tovholder migrate", err=True)
        raise typer.Exit(Exit.BAD_INPUT)
    logs.configure()
    with faults_told():
        _work(chosen, runs)


def _work(settings: Settings, runs: bool) -> None:
    from api import steps
    from api.cli import locks
    from core.db import Database

    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    database = Database(settings.database_url)
    workers = steps.workers(database, settings, runs=runs)
    with locks.serving(settings.database_url):
        for one in workers:
            one.start()
        typer.echo("Tovholders worker kører. Stop med Ctrl-C.", err=True)
        stopping.wait()
        for one in workers:
            one.stop()
    database.dispose()
