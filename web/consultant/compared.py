"""A run's comparison as its reader may see it: the own citizens by name, the others as figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.tables import User
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from companies.queries import openings_by_id
from companies.tables import Opening
from matcher.tables import MatchRun
from web.visits import Visit

OUTCOMES = ("got", "moved", "lost", "started", "left")


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different for one citizen of the reader's. state: what became of the proposal of before."""

    citizen: Citizen
    outcome: str
    before: Opening | None
    after: Opening | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """mine: by name. counts: of everybody, by outcome. groups, before, after: as stored with the run."""

    run: int
    counts: Mapping[str, int]
    kept: int
    mine: Sequence[Difference]
    groups: Sequence[Mapping[str, Any]]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def compared(visit: Visit, run: MatchRun) -> Compared | None:
    """The comparison; None where the run was the first, or is from before this was kept. Looks are logged."""
    kept = run.comparison
    if not kept:
        return None
    mine = _of(visit.person, citizens_by_id(visit.session, {one["citizen"] for one in kept["people"]}))
    rows = [one for one in kept["people"] if one["citizen"] in mine]
    look_through(visit.session, visit.now, visit.person.id, mine.values(), f"sammenligning af matchning {run.id}")
    wanted = {one[when] for one in rows for when in ("before", "after")} - {None}
    openings = openings_by_id(visit.session, wanted)
    return Compared(
        run=kept["run"],
        counts=Counter(one["outcome"] for one in kept["people"]),
        kept=kept["kept"],
        mine=sorted(
            (
                Difference(
                    mine[one["citizen"]],
                    one["outcome"],
                    openings.get(one["before"]),
                    openings.get(one["after"]),
                    one["state"],
                )
                for one in rows
            ),
            key=lambda one: (OUTCOMES.index(one.outcome), one.citizen.last_name, one.citizen.id),
        ),
        groups=kept["groups"],
        before=kept["before"],
        after=kept["after"],
    )


def _of(user: User, citizens: Mapping[int, Citizen]) -> dict[int, Citizen]:
    return {row: one for row, one in citizens.items() if is_responsible(user.id, one)}
