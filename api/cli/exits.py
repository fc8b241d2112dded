"""How a command ends: the exit status, and what is said of bad input."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import NoReturn

import typer

from api.cli.paths import trouble
from core.errors import BadInputError, ConflictError, Fault

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
            told = str(fault)
            typer.echo(one_line(told if told.startswith(before) else f"{before}{told}"), err=True)
        if len(error.faults) > MOST_FAULTS:
            typer.echo(f"{before}… og {len(error.faults) - MOST_FAULTS} fejl mere", err=True)
        raise typer.Exit(Exit.BAD_INPUT) from None


@contextmanager
def surroundings_told() -> Iterator[None]:
    """What the machine refuses (a file, a port, a database) ends the command: one line, exit status 2.

    Anything else is a defect of Tovholder's own and keeps its traceback.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except (ConflictError, OSError) as error:
        _refuse(error.message if isinstance(error, ConflictError) else trouble(error))
    except Exception as error:
        # Commands on files never load the database's library, so it is not imported before something went wrong.
        from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

        if (about := _about_settings(error)) is not None:
            _refuse(about)
        if isinstance(error, ArgumentError):
            _refuse("TOVHOLDER_DATABASE_URL er ikke en databaseadresse. Skriv for eksempel sqlite:///var/tovholder.db.")
        if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
            raise
        _refuse(
            f"Databasen kan ikke bruges ({str(error.orig).splitlines()[0]}). Se efter, at TOVHOLDER_DATABASE_URL og "
            "TOVHOLDER_VAR peger på noget, der findes og må skrives i."
        )


def _about_settings(error: Exception) -> str | None:
    """Which environment variable cannot be read, where that is what went wrong."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    if isinstance(error, SettingsError):
        name = str(error).split('"')[1]
    elif isinstance(error, ValidationError) and error.title == "Settings":
        first = error.errors()[0]
        if not first["loc"]:
            return first["msg"].removeprefix("Value error, ")
        name = str(first["loc"][0])
    else:
        return None
    return f"TOVHOLDER_{name.upper()} har en værdi, som ikke kan bruges. Hvad den skal være, står i core/settings.py."


def _refuse(message: str) -> NoReturn:
    typer.echo(one_line(message), err=True)
    raise typer.Exit(Exit.BAD_INPUT) from None


def one_line(text: object) -> str:
    """`text` as one line, whatever ids from a file are in it: no line break, nothing that steers a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in str(text))


def _worth_telling(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """In a file of another format every field is wrong: then only the format is worth a word."""
    of_format = tuple(fault for fault in faults if fault.place == "format")
    return of_format or faults[:MOST_FAULTS]
