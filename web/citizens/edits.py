"""What is done on a citizen's page: each a form that is sent and leads back to its part of the page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from citizens.profile import queries, service
from citizens.profile.drafts import ProfileDraft
from citizens.tables import Status
from core.errors import NotFoundError
from placements.service import move_citizen
from web.citizens import wishes
from web.citizens.profile import page
from web.citizens.typed import Text, Typed
from web.citizens.visitors import Worker
from web.fields import PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
Answer = HTMLResponse | RedirectResponse
Ticked = Annotated[list[str], Form(default_factory=list, max_length=40)]
HERE = "/borgere/{citizen_id:int}"


@router.post(f"{HERE}/oensker")
def wish(
    visit: Worker,
    citizen_id: PathId,
    step: Annotated[wishes.Step, Form()],
    code: Annotated[str, Form(pattern=r"^\d{6}$")],
) -> RedirectResponse:
    """A wish is added, moved up or struck."""
    if step == "add" and not wishes.is_known(code):
        raise NotFoundError("Faget findes ikke på listen.", occupation=code)
    codes = wishes.after(queries.wishes(visit.session, citizen_id), step, code)
    service.wish(visit.session, visit.now, visit.person, citizen_id, codes)
    return back(f"/borgere/{citizen_id}", "wishes", "wishes")


@router.post(f"{HERE}/timer", response_model=None)
def hours(
    visit: Worker, citizen_id: PathId, hours_min: Text = "", hours_max: Text = "", available_from: Text = ""
) -> Answer:
    """How many hours a week, and from when."""
    typed = {"hours_min": hours_min, "hours_max": hours_max, "available_from": available_from}

    def edit(was: ProfileDraft) -> ProfileDraft:
        read = Typed()
        least, most = read.number("hours_min", hours_min), read.number("hours_max", hours_max)
        first = read.day("available_from", available_from) or was.available_from
        read.done()
        return replace(was, hours_min=least, hours_max=most, available_from=first)

    return _change(visit, citizen_id, "hours", edit, typed)


@router.post(f"{HERE}/vej", response_model=None)
def reach(
    visit: Worker,
    citizen_id: PathId,
    transport: Ticked,
    max_travel_km: Text = "",
    driving_licence: Annotated[bool, Form()] = False,
) -> Answer:
    """How the citizen gets about, and how far."""
    typed = {"transport": transport, "max_travel_km": max_travel_km, "driving_licence": driving_licence}

    def edit(was: ProfileDraft) -> ProfileDraft:
        read = Typed()
        kilometres = read.number("max_travel_km", max_travel_km)
        read.done()
        return replace(was, transport=tuple(transport), max_travel_km=kilometres, driving_licence=driving_licence)

    return _change(visit, citizen_id, "reach", edit, typed)


@router.post(f"{HERE}/sprog", response_model=None)
def language(visit: Worker, citizen_id: PathId, language: Text = "", interpreter_language: Text = "") -> Answer:
    """How well the citizen speaks Danish, and whether an interpreter is needed."""
    typed = {"language": language, "interpreter_language": interpreter_language}
    return _change(
        visit,
        citizen_id,
        "language",
        lambda was: replace(was, language=language, interpreter_language=interpreter_language or None),
        typed,
    )


@router.post(f"{HERE}/behov", response_model=None)
def needs(
    visit: Worker,
    citizen_id: PathId,
    needs: Ticked,
    skills: Ticked,
) -> Answer:
    """What a workplace takes into account, and what the citizen can do."""
    typed = {"needs": needs, "skills": skills}
    return _change(
        visit, citizen_id, "needs", lambda was: replace(was, needs=tuple(needs), skills=tuple(skills)), typed
    )


@router.post(f"{HERE}/kontakt", response_model=None)
def contact(visit: Worker, citizen_id: PathId, phone: Text = "", email: Text = "") -> Answer:
    """Where the citizen is reached."""
    return _change(
        visit,
        citizen_id,
        "contact",
        lambda was: replace(was, phone=phone.strip() or None, email=email.strip() or None),
        {"phone": phone, "email": email},
    )


@router.post(f"{HERE}/ordninger", response_model=None)
def schemes(
    visit: Worker,
    citizen_id: PathId,
    schemes: Ticked,
    every: Annotated[bool, Form()] = False,
) -> Answer:
    """Which schemes the caseworker has opened."""
    chosen = None if every else tuple(schemes)
    typed = {"schemes": schemes, "every": every}
    return _change(visit, citizen_id, "schemes", lambda was: replace(was, schemes=chosen), typed)


@router.post(f"{HERE}/status", response_model=None)
def move(visit: Worker, citizen_id: PathId, to: Annotated[Status, Form()], why: Text = "") -> Answer:
    """The citizen moves on the status board."""

    def work() -> RedirectResponse:
        move_citizen(visit.session, visit.now, visit.person, citizen_id, to, why)
        return back(f"/borgere/{citizen_id}", "moved", "board")

    return sent(visit, citizen_id, "board", work, {"to": to, "why": why})


def _change(
    visit: Visit,
    citizen_id: int,
    part: str,
    edit: Callable[[ProfileDraft], ProfileDraft],
    typed: Mapping[str, object],
) -> Answer:
    def work() -> RedirectResponse:
        service.change(visit.session, visit.now, visit.person, citizen_id, edit)
        return back(f"/borgere/{citizen_id}", "profile", part)

    return sent(visit, citizen_id, part, work, typed)


def sent(
    visit: Visit, citizen_id: int, part: str, work: Callable[[], RedirectResponse], typed: Mapping[str, object]
) -> Answer:
    """What `work` leads to, or the page again with the faults in its part."""
    fields = {one: one for one in typed}
    return tried(
        visit, work, lambda faults: page(visit, citizen_id, part=part, typed=typed, faults=faults, fields=fields)
    )
