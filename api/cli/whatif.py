"""`tovholder whatif`: what would be if an opening, a radius, a capacity were otherwise, told by person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told, one_line
from api.cli.files import Gap, ProblemFile, Seconds
from api.cli.paths import STANDARD, Target, contents
from api.cli.why import Language, Reader
from core.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from api.cli.watching import Report
    from matcher.engine.advice.whatif import Difference

Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--change",
        metavar="SLAGS:ID=VÆRDI",
        help="seats, quota, mentor, consultant eller support (+2, -1), radius (km), danish (B1), hours (6-20).",
    ),
]
Openings = Annotated[
    list[Path] | None, typer.Option("--opening", metavar="FILE", help="Et nyt opslag (JSON som i openings).")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Skriv også forskellen som JSON; - er standard output."),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What would be otherwise, as it is written, and how long and how exactly to solve."""

    changes: Sequence[str]
    openings: Sequence[bytes]
    seconds: float
    gap: float


def whatif(
    problem: ProblemFile,
    change: Changes = None,
    opening: Openings = None,
    output: Output = None,
    time_limit: Seconds = 300,
    gap: Gap = 0.001,
    language: Reader = Language.DANISH,
) -> None:
    """Vis, hvad der ville ske, hvis noget var anderledes: hvem der får, mister eller skifter plads, og gevinsten."""
    from api.cli.watching import watched

    with faults_told():
        target = None if output is None else Target(output)
        places = [contents(one) for one in opening or ()]
        asked = Asked(change or (), places, time_limit, gap)
        found = watched(lambda report, stopping: _found(contents(problem), asked, report, stopping))
    if found is None:
        typer.echo("Intet svar inden for tidsgrænsen; giv en større --time-limit.", err=True)
        raise typer.Exit(Exit.NO_ANSWER)
    if target is not None:
        from core.writing import write

        target.write(write(found))
    if str(output) != STANDARD:
        from matcher.whatif_words import lines

        typer.echo("\n".join(map(one_line, lines(found, language.value))))


def _found(text: bytes, asked: Asked, report: Report, stopping: Event) -> Difference | None:
    report("read")
    from core.reading import read
    from matcher.engine.problem import Opening, Problem

    problem = read(Problem, text)
    new = [read(Opening, one) for one in asked.openings]
    from matcher.engine.advice.guidance import offered
    from matcher.engine.advice.whatif import what_if
    from matcher.engine.advice.written import change
    from matcher.engine.options import Options
    from matcher.engine.solve import solved
    from matcher.engine.why.impossible import impossible

    changes = [*map(change, asked.changes), *(offered(problem, one) for one in new)]
    options = Options(time_limit=asked.seconds, gap=asked.gap, progress=report, cancelled=stopping.is_set)
    before = solved(problem, options)
    if before.result.status == "infeasible":
        raise BadInputError(impossible(before, options))
    if before.result.status == "timeout":
        return None
    found = what_if(problem, changes, before.result, options, warm=before)
    return None if found.result.status == "timeout" else found
