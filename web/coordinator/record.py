"""What is done on a meeting's page: each a form that is sent and leads back to the page."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from scheduler.meetings import agenda, agreements, life, minutes
from scheduler.meetings.tables import AgendaSource, Question
from web.coordinator.meeting import page
from web.coordinator.visitors import Coordinator
from web.fields import PLAIN, PathId
from web.forms import back, tried

router = APIRouter()
Text = Annotated[str, Form(pattern=PLAIN)]
Key = Annotated[str, Form(min_length=16, max_length=64)]


@router.post("/moeder/{meeting_id:int}/holdt")
def hold(visit: Coordinator, meeting_id: PathId) -> RedirectResponse:
    """The meeting was held."""
    life.hold(visit.session, visit.now, visit.person, meeting_id, visit.request.app.state.terms)
    return back(f"/moeder/{meeting_id}", "held")


@router.post("/moeder/{meeting_id:int}/udeblevet")
def no_show(visit: Coordinator, meeting_id: PathId, why: Text = "") -> RedirectResponse:
    """Nobody came."""
    life.no_show(visit.session, visit.now, visit.person, meeting_id, why)
    return back(f"/moeder/{meeting_id}", "no_show")


@router.post("/moeder/{meeting_id:int}/aflys")
def cancel(visit: Coordinator, meeting_id: PathId, why: Text = "") -> RedirectResponse:
    """The meeting is called off."""
    life.cancel(visit.session, visit.now, visit.person, meeting_id, why)
    return back(f"/moeder/{meeting_id}", "cancelled")


@router.post("/moeder/{meeting_id:int}/oplaeg")
def write_note(visit: Coordinator, meeting_id: PathId, text: Text = "") -> RedirectResponse:
    """The note that those who come can read beforehand."""
    agenda.write_note(visit.session, visit.now, visit.person, meeting_id, text)
    return back(f"/moeder/{meeting_id}", "note", "note")


@router.post("/moeder/{meeting_id:int}/dagsorden")
def add_point(
    visit: Coordinator,
    meeting_id: PathId,
    key: Key,
    text: Text = "",
    source: Annotated[Literal["staff", "citizen"], Form()] = "staff",
) -> RedirectResponse:
    """A point for the agenda, our own or one that the citizen has asked for."""
    whose = AgendaSource(source)
    visitor = visit.session, visit.now, visit.person
    once(*visitor, key, "agenda_point", lambda: agenda.add_point(*visitor, meeting_id, text, whose).id)
    return back(f"/moeder/{meeting_id}", "agenda", "agenda")


@router.post("/moeder/{meeting_id:int}/dagsorden/{point_id:int}/fjern")
def remove_point(visit: Coordinator, meeting_id: PathId, point_id: PathId) -> RedirectResponse:
    """A point comes off the agenda."""
    agenda.remove_point(visit.session, visit.now, visit.person, point_id)
    return back(f"/moeder/{meeting_id}", "agenda", "agenda")


@router.post("/moeder/{meeting_id:int}/svar")
def answer(
    visit: Coordinator, meeting_id: PathId, talk_about: Text = "", change: Text = "", life: Text = ""
) -> RedirectResponse:
    """What the citizen has told us in answer to the three questions. An empty field says nothing."""
    told = zip(Question, (talk_about, change, life), strict=True)
    answers = {question: text for question, text in told if text.strip()}
    agenda.answer(visit.session, visit.now, visit.person, meeting_id, answers)
    return back(f"/moeder/{meeting_id}", "answers", "agenda")


@router.post("/moeder/{meeting_id:int}/referat")
def write_minutes(
    visit: Coordinator, meeting_id: PathId, after: Annotated[int, Form(ge=0)], text: Text = ""
) -> RedirectResponse:
    """The next version of the minutes, `after` the one that the writer saw."""
    minutes.write(visit.session, visit.now, visit.person, meeting_id, text, after)
    return back(f"/moeder/{meeting_id}", "minutes", "minutes")


@router.post("/moeder/{meeting_id:int}/referat/godkend")
def approve_minutes(visit: Coordinator, meeting_id: PathId) -> RedirectResponse:
    """The minutes stand from now on."""
    minutes.approve(visit.session, visit.now, visit.person, meeting_id)
    return back(f"/moeder/{meeting_id}", "approved", "minutes")


@router.post("/moeder/{meeting_id:int}/aftaler", response_model=None)
def agree(
    visit: Coordinator,
    meeting_id: PathId,
    key: Key,
    by: Annotated[date, Form()],
    who: Annotated[str, Form(pattern=r"^[pc][1-9][0-9]{0,8}$")],
    what: Text = "",
) -> HTMLResponse | RedirectResponse:
    """Something was agreed: what, who, by when."""
    person = ("citizen" if who[0] == "c" else "user", int(who[1:]))
    visitor = visit.session, visit.now, visit.person

    def work() -> RedirectResponse:
        once(*visitor, key, "agreement", lambda: agreements.agree(*visitor, meeting_id, what, by, person).id)
        return back(f"/moeder/{meeting_id}", "agreement", "agreements")

    typed = {"what": what, "who": who, "by": by}
    fields = {one: one for one in typed}
    return tried(visit, work, lambda faults: page(visit, meeting_id, typed=typed, faults=faults, fields=fields))


@router.post("/aftaler/{agreement_id:int}/udfoert")
def done(visit: Coordinator, agreement_id: PathId) -> RedirectResponse:
    """An agreement was done."""
    agreement = agreements.done(visit.session, visit.now, visit.person, agreement_id)
    return back(f"/moeder/{agreement.meeting_id}", "done", "agreements")


@router.post("/aftaler/{agreement_id:int}/genaabn")
def reopen(visit: Coordinator, agreement_id: PathId) -> RedirectResponse:
    """An agreement was not done after all."""
    agreement = agreements.reopen(visit.session, visit.now, visit.person, agreement_id)
    return back(f"/moeder/{agreement.meeting_id}", "reopened", "agreements")
