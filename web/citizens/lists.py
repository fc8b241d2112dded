"""The lists on a citizen's page: fixed hours of the week, experiences, modules of Danish, places not to be sent to."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from accounts.once import once
from citizens.profile import background, service
from citizens.profile.background import ExperienceDraft
from citizens.profile.drafts import CommitmentDraft
from citizens.profile.tables import ExperienceKind
from companies.queries import unit as unit_of
from core.errors import NotFoundError
from web.citizens import wishes
from web.citizens.edits import HERE, Answer, sent
from web.citizens.typed import Key, Text, Typed
from web.citizens.visitors import Worker
from web.fields import LARGEST_ID, PathId
from web.forms import back

router = APIRouter()


@router.post(f"{HERE}/uge", response_model=None)
def commit_time(
    visit: Worker,
    citizen_id: PathId,
    key: Key,
    weekday: Annotated[int, Form(ge=1, le=7)],
    from_: Annotated[str, Form(alias="from")] = "",
    to: Text = "",
    what: Text = "",
) -> Answer:
    """A fixed hour comes into the week."""

    def work() -> RedirectResponse:
        read = Typed()
        begins, ends = read.clock("from", from_), read.clock("to", to)
        read.done()
        draft = CommitmentDraft(weekday=weekday, from_=begins, to=ends, what=what)
        at = visit.session, visit.now, visit.person
        once(*at, key, "commitment", lambda: service.commit_time(*at, citizen_id, draft).id)
        return back(f"/borgere/{citizen_id}", "profile", "week")

    return sent(visit, citizen_id, "week", work, {"weekday": weekday, "from": from_, "to": to, "what": what})


@router.post("/borgere/uge/{commitment_id:int}/fjern")
def free_time(visit: Worker, commitment_id: PathId) -> RedirectResponse:
    """A fixed hour goes out of the week."""
    citizen = service.free_time(visit.session, visit.now, visit.person, commitment_id)
    return back(f"/borgere/{citizen.id}", "profile", "week")


@router.post(f"{HERE}/erfaring", response_model=None)
def experience(
    visit: Worker,
    citizen_id: PathId,
    key: Key,
    kind: Annotated[ExperienceKind, Form()],
    title: Text = "",
    place: Text = "",
    from_year: Text = "",
    to_year: Text = "",
) -> Answer:
    """An earlier job, education or voluntary work. The occupation is the one that the title plainly names."""

    def work() -> RedirectResponse:
        read = Typed()
        first, last = read.whole("from_year", from_year), read.whole("to_year", to_year)
        read.done()
        draft = ExperienceDraft(
            kind=kind, title=title, occupation=wishes.named(title), place=place, from_year=first, to_year=last
        )
        at = visit.session, visit.now, visit.person
        once(*at, key, "experience", lambda: background.add_experience(*at, citizen_id, draft).id)
        return back(f"/borgere/{citizen_id}", "profile", "experience")

    typed = {"kind": kind, "title": title, "place": place, "from_year": from_year, "to_year": to_year}
    return sent(visit, citizen_id, "experience", work, typed)


@router.post("/borgere/erfaring/{experience_id:int}/fjern")
def drop_experience(visit: Worker, experience_id: PathId) -> RedirectResponse:
    """An experience is struck."""
    citizen_id = background.drop_experience(visit.session, visit.now, visit.person, experience_id)
    return back(f"/borgere/{citizen_id}", "profile", "experience")


@router.post(f"{HERE}/moduler", response_model=None)
def module(
    visit: Worker,
    citizen_id: PathId,
    programme: Annotated[int, Form()],
    module: Annotated[int, Form()],
    begun_on: Text = "",
    passed_on: Text = "",
) -> Answer:
    """A module of Danish that the citizen follows or has passed."""

    def work() -> RedirectResponse:
        read = Typed()
        days = read.day("begun_on", begun_on), read.day("passed_on", passed_on)
        read.done()
        background.set_module(visit.session, visit.now, visit.person, citizen_id, (programme, module), *days)
        return back(f"/borgere/{citizen_id}", "profile", "language")

    typed = {"programme": programme, "module": module, "begun_on": begun_on, "passed_on": passed_on}
    return sent(visit, citizen_id, "modules", work, typed)


@router.post(f"{HERE}/moduler/fjern")
def drop_module(
    visit: Worker, citizen_id: PathId, programme: Annotated[int, Form()], module: Annotated[int, Form()]
) -> RedirectResponse:
    """A module is struck."""
    background.drop_module(visit.session, visit.now, visit.person, citizen_id, (programme, module))
    return back(f"/borgere/{citizen_id}", "profile", "language")


@router.post(f"{HERE}/udelukket", response_model=None)
def exclude(
    visit: Worker, citizen_id: PathId, unit: Annotated[int, Form(ge=1, le=LARGEST_ID)], reason: Text = ""
) -> Answer:
    """The citizen is not sent to this place."""

    def work() -> RedirectResponse:
        if unit_of(visit.session, unit) is None:
            raise NotFoundError("Enheden findes ikke.", unit=unit)
        background.exclude(visit.session, visit.now, visit.person, citizen_id, unit, reason)
        return back(f"/borgere/{citizen_id}", "profile", "excluded")

    return sent(visit, citizen_id, "excluded", work, {"reason": reason})


@router.post(f"{HERE}/udelukket/fjern")
def admit(visit: Worker, citizen_id: PathId, unit: Annotated[int, Form(ge=1, le=LARGEST_ID)]) -> RedirectResponse:
    """The citizen may be sent there again."""
    background.admit(visit.session, visit.now, visit.person, citizen_id, unit)
    return back(f"/borgere/{citizen_id}", "profile", "excluded")
