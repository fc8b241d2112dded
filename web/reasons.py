"""A match's reasons in the form they are shown: what spoke for a proposal, what came next, and what stood in the way.

Rows hold facts; words are put to them as the reader speaks. Of other citizens a consultant sees the names of the own
ones alone, of the rest whose they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from citizens.tables import Citizen
from companies.tables import Opening
from matcher.arrival_words import reason
from matcher.engine.why.facts import Change
from matcher.tables import RunHeld, RunUnplaced
from matcher.wording import stored_change, would_take
from matcher.words import Language, Words

Level = Literal["high", "middle", "low"]
HIGH, MIDDLE = 0.75, 0.35
"""The shares of a criterion's points from which it speaks clearly, or somewhat, for the match."""
NEAREST_SHOWN = LOSSES_SHOWN = RUNNERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion: `points` of `of`, both as parts of 100 for the whole score."""

    criterion: str
    level: Level
    points: float
    of: float


@dataclass(frozen=True, slots=True)
class Runner:
    """Another opening the citizen could have had: its score as parts of 100, and the rules there was no room in."""

    opening: Opening
    points: float
    rules: Sequence[str]


@dataclass(frozen=True, slots=True)
class Near:
    """An opening that would become possible if its `rules` did not stand in the way.

    `changes` says what it would take; rows from before these were kept say it in Danish only, in `danish`.
    """

    opening: Opening
    rules: Sequence[str]
    changes: Sequence[Change]
    danish: str

    def takes(self, language: Language) -> str:
        """What it would take in words; nothing where the row knows them in another language alone."""
        if self.changes:
            return would_take(self.changes, Words(language))
        return self.danish if language == "da" else ""


@dataclass(frozen=True, slots=True)
class Rival:
    """Who got the place: a citizen of the reader's own by name, any other by consultant."""

    name: str | None
    consultant: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A capacity that was lacking, and who got it with what value; `more` got it besides.

    `opening` is where it was wanted, `value` what the citizen would have given there.
    """

    rule: str
    opening: Opening | None = None
    value: float | None = None
    rivals: Sequence[tuple[Rival, float]] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A place that the citizen could have had now, and that is held back for those who come later."""

    opening: Opening
    row: RunHeld

    def why(self, language: Language) -> str:
        """The reason, in a sentence."""
        return reason(self.row, language)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A citizen without a proposal: rules with how many openings each took away, the most first."""

    citizen: Citizen
    blocked: Sequence[tuple[str, int]]
    nearest: Sequence[Near]
    lost: Sequence[Lost]
    held: Held | None = None


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


def runners_up(rows: Iterable[Mapping[str, Any]], openings: Mapping[int, Opening]) -> list[Runner]:
    """The stored runners-up of a proposal. An opening that is not there any more is left out."""
    return [
        Runner(openings[row_of(one["opening"])], 100 * one["score"], _rules(one["lacks"]))
        for one in rows
        if row_of(one["opening"]) in openings
    ][:RUNNERS_SHOWN]


def openings_of(rows: Iterable[RunUnplaced]) -> set[int]:
    """The ids of the openings that `stuck` will want to show."""
    return {row_of(one["opening"]) for row in rows for one in (*row.nearest[:NEAREST_SHOWN], *row.losses)}


def holders_of(rows: Iterable[RunUnplaced]) -> set[int]:
    """The ids of the citizens that `stuck` will want to show as rivals."""
    return {row_of(one["citizen"]) for row in rows for loss in row.losses for one in loss["holders"]}


def stuck(
    row: RunUnplaced, citizen: Citizen, openings: Mapping[int, Opening], rivals: Mapping[int, Rival] | None = None
) -> Stuck:
    """What stood in a citizen's way. An opening that is not there any more is left out."""
    blocked = sorted(((rule, int(number)) for rule, number in row.blocked.items()), key=lambda one: (-one[1], one[0]))
    nearest = [
        Near(
            openings[row_of(near["opening"])],
            near["rules"],
            [stored_change(one) for one in near.get("changes", ())],
            near.get("would_take", ""),
        )
        for near in row.nearest[:NEAREST_SHOWN]
        if row_of(near["opening"]) in openings
    ]
    return Stuck(citizen, blocked, nearest, _lost(row, openings, rivals or {}))


def row_of(pseudonym: str) -> int:
    """The row's number behind an id of the matching problem (`o17`)."""
    return int(pseudonym[1:])


def _lost(row: RunUnplaced, openings: Mapping[int, Opening], rivals: Mapping[int, Rival]) -> list[Lost]:
    """What was lost to whom; only what, once per kind, where the row does not say to whom."""
    if not row.losses:
        return [Lost(rule) for rule in _rules(row.lost_to)]
    found = []
    for loss in row.losses[:LOSSES_SHOWN]:
        known = [
            (rivals[row_of(one["citizen"])], one["value"])
            for one in loss["holders"]
            if row_of(one["citizen"]) in rivals
        ]
        (rule,), opening = _rules([loss["on"]]), openings.get(row_of(loss["opening"]))
        found.append(Lost(rule, opening, loss["value"], known, loss["held"] - len(known)))
    return found


def _rules(capacities: Iterable[str]) -> list[str]:
    """The rules behind the names of scarce capacities (`quota:u12`), each once."""
    return list(dict.fromkeys(name.partition(":")[0] for name in capacities))
