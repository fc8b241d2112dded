"""«Nyt møde»: choose whom it is about and of what kind, see who is usually there, ask for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, Json

from accounts.once import once
from accounts.tables import Authority
from citizens import consents
from citizens.queries import coordinated
from citizens.service import look, look_through
from citizens.tables import Citizen
from core.errors import Fault
from scheduler.meetings import requests
from scheduler.meetings.kinds import KINDS
from scheduler.meetings.requests import Invitee
from scheduler.meetings.windows import Window, set_window
from web.coordinator.request_form import RequestForm, request_form
from web.coordinator.visitors import Coordinator, show
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
KindCode = Annotated[str, Query(alias="kind", pattern="^[a-z_]{0,40}$")]
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Choice = Annotated[str, Field(pattern=r"^[pc][1-9][0-9]{0,8}:(must|may|pool|not)$")]
PARTICIPANT = re.compile(r"participants\[(\d+)\]")
FIELDS = {one: one for one in ("due", "earliest", "latest", "minutes", "chair")} | {
    "invitees": "place-1",
    "sites": "place-1",
}
"""The ids of the form's fields, by the places of what can be wrong with them."""
CONSENT = {"scope": "scope-1", "given_on": "given-1"}


class Wanted(BaseModel):
    """The form as it is sent. `who` holds `p4:must`, `c7:may` …, one for each person on the form."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=16, max_length=64)
    kind: str = Field(pattern=f"^({'|'.join(KINDS)})$")
    citizen: RowId
    who: list[Choice] = Field(max_length=1000)
    place: list[Annotated[str, Field(pattern="^[0-9]{0,9}$")]] = Field(max_length=10)
    minutes: int
    earliest: date
    due: date
    latest: date
    chair: Annotated[str, Field(pattern="^[0-9]{0,9}$")] = ""
    team_case: bool = False

    def invitees(self) -> list[Invitee]:
        """Everybody who is to be asked."""
        return [_invitee(key[0], int(key[1:]), part) for key, part in self.coming()]

    def coming(self) -> list[Sequence[str]]:
        """Key and part of everybody who is to be asked, as `invitees` has them."""
        return [one.split(":") for one in self.who if not one.endswith(":not")]

    def sites(self) -> list[int]:
        """The places wished for, each once, in order."""
        return list(dict.fromkeys(int(one) for one in self.place if one))


@router.get("/moeder/nyt")
def new_meeting(
    visit: Coordinator,
    kind: KindCode = "",
    citizen: Annotated[str, Query(alias="borger", pattern="^[0-9]{0,9}$")] = "",
) -> HTMLResponse:
    """First whom it is about and the kind; then the form, filled in with what is usual."""
    if kind not in KINDS or not citizen:
        return _page(visit, kind, citizen, None)
    about = look(visit.session, visit.now, visit.person.id, int(citizen), "nyt møde")
    return _page(visit, kind, citizen, request_form(visit, kind, about))


@router.post("/moeder/nyt", response_model=None)
def ask(visit: Coordinator, wanted: Annotated[Wanted, Form()]) -> HTMLResponse | RedirectResponse:
    """Ask for the meeting; it gets its time in the next plan. Sent twice, the form asks once."""
    about = look(visit.session, visit.now, visit.person.id, wanted.citizen, "nyt møde")

    def work() -> RedirectResponse:
        made = once(visit.session, visit.now, visit.person, wanted.key, "meeting", lambda: _request(visit, wanted))
        return back(f"/moeder/{made}", "requested")

    return tried(visit, work, lambda faults: _typed_page(visit, about, wanted, faults))


@router.post("/moeder/samtykke", response_model=None)
def consent(
    visit: Coordinator,
    kind: Annotated[str, Form(pattern=f"^({'|'.join(KINDS)})$")],
    citizen: Annotated[int, Form(ge=1, le=LARGEST_ID)],
    giver: Annotated[int, Form(ge=1, le=LARGEST_ID)],
    authority: Annotated[Authority, Form()],
    scope: Annotated[str, Form(max_length=LONGEST_TEXT, pattern=PLAIN)],
    given_on: Annotated[date, Form()],
    typed: Annotated[Json[Wanted] | None, Form()] = None,
) -> HTMLResponse | RedirectResponse:
    """Write down the consent that was missing, and back to the meeting that needs it, with what was typed there."""
    about = look(visit.session, visit.now, visit.person.id, citizen, "nyt møde")

    def work() -> RedirectResponse:
        consents.record(visit.session, visit.now, visit.person, giver, authority, scope, given_on)
        return RedirectResponse(f"/moeder/nyt?kind={kind}&borger={citizen}&gemt=consent", 303)

    def again(faults: Sequence[Fault]) -> HTMLResponse:
        if typed is None:
            return _page(visit, kind, str(citizen), request_form(visit, kind, about), faults=faults, fields=CONSENT)
        return _typed_page(visit, about, typed, faults)

    answer = tried(visit, work, again)
    return _typed_page(visit, about, typed, kept="consent") if typed and answer.status_code == 303 else answer


@router.post("/moeder/{meeting_id:int}/igen")
def ask_again(visit: Coordinator, meeting_id: PathId) -> RedirectResponse:
    """Ask for another meeting in place of one that was cancelled or that nobody came to."""
    made = requests.request_again(visit.session, visit.now, visit.today, visit.person, meeting_id)
    return back(f"/moeder/{made.id}", "requested")


def _page(visit: Visit, kind: str, citizen: str, form: RequestForm | None, **shown: object) -> HTMLResponse:
    mine = coordinated(visit.session, visit.person.id)
    look_through(visit.session, visit.now, visit.person.id, mine, "nyt møde")
    usual = {"kinds": list(KINDS), "mine": mine, "today": visit.today, "path": "/moeder/nyt", "typed": None}
    return show(visit, "new.html", **usual | {"kind": kind, "citizen": citizen, "form": form} | shown)


def _typed_page(
    visit: Visit, about: Citizen, typed: Wanted, faults: Sequence[Fault] = (), kept: str | None = None
) -> HTMLResponse:
    """The form again, with everything that was typed."""
    usual = request_form(visit, typed.kind, about, dict(one.split(":") for one in typed.who))
    form = replace(
        usual,
        minutes=typed.minutes,
        window=Window(typed.earliest, typed.due, typed.latest),
        wishes=[int(one) if one else None for one in typed.place],
        chair_id=int(typed.chair) if typed.chair else None,
        team_case=typed.team_case,
    )
    names = {one.key: one.name for one in (*form.usual, *form.others)}
    fields = FIELDS | CONSENT | {key: f"who-{key}" for key in names}
    found = [_named(fault, typed, names) for fault in faults]
    return _page(visit, typed.kind, str(about.id), form, faults=found, fields=fields, kept=kept, typed=typed)


def _named(fault: Fault, typed: Wanted, names: Mapping[str, str]) -> Fault:
    """A fault about one participant, told of the person: `participants[2]` is the third who is to be asked."""
    found = PARTICIPANT.match(fault.place)
    key = typed.coming()[int(found[1])][0] if found else ""
    return Fault(key, f"{names[key]} {fault.message}") if key in names else fault


def _request(visit: Visit, wanted: Wanted) -> int:
    meeting = requests.request_meeting(
        visit.session,
        visit.now,
        visit.today,
        wanted.kind,
        wanted.citizen,
        visit.person.id,
        wanted.sites(),
        wanted.invitees(),
        chair_id=int(wanted.chair) if wanted.chair else None,
        minutes=wanted.minutes,
        team_case=wanted.team_case,
    )
    window = Window(wanted.earliest, wanted.due, wanted.latest)
    set_window(visit.session, visit.now, visit.person, meeting.id, window)
    return meeting.id


def _invitee(letter: str, number: int, part: str) -> Invitee:
    user, citizen = (number, None) if letter == "p" else (None, number)
    return Invitee(user, citizen, required=part != "may", pool=1 if part == "pool" else None)
