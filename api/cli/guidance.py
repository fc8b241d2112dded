"""`tovholder guidance`: whom to ring for more places, and how the groups of citizens fare, from a problem file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told
from api.cli.files import ProblemFile, Seconds
from api.cli.paths import STANDARD, Target, contents

if TYPE_CHECKING:
    from threading import Event

    from rich.table import Table

    from api.cli.watching import Report
    from matcher.engine.advice.fairness import Comparison, Fairness
    from matcher.engine.advice.guidance import Call
    from matcher.guidance_words import GuidanceWords

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Skriv også tallene som JSON; - er standard output."),
]
Seats = Annotated[int, typer.Option(min=1, max=20, help="Pladser, der spørges om hos hver virksomhed.")]
Most = Annotated[int, typer.Option(min=1, max=200, help="Så mange opkald højst.")]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What is written to the file."""

    calls: tuple[Call, ...]
    fairness: Fairness


def guidance(
    problem: ProblemFile, output: Output = None, seats: Seats = 3, most: Most = 20, time_limit: Seconds = 300
) -> None:
    """Vis, hvilke pladser der mangler, hvem der skal ringes til, og hvem der får plads (tovholder-match/1)."""
    from api.cli.watching import watched

    with faults_told():
        target = None if output is None else Target(output)
        found = watched(lambda report, stopping: _found(contents(problem), seats, most, time_limit, report, stopping))
        if found is None:
            typer.echo("Intet svar inden for tidsgrænsen; giv en større --time-limit.", err=True)
            raise typer.Exit(Exit.NO_ANSWER)
        if target is not None:
            from core.writing import write

            target.write(write(found))
    if str(output) != STANDARD:
        _show(found)


def _found(text: bytes, seats: int, most: int, seconds: float, report: Report, stopping: Event) -> Guidance | None:
    report("read")
    from core.reading import read
    from matcher.engine.problem import Problem

    problem = read(Problem, text)
    from matcher.engine.advice.fairness import fairness
    from matcher.engine.advice.guidance import call_list
    from matcher.engine.advice.market import Market
    from matcher.engine.options import Options
    from matcher.engine.solve import solve

    options = Options(time_limit=seconds, progress=report, cancelled=stopping.is_set)
    result = solve(problem, options)
    market = Market.of(problem, options)
    if market is None or result.status not in ("optimal", "feasible"):
        return None
    return Guidance(call_list(market, result, seats=seats, most=most), fairness(problem, result))


def _show(found: Guidance) -> None:
    from rich.console import Console

    from matcher.guidance_words import GuidanceWords

    words, console = GuidanceWords(), Console(highlight=False)
    console.print(_calls(found.calls, words) if found.calls else words("no_calls"))
    console.print(_groups(found.fairness, words))


def _calls(calls: tuple[Call, ...], words: GuidanceWords) -> Table:
    from rich.table import Table

    table = Table(title=words("calls"), title_justify="left", caption=words("new_field"), caption_justify="left")
    table.add_column(words("place"))
    table.add_column(words("ring"), no_wrap=True)
    for heading in ("free", "helps", "gives"):
        table.add_column(words(heading), justify="right", no_wrap=True)
    for call in calls:
        firms = [(words.firm(one), words.free(one), str(len(one.helped)), words.gives(one)) for one in call.firms]
        columns = ("\n".join(column) for column in zip(*firms, strict=True))
        table.add_row("\n".join(words.kind(call.kind)), *columns, end_section=True)
    return table


def _groups(report: Fairness, words: GuidanceWords) -> Table:
    from rich.table import Table

    table = Table(title=words("fairness"), title_justify="left")
    table.add_column(words("group"))
    for heading in ("citizens", "placed", "rate", "score"):
        table.add_column(words(heading), justify="right")
    everybody = words.share(report.rate), words.score(report.mean_score)
    table.add_row(words("all"), str(report.citizens), str(report.placed), *everybody, end_section=True)
    for comparison in report.comparisons:
        _add(table, comparison, words)
    return table


def _add(table: Table, comparison: Comparison, words: GuidanceWords) -> None:
    for one in comparison.groups:
        name = f"{words(f'by.{comparison.by}')}: {words.group(comparison.by, one.name)}"
        figures = words.share(one.rate), words.score(one.mean_score)
        table.add_row(name, str(one.citizens), str(one.placed), *figures)
    gaps = words.share(comparison.rate_gap), words.score(comparison.score_gap)
    table.add_row(words("gap"), "", "", *gaps, end_section=True)
