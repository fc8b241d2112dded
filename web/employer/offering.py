"""«Nyt opslag» and one opening: offered in a minute, changed without losing what another wrote, paused, closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from accounts.tables import Role
from companies import changing, queries, service
from companies.tables import Opening, OpeningState, Unit
from core.errors import ConflictError, Fault, ForbiddenError
from placements.firms import changing as firms
from web.employer.opening_form import FIRST, Typed, kept_prospect, of_form, typed
from web.employer.opening_page import FIELDS, found, outlook, parts
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN, PathId
from web.forms import Page, back, tried
from web.visits import Anybody, Visit

router = APIRouter()
NEW = "/virksomhed/aabninger/ny"
FIRST_START, WINDOW = timedelta(days=7), timedelta(days=56)
"""What the form is filled in with: a start within two months, once both sides have had time to say yes."""
WORK = {"title": "", "occupation": "", "description": "", "skills": [], "least": "0"}
"""What belongs to one kind of work, and is not taken over from the last."""
RowId = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]


def offerer(visit: Anybody) -> Visit:
    """Those who offer places: firms, and the consultants who write for them over the telephone."""
    if visit.person.role not in (Role.EMPLOYER, Role.CONSULTANT):
        raise ForbiddenError("Siden hører til en anden rolle end din.")
    return visit


Offerer = Annotated[Visit, Depends(offerer)]


@router.get(NEW)
def new_opening(
    visit: Offerer,
    unit: Annotated[RowId, Query(alias="enhed")] = None,
    copied: Annotated[RowId, Query(alias="kopi")] = None,
) -> HTMLResponse:
    """The form, filled in as the unit's last opening was, or as the one that is copied."""
    if copied is not None:
        original = _may_change(visit, service.opening_seen_by(visit.session, visit.person, copied))
        draft = changing.draft_of(original).begun(visit.today)
        return _new_page(visit, typed(draft, key=visit.fresh_key(), copied_from=str(copied)))
    mine = _units(visit, unit)
    if not mine:
        return visit.page("employer/no_unit.html")
    chosen = mine[0] if unit is None else service.unit_seen_by(visit.session, visit.person, unit)
    return _new_page(visit, _usual(visit, chosen))


@router.post(NEW, response_model=None)
def offer(visit: Offerer, form: Annotated[Typed, Form()]) -> HTMLResponse | RedirectResponse:
    """Offer the place. Sent twice, the form offers once; asked for occupations or an estimate, it offers nothing."""

    def work() -> RedirectResponse:
        draft = form.draft(int(form.unit or 0), visit.today)
        copied = int(form.copied_from) if form.copied_from else None
        made = once(
            visit.session,
            visit.now,
            visit.person,
            form.key,
            "opening",
            lambda: service.offer(visit.session, visit.person, visit.now, visit.today, draft, copied).id,
        )
        return back(f"/virksomhed/aabninger/{made}", "opening_offered")

    if form.do != "keep":
        return _new_page(visit, form)
    return tried(visit, work, lambda faults: _new_page(visit, form, faults))


@router.get("/virksomhed/aabninger/fag")
def occupation_hits(
    visit: Offerer, title: Annotated[str, Query(max_length=LONGEST_TEXT, pattern=PLAIN)] = ""
) -> HTMLResponse:
    """The occupations most like what is being typed: a part of the form, for those whose browser runs scripts."""
    return visit.page("employer/hits.html", title=title, hits=found(title), chosen="")


@router.get("/virksomhed/aabninger/{opening_id:int}")
def show(visit: Offerer, opening_id: PathId) -> HTMLResponse:
    """One opening, to be changed."""
    opening = _may_change(visit, service.opening_seen_by(visit.session, visit.person, opening_id))
    draft = changing.draft_of(opening)
    return _opening_page(visit, opening, typed(draft, seen=changing.version(draft)))


