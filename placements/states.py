"""How a proposal moves: who may answer what, and when. One table is the whole truth."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from placements.tables import ProposalState

PROPOSED, CITIZEN_YES, CITIZEN_NO, EMPLOYER_YES, EMPLOYER_NO, SUPERSEDED, EXPIRED = ProposalState


class Side(StrEnum):
    """Whose answer it is."""

    CITIZEN = "citizen"
    EMPLOYER = "employer"


class Answer(StrEnum):
    """What a side answers."""

    YES = "yes"
    NO = "no"


MOVES: Mapping[tuple[ProposalState, Side, Answer], ProposalState] = MappingProxyType(
    {
        (PROPOSED, Side.CITIZEN, Answer.YES): CITIZEN_YES,
        (PROPOSED, Side.CITIZEN, Answer.NO): CITIZEN_NO,
        (CITIZEN_YES, Side.CITIZEN, Answer.YES): CITIZEN_YES,
        (CITIZEN_YES, Side.CITIZEN, Answer.NO): CITIZEN_NO,
        (CITIZEN_YES, Side.EMPLOYER, Answer.YES): EMPLOYER_YES,
        (CITIZEN_YES, Side.EMPLOYER, Answer.NO): EMPLOYER_NO,
        (EMPLOYER_YES, Side.CITIZEN, Answer.YES): EMPLOYER_YES,
        (EMPLOYER_YES, Side.CITIZEN, Answer.NO): CITIZEN_NO,
        (EMPLOYER_YES, Side.EMPLOYER, Answer.YES): EMPLOYER_YES,
        (EMPLOYER_YES, Side.EMPLOYER, Answer.NO): EMPLOYER_NO,
        (CITIZEN_NO, Side.CITIZEN, Answer.NO): CITIZEN_NO,
        (EMPLOYER_NO, Side.EMPLOYER, Answer.NO): EMPLOYER_NO,
    }
)
"""(state, side, answer) -> next state. A pair that is not here is refused; giving the same answer twice is harmless."""

SEEN_BY_EMPLOYER = frozenset({CITIZEN_YES, EMPLOYER_YES, EMPLOYER_NO})
"""An employer sees nothing before the citizen's yes, and nothing more after the citizen's no."""


def move(state: ProposalState, side: Side, answer: Answer) -> ProposalState | None:
    """The state after the answer; None where it cannot be given."""
    return MOVES.get((state, side, answer))
