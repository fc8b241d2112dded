"""`tovholder demo`: a municipality made up, matched and planned, with a summary; then shown in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit
from api.cli.watching import PHASES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from core.db import Database
    from core.settings import Settings
    from core.work import Progress

SMALLEST, LARGEST = 20, 20_000
FILE = "demo.db"

Citizens = Annotated[int, typer.Option(min=SMALLEST, max=LARGEST, help="Antal borgere i demokommunen.")]
RandomSeed = Annotated[int, typer.Option(min=0, help="Samme tal giver samme kommune.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port at lytte på.")]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Vis webapplikationen bagefter.")]


def demo(citizens: Citizens = 400, random_seed: RandomSeed = 1, port: Port = 8000, serve: Serve = True) -> None:
    """Byg en demokommune, match den, planlæg dens møder, vis et resumé og siderne."""
    from rich.console import Console

    from api.cli.serving import serve_with
    from core import clock
    from core.errors import ConflictError, TovholderError
    from core.settings import settings
    from seed.firms import MUNICIPALITY

    path = settings().var / FILE
    demo_settings = {"database_url": f"sqlite:///{path}", "port": port, "municipality": MUNICIPALITY}
    chosen = settings().model_copy(update=demo_settings)
    try:
        build(chosen, path, citizens, random_seed, clock.now, Console(highlight=False))
    except KeyboardInterrupt:
        typer.echo(f"Afbrudt. {'Den forrige demokommune er urørt.' if path.exists() else 'Intet er gemt.'}", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None
    except ConflictError:
        raise
    except TovholderError as error:
        typer.echo(f"Demokommunen blev ikke bygget: {error}", err=True)
        raise typer.Exit(Exit.BREACHED) from None
    if serve:
        serve_with(chosen)


def build(
    settings: Settings, path: Path, citizens: int, random_seed: int, now: Callable[[], datetime], console: Console
) -> None:
    """Make the municipality in a file of its own and put it at `path` when all is well.

    A demo that is interrupted leaves the last one as it was. Raises ConflictError where the file is in use.
    """
    from api.cli import locks

    with locks.building(path):
        fresh = path.with_suffix(".new")
        _remove(fresh.parent, f"{fresh.name}*")
        try:
            tables = _built(settings, fresh, citizens, random_seed, now, console)
            # What an earlier demo's server has not written into its file yet must not be taken for the new file's.
            _remove(path.parent, f"{path.name}-*")
            fresh.replace(path)
        finally:
            _remove(fresh.parent, f"{fresh.name}*")
    console.print(*tables, sep="\n")


def _built(
    settings: Settings, fresh: Path, citizens: int, random_seed: int, now: Callable[[], datetime], console: Console
) -> Sequence[Table]:
    """Make the municipality in the file `fresh`. Returns what is to be said of it."""
    from api.cli import demo_summary
    from core import clock, migrations
    from core.db import Database

    database = Database(f"sqlite:///{fresh}")
    try:
        migrations.upgrade(database)
        steps = Steps(settings, database, now, clock.local_day(now()), console)
        steps.populate(citizens, random_seed)
        steps.match()
        steps.answer()
        steps.plan()
        with database.reading() as session:
            return demo_summary.tables(session, steps.today)
    finally:
        database.dispose()


def _remove(folder: Path, pattern: str) -> None:
    for leftover in folder.glob(pattern):
        leftover.unlink()


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of the demo, each shown while it is under way."""

    settings: Settings
    database: Database
    now: Callable[[], datetime]
    today: date
    console: Console

    def populate(self, citizens: int, random_seed: int) -> None:
        """Make up a municipality and store it, with its follow-ups."""
        from scheduler.followups import rows as due
        from scheduler.followups.terms import terms
        from seed import municipality
        from seed.store import store

        with self.console.status(f"Bygger en kommune med {citizens} borgere …"):
            made = municipality.build(citizens, random_seed, self.today)
            with self.database.transaction() as session:
                store(session, made)
            with self.database.transaction() as session:
                due.refresh(session, self.today, terms(self.settings))

    def match(self) -> None:
        """Ask for matches over the whole municipality, and carry the run out."""
        from matcher import running, service

        with self.database.transaction() as session:
            service.request(session, None, self.today, self.now())
        self._carry_out("Matcher borgere og pladser", running.carry_out_next)

    def answer(self) -> None:
        """Let some citizens say yes, so that employers have something to answer; a few log in themselves."""
        from matcher import queries
        from seed import logins
        from seed.answers import say_yes

        with self.database.transaction() as session:
            run = queries.latest_done(session)
            if run is not None:
                say_yes(session, self.now(), queries.proposals_of_run(session, run.id))
            logins.give(session)

    def plan(self) -> None:
        """Ask for a plan of the meetings, carry the run out, and publish the draft."""
        from scheduler.planning import job as planning
        from scheduler.planning import publishing, queries, service

        with self.database.transaction() as session:
            service.request_planning(session, None, self.now())
        self._carry_out("Planlægger møder", planning.carry_out_next)
        with self.database.transaction() as session:
            if (draft := queries.latest_draft(session)) is not None:
                publishing.publish(session, self.now(), None, draft.id)

    def _carry_out(self, what: str, carry_out_next: Callable[..., bool]) -> None:
        with self.console.status(f"{what} …") as status:

            def watch(progress: Progress) -> None:
                gap = "" if progress.gap is None else f", afstand til det bedst mulige {progress.gap:.2%}"
                status.update(f"{what}: {PHASES.get(progress.phase, progress.phase)}{gap}")

            carry_out_next(self.database, self.settings, self.now, Event(), watch)
