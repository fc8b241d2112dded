"""The manager's workplace «Overblik»: where places are missing, whom to ring, what is scarce, and who gets a place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import Role
from companies.occupations import title
from companies.queries import openings_by_id, units_by_id
from companies.tables import Unit
from matcher import queries
from matcher.guidance_words import GuidanceWords
from matcher.tables import MatchRun
from web.reasons import row_of
from web.rendering import language_of
from web.visits import Visit, visit_as

if TYPE_CHECKING:
    from matcher.advice import Advice
    from matcher.engine.advice.guidance import Call

router = APIRouter()
CALLS, FIRMS, SCARCE = 10, 3, 10


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm to ring: for how many places, how many more it may take (None where they do not fill the quota), how many
    citizens they would help, and whether the work is new to it.
    """

    unit: Unit
    seats: int
    free: int | None
    helped: int
    new_field: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of place that is missing, and the firms to ring for it."""

    occupation: str
    hours: tuple[float, float]
    language: str
    scheme: str
    firms: Sequence[Firm]


@dataclass(frozen=True, slots=True)
class Scarce:
    """A capacity that one more of would help: what kind, whose, and how much as points of the score."""

    kind: str
    name: str
    points: float


@router.get("/overblik")
def overview(visit: Annotated[Visit, Depends(visit_as(Role.MANAGER))]) -> HTMLResponse:
    """What the newest match tells. Figures and firms; no citizen is named or can be counted out."""
    run = queries.latest_done(visit.session)
    advice = None if run is None else _advice(run)
    return visit.page(
        "manager.html",
        run=run,
        held=0 if run is None else queries.count_held(visit.session, run.id),
        fairness=None if advice is None else advice.fairness,
        calls=() if advice is None else _wanted(visit, advice.calls[:CALLS]),
        scarce=() if run is None else _scarce(visit, run),
        words=GuidanceWords(language_of(visit.request)),
    )


def _advice(run: MatchRun) -> "Advice | None":
    # What advises imports a solver, which only who looks at this page should wait for.
    from matcher.advice import Advice

    return Advice.of(run)


def _wanted(visit: Visit, calls: "Sequence[Call]") -> list[Wanted]:
    units = units_by_id(visit.session, {row_of(firm.unit) for call in calls for firm in call.firms})
    found = [_one_wanted(call, units) for call in calls]
    return [one for one in found if one.firms]


def _one_wanted(call: "Call", units: dict[int, Unit]) -> Wanted:
    kind = call.kind
    firms = [
        Firm(units[row_of(one.unit)], one.seats, one.free, len(one.helped), not one.in_field)
        for one in call.firms
        if row_of(one.unit) in units
    ][:FIRMS]
    return Wanted(title(kind.occupation), (kind.hours.min, kind.hours.max), kind.language, kind.scheme, firms)


def _scarce(visit: Visit, run: MatchRun) -> list[Scarce]:
    """The dearest capacities of a run, by name; those of what is not there any more are left out."""
    dearest = sorted(run.prices, key=lambda one: -one["price"])[: 2 * SCARCE]
    capacities = [_capacity(one["on"]) for one in dearest]
    names = _names(visit, capacities)
    found = [
        Scarce(on[0], names[on], 100 * one["price"]) for on, one in zip(capacities, dearest, strict=True) if on in names
    ]
    return found[:SCARCE]


def _capacity(on: str) -> tuple[str, int]:
    """Kind and row of a capacity as prices name it (`quota:u12`)."""
    kind, _, whose = on.partition(":")
    return kind, row_of(whose)


def _names(visit: Visit, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The name of each capacity's owner, by kind and row."""

    def rows(*kinds: str) -> set[int]:
        return {row for kind, row in wanted if kind in kinds}

    openings = openings_by_id(visit.session, rows("seats"))
    units = units_by_id(visit.session, rows("quota", "mentor"))
    users = users_by_id(visit.session, rows("consultant", "support"))
    at_units = {row: one.name for row, one in units.items()}
    of_users = {row: one.name for row, one in users.items()}
    known = {
        "seats": {row: f"{one.title}, {one.unit.name}" for row, one in openings.items()},
        "quota": at_units,
        "mentor": at_units,
        "consultant": of_users,
        "support": of_users,
    }
    return {(kind, row): known[kind][row] for kind, row in wanted if row in known.get(kind, {})}
