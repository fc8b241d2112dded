"""The standing days of teams (teamdage): set up, ended, and as the planner knows them."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from accounts.tables import User
from core import audit
from core.errors import BadInputError, Fault, NotFoundError
from scheduler.engine.problem import Horizon
from scheduler.engine.team_days import TeamDay as Standing
from scheduler.planning import queries
from scheduler.planning.loading import OFFICE_HOURS
from scheduler.planning.tables import TeamDay, TeamDayMember
from scheduler.tables import Room, Site

STEP = 15
FRIDAY = 5


def set_up(
    session: Session,
    now: datetime,
    user: User,
    *,
    name: str,
    weekday: int,
    from_: time,
    to: time,
    site_id: int,
    room_id: int | None,
    case_minutes: int,
    members: Collection[int],
    first_day: date,
    last_day: date | None = None,
) -> TeamDay:
    """Let a team meet on a weekday (1 is Monday) from `first_day` on. Raises BadInputError with every fault."""
    day = TeamDay(
        name=name.strip(),
        weekday=weekday,
        from_=from_,
        to=to,
        site_id=site_id,
        room_id=room_id,
        case_minutes=case_minutes,
        first_day=first_day,
        last_day=last_day,
        members=[TeamDayMember(user_id=one) for one in sorted(set(members))],
    )
    if faults := [*_time_faults(day), *_place_faults(session, day), *_member_faults(session, day)]:
        raise BadInputError(faults)
    session.add(day)
    session.flush()
    audit.record(session, now, user.id, "team_day.set_up", f"team_day:{day.id}", members=len(day.members))
    return day


def end(session: Session, now: datetime, user: User, team_day_id: int, last_day: date) -> TeamDay:
    """Let the team meet for the last time on or before `last_day`. Cases that stand later are planned as others are.

    Raises NotFoundError.
    """
    day = session.get(TeamDay, team_day_id)
    if day is None:
        raise NotFoundError("Teamdagen findes ikke.", team_day=team_day_id)
    day.last_day = last_day
    audit.record(session, now, user.id, "team_day.ended", f"team_day:{day.id}", last_day=last_day.isoformat())
    return day


def standing_days(session: Session, horizon: Horizon) -> list[Standing]:
    """The team days of the horizon in the planner's terms."""
    return [_standing(day, horizon) for day in queries.team_days(session, horizon.from_, horizon.to)]


def _standing(day: TeamDay, horizon: Horizon) -> Standing:
    return Standing(
        id=str(day.id),
        weekday=day.weekday,
        from_=day.from_,
        to=day.to,
        site=f"s{day.site_id}",
        room=None if day.room_id is None else f"r{day.room_id}",
        team=tuple(f"p{one.user_id}" for one in day.members),
        case_minutes=day.case_minutes,
        weeks=tuple(_weeks(day, horizon)),
    )


def _weeks(day: TeamDay, horizon: Horizon) -> list[date]:
    """The Mondays of the weeks in which it is held."""
    mondays = []
    monday = horizon.from_ - timedelta(days=horizon.from_.weekday())
    while monday <= horizon.to:
        on = monday + timedelta(days=day.weekday - 1)
        if day.first_day <= on and (day.last_day is None or on <= day.last_day):
            mondays.append(monday)
        monday += timedelta(weeks=1)
    return mondays


def _time_faults(day: TeamDay) -> list[Fault]:
    found = []
    if not day.name:
        found.append(Fault("name", "skriv, hvad dagen hedder"))
    if not 1 <= day.weekday <= FRIDAY:
        found.append(Fault("weekday", "skal være fra 1 (mandag) til 5 (fredag)"))
    if not OFFICE_HOURS[0] <= day.from_ < day.to <= OFFICE_HOURS[1]:
        found.append(Fault("to", f"dagen skal ligge fra {OFFICE_HOURS[0]:%H:%M} til {OFFICE_HOURS[1]:%H:%M}"))
    if day.case_minutes < STEP or day.case_minutes % STEP or day.from_.minute % STEP:
        found.append(Fault("case_minutes", f"skal passe i trin på {STEP} minutter"))
    if day.last_day is not None and day.last_day < day.first_day:
        found.append(Fault("last_day", "ligger før den første dag"))
    return found


def _place_faults(session: Session, day: TeamDay) -> list[Fault]:
    site = session.get(Site, day.site_id)
    if site is None:
        return [Fault("site", "mødestedet findes ikke")]
    room = None if day.room_id is None else session.get(Room, day.room_id)
    if site.needs_room != (room is not None) or (room is not None and room.site_id != site.id):
        return [Fault("room", "vælg et lokale på mødestedet, og kun hvor der er brug for et")]
    if room is not None and room.capacity < len(day.members):
        return [Fault("room", f"har kun {room.capacity} pladser til et team på {len(day.members)}")]
    return []


def _member_faults(session: Session, day: TeamDay) -> list[Fault]:
    """Nobody sits in two teams at the same time, and no room holds two."""
    known = users_by_id(session, [one.user_id for one in day.members])
    if not day.members or len(known) < len(day.members):
        return [Fault("members", "nævn dem, der sidder i teamet")]
    last = day.last_day or date.max
    others = [one for one in queries.team_days(session, day.first_day, last) if _overlap(one, day)]
    if taken := {one.user_id for other in others for one in other.members} & known.keys():
        names = ", ".join(sorted(known[one].name for one in taken))
        return [Fault("members", f"sidder allerede i et andet team på det tidspunkt: {names}")]
    if day.room_id is not None and day.room_id in {one.room_id for one in others}:
        return [Fault("room", "har allerede et andet team på det tidspunkt")]
    return []


def _overlap(one: TeamDay, other: TeamDay) -> bool:
    return one.weekday == other.weekday and one.from_ < other.to and other.from_ < one.to
