"""The commands on problem files: `match`, `meetings`, `followups` and `check`."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told, one_line
from api.cli.paths import Target, contents

if TYPE_CHECKING:
    from threading import Event

    from api.cli.solving import Ending
    from api.cli.watching import Report

LARGEST_SEED = 2**31 - 1


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise typer.BadParameter("skal være et endeligt tal")
    return value


ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM", help="Opgavens fil (JSON).", show_default=False)]
AnswerFile = Annotated[Path, typer.Argument(metavar="ANSWER", help="Svarets fil (JSON).", show_default=False)]
Output = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="ANSWER", help="Svarets fil; - er standard output.", show_default=False),
]
Seconds = Annotated[float, typer.Option(min=0, callback=_finite, help="Længste tid til løsningen i sekunder.")]
Gap = Annotated[
    float, typer.Option(min=0, max=1, callback=_finite, help="Afstand til det bedst mulige, som er god nok.")
]
Workers = Annotated[int, typer.Option(min=1, help="Tråde, som løseren må bruge. Den bruger i dag højst én.")]
Seed = Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Frø for løserens tilfældige valg.")]


def match(
    problem: ProblemFile,
    output: Output,
    time_limit: Seconds = 300,
    gap: Gap = 0.001,
    workers: Workers = 1,  # noqa: ARG001  # part of the contract; matching needs no second thread
    seed: Seed = 1,
) -> None:
    """Find pladser til borgere (tovholder-match/1)."""
    from api.cli import solving

    effort = solving.Effort(time_limit, seed, gap)
    _solve(problem, output, lambda text, report, stopping: solving.match(text, effort, report, stopping))


def meetings(
    problem: ProblemFile,
    output: Output,
    time_limit: Seconds = 300,
    workers: Workers = 1,
    seed: Seed = 1,
) -> None:
    """Find tid, sted og deltagere til møder (tovholder-meetings/1)."""
    from api.cli import solving

    effort = solving.Effort(time_limit, seed, workers=workers)
    _solve(problem, output, lambda text, report, stopping: solving.meetings(text, effort, report, stopping))


def followups(problem: ProblemFile, output: Output) -> None:
    """Find de opfølgninger, der forfalder (tovholder-followups/1)."""
    from api.cli import solving

    _solve(problem, output, solving.followups)


def check(problem: ProblemFile, answer: AnswerFile) -> None:
    """Efterprøv et svar: hver regel og hvert tal. Status 1 og en liste, hvor det ikke holder."""
    from api.cli import checking
    from core.reading import read

    with faults_told(f"{problem}: "):
        text = contents(problem)
        kind = checking.problem_format(text)
        pairing = checking.PAIRINGS[kind]()
        given = read(pairing.problem, text)
    with faults_told(f"{answer}: "):
        text = contents(answer)
        checking.refuse_strangers(kind, text)
        found = read(pairing.answer, text)
    breaches = pairing.check(given, found)
    for breach in breaches:
        typer.echo(one_line(breach))
    if breaches:
        raise typer.Exit(Exit.BREACHED)
    typer.echo(f"ok: {pairing.summary(given, found)}")


def _solve(problem: Path, output: Path, work: Callable[[bytes, Report, Event], Ending]) -> None:
    from api.cli import solving
    from api.cli.watching import watched

    with faults_told():
        target = Target(output)
        ending = watched(lambda report, stopping: work(contents(problem), report, stopping))
        if isinstance(ending, solving.Answered):
            target.write(ending.text)
    match ending:
        case solving.Answered():
            typer.echo(ending.summary, err=True)
        case solving.Unanswered():
            typer.echo(ending.message, err=True)
            raise typer.Exit(Exit.NO_ANSWER)
        case solving.Rejected():
            typer.echo("Svaret bryder en regel og er ikke skrevet. Det er en fejl i Tovholder; meld den.", err=True)
            typer.echo("\n".join(map(one_line, ending.breaches)), err=True)
            raise typer.Exit(Exit.BREACHED)
