"""«Teamdage»: the standing weekly days of cross-disciplinary teams, which the planner fills with cases."""

from datetime import date, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from accounts.once import once
from accounts.queries import people
from scheduler import queries as places
from scheduler.planning import queries, teams
from web.coordinator.request_form import STAFF
from web.coordinator.visitors import Coordinator, show
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN, PathId
from web.forms import back
from web.visits import Visit

router = APIRouter()
AHEAD = timedelta(days=365)
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class Wanted(BaseModel):
    """The form as it is sent. `place` is a site, or a site and a room: `3:7`."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=16, max_length=64)
    name: str = Field(max_length=LONGEST_TEXT, pattern=PLAIN)
    weekday: int
    from_: time = Field(alias="from")
    to: time
    place: str = Field(pattern=r"^[1-9][0-9]{0,8}(:[1-9][0-9]{0,8})?$")
    case_minutes: int
    members: list[RowId] = Field(default=[], max_length=40)
    first_day: date


@router.get("/moeder/teamdage")
def team_days(visit: Coordinator) -> HTMLResponse:
    """The team days that stand from today on, and a form for another."""
    staff = people(visit.session, STAFF)
    return show(
        visit,
        "team_days.html",
        days=queries.team_days(visit.session, visit.today, visit.today + AHEAD),
        staff=staff,
        names={user.id: user.name for user in staff},
        sites={site.id: site for site in places.sites(visit.session) if site.citizen_id is None},
        rooms={room.id: room for room in places.rooms(visit.session)},
        today=visit.today,
    )


@router.post("/moeder/teamdage")
def set_up(visit: Coordinator, wanted: Annotated[Wanted, Form()]) -> RedirectResponse:
    """Let a team meet every week."""
    once(visit.session, visit.now, visit.person, wanted.key, "team_day", lambda: _set_up(visit, wanted))
    return back("/moeder/teamdage", "team")


@router.post("/moeder/teamdage/{team_day_id:int}/slut")
def end(visit: Coordinator, team_day_id: PathId, last_day: Annotated[date, Form()]) -> RedirectResponse:
    """Let the team meet for the last time on or before a day."""
    teams.end(visit.session, visit.now, visit.person, team_day_id, last_day)
    return back("/moeder/teamdage", "team")


def _set_up(visit: Visit, wanted: Wanted) -> int:
    site, _, room = wanted.place.partition(":")
    day = teams.set_up(
        visit.session,
        visit.now,
        visit.person,
        name=wanted.name,
        weekday=wanted.weekday,
        from_=wanted.from_,
        to=wanted.to,
        site_id=int(site),
        room_id=int(room) if room else None,
        case_minutes=wanted.case_minutes,
        members=wanted.members,
        first_day=wanted.first_day,
    )
    return day.id
