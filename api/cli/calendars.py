"""`tovholder calendar import`: a user's own calendar file becomes busy times."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.exits import Exit, faults_told, surroundings_told
from api.cli.paths import contents

app = typer.Typer(help="Medarbejdernes egne kalendere.", no_args_is_help=True)

CalendarFile = Annotated[Path, typer.Argument(metavar="FILE", help="Kalenderfilen (.ics).", show_default=False)]
UserId = Annotated[int, typer.Option("--user", min=1, help="Medarbejderens nummer.", show_default=False)]


@app.command("import")
@surroundings_told()
def import_calendar(file: CalendarFile, user: UserId) -> None:
    """Læs, hvornår en medarbejder er optaget. Titler, deltagere og steder gemmes ikke."""
    from accounts import queries
    from core import clock
    from core.db import Database
    from core.settings import settings
    from scheduler.calendars import importing

    chosen = settings()
    database = Database(chosen.database_url)
    with database.reading() as session:
        known = queries.user(session, user)
    if known is None:
        typer.echo(f"Der er ingen medarbejder med nummer {user}.", err=True)
        raise typer.Exit(Exit.BAD_INPUT)
    with faults_told(f"{file}: "):
        times = importing.import_file(database, clock.now(), user, contents(file), chosen.calendar_domain)
    typer.echo(f"{known.name}: {times} {'optaget tid' if times == 1 else 'optagne tider'} er læst.")
