"""How the proposals after a run differ from those of the run before it: who got one, lost one, was moved.

Compared is with the newest finished run of the same scope, or of a wider one, whichever is newer, as far as it concerns
the scope. The value is that of all proposals, with those that somebody has said yes to; the runs' objectives leave
these out, so they fall when people agree and are no measure here. Facts only, by ids: whose names are shown is for the
reader's page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from citizens.tables import Citizen
from matcher import queries
from matcher.loading import SEEKING
from matcher.scopes import WIDER, Scope, ScopeKind
from matcher.tables import MatchRun
from matcher.taken import SETTLED
from placements.tables import Proposal

Outcome = Literal["got", "lost", "moved", "started", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A citizen for whom something is different. `before` and `after` are openings, None where there is no proposal.

    started: the proposal has become a placement. left: the citizen seeks no more. state: what became of the proposal of
    before.
    """

    citizen: int
    outcome: Outcome
    before: int | None
    after: int | None
    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many citizens of a target group had a proposal after the run before, and how many have one now."""

    name: str
    before: int
    after: int


Rows = Mapping[int, tuple[Proposal, Citizen]]


def compared(session: Session, run: MatchRun) -> dict[str, Any]:
    """The comparison as it is kept with the run; nothing where there is no run before."""
    scope = Scope.of(run)
    earlier = _earlier(session, run, scope)
    if earlier is None:
        return {}
    session.flush()
    before = _by_citizen(queries.proposed_by(session, earlier.id, scope))
    after = _by_citizen(queries.proposed_now(session, scope, before, SEEKING))
    changes = list(_changes(before, after))
    return {
        "run": earlier.id,
        "scope": earlier.scope,
        "before": _figures(before),
        "after": _figures(after),
        "kept": len(before.keys() | after.keys()) - len(changes),
        "people": [asdict(one) for one in changes],
        "groups": [asdict(one) for one in _groups(before, after)],
    }


def _earlier(session: Session, run: MatchRun, scope: Scope) -> MatchRun | None:
    scopes = [scope, *(_wider(session, scope, kind) for kind in WIDER[scope.kind])]
    found = [queries.latest_done(session, one, before=run.id) for one in scopes if one is not None]
    return max((one for one in found if one is not None), key=lambda one: one.id, default=None)


def _wider(session: Session, scope: Scope, kind: ScopeKind) -> Scope | None:
    if kind is ScopeKind.ALL:
        return Scope()
    citizen = session.get(Citizen, scope.id)
    return None if citizen is None else Scope(ScopeKind.PORTFOLIO, citizen.consultant_id)


def _by_citizen(rows: Iterable[tuple[Proposal, Citizen]]) -> Rows:
    return {citizen.id: (proposal, citizen) for proposal, citizen in rows}


def _figures(rows: Rows) -> dict[str, float | int]:
    return {"placed": len(rows), "value": sum(proposal.value for proposal, _ in rows.values())}


def _changes(before: Rows, after: Rows) -> Iterable[Change]:
    for citizen in sorted(before.keys() | after.keys()):
        old, new = before.get(citizen), after.get(citizen)
        outcome = _outcome(old, new)
        if outcome is not None:
            yield Change(
                citizen=citizen,
                outcome=outcome,
                before=old and old[0].opening_id,
                after=new and new[0].opening_id,
                state=old and old[0].state.value,
            )


def _outcome(old: tuple[Proposal, Citizen] | None, new: tuple[Proposal, Citizen] | None) -> Outcome | None:
    if old is None:
        return "got"
    if new is not None:
        return None if old[0].opening_id == new[0].opening_id else "moved"
    if old[0].state in SETTLED:
        return "started"
    return "lost" if old[1].status in SEEKING else "left"


def _groups(before: Rows, after: Rows) -> Sequence[Group]:
    had, have = (Counter(citizen.target_group for _, citizen in rows.values()) for rows in (before, after))
    return [Group(name=name, before=had[name], after=have[name]) for name in sorted(had | have)]
