"""What the demo prints at its end: how many got a place, beside what is done by hand today; meetings; follow-ups."""

from collections.abc import Sequence
from datetime import date, timedelta

from rich.table import Table
from sqlalchemy.orm import Session

from core.errors import TovholderError
from law.workdays import working_week
from matcher import queries as matches
from matcher.tables import MatchRun
from scheduler import queries as meetings


def tables(session: Session, today: date) -> Sequence[Table]:
    """The summary's tables. Raises TovholderError where a run came to nothing."""
    return _match(session), _meetings(session), _follow_ups(session, today)


def _match(session: Session) -> Table:
    run = matches.latest_done(session)
    if run is None:
        raise TovholderError(_error(matches.runs(session, 1)))
    table = Table(title="Matchning", title_justify="left")
    for heading in ("", "Tovholder: hele kommunen på én gang", "Som i dag: først til mølle i egen portefølje"):
        table.add_column(heading, justify="right" if heading else "left")
    table.add_row("Borgere, der søger", str(run.citizens), str(run.citizens))
    table.add_row("Har fået et forslag", _of(run.placed, run.citizens), _of(run.by_hand_placed, run.citizens))
    table.add_row("Samlet værdi", _number(run.objective), _number(run.by_hand_objective))
    table.add_row("Bevist øvre grænse", _number(run.bound), "")
    table.add_row("Afstand til grænsen", f"{run.gap or 0:.2%}".replace(".", ","), _behind(run))
    table.add_row("Sekunder", _number(run.seconds), "")
    return table


def _meetings(session: Session) -> Table:
    run = meetings.latest_planning(session)
    if run is None:
        raise TovholderError("Møderne blev ikke planlagt.")
    table = Table(title="Møder", title_justify="left")
    for heading in ("Planlagt", "heraf efter ønsket dag", "Ikke plads til", "Omkostning", "Bevist grænse", "Sekunder"):
        table.add_column(heading, justify="right")
    figures = _number(run.cost), _number(run.bound), _number(run.seconds)
    table.add_row(str(run.planned), str(run.late), str(run.left_out), *figures)
    return table


def _follow_ups(session: Session, today: date) -> Table:
    monday = working_week(today)
    table = Table(title="Opfølgninger", title_justify="left")
    table.add_column(f"Forfalder i denne uge (uge {monday.isocalendar().week})", justify="right")
    table.add_column("Overskredet", justify="right")
    due = meetings.count_due(session, monday, monday + timedelta(days=6))
    table.add_row(str(due), str(meetings.count_overdue(session, today)))
    return table


def _error(runs: Sequence[MatchRun]) -> str:
    return next((run.error for run in runs if run.error), "Matchningen blev ikke færdig.")


def _of(part: int | None, whole: int | None) -> str:
    return f"{part} ({(part or 0) / max(whole or 0, 1):.0%})"


def _behind(run: MatchRun) -> str:
    bound = run.bound or 0.0
    return f"{(bound - (run.by_hand_objective or 0.0)) / max(abs(bound), 1e-9):.2%}".replace(".", ",")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
