"""The cap of one unit (/enheder/{unit}/kvote): how it is counted, what is free ahead, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from accounts.once import once
from accounts.tables import Role
from companies import queries as companies
from companies import quotas
from companies.additional import Additional, additional
from companies.ahead import first_fit, free_ahead
from companies.quotas import Month, Stay, Use
from companies.service import unit_seen_by
from companies.tables import QuotaOverride, Unit
from core.errors import BadInputError, Fault
from law.quota import quota
from placements.evidence import counting, queries
from placements.evidence.arithmetic import Line, lines
from placements.evidence.building import law_figures
from placements.evidence.overriding import MOST_PLACES, override
from placements.evidence.records import LawFigure, Who
from placements.evidence.tables import QuotaDecision
from placements.filled.queries import stays
from web.fields import PLAIN, PathId
from web.forms import back, tried
from web.quota.chart import chart
from web.visits import Anybody, Visit

router = APIRouter()
WEEKS = 26
STAYS = (28, 91)
"""Lengths in days that the page tells the first possible start of: the longest praktik of those near and far."""
MOST_DECISIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The cap today and the way to it. Of `months`, all that are known of the latest year, the cap uses the latest."""

    use: Use
    months: Sequence[Month]
    lines: Sequence[Line]
    by_rule: int
    heads: float | None
    by_heads: int | None
    law: Sequence[LawFigure]


@router.get("/enheder/{unit_id}/kvote")
def show(visit: Anybody, unit_id: PathId) -> HTMLResponse:
    """Everything about the unit's cap; a caseworker may decide on another figure."""
    return _page(visit, unit_seen_by(visit.session, visit.person, unit_id))


@router.post("/enheder/{unit_id}/kvote/fravigelse", response_model=None)
def decide_otherwise(
    visit: Anybody,
    unit_id: PathId,
    key: Annotated[str, Form(pattern=PLAIN, max_length=64)],
    places: Annotated[str, Form(pattern=PLAIN)] = "",
    reason: Annotated[str, Form(pattern=PLAIN)] = "",
) -> HTMLResponse | RedirectResponse:
    """Replace the rule's figure, or with an empty one let the rule hold again."""
    unit = unit_seen_by(visit.session, visit.person, unit_id)
    typed = {"places": places, "reason": reason}
    return tried(
        visit,
        lambda: _override(visit, unit, key, typed),
        lambda faults: _page(visit, unit, faults=faults, typed=typed),
    )


def _override(visit: Visit, unit: Unit, key: str, typed: dict[str, str]) -> RedirectResponse:
    def made() -> int:
        row = override(visit.session, visit.now, visit.person, unit.id, _number(typed["places"]), typed["reason"])
        return 0 if row is None else row.id

    once(visit.session, visit.now, visit.person, key, "quota_override", made)
    return back(f"/enheder/{unit.id}/kvote", "override", "fravigelse")


def _number(typed: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PLACES))):
        raise BadInputError([Fault("places", f"skriv et helt tal fra 0 til {MOST_PLACES}, eller lad feltet være tomt")])
    return int(text)


def _page(
    visit: Visit, unit: Unit, *, faults: Sequence[Fault] = (), typed: dict[str, str] | None = None
) -> HTMLResponse:
    session, today = visit.session, visit.today
    months = companies.months(session, [unit.id]).get(unit.id, [])
    filled = stays(session, [unit.id], today).get(unit.id, [])
    steps = free_ahead(months, filled, today, WEEKS, unit.quota_override)
    overrides = queries.overrides(session, unit.id)
    decisions = queries.decisions(session, unit.id, limit=MOST_DECISIONS, newest_first=True)
    return visit.page(
        "quota/unit.html",
        unit=unit,
        counted=_counted(unit, months, filled, visit),
        steps=steps,
        chart=chart(steps),
        fits=[(days // 7, first_fit(steps, days)) for days in STAYS],
        additional=_additional(session, unit, visit),
        filled=[(stay, quotas.fills_quota(stay.scheme, today)) for stay in filled],
        overrides=overrides,
        override=queries.override_of(session, unit),
        decisions=decisions,
        cut=MOST_DECISIONS if len(decisions) == MOST_DECISIONS else None,
        people=_people(session, overrides, decisions),
        may_override=visit.person.role is Role.CASEWORKER,
        typed=typed or {"places": "", "reason": ""},
        faults=faults,
        fields={"places": "places", "reason": "reason"},
    )


def _counted(unit: Unit, months: Sequence[Month], filled: Sequence[Stay], visit: Visit) -> Counted:
    limit = quotas.cap(months, visit.today, unit.quota_override)
    heads = quotas.mean_heads(limit.months)
    return Counted(
        use=quotas.use(limit, filled),
        months=counting.latest_year(months, visit.today),
        lines=lines(limit.employees, limit.rules),
        by_rule=quota(limit.employees, limit.rules),
        heads=heads,
        by_heads=None if heads is None else quota(heads, limit.rules),
        law=law_figures(limit.rules),
    )


def _additional(session: Session, unit: Unit, visit: Visit) -> Additional:
    return additional(counting.units_counted(session, unit, visit.today), visit.today)


def _people(session: Session, overrides: Sequence[QuotaOverride], decisions: Sequence[QuotaDecision]) -> dict[int, Who]:
    ids = {row.user_id for row in overrides} | {row.user_id for row in decisions if row.user_id is not None}
    return queries.names(session, ids)
