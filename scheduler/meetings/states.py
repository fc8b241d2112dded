"""How a meeting moves from request to held. One table is the whole truth."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from scheduler.tables import MeetingState

REQUESTED, PLANNED, INVITED, HELD, CANCELLED, NO_SHOW = MeetingState


class Action(StrEnum):
    """What is done with a meeting.

    request: it is asked for, which is where its life begins. publish: a plan gives it its time. move: somebody does so
    by hand. withdraw: it loses its time and waits for another. invite: the last invitation has left the house. The rest
    say what became of it.
    """

    REQUEST = "request"
    PUBLISH = "publish"
    MOVE = "move"
    WITHDRAW = "withdraw"
    INVITE = "invite"
    HOLD = "hold"
    CANCEL = "cancel"
    NO_SHOW = "no_show"


MOVES: Mapping[tuple[MeetingState, Action], MeetingState] = MappingProxyType(
    {
        (REQUESTED, Action.PUBLISH): PLANNED,
        (REQUESTED, Action.MOVE): PLANNED,
        (REQUESTED, Action.CANCEL): CANCELLED,
        (PLANNED, Action.PUBLISH): PLANNED,
        (PLANNED, Action.MOVE): PLANNED,
        (PLANNED, Action.WITHDRAW): REQUESTED,
        (PLANNED, Action.INVITE): INVITED,
        (PLANNED, Action.HOLD): HELD,
        (PLANNED, Action.CANCEL): CANCELLED,
        (PLANNED, Action.NO_SHOW): NO_SHOW,
        (INVITED, Action.PUBLISH): PLANNED,
        (INVITED, Action.MOVE): PLANNED,
        (INVITED, Action.WITHDRAW): REQUESTED,
        (INVITED, Action.HOLD): HELD,
        (INVITED, Action.CANCEL): CANCELLED,
        (INVITED, Action.NO_SHOW): NO_SHOW,
    }
)
"""(state, action) -> next state. A pair that is not here is refused."""

OPEN = (REQUESTED, PLANNED, INVITED)
PUBLISHED = (PLANNED, INVITED)
"""Has a time that people are told of, and that books them."""

REACHED = {Action.HOLD: HELD, Action.CANCEL: CANCELLED, Action.NO_SHOW: NO_SHOW}
"""Where doing the same twice is harmless: the second time finds it done."""


def move(state: MeetingState, action: Action) -> MeetingState | None:
    """The state after the action; None where it cannot be done."""
    return MOVES.get((state, action))
