"""«Vagt»: who is on call from when until when, and the times in which nobody would answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.queries import people, users_by_id
from core.clock import COPENHAGEN
from core.errors import Fault
from placements.daily import on_call, queries
from placements.daily.on_call import EDITORS, WATCHKEEPERS
from web.daily.visitors import Staff
from web.fields import LARGEST_ID, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
HERE = "/vagt"
Wall = Annotated[datetime, Form()]
"""A moment as a form's field writes it: Danish time without a zone."""
NAMES = {"starts_at": "begins", "ends_at": "ends"}
"""The form's names for places that another form calls something else."""
SHOWN = 7
"""Watches that stand open on the page; those after them are folded away."""
YEAR = timedelta(days=365)


@router.get(HERE)
def rota(visit: Staff) -> HTMLResponse:
    """The watches from now on, and the gaps in the four weeks ahead."""
    return _page(visit)


@router.post(HERE, response_model=None)
def add(
    visit: Staff,
    who: Annotated[int, Form(ge=1, le=LARGEST_ID)],
    begins: Wall,
    ends: Wall,
    phone: Annotated[str, Form(max_length=20)] = "",
) -> HTMLResponse | RedirectResponse:
    """Put somebody on call."""

    def work() -> RedirectResponse:
        number = phone.replace(" ", "") or None
        begin, end = (_instant(one) for one in (begins, ends))
        on_call.add(visit.session, visit.now, visit.person, who, begin, end, number)
        return back(HERE, "watch")

    typed = {"who": who, "begins": _written(begins), "ends": _written(ends), "phone": phone}
    return tried(visit, work, lambda faults: _page(visit, typed, faults))


@router.post(f"{HERE}/{{watch_id:int}}/slet")
def remove(visit: Staff, watch_id: PathId) -> RedirectResponse:
    """Take a watch off the rota."""
    on_call.remove(visit.session, visit.now, visit.person, watch_id)
    return back(HERE, "watch_gone")


def _page(visit: Visit, typed: dict[str, object] | None = None, faults: Sequence[Fault] = ()) -> HTMLResponse:
    watches = queries.watches(visit.session, visit.now, visit.now + YEAR)
    gaps = on_call.gaps(visit.session, visit.now, visit.request.app.state.terms.closed)
    return visit.page(
        "daily/rota.html",
        watches=watches,
        first=SHOWN,
        users=users_by_id(visit.session, {one.user_id for one in watches}),
        now=visit.now,
        gaps=gaps,
        staff=people(visit.session, WATCHKEEPERS),
        may=visit.person.role in EDITORS,
        typed=typed or _suggested(visit, gaps),
        faults=[Fault(NAMES.get(fault.place, fault.place), fault.message) for fault in faults],
        fields={name: name for name in ("who", "begins", "ends", "phone")},
    )


def _suggested(visit: Visit, gaps: Sequence[tuple[datetime, datetime]]) -> dict[str, object]:
    """The first gap, so that filling it takes one choice."""
    begin, end = gaps[0] if gaps else (visit.now, visit.now)
    return {"who": "", "begins": _written(begin), "ends": _written(end), "phone": ""}


def _instant(wall: datetime) -> datetime:
    return wall if wall.tzinfo is not None else wall.replace(tzinfo=COPENHAGEN)


def _written(moment: datetime) -> str:
    local = moment if moment.tzinfo is None else moment.astimezone(COPENHAGEN)
    return local.strftime("%Y-%m-%dT%H:%M")
