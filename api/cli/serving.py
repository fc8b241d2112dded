"""`tovholder migrate` and `tovholder serve`: the database's schema, and the web application."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told

if TYPE_CHECKING:
    from core.settings import Settings

PORTS_TRIED = 50

Host = Annotated[str | None, typer.Option(help="Adresse at lytte på; uden log-in kun denne maskine.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port at lytte på.")]
Work = Annotated[
    bool, typer.Option("--work/--no-work", help="Gør også workerens arbejde; ikke, hvor »tovholder worker« kører.")
]


def migrate() -> None:
    """Bring databasens skema op til denne udgave."""
    from core import migrations
    from core.db import Database
    from core.settings import settings

    database = Database(settings().database_url)
    migrations.upgrade(database)
    typer.echo("Databasens skema er opdateret.")


def serve(host: Host = None, port: Port = None, work: Work = True) -> None:
    """Vis webapplikationen."""
    from core import migrations
    from core.db import Database
    from core.settings import settings

    chosen = settings()
    if not migrations.is_current(Database(chosen.database_url)):
        typer.echo("Databasen mangler eller har et ældre skema. Kør: tovholder migrate", err=True)
        raise typer.Exit(Exit.BAD_INPUT)
    serve_with(chosen.model_copy(update={"host": host or chosen.host, "port": port or chosen.port}), work=work)


def serve_with(settings: Settings, *, work: bool = True) -> None:
    """Serve until interrupted. Takes another port where the wanted one is taken, and says so."""
    from api.cli import locks

    if not is_loopback(settings.host) and not settings.published_on_loopback:
        typer.echo(
            f"Tovholder har endnu ingen log-in og lytter derfor ikke på {settings.host}, kun på denne maskine "
            "(127.0.0.1). Kan adressen alligevel kun nås fra denne maskine, så sæt TOVHOLDER_PUBLISHED_ON_LOOPBACK=1.",
            err=True,
        )
        raise typer.Exit(Exit.BAD_INPUT)
    with faults_told(), locks.serving(settings.database_url):
        _serve(settings, work)


def _serve(settings: Settings, work: bool) -> None:
    import uvicorn

    from api.app import create_app
    from core import logs

    logs.configure()
    listener = listening(settings.host, settings.port)
    port = listener.getsockname()[1]
    if port != settings.port:
        typer.echo(f"Port {settings.port} er optaget af et andet program; bruger {port} i stedet.", err=True)
    typer.echo(f"Tovholder kører på http://{settings.host}:{port} – kun fra denne maskine. Stop med Ctrl-C.", err=True)
    config = uvicorn.Config(create_app(settings, work=work), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to `host` at `port`, or at the first free port after it."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError:
            listener.close()
            continue
        return listener
    typer.echo(f"Portene {port}–{port + PORTS_TRIED - 1} er alle optaget. Vælg en anden med --port.", err=True)
    raise typer.Exit(Exit.BAD_INPUT)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
