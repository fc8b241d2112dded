"""`tovholder`, the command line. One file per group of commands; what a command needs is imported when it runs."""

import typer

from api.cli import calendars, demo, files, guidance, service, serving, whatif, why, worker
from api.cli.exits import surroundings_told

app = typer.Typer(
    name="tovholder",
    help="Finder pladser til borgere og tid til møder. Filformaterne er beskrevet i docs/formats.md.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    files.match,
    files.meetings,
    files.followups,
    files.check,
    guidance.guidance,
    why.why,
    whatif.whatif,
    service.plan,
    service.due,
    demo.demo,
    serving.serve,
    serving.migrate,
    worker.worker,
):
    app.command()(surroundings_told()(command))
app.add_typer(calendars.app, name="calendar")
