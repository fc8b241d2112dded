"""What other pages show of a placement's days."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import NotFoundError
from placements.daily import queries
from placements.daily.access import standing
from placements.daily.tables import Trouble
from placements.states import Side
from web.daily.attendance import Week, weeks
from web.visits import Visit

LATEST = 2


@dataclass(frozen=True, slots=True)
class DaysPart:
    """The latest weeks' attendance, and what is wrong as this visitor may know it: others' reports only to staff."""

    placement_id: int
    side: Side
    weeks: Sequence[Week]
    troubles: Sequence[Trouble]


def days_of(visit: Visit, placement_id: int) -> DaysPart | None:
    """What a placement's page shows of its days; None where the placement is not the visitor's to see."""
    try:
        known, side = standing(visit.session, visit.person, placement_id)
    except NotFoundError:
        return None
    if side is Side.MUNICIPALITY:
        troubles = queries.unclosed_at(visit.session, placement_id)
    else:
        own = queries.reported_by(visit.session, visit.person.id, placement_id)
        troubles = [one for one in own if one.state in queries.UNCLOSED]
    return DaysPart(placement_id, side, weeks(visit, known, LATEST, side), troubles)
