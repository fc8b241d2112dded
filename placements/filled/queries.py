"""The places that proposals and placements fill: in an opening, under a unit's cap, with staff, in a citizen's weeks.

What a proposal fills is read off its state (`placements.states`). `without` leaves one proposal out, and the placement
that came of it: what a recheck asks is whether there is room for that one.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from citizens.tables import Citizen
from companies.quotas import Stay
from companies.tables import Opening
from placements.states import PROMISED, SEATED, USED
from placements.tables import Placement, Proposal

ONE_DAY = timedelta(days=1)
MENTOR = "mentor"
NOBODY = 0
"""The id of no row."""


def stays(
    session: Session, unit_ids: Collection[int], since: date, *, without: int = NOBODY, moved: int = NOBODY
) -> dict[int, list[Stay]]:
    """The places that are or will be filled from the day `since` on, of each unit that has any.

    Placements that have not ended, and what both sides have said yes to. without: a proposal, moved: a placement, left
    out.
    """
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    here = select(Placement).where(_unfinished(since), Placement.unit_id.in_(unit_ids), Placement.id != moved)
    for row in session.scalars(here):
        end = _earliest(row.end, row.ended_on)
        found[row.unit_id].append(Stay(scheme=row.scheme, start=row.start, end=end, hours=row.hours, mentor=row.mentor))
    for unit_id, stay in _promised(session, unit_ids, since, without):
        found[unit_id].append(stay)
    return {unit: sorted(found[unit], key=lambda stay: (stay.start, stay.scheme, stay.hours)) for unit in sorted(found)}


def seats_taken(
    session: Session, opening_ids: Collection[int] | None = None, *, without: int = NOBODY
) -> dict[int, int]:
    """How many seats of each opening (of all, or of these) are held, or used up where the opening is not standing."""
    used = or_(Proposal.state.in_(SEATED), and_(Opening.standing.is_(False), Proposal.state.in_(USED)))
    chosen = select(Proposal.opening_id, func.count()).join(Opening).where(used, Proposal.id != without)
    if opening_ids is not None:
        chosen = chosen.where(Proposal.opening_id.in_(opening_ids))
    return dict(session.execute(chosen.group_by(Proposal.opening_id)).all())


def promised_by(
    session: Session,
    staff: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    user_id: int,
    *,
    without: int = NOBODY,
) -> int:
    """Placements promised, and not made yet, to citizens whose `staff` (a column of Citizen) is the user."""
    wanted = select(func.count()).select_from(Proposal).join(Citizen)
    promised = wanted.where(staff == user_id, Proposal.state.in_(PROMISED), Proposal.id != without)
    return session.scalars(promised).one()


def is_engaged(
    session: Session, citizen_id: int, first: date, after: date, *, without: int = NOBODY, moved: int = NOBODY
) -> bool:
    """Whether the citizen has a placement, or the promise of one, on any day from `first` until before `after`."""
    placements = select(Placement.id).where(
        Placement.citizen_id == citizen_id, _unfinished(first), Placement.start < after, Placement.id != moved
    )
    proposals = select(Proposal.id).where(
        Proposal.citizen_id == citizen_id,
        Proposal.state.in_(PROMISED),
        Proposal.id != without,
        Proposal.start < after,
        Proposal.end > first,
    )
    return any(session.scalars(wanted.limit(1)).one_or_none() is not None for wanted in (placements, proposals))


def stay_of(proposal: Proposal, needs: Collection[str]) -> Stay:
    """The place a proposal would fill, for a citizen with these needs."""
    return Stay(
        scheme=proposal.scheme,
        start=proposal.start,
        end=proposal.end - ONE_DAY,
        hours=proposal.hours,
        mentor=MENTOR in needs,
    )


def _unfinished(since: date) -> ColumnElement[bool]:
    return and_(
        or_(Placement.end.is_(None), Placement.end >= since),
        or_(Placement.ended_on.is_(None), and_(Placement.ended_on >= since, Placement.ended_on >= Placement.start)),
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _promised(session: Session, unit_ids: Collection[int], since: date, without: int) -> list[tuple[int, Stay]]:
    wanted = (
        select(Proposal, Opening.unit_id, Citizen.needs)
        .join(Opening)
        .join(Citizen)
        .where(Opening.unit_id.in_(unit_ids), Proposal.state.in_(PROMISED), Proposal.end > since)
    )
    rows = session.execute(wanted.where(Proposal.id != without))
    return [(unit, stay_of(row, needs)) for row, unit, needs in rows]
