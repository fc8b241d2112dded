"""How a command ends: the exit status, and what is said of bad input."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from core.errors import BadInputError, Fault

MOST_FAULTS = 200
"""More faults than anybody mends in one go; the rest are counted."""


class Exit(IntEnum):
    """The exit statuses of the commands on files."""

    DONE = 0
    BREACHED = 1
    BAD_INPUT = 2
    NO_ANSWER = 3
    INTERRUPTED = 130


@contextmanager
def faults_told(before: str = "") -> Iterator[None]:
    """Bad input ends the command: every fault on a line of its own on standard error, exit status 2.

    `before` is put before each place, where more than one file could be meant.
    """
    try:
        yield
    except BadInputError as error:
        for fault in _worth_telling(error.faults):
            typer.echo(one_line(f"{before}{fault}"), err=True)
        if len(error.faults) > MOST_FAULTS:
            typer.echo(f"{before}… og {len(error.faults) - MOST_FAULTS} fejl mere", err=True)
        raise typer.Exit(Exit.BAD_INPUT) from None


def one_line(text: object) -> str:
    """`text` as one line, whatever ids from a file are in it: no line break, nothing that steers a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in str(text))


def _worth_telling(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """In a file of another format every field is wrong: then only the format is worth a word."""
    of_format = tuple(fault for fault in faults if fault.place == "format")
    return of_format or faults[:MOST_FAULTS]
