"""How a proposal moves, from advice to the end of the placement that came of it. One table is the whole truth."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from placements.tables import ProposalState

(
    PROPOSED,
    CITIZEN_YES,
    CITIZEN_NO,
    EMPLOYER_YES,
    EMPLOYER_NO,
    SUPERSEDED,
    EXPIRED,
    WITHDRAWN,
    AGREEMENT,
    SIGNED,
    PLACED,
    COMPLETED,
    JOB,
    BROKEN_OFF,
) = ProposalState


class Side(StrEnum):
    """Who moves it. `service`: time, a match run, or the last signature."""

    CITIZEN = "citizen"
    EMPLOYER = "employer"
    MUNICIPALITY = "municipality"
    SERVICE = "service"


class Answer(StrEnum):
    """What a side answers."""

    YES = "yes"
    NO = "no"


class Step(StrEnum):
    """What is done.

    yes, no: a side's answer. supersede: another has taken its place. expire: nobody answered in time. withdraw: the
    municipality takes it back. agree: the agreement is written, or written anew. sign: one side signs. conclude: all
    three have. start: everything the law asks for is there, and the placement is made. extend: it lasts longer.
    ladder: a next step in the same firm is proposed. complete, hire, break_off: how it ended.
    """

    YES = "yes"
    NO = "no"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    AGREE = "agree"
    SIGN = "sign"
    CONCLUDE = "conclude"
    START = "start"
    EXTEND = "extend"
    LADDER = "ladder"
    COMPLETE = "complete"
    HIRE = "hire"
    BREAK_OFF = "break_off"


MOVES: Mapping[tuple[ProposalState, Side, Step], ProposalState] = MappingProxyType(
    {
        (PROPOSED, Side.CITIZEN, Step.YES): CITIZEN_YES,
        (PROPOSED, Side.CITIZEN, Step.NO): CITIZEN_NO,
        (PROPOSED, Side.SERVICE, Step.SUPERSEDE): SUPERSEDED,
        (PROPOSED, Side.SERVICE, Step.EXPIRE): EXPIRED,
        (PROPOSED, Side.MUNICIPALITY, Step.WITHDRAW): WITHDRAWN,
        (CITIZEN_YES, Side.CITIZEN, Step.YES): CITIZEN_YES,
        (CITIZEN_YES, Side.CITIZEN, Step.NO): CITIZEN_NO,
        (CITIZEN_YES, Side.EMPLOYER, Step.YES): EMPLOYER_YES,
        (CITIZEN_YES, Side.EMPLOYER, Step.NO): EMPLOYER_NO,
        (CITIZEN_YES, Side.SERVICE, Step.SUPERSEDE): SUPERSEDED,
        (CITIZEN_YES, Side.SERVICE, Step.EXPIRE): EXPIRED,
        (CITIZEN_YES, Side.MUNICIPALITY, Step.WITHDRAW): WITHDRAWN,
        (EMPLOYER_YES, Side.CITIZEN, Step.YES): EMPLOYER_YES,
        (EMPLOYER_YES, Side.CITIZEN, Step.NO): CITIZEN_NO,
        (EMPLOYER_YES, Side.EMPLOYER, Step.YES): EMPLOYER_YES,
        (EMPLOYER_YES, Side.EMPLOYER, Step.NO): EMPLOYER_NO,
        (EMPLOYER_YES, Side.MUNICIPALITY, Step.AGREE): AGREEMENT,
        (EMPLOYER_YES, Side.MUNICIPALITY, Step.WITHDRAW): WITHDRAWN,
        (AGREEMENT, Side.MUNICIPALITY, Step.AGREE): AGREEMENT,
        (AGREEMENT, Side.CITIZEN, Step.SIGN): AGREEMENT,
        (AGREEMENT, Side.EMPLOYER, Step.SIGN): AGREEMENT,
        (AGREEMENT, Side.MUNICIPALITY, Step.SIGN): AGREEMENT,
        (AGREEMENT, Side.SERVICE, Step.CONCLUDE): SIGNED,
        (AGREEMENT, Side.CITIZEN, Step.NO): CITIZEN_NO,
        (AGREEMENT, Side.EMPLOYER, Step.NO): EMPLOYER_NO,
        (AGREEMENT, Side.MUNICIPALITY, Step.WITHDRAW): WITHDRAWN,
        (SIGNED, Side.SERVICE, Step.START): PLACED,
        (SIGNED, Side.CITIZEN, Step.NO): CITIZEN_NO,
        (SIGNED, Side.EMPLOYER, Step.NO): EMPLOYER_NO,
        (SIGNED, Side.MUNICIPALITY, Step.AGREE): AGREEMENT,
        (SIGNED, Side.MUNICIPALITY, Step.WITHDRAW): WITHDRAWN,
        (PLACED, Side.MUNICIPALITY, Step.EXTEND): PLACED,
        (PLACED, Side.MUNICIPALITY, Step.LADDER): PLACED,
        (PLACED, Side.MUNICIPALITY, Step.COMPLETE): COMPLETED,
        (PLACED, Side.MUNICIPALITY, Step.HIRE): JOB,
        (PLACED, Side.MUNICIPALITY, Step.BREAK_OFF): BROKEN_OFF,
        (COMPLETED, Side.MUNICIPALITY, Step.LADDER): COMPLETED,
        (CITIZEN_NO, Side.CITIZEN, Step.NO): CITIZEN_NO,
        (EMPLOYER_NO, Side.EMPLOYER, Step.NO): EMPLOYER_NO,
    }
)
"""(state, side, step) -> next state. What is not here is refused; giving the same answer twice is harmless."""

SEEN_BY_EMPLOYER = frozenset(
    {CITIZEN_YES, EMPLOYER_YES, EMPLOYER_NO, AGREEMENT, SIGNED, PLACED, COMPLETED, JOB, BROKEN_OFF}
)
"""An employer sees nothing before the citizen's yes, and nothing more after the citizen's no."""
TOLD_TO_EMPLOYER = SEEN_BY_EMPLOYER - {EMPLOYER_NO}
"""Where an employer is told of the citizen. Who has said no needs nothing more than that they said no."""


WAITING = (PROPOSED, CITIZEN_YES)
"""Somebody's answer is awaited; it lapses on the day after `answer_by`."""
PROMISED = (EMPLOYER_YES, AGREEMENT, SIGNED)
"""Both have said yes and the placement is not made yet: it fills seat, cap, mentor and staff already."""
SEATED = (*PROMISED, PLACED)
"""Holds its seat in the opening."""
USED = (*SEATED, COMPLETED, JOB)
"""What fills the seats of an opening that is not standing. The firm offered so many stays, and one that was lived to
its end was one of them; a standing opening's seat is free again when somebody ends (`SEATED`). A stay that was broken
off frees its seat everywhere."""
FIXED = (CITIZEN_YES, *PROMISED)
"""A match run leaves it as it is."""
REFUSED = (CITIZEN_NO, EMPLOYER_NO)
"""One side has said no to the other."""


def move(state: ProposalState, side: Side, step: Step) -> ProposalState | None:
    """The state after the step; None where it cannot be taken."""
    return MOVES.get((state, side, step))


def steps(state: ProposalState, side: Side) -> tuple[Step, ...]:
    """What the side can do now, in the table's order: what a page offers and the API lists."""
    return tuple(step for before, whose, step in MOVES if (before, whose) == (state, side))
