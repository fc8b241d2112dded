"""`tovholder why`: why an answer is as it is, for each citizen asked about or at a glance."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.exits import Exit, faults_told, one_line
from api.cli.files import AnswerFile, ProblemFile
from api.cli.paths import STANDARD, Target, contents

if TYPE_CHECKING:
    from matcher.engine.problem import Problem
    from matcher.engine.result import Result


class Language(StrEnum):
    """The languages that an explanation can be read in."""

    DANISH = "da"
    ENGLISH = "en"


Citizens = Annotated[
    list[str] | None, typer.Option("--citizen", metavar="ID", help="Borgeren, det gælder; kan gives flere gange.")
]
Facts = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Skriv også alles forklaringer som JSON; - er standard output."
    ),
]
Reader = Annotated[Language, typer.Option(help="Sproget, forklaringen læses på.")]


def why(
    problem: ProblemFile,
    answer: AnswerFile,
    citizen: Citizens = None,
    output: Facts = None,
    language: Reader = Language.DANISH,
) -> None:
    """Forklar et svar: hvorfor denne plads, hvad var det næstbedste, hvad stod i vejen, og hvem fik pladsen."""
    with faults_told(f"{problem}: "):
        target = None if output is None else Target(output)
        given = _problem(contents(problem))
    with faults_told(f"{answer}: "):
        found = _answer(contents(answer))
    _refuse_breaches(given, found)
    from core.writing import write
    from matcher.engine.why.explain import Subject, with_reasons
    from matcher.engine.why.explain import why as explained
    from matcher.why_words import WhyWords

    subject = Subject.of(given, found)
    facts = explained(subject)
    if target is not None:
        target.write(write(facts))
    if str(output) != STANDARD:
        words = WhyWords(given, with_reasons(subject), facts, language.value)
        lines = [line for one in citizen for line in words.of(one)] if citizen else words.of_all()
        typer.echo("\n".join(map(one_line, lines)))


def _problem(text: bytes) -> Problem:
    from core.reading import read
    from matcher.engine.problem import Problem

    return read(Problem, text)


def _answer(text: bytes) -> Result:
    from core.reading import read
    from matcher.engine.result import Result

    return read(Result, text)


def _refuse_breaches(problem: Problem, answer: Result) -> None:
    """An answer that breaks a rule has no explanation: what it breaks is told instead, exit status 1."""
    from matcher.engine.check import check

    breaches = check(problem, answer)
    for breach in breaches:
        typer.echo(one_line(breach), err=True)
    if breaches:
        raise typer.Exit(Exit.BREACHED)
