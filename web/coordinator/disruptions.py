"""«Ændringer»: somebody is away, a day is closed, a room is gone. A new draft moves as little as can be."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from accounts.queries import people
from core.clock import COPENHAGEN
from scheduler import queries
from scheduler.calendars.queries import absent
from scheduler.calendars.service import absent_from
from scheduler.planning.changes import Absent, Change, Closed, RoomCancelled, request_replan
from web.coordinator.request_form import STAFF
from web.coordinator.visitors import Coordinator, show
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN
from web.forms import tried
from web.visits import Visit

router = APIRouter()
Key = Annotated[str, Form(min_length=16, max_length=64)]
RowId = Annotated[int, Form(ge=1, le=LARGEST_ID)]


@router.get("/moeder/aendringer")
def changes(visit: Coordinator) -> HTMLResponse:
    """What can come in the way of a plan, and who is away today."""
    return _page(visit, {})


@router.post("/moeder/fravaer", response_model=None)
def away(
    visit: Coordinator,
    key: Key,
    who: RowId,
    first: Annotated[date, Form()],
    last: Annotated[date, Form()],
    substitute: Annotated[str, Form(pattern="^[0-9]{0,9}$")] = "",
) -> HTMLResponse | RedirectResponse:
    """Somebody is away from `first` to `last`. Why is not asked."""

    def ask() -> int:
        stands_in = int(substitute) if substitute else None
        absent_from(visit.session, visit.now, visit.person, who, first, last, stands_in)
        return _ask(visit, Absent(who, first, last))

    typed = {"who": who, "first": first, "last": last, "substitute": substitute}
    return _replan(visit, key, ask, typed, {one: one for one in typed})


@router.post("/moeder/lukkedag", response_model=None)
def closed(
    visit: Coordinator,
    key: Key,
    day: Annotated[date, Form()],
    why: Annotated[str, Form(max_length=LONGEST_TEXT, pattern=PLAIN)],
) -> HTMLResponse | RedirectResponse:
    """Nobody meets on `day`."""
    change = Closed(day, why)
    typed = {"closed-day": day, "closed-why": why}
    return _replan(visit, key, lambda: _ask(visit, change), typed, {"day": "closed-day", "why": "closed-why"})


@router.post("/moeder/lokale", response_model=None)
def room_gone(
    visit: Coordinator,
    key: Key,
    room: RowId,
    day: Annotated[date, Form()],
    from_: Annotated[time, Form(alias="from")],
    to: Annotated[time, Form()],
) -> HTMLResponse | RedirectResponse:
    """A room cannot be used on `day` for a while."""
    starts_at, ends_at = (datetime.combine(day, at, COPENHAGEN) for at in (from_, to))
    change = RoomCancelled(room, starts_at, ends_at)
    typed = {"room-id": room, "room-day": day, "room-from": f"{from_:%H:%M}", "room-to": f"{to:%H:%M}"}
    fields = {"room": "room-id", "starts_at": "room-day", "ends_at": "room-to"}
    return _replan(visit, key, lambda: _ask(visit, change), typed, fields)


def _page(visit: Visit, typed: Mapping[str, object], **shown: object) -> HTMLResponse:
    """`typed`: what was typed already, by the field's id."""
    staff = people(visit.session, STAFF)
    away = absent(visit.session, visit.today)
    return show(
        visit,
        "disruptions.html",
        staff=staff,
        away=[user for user in staff if user.id in away],
        rooms=queries.rooms(visit.session),
        sites={site.id: site.name for site in queries.sites(visit.session)},
        today=visit.today,
        typed=typed,
        path="/moeder/aendringer",
        **shown,
    )


def _replan(
    visit: Visit, key: str, ask: Callable[[], int], typed: Mapping[str, object], fields: Mapping[str, str]
) -> HTMLResponse | RedirectResponse:
    """To the run that makes the new draft; where the form has faults, the form again with what was typed."""

    def work() -> RedirectResponse:
        run_id = once(visit.session, visit.now, visit.person, key, "planning_run", ask)
        return RedirectResponse(f"/planlaegninger/{run_id}", 303)

    return tried(visit, work, lambda faults: _page(visit, typed, faults=faults, fields=fields))


def _ask(visit: Visit, change: Change) -> int:
    return request_replan(visit.session, visit.now, visit.person, change).id
