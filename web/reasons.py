"""A match's reasons in the form they are shown: what spoke for a proposal, and what stood in the way of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from citizens.tables import Citizen
from companies.tables import Opening
from matcher.tables import RunUnplaced

Level = Literal["high", "middle", "low"]
HIGH, MIDDLE = 0.75, 0.35
"""The shares of a criterion's points from which it speaks clearly, or somewhat, for the match."""
NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion: `points` of `of`, both as parts of 100 for the whole score."""

    criterion: str
    level: Level
    points: float
    of: float


@dataclass(frozen=True, slots=True)
class Near:
    """An opening that would become possible if its `rules` did not stand in the way; `would_take` says it in words."""

    opening: Opening
    rules: Sequence[str]
    would_take: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """A citizen without a proposal: rules with how many openings each took away, the most first."""

    citizen: Citizen
    blocked: Sequence[tuple[str, int]]
    nearest: Sequence[Near]
    lost_to: Sequence[str]


def reasons(because: Iterable[Mapping[str, Any]]) -> list[Reason]:
    """A stored breakdown, the weightiest criteria first; those without weight are left out."""
    found = [
        Reason(one["criterion"], level(one["points"] / one["of"]), 100 * one["points"], 100 * one["of"])
        for one in because
        if one["of"] > 0
    ]
    return sorted(found, key=lambda reason: -reason.of)


def level(share: float) -> Level:
    """How clearly a criterion speaks for the match that earned this share of its points."""
    return "high" if share >= HIGH else "middle" if share >= MIDDLE else "low"


def nearest_openings(rows: Iterable[RunUnplaced]) -> set[int]:
    """The ids of the openings that `stuck` will want to show."""
    return {_row(near["opening"]) for row in rows for near in row.nearest[:NEAREST_SHOWN]}


def stuck(row: RunUnplaced, citizen: Citizen, openings: Mapping[int, Opening]) -> Stuck:
    """What stood in a citizen's way. An opening that is not there any more is left out."""
    blocked = sorted(((rule, int(number)) for rule, number in row.blocked.items()), key=lambda one: (-one[1], one[0]))
    nearest = [
        Near(openings[_row(near["opening"])], near["rules"], near["would_take"])
        for near in row.nearest[:NEAREST_SHOWN]
        if _row(near["opening"]) in openings
    ]
    scarce = dict.fromkeys(name.partition(":")[0] for name in row.lost_to)
    return Stuck(citizen, blocked, nearest, list(scarce))


def _row(pseudonym: str) -> int:
    """The row's number behind an id of the matching problem (`o17`)."""
    return int(pseudonym[1:])
