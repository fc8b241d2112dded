"""«Henvendelser»: what is wrong at one's citizens' placements, and at all while on call; managers see what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from accounts.queries import people, users_by_id
from accounts.tables import Role, User
from citizens.service import look_through
from core.errors import Fault
from placements.daily import access, queries, troubles
from placements.daily.access import STAFF
from placements.daily.queries import Known
from placements.daily.tables import Trouble, TroubleState
from web.daily.troubles import Key, Text
from web.daily.visitors import Staff
from web.fields import LARGEST_ID, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
HERE = "/henvendelser"
CLOSED_SHOWN = 20
RowId = Annotated[int, Form(ge=1, le=LARGEST_ID)]


@dataclass(frozen=True, slots=True)
class Item:
    """A message with the placement it is about, and who answers for it."""

    trouble: Trouble
    known: Known
    who: User
    mine: bool
    late: bool


@router.get(HERE)
def inbox(visit: Staff) -> HTMLResponse:
    """What is open, what is taken, and what was closed last. That the citizens were seen is logged."""
    if visit.person.role is Role.MANAGER:
        waiting = _items(visit, queries.escalated(visit.session))
        return visit.page("daily/waiting.html", items=waiting, staff=people(visit.session, STAFF))
    on_call = access.is_on_call(visit.session, visit.person, visit.now)
    unclosed = _items(visit, queries.inbox(visit.session, visit.person.id, on_call=on_call))
    closed = _items(visit, queries.closed_last(visit.session, visit.person.id, CLOSED_SHOWN))
    seen = [item.known.citizen for item in (*unclosed, *closed)]
    look_through(visit.session, visit.now, visit.person.id, seen, "henvendelser")
    return visit.page(
        "daily/inbox.html",
        open=[item for item in unclosed if item.trouble.state is TroubleState.OPEN],
        taken=[item for item in unclosed if item.trouble.state is TroubleState.TAKEN],
        closed=closed,
        on_call=on_call,
        watch=queries.on_call_at(visit.session, visit.now) if on_call else None,
    )


@router.post(f"{HERE}/{{trouble_id:int}}/giv")
def assign(visit: Staff, trouble_id: PathId, to: RowId) -> RedirectResponse:
    """A manager gives what nobody took to somebody."""
    troubles.assign(visit.session, visit.now, visit.person, trouble_id, to, visit.request.app.state.terms)
    return back(HERE, "trouble_given")


@router.get(f"{HERE}/{{trouble_id:int}}")
def one(visit: Staff, trouble_id: PathId) -> HTMLResponse:
    """One message: what is wrong, whom to call, what was done."""
    return _page(visit, trouble_id)


@router.post(f"{HERE}/{{trouble_id:int}}/tag")
def take(visit: Staff, trouble_id: PathId, instead_of: RowId | None = None) -> RedirectResponse:
    """Take it, or take it over from whoever the page said had it."""
    troubles.take(visit.session, visit.now, visit.person, trouble_id, instead_of)
    return back(f"{HERE}/{trouble_id}", "trouble_taken")


@router.post(f"{HERE}/{{trouble_id:int}}/notat", response_model=None)
def note(visit: Staff, trouble_id: PathId, key: Key, text: Text = "") -> HTMLResponse | RedirectResponse:
    """Write down what was done."""

    def work() -> RedirectResponse:
        def make() -> int:
            return troubles.note(visit.session, visit.now, visit.person, trouble_id, text).id

        once(visit.session, visit.now, visit.person, key, "trouble note", make)
        return back(f"{HERE}/{trouble_id}", "trouble_note", "notes")

    return tried(visit, work, lambda faults: _page(visit, trouble_id, faults))


@router.post(f"{HERE}/{{trouble_id:int}}/luk", response_model=None)
def close(visit: Staff, trouble_id: PathId, outcome: Text = "") -> HTMLResponse | RedirectResponse:
    """Close it, with what whoever reported it is to read."""

    def work() -> RedirectResponse:
        troubles.close(visit.session, visit.now, visit.person, trouble_id, outcome)
        # Who was on call sees what is closed no more.
        return back(HERE, "trouble_closed")

    return tried(visit, work, lambda faults: _page(visit, trouble_id, faults, outcome))


def _items(visit: Visit, found: Sequence[Trouble]) -> list[Item]:
    known = queries.known_by_id(visit.session, {one.placement_id for one in found})
    users = users_by_id(visit.session, {one.assigned_to for one in found})
    return [_item(visit, one, known[one.placement_id], users) for one in found]


def _item(visit: Visit, trouble: Trouble, known: Known, users: Mapping[int, User]) -> Item:
    late = trouble.state is TroubleState.OPEN and trouble.take_by <= visit.now
    return Item(trouble, known, users[trouble.assigned_to], trouble.assigned_to == visit.person.id, late)


def _page(visit: Visit, trouble_id: int, faults: Sequence[Fault] = (), outcome: str = "") -> HTMLResponse:
    trouble, known = access.handled(visit.session, visit.now, visit.person, trouble_id)
    look_through(visit.session, visit.now, visit.person.id, [known.citizen], "henvendelse")
    notes = queries.notes(visit.session, trouble_id)
    involved = {trouble.assigned_to, *(one.user_id for one in notes)}
    others = {one for one in (trouble.reported_by, trouble.closed_by) if one is not None}
    return visit.page(
        "daily/trouble.html",
        item=_item(visit, trouble, known, users_by_id(visit.session, {trouble.assigned_to})),
        notes=notes,
        users=users_by_id(visit.session, involved | others),
        typed_outcome=outcome,
        faults=faults,
        fields={"text": "text", "outcome": "outcome"},
    )
