"""Some of the demo's citizens say yes to what is proposed to them, so that employers have something to answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from citizens.queries import citizens_by_id
from placements.service import answer
from placements.states import Answer
from placements.tables import Proposal

ONE_IN = 6
"""How many proposals there are for each citizen who has answered already."""


def say_yes(session: Session, now: datetime, proposals: Sequence[Proposal]) -> int:
    """Every sixth citizen's yes, passed on by her consultant as in real life. Returns how many."""
    asked = proposals[::ONE_IN]
    citizens = citizens_by_id(session, [proposal.citizen_id for proposal in asked])
    consultants = users_by_id(session, {citizen.consultant_id for citizen in citizens.values()})
    for proposal in asked:
        consultant = consultants[citizens[proposal.citizen_id].consultant_id]
        answer(session, now, consultant, proposal.id, Answer.YES)
    return len(asked)
