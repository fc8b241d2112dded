"""Where a proposal stands in its life, and how it came there: the same for every page that shows one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.tables import User
from placements.moves import PROPOSE
from placements.states import (
    AGREEMENT,
    CITIZEN_YES,
    COMPLETED,
    EMPLOYER_YES,
    JOB,
    PLACED,
    PROPOSED,
    SEEN_BY_EMPLOYER,
    SIGNED,
    Side,
)
from placements.tables import ProposalChange, ProposalState

STAGES = ("citizen", "employer", "agreement", "signing", "start", "stay", "end")
"""What has to happen, in order (`stage.<name>` in the words)."""
REACHED: Mapping[ProposalState, int] = {
    PROPOSED: 0,
    CITIZEN_YES: 1,
    EMPLOYER_YES: 2,
    AGREEMENT: 3,
    SIGNED: 4,
    PLACED: 5,
    COMPLETED: len(STAGES),
    JOB: len(STAGES),
}
"""How many of the stages are behind a proposal in this state; states that are not here came to a stop."""
BY_SIDE = ("yes", "no", "sign")
"""Steps that are told differently for each side."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the life: `done`, `now`, `ahead`, or `stopped` where it came to an end."""

    name: str
    standing: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the history as one side sees it. `what` is the key of its words; `who` is None for the service."""

    at: datetime
    what: str
    who: str | None
    code: str | None = None
    text: str = ""
    told: str | None = None


def stages(state: ProposalState, changes: Sequence[ProposalChange]) -> list[Stage]:
    """The stages of a proposal in `state`, given its history."""
    behind = REACHED.get(state)
    here = "now" if behind is not None else "stopped"
    if behind is None:
        behind = next((REACHED[was] for was in _states_before(changes) if was in REACHED), 0)
    return [
        Stage(name, "done" if number < behind else here if number == behind else "ahead")
        for number, name in enumerate(STAGES)
    ]


def _states_before(changes: Sequence[ProposalChange]) -> list[ProposalState]:
    return [one.was for one in reversed(changes) if one.was is not None]


def history(
    changes: Sequence[ProposalChange], side: Side, people: Mapping[int, User], citizen: str | None
) -> list[Event]:
    """The history as `side` sees it, newest first. `citizen` is what the citizen may be called, None for no name.

    An employer sees what came after the citizen's yes, and reasons of their own alone.
    """
    seen = [one for one in changes if side is not Side.EMPLOYER or _concerns_employer(one)]
    return [_event(one, side, people, citizen) for one in reversed(seen)]


def _concerns_employer(change: ProposalChange) -> bool:
    return change.step != PROPOSE and change.became in SEEN_BY_EMPLOYER


def _event(change: ProposalChange, side: Side, people: Mapping[int, User], citizen: str | None) -> Event:
    what = f"{change.side}_{change.step}" if change.step in BY_SIDE else change.step
    event = Event(change.at, what, _who(change, side, people, citizen))
    if side is Side.EMPLOYER and change.side != Side.EMPLOYER:
        return event
    return Event(event.at, event.what, event.who, change.code, change.why, change.told)


def _who(change: ProposalChange, side: Side, people: Mapping[int, User], citizen: str | None) -> str | None:
    """Whoever did it; nobody where it followed of itself. To an employer the citizen is who the citizen lets be known,
    also where staff passed it on.
    """
    if change.side == Side.SERVICE:
        return None
    if change.side == Side.CITIZEN and side is Side.EMPLOYER:
        return citizen
    user = people.get(change.user_id or 0)
    return None if user is None else user.name
