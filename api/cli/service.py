"""`tovholder plan` and `tovholder due`: planning and follow-ups of the service's own database, without the pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit

if TYPE_CHECKING:
    from core.db import Database
    from core.settings import Settings
    from scheduler.tables import PlanningRun

POLL_SECONDS = 0.5

Publish = Annotated[bool, typer.Option("--publish", help="Udsend kladden med det samme: deltagerne indkaldes.")]
Day = Annotated[
    datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Til og med denne dag; ellers en uge frem.")
]


def plan(publish: Publish = False) -> None:
    """Planlæg alle ønskede møder i tjenestens database som en kladde."""
    from core import clock
    from core.runs import RunState
    from scheduler.planning import service

    settings, database = _service()
    with database.transaction() as session:
        run_id = service.request_planning(session, None, clock.now()).id
    run = _carried_out(settings, database, run_id)
    if run.state != RunState.DONE:
        typer.echo(run.error or "Planlægningen blev stoppet.", err=True)
        raise typer.Exit(Exit.NO_ANSWER)
    typer.echo(f"Møder med tid: {run.planned}, heraf {run.late} efter fristen. Kunne ikke lægges: {run.left_out}.")
    if publish:
        _publish(database, run_id)


def due(until: Day = None) -> None:
    """Vis, hvor mange opfølgninger der er over frist og forfalder. Status 1, hvis nogen mangler en næste kontakt."""
    from core import clock
    from scheduler.followups import queries

    _, database = _service()
    today = clock.today()
    last = today + timedelta(days=7) if until is None else until.date()
    with database.reading() as session:
        overdue, coming = queries.count_overdue(session, today), queries.count_due(session, today, last)
        forgotten = len(queries.without_next_contact(session, clock.now(), today))
    typer.echo(f"Over frist: {overdue}. Forfalder fra i dag til og med {_written(last)}: {coming}.")
    typer.echo(f"Mangler en næste kontakt: {forgotten}.")
    if forgotten:
        raise typer.Exit(Exit.BREACHED)


def _service() -> tuple[Settings, Database]:
    """The settings and the database they name. Ends the command where its schema is not this version's."""
    from core import migrations
    from core.db import Database
    from core.settings import settings

    database = Database(settings().database_url)
    if not migrations.is_current(database):
        typer.echo("Databasen mangler eller har et ældre skema. Kør: tovholder migrate", err=True)
        raise typer.Exit(Exit.BAD_INPUT)
    return settings(), database


def _carried_out(settings: Settings, database: Database, run_id: int) -> PlanningRun:
    """The run once it has ended, carried out here or by a worker that was quicker."""
    from core import clock
    from core.runs import FINISHED
    from scheduler import queries
    from scheduler.planning.job import carry_out_next

    while True:
        with database.reading() as session:
            run = queries.planning_run(session, run_id)
        if run is not None and run.state in FINISHED:
            return run
        if not carry_out_next(database, settings, clock.now, Event(), lambda _: None):
            sleep(POLL_SECONDS)


def _publish(database: Database, run_id: int) -> None:
    from core import clock
    from scheduler.planning import publishing, queries

    with database.transaction() as session:
        draft = queries.latest_draft(session)
        if draft is None or draft.run_id != run_id:
            typer.echo("En nyere kladde er kommet imens. Intet er udsendt.", err=True)
            raise typer.Exit(Exit.NO_ANSWER)
        done = publishing.publish(session, clock.now(), None, draft.id)
    typer.echo(f"Udsendt: {len(done.meetings)}. Ikke udsendt på grund af konflikter: {len(done.conflicts)}.")


def _written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
