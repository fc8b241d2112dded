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
from scheduler.followups import queries as follow_ups
from scheduler.tables import PlanningRun
from web.formats import Formats

DANISH = Formats("da")
TINY = 1e-9
"""Costs this close are the same one."""


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
    table.add_row("Borgere, der søger", *(2 * [DANISH.number(run.citizens or 0)]))
    table.add_row("Har fået et forslag", _of(run.placed, run.citizens), _of(run.by_hand_placed, run.citizens))
    table.add_row("Samlet værdi af forslagene (jo højere, jo bedre)", _one(run.objective), _one(run.by_hand_objective))
    table.add_row("Bevist øvre grænse (mere kan ingen opnå)", _one(run.bound), "")
    table.add_row("Afstand til grænsen (mere er der ikke at hente)", DANISH.percent(run.gap or 0, 2), _behind(run))
    table.add_row("Sekunder", _one(run.seconds), "")
    return table


def _meetings(session: Session) -> Table:
    run = meetings.latest_planning(session)
    if run is None:
        raise TovholderError("Møderne blev ikke planlagt.")
    table = Table(title="Møder", title_justify="left")
    headings = "Planlagt", "heraf efter ønsket dag", "Ikke plads til", "Bevist bedst mulige plan", "Sekunder"
    for heading in headings:
        table.add_column(heading, justify="right")
    counts = (DANISH.number(count or 0) for count in (run.planned, run.late, run.left_out))
    table.add_row(*counts, proof(run), _one(run.seconds))
    return table


def proof(run: PlanningRun) -> str:
    """Whether the plan is proven the best possible, else how much cheaper another could be at most."""
    cost, bound = run.cost or 0.0, run.bound or 0.0
    if cost - bound <= TINY:
        return "ja"
    return f"nej, højst {DANISH.percent((cost - bound) / cost, 3)} fra"


def _follow_ups(session: Session, today: date) -> Table:
    monday = working_week(today)
    table = Table(title="Opfølgninger", title_justify="left")
    table.add_column(f"Forfalder i {week(today)}", justify="right")
    table.add_column("Overskredet", justify="right")
    due = follow_ups.count_due(session, monday, monday + timedelta(days=6))
    table.add_row(DANISH.number(due), DANISH.number(follow_ups.count_overdue(session, today)))
    return table


def week(today: date) -> str:
    """The week that work is planned for on `today`, as it is spoken of that day."""
    monday = working_week(today)
    return f"{'denne' if monday <= today else 'næste'} uge (uge {monday.isocalendar().week})"


def _error(runs: Sequence[MatchRun]) -> str:
    return next((run.error for run in runs if run.error), "Matchningen blev ikke færdig.")


def _of(part: int | None, whole: int | None) -> str:
    return f"{DANISH.number(part or 0)} ({DANISH.percent((part or 0) / max(whole or 0, 1))})"


def _behind(run: MatchRun) -> str:
    bound = run.bound or 0.0
    return DANISH.percent((bound - (run.by_hand_objective or 0.0)) / max(abs(bound), TINY), 2)


def _one(value: float | None) -> str:
    return "–" if value is None else DANISH.number(value, 1)
