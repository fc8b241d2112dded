"""What the citizen does on «Min side»: wishes, points and answers for a meeting, leaving an activity; and the log."""

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from accounts.once import once
from accounts.queries import users_by_id
from citizens.plans import activities
from citizens.profile import queries, service
from core.errors import NotFoundError
from scheduler.meetings import agenda
from scheduler.meetings.tables import Question
from web.citizens import wishes
from web.citizens.mine import HERE, others_looks, own, page
from web.citizens.typed import Key, Text
from web.citizens.visitors import Own
from web.fields import PathId
from web.forms import back, tried

router = APIRouter()
Answer = HTMLResponse | RedirectResponse


@router.post(f"{HERE}/oensker")
def wish(
    visit: Own, step: Annotated[wishes.Step, Form()], code: Annotated[str, Form(pattern=r"^[0-9]{6}$")]
) -> RedirectResponse:
    """A wish is added, moved up or struck."""
    if step == "add" and not wishes.is_known(code):
        raise NotFoundError("Faget findes ikke på listen.", occupation=code)
    citizen = own(visit)
    codes = wishes.after(queries.wishes(visit.session, citizen.id), step, code)
    service.wish(visit.session, visit.now, visit.person, citizen.id, codes)
    return back(HERE, "wishes_mine", "wishes")


@router.post(f"{HERE}/moeder/{{meeting_id:int}}/punkt", response_model=None)
def add_point(visit: Own, meeting_id: PathId, key: Key, text: Text = "") -> Answer:
    """Something the citizen wants to talk about."""
    visitor = visit.session, visit.now, visit.person

    def work() -> RedirectResponse:
        once(*visitor, key, "agenda_point", lambda: agenda.add_point(*visitor, meeting_id, text).id)
        return back(HERE, "point_mine", f"meeting-{meeting_id}")

    fields = {"text": f"point-{meeting_id}"}
    return tried(visit, work, lambda faults: page(visit, about=meeting_id, faults=faults, fields=fields))


@router.post(f"{HERE}/punkt/{{point_id:int}}/fjern")
def remove_point(visit: Own, point_id: PathId) -> RedirectResponse:
    """A point of one's own comes off the agenda."""
    agenda.remove_point(visit.session, visit.now, visit.person, point_id)
    return back(HERE, "point_gone", "meetings")


@router.post(f"{HERE}/moeder/{{meeting_id:int}}/svar")
def answer(
    visit: Own, meeting_id: PathId, talk_about: Text = "", change: Text = "", life: Text = ""
) -> RedirectResponse:
    """The answers to the three questions; an empty field says nothing."""
    told = zip(Question, (talk_about, change, life), strict=True)
    answers = {question: text for question, text in told if text.strip()}
    agenda.answer(visit.session, visit.now, visit.person, meeting_id, answers)
    return back(HERE, "answers_mine", f"meeting-{meeting_id}")


@router.post(f"{HERE}/aktiviteter/{{activity_id:int}}/forlad")
def leave(visit: Own, activity_id: PathId, reason: Text = "") -> RedirectResponse:
    """The citizen leaves an activity, or the waiting list for it."""
    activities.leave(visit.session, visit.now, visit.person, activity_id, reason=reason)
    return back(HERE, "left_mine", "activities")


@router.get(f"{HERE}/log")
def log(visit: Own) -> HTMLResponse:
    """Everybody who has looked at the citizen's data."""
    citizen = own(visit)
    return visit.page("citizens/log.html", looks=others_looks(visit, citizen))


@router.get(f"{HERE}/log.csv")
def export(visit: Own) -> Response:
    """The whole log, the citizen's own looks too, as a sheet that Danish Excel opens."""
    citizen = own(visit)
    entries = queries.looks(visit.session, citizen.id)
    users = users_by_id(visit.session, {one.user_id for one in entries if one.user_id is not None})
    written = io.StringIO()
    sheet = csv.writer(written, delimiter=";")
    sheet.writerow(["Tidspunkt", "Hvem", "Rolle", "Handling", "Formål"])
    for one in entries:
        user = users.get(one.user_id or 0)
        who = ("Tovholder", "system") if user is None else (user.name, user.role.value)
        row = (one.at.isoformat(timespec="seconds"), *who, one.action, str(one.facts.get("why") or ""))
        sheet.writerow([_harmless(cell) for cell in row])
    headers = {"Content-Disposition": 'attachment; filename="log.csv"', "Cache-Control": "no-store"}
    return Response(written.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _harmless(cell: str) -> str:
    """The cell so that a spreadsheet takes it for text and never for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
