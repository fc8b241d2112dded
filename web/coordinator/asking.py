"""«Nyt møde»: choose whom it is about and of what kind, see who is usually there, ask for it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from accounts.once import once
from accounts.tables import Authority
from citizens import consents
from citizens.queries import coordinated
from citizens.service import look, look_through
from scheduler.meetings import requests
from scheduler.meetings.kinds import KINDS
from scheduler.meetings.requests import Invitee
from scheduler.meetings.windows import Window, set_window
from web.coordinator.request_form import request_form
from web.coordinator.visitors import Coordinator, back, show
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN, PathId
from web.visits import Visit

router = APIRouter()
KindCode = Annotated[str, Query(alias="kind", pattern="^[a-z_]{0,40}$")]
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Choice = Annotated[str, Field(pattern=r"^[pc][1-9][0-9]{0,8}:(must|may|pool|not)$")]


class Wanted(BaseModel):
    """The form as it is sent. `who` holds `p4:must`, `c7:may` …, one for each person on the form."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=16, max_length=64)
    kind: str = Field(max_length=40)
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
        chosen = (one.split(":") for one in self.who)
        return [_invitee(who[0], int(who[1:]), part) for who, part in chosen if part != "not"]

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
    mine = coordinated(visit.session, visit.person.id)
    look_through(visit.session, visit.now, visit.person.id, mine, "nyt møde")
    form = None
    if kind in KINDS and citizen:
        about = look(visit.session, visit.now, visit.person.id, int(citizen), "nyt møde")
        form = request_form(visit, kind, about)
    return show(
        visit, "new.html", kinds=list(KINDS), kind=kind, citizen=citizen, mine=mine, form=form, today=visit.today
    )


@router.post("/moeder/nyt")
def ask(visit: Coordinator, wanted: Annotated[Wanted, Form()]) -> RedirectResponse:
    """Ask for the meeting; it gets its time in the next plan. Sent twice, the form asks once."""
    look(visit.session, visit.now, visit.person.id, wanted.citizen, "nyt møde")
    made = once(visit.session, visit.now, visit.person, wanted.key, "meeting", lambda: _request(visit, wanted))
    return back(f"/moeder/{made}", "requested")


@router.post("/moeder/samtykke")
def consent(
    visit: Coordinator,
    kind: Annotated[str, Form(pattern="^[a-z_]{1,40}$")],
    citizen: Annotated[int, Form(ge=1, le=LARGEST_ID)],
    giver: Annotated[int, Form(ge=1, le=LARGEST_ID)],
    authority: Annotated[Authority, Form()],
    scope: Annotated[str, Form(max_length=LONGEST_TEXT, pattern=PLAIN)],
    given_on: Annotated[date, Form()],
) -> RedirectResponse:
    """Write down the consent that was missing, and back to the meeting that needs it."""
    consents.record(visit.session, visit.now, visit.person, giver, authority, scope, given_on)
    return RedirectResponse(f"/moeder/nyt?kind={kind}&borger={citizen}&gemt=consent", 303)


@router.post("/moeder/{meeting_id:int}/igen")
def ask_again(visit: Coordinator, meeting_id: PathId) -> RedirectResponse:
    """Ask for another meeting in place of one that was cancelled or that nobody came to."""
    made = requests.request_again(visit.session, visit.now, visit.today, visit.person, meeting_id)
    return back(f"/moeder/{made.id}", "requested")


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