@router.post("/virksomhed/aabninger/{opening_id:int}", response_model=None)
def change(visit: Offerer, opening_id: PathId, form: Annotated[Typed, Form()]) -> HTMLResponse | RedirectResponse:
    """Say something else in it. Where another was quicker, everything typed is shown beside what stands there now."""
    opening = _may_change(visit, service.opening_seen_by(visit.session, visit.person, opening_id))

    def work() -> Page:
        before, draft = changing.draft_of(opening), form.draft(opening.unit_id, visit.today)
        draft = replace(draft, paid_hours_prospect=kept_prospect(before, draft))
        try:
            firms.change(visit.session, visit.person, visit.now, visit.today, opening_id, draft, form.seen)
        except ConflictError as error:
            if error.facts.get("rule") != "version":
                raise
            return _changed_meanwhile(visit, opening_id, form)
        return back(f"/virksomhed/aabninger/{opening_id}", "opening_changed")

    if form.do != "keep":
        return _opening_page(visit, opening, form)
    return tried(visit, work, lambda faults: _opening_page(visit, opening, form, faults))


@router.post("/virksomhed/aabninger/{opening_id:int}/tilstand")
def change_state(visit: Offerer, opening_id: PathId, state: Annotated[OpeningState, Form()]) -> RedirectResponse:
    """Pause, reopen or close."""
    firms.change_state(visit.session, visit.person, visit.now, opening_id, state)
    home = "/virksomhed" if visit.person.role is Role.EMPLOYER else f"/virksomhed/aabninger/{opening_id}"
    return back(home, f"opening_{state.value}", f"opening-{opening_id}")


def _changed_meanwhile(visit: Visit, opening_id: int, form: Typed) -> HTMLResponse:
    """What was typed, the fields in which it differs from what another has kept, and the way to keep it after all."""
    newest = service.opening_seen_by(visit.session, visit.person, opening_id)
    theirs = typed(changing.draft_of(newest))
    differ = [name for name in Typed.model_fields if getattr(form, name) != getattr(theirs, name)]
    again = form.model_copy(update={"seen": changing.version(changing.draft_of(newest))})
    answer = _opening_page(visit, newest, again, theirs=theirs, differ=differ)
    answer.status_code = 409
    return answer


def _may_change(visit: Visit, opening: Opening) -> Opening:
    service.check_may_change(visit.person, opening.unit)
    return opening


def _units(visit: Visit, unit_id: int | None) -> Sequence[Unit]:
    """Those to choose among: an employer's own; for a consultant the one that the address names."""
    if visit.person.role is Role.EMPLOYER:
        return queries.units(visit.session, employer_id=visit.person.id)
    if unit_id is None:
        return []
    unit = service.unit_seen_by(visit.session, visit.person, unit_id)
    service.check_may_change(visit.person, unit)
    return [unit]


def _usual(visit: Visit, unit: Unit) -> Typed:
    """As the unit's last opening was, the work itself aside; else what is usual."""
    last, key = queries.latest_opening(visit.session, unit.id), visit.fresh_key()
    begin = visit.today + FIRST_START
    days = {"start_earliest": begin.isoformat(), "start_latest": (begin + WINDOW).isoformat()}
    if last is None:
        return Typed.model_validate(FIRST | days | {"unit": str(unit.id), "key": key})
    before = typed(changing.draft_of(last), key=key)
    return before.model_copy(update=days | WORK)


def _new_page(visit: Visit, form: Typed, faults: Sequence[Fault] = ()) -> HTMLResponse:
    units = _units(visit, int(form.unit) if form.unit else None)
    if not units:
        return visit.page("employer/no_unit.html")
    shown = outlook(visit, form, int(form.unit or 0)) if form.do == "estimate" else None
    return visit.page(
        "employer/new.html",
        **parts(form, [unit.company for unit in units], visit.today),
        units=units,
        outlook=shown,
        faults=[of_form(one) for one in (*faults, *(shown.faults if shown else ()))],
        fields=FIELDS,
        path=NEW,
    )


def _opening_page(
    visit: Visit,
    opening: Opening,
    form: Typed,
    faults: Sequence[Fault] = (),
    theirs: Typed | None = None,
    differ: Sequence[str] = (),
) -> HTMLResponse:
    asked = form.do == "estimate" or visit.request.query_params.get("gemt") in ("opening_offered", "opening_changed")
    shown = outlook(visit, form, opening.unit_id) if asked else None
    return visit.page(
        "employer/opening.html",
        **parts(form, [opening.unit.company], visit.today),
        opening=opening,
        promised=firms.promised(visit.session, opening.id),
        today=visit.today,
        outlook=shown,
        theirs=theirs,
        differ=differ,
        faults=[of_form(one) for one in (*faults, *(shown.faults if shown else ()))],
        fields=FIELDS,
        path=f"/virksomhed/aabninger/{opening.id}",
    )
