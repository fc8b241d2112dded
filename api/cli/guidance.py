"""`tovholder guidance`: whom to ring for more places, who is next best off where, and how groups of citizens fare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told
from api.cli.files import ProblemFile, Seconds
from api.cli.paths import STANDARD, Target, contents
from core.errors import BadInputError

if TYPE_CHECKING:
    from threading import Event

    from rich.table import Table

    from api.cli.watching import Report
    from matcher.engine.advice.alternates import Alternate
    from matcher.engine.advice.fairness import Comparison, Fairness
    from matcher.engine.advice.guidance import Call
    from matcher.engine.options import Options
    from matcher.engine.problem import Problem
    from matcher.guidance_words import GuidanceWords

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Skriv også tallene som JSON; - er standard output."),
]
Seats = Annotated[int, typer.Option(min=1, max=20, help="Pladser, der spørges om hos hver virksomhed.")]
Most = Annotated[int, typer.Option(min=1, max=200, help="Så mange opkald højst.")]


Alternates = Annotated[int, typer.Option(min=0, max=20, help="Næstbedste steder til hver borger i JSON-filen.")]
Cost = Annotated[bool, typer.Option("--cost-of-floors", help="Regn også ud, hvad aftalte andele (floors) koster.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """How much guidance is asked for."""

    seats: int
    most: int
    alternates: int
    cost: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class FloorCost:
    """What the floors cost in objective, and from what to what it is proven to lie."""

    cost: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Guidance:
    """What is written to the file. alternates: by citizen. cost_of_floors: None where it is not asked for."""

    calls: tuple[Call, ...]
    fairness: Fairness
    alternates: dict[str, tuple[Alternate, ...]]
    cost_of_floors: FloorCost | None


def guidance(
    problem: ProblemFile,
    output: Output = None,
    seats: Seats = 3,
    most: Most = 20,
    alternates: Alternates = 3,
    cost_of_floors: Cost = False,
    time_limit: Seconds = 300,
) -> None:
    """Vis, hvilke pladser der mangler, hvem der skal ringes til, og hvem der får plads (tovholder-match/1)."""
    from api.cli.watching import watched

    with faults_told():
        target = None if output is None else Target(output)
        found = watched(
            lambda report, stopping: _found(
                contents(problem), Asked(seats, most, alternates, cost_of_floors, time_limit), report, stopping
            )
        )
        if found is None:
            typer.echo("Intet svar inden for tidsgrænsen; giv en større --time-limit.", err=True)
            raise typer.Exit(Exit.NO_ANSWER)
        if target is not None:
            from core.writing import write

            target.write(write(found))
    if str(output) != STANDARD:
        _show(found)


def _found(text: bytes, asked: Asked, report: Report, stopping: Event) -> Guidance | None:
    report("read")
    from core.reading import read
    from matcher.engine.problem import Problem

    problem = read(Problem, text)
    from matcher.engine.advice.alternates import alternates
    from matcher.engine.advice.fairness import fairness
    from matcher.engine.advice.guidance import call_list
    from matcher.engine.advice.market import Market
    from matcher.engine.options import Options
    from matcher.engine.solve import solved
    from matcher.engine.why.impossible import impossible

    options = Options(time_limit=asked.seconds, progress=report, cancelled=stopping.is_set)
    found = solved(problem, options)
    if found.result.status == "infeasible":
        raise BadInputError(impossible(found, options))
    market = Market.by(found)
    if market is None or found.result.status == "timeout":
        return None
    return Guidance(
        call_list(market, found.result, seats=asked.seats, most=asked.most),
        fairness(problem, found.result),
        dict(alternates(market, found.result, asked.alternates)) if asked.alternates else {},
        _cost(problem, options) if asked.cost else None,
    )


def _cost(problem: Problem, options: Options) -> FloorCost | None:
    """What the problem's floors cost. None where the time did not suffice to know."""
    from matcher.engine.advice.fairness import cost_of_fairness

    found = cost_of_fairness(problem, problem.floors, options)
    if found.cost is None or found.low is None or found.high is None:
        return None
    return FloorCost(found.cost, found.low, found.high)


def _show(found: Guidance) -> None:
    from rich.console import Console

    from matcher.guidance_words import GuidanceWords

    words, console = GuidanceWords(), Console(highlight=False)
    console.print(_calls(found.calls, words) if found.calls else words("no_calls"))
    console.print(_groups(found.fairness, words))
    if found.cost_of_floors is not None:
        cost = found.cost_of_floors
        console.print(words.cost(cost.cost, cost.low, cost.high))


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
