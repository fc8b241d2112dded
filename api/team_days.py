"""Team days: standing weekly slots of a cross-disciplinary team, which the planner fills with cases."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Now, Today, Transaction, allowed
from api.documentation import body, example
from api.fields import Clock, Given, Id, Text
from api.once import IdempotencyKey, made
from api.runs import MANAGERS
from scheduler.planning import queries, teams
from scheduler.planning.tables import TeamDay
from web.fields import PathId

router = APIRouter(prefix="/team-days", tags=["meetings"])
Planner = Annotated[User, Depends(allowed(Role.COORDINATOR, *MANAGERS))]
AHEAD = timedelta(days=365)

GIVEN = {
    "name": "Familieteamet",
    "weekday": 2,
    "from": "09:00",
    "to": "12:00",
    "site": 1,
    "room": 2,
    "case_minutes": 30,
    "members": [4, 21, 22],
    "first_day": "2026-12-01",
    "last_day": None,
}
SHOWN = GIVEN | {"id": 5}


class TeamDayGiven(Given):
    """A weekday on which a team meets (1 is Monday), and how long each case has."""

    name: Text
    weekday: int
    from_: Clock = Field(alias="from")
    to: Clock
    site: Id
    room: Id | None = None
    case_minutes: int
    members: list[Id] = Field(max_length=40)
    first_day: date
    last_day: date | None = None


class TeamDayShown(TeamDayGiven):
    """A team's standing day."""

    id: int


class LastDay(Given):
    """The last day on which the team may meet."""

    last_day: date


@router.get("", responses=example(200, [SHOWN]))
def list_days(session: Transaction, _user: Planner, today: Today) -> list[TeamDayShown]:
    """The team days that stand from today to a year ahead."""
    return [_shown(day) for day in queries.team_days(session, today, today + AHEAD)]


@router.post("", status_code=201, responses=example(201, SHOWN), openapi_extra=body(GIVEN))
def set_up(
    session: Transaction, user: Planner, now: Now, given: TeamDayGiven, key: IdempotencyKey = None
) -> TeamDayShown:
    """Let a team meet every week. Meetings asked for with `team_case` are held in its slots."""
    day = made(session, now, user, key, "team_day", lambda: _set_up(session, user, now, given).id)
    return _shown(_whole(session, day))


@router.post("/{team_day_id}/end", responses=example(200, SHOWN), openapi_extra=body({"last_day": "2027-06-30"}))
def end(session: Transaction, user: Planner, now: Now, team_day_id: PathId, given: LastDay) -> TeamDayShown:
    """Let the team meet for the last time on or before a day."""
    return _shown(_whole(session, teams.end(session, now, user, team_day_id, given.last_day).id))


def _whole(session: Transaction, team_day_id: int) -> TeamDay:
    """The team day with its members, whenever it stands."""
    return next(day for day in queries.team_days(session, date.min, date.max) if day.id == team_day_id)


def _set_up(session: Transaction, user: User, now: Now, given: TeamDayGiven) -> TeamDay:
    return teams.set_up(
        session,
        now,
        user,
        name=given.name,
        weekday=given.weekday,
        from_=given.from_,
        to=given.to,
        site_id=given.site,
        room_id=given.room,
        case_minutes=given.case_minutes,
        members=given.members,
        first_day=given.first_day,
        last_day=given.last_day,
    )


def _shown(row: TeamDay) -> TeamDayShown:
    return TeamDayShown(
        id=row.id,
        name=row.name,
        weekday=row.weekday,
        from_=row.from_,
        to=row.to,
        site=row.site_id,
        room=row.room_id,
        case_minutes=row.case_minutes,
        members=[one.user_id for one in row.members],
        first_day=row.first_day,
        last_day=row.last_day,
    )
