"""Whom a run may place anew: everybody, one consultant's portfolio, one citizen, or one opening.

Outside the scope everybody keeps what they have. What they hold is room that is taken (`matcher.taken`): it fills
seats, quota and mentors and is carried by staff, but no rule is asked of it and nothing of it can move. So a run for
one citizen is as small as that citizen's choice, however large the municipality. The same goes everywhere for those
whose proposal somebody has said yes to, and for a next step in the same firm that waits for its answer.

- `all`: every citizen who seeks.
- `portfolio`: a consultant's citizens who seek.
- `citizen`: that citizen alone.
- `opening`: places at that opening alone, for citizens without a proposal and those who have an unanswered one there.

Floors belong to the whole municipality, as do places held back for those who come later: narrower runs have neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from matcher.tables import MatchRun


class ScopeKind(StrEnum):
    """How wide a run is."""

    ALL = "all"
    PORTFOLIO = "portfolio"
    CITIZEN = "citizen"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a run may place anew. `id` is the consultant's, citizen's or opening's; None for everybody."""

    kind: ScopeKind = ScopeKind.ALL
    id: int | None = None

    @classmethod
    def of(cls, run: MatchRun) -> Self:
        """The scope of a run."""
        return cls(ScopeKind(run.scope), run.scope_id)

    @property
    def whole(self) -> bool:
        """Whether it is everybody."""
        return self.kind is ScopeKind.ALL


EVERYBODY = Scope()
WIDER: Mapping[ScopeKind, tuple[ScopeKind, ...]] = MappingProxyType(
    {
        ScopeKind.ALL: (),
        ScopeKind.PORTFOLIO: (ScopeKind.ALL,),
        ScopeKind.CITIZEN: (ScopeKind.PORTFOLIO, ScopeKind.ALL),
        ScopeKind.OPENING: (ScopeKind.ALL,),
    }
)
"""The kinds that hold a scope whole: a citizen is part of a portfolio, and that of everybody."""
