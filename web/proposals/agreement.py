"""The agreement on the pages: written or changed by the municipality, signed by all three, read as a paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from core.errors import ConflictError, Fault, NotFoundError
from placements.agreements import service, signing, suggesting
from placements.agreements.documents import Document
from placements.agreements.tables import Signer
from placements.papers.agreement import paper
from placements.papers.rendering import pdf
from placements.papers.wording import Language
from placements.states import Step
from scheduler.followups.terms import Terms
from web.citizens.typed import Typed
from web.fields import PLAIN, PathId
from web.forms import Page, back, tried
from web.proposals.page import page
from web.proposals.view import ProposalView, view
from web.proposals.written import Written, at_its_field, in_words, written
from web.visits import Anybody, Visit

router = APIRouter()
HERE = "/forslag/{proposal_id:int}"
NOON = time(12, tzinfo=UTC)
FIELDS = {
    name: name
    for name in (
        "tasks", "purpose", "regard", "new_function", "contact_name", "contact_phone",
        "start", "last_day", "hours", "steps", "timetable", "milestones",
    )
}  # fmt: skip


@router.get(f"{HERE}/aftale", response_model=None)
def form(visit: Anybody, proposal_id: PathId) -> Page:
    """The form, for whoever can write the agreement; others read it on the proposal's page."""
    seen = view(visit, proposal_id)
    if Step.AGREE not in seen.can:
        return RedirectResponse(f"/forslag/{proposal_id}#aftale", 303)
    draft = service.current(visit.session, seen.proposal)
    if draft is not None:
        return _form(visit, proposal_id, written(draft, _version(seen)))
    begun = replace(suggesting.suggested(visit.session, seen.proposal, visit.today), regard=in_words(seen.regard or ()))
    return _form(visit, proposal_id, written(begun))


@router.post(f"{HERE}/aftale", response_model=None)
def write(visit: Anybody, proposal_id: PathId, typed: Annotated[Written, Form()]) -> Page:
    """Write the agreement, or change it."""

    def work() -> Page:
        at = visit.session, visit.now, visit.person
        try:
            service.write(*at, proposal_id, typed.draft(), typed.seen, _terms(visit))
        except ConflictError as error:
            if error.facts.get("rule") != "version":
                raise
            return _changed_meanwhile(visit, proposal_id, typed, error.message)
        return back(f"/forslag/{proposal_id}", "agreement", "aftale")

    return tried(visit, work, lambda faults: _form(visit, proposal_id, typed, at_its_field(faults)))


@router.post(f"{HERE}/underskrift", response_model=None)
def sign(visit: Anybody, proposal_id: PathId, version: Annotated[int, Form(ge=1, le=10_000)]) -> Page:
    """The visitor signs for their own side. What was changed since they read it is shown to them first."""

    def work() -> RedirectResponse:
        signing.sign(visit.session, visit.now, visit.person, proposal_id, version, _terms(visit))
        return back(f"/forslag/{proposal_id}", "signed", "aftale")

    return tried(visit, work, lambda faults: page(visit, proposal_id, faults=faults))


@router.post(f"{HERE}/underskrift-paa-papir", response_model=None)
def sign_on_paper(
    visit: Anybody,
    proposal_id: PathId,
    version: Annotated[int, Form(ge=1, le=10_000)],
    side: Annotated[Signer, Form()],
    name: Annotated[str, Form(pattern=PLAIN, max_length=200)] = "",
    signed_on: Annotated[str, Form(pattern=PLAIN, max_length=40)] = "",
) -> Page:
    """The municipality records what somebody has signed on paper: who, and when."""

    def work() -> RedirectResponse:
        read = Typed()
        day = read.day("signed_on", signed_on) or visit.today
        read.done()
        at = visit.session, visit.now, visit.person
        signing.sign_on_paper(*at, proposal_id, version, side, name, day, _terms(visit))
        return back(f"/forslag/{proposal_id}", "signed_on_paper", "aftale")

    typed = {"name": name, "signed_on": signed_on, "side": side.value}
    return tried(visit, work, lambda faults: page(visit, proposal_id, typed, "paper", faults=faults))


@router.get(f"{HERE}/aftale.pdf")
def as_pdf(visit: Anybody, proposal_id: PathId, sprog: Annotated[Language, Query()] = "da") -> Response:
    """The agreement's paper, in Danish, with a side in plain Danish or in English for the citizen."""
    agreed = view(visit, proposal_id).agreement
    if agreed is None:
        raise NotFoundError("Der er ingen aftale endnu.", proposal=proposal_id)
    content = pdf(paper(agreed, visit.request.app.state.municipality, sprog), _made_at(agreed))
    headers = {"Content-Disposition": f'inline; filename="aftale-{proposal_id}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _made_at(agreed: Document) -> datetime:
    """The day of the last word or signature, so that the same agreement is the same file."""
    return datetime.combine(max([agreed.agreed_on, *(one.signed_on for one in agreed.signatures)]), NOON)


def _terms(visit: Visit) -> Terms:
    own: Terms = visit.request.app.state.terms
    return own


def _version(seen: ProposalView) -> int:
    return 0 if seen.agreement is None else seen.agreement.version


def _changed_meanwhile(visit: Visit, proposal_id: int, typed: Written, told: str) -> HTMLResponse:
    """What was typed; sent once more it takes the place of what another wrote."""
    newest = typed.model_copy(update={"seen": _version(view(visit, proposal_id))})
    answer = _form(visit, proposal_id, newest, [Fault("", told)])
    answer.status_code = 409
    return answer


def _form(visit: Visit, proposal_id: int, typed: Written, faults: Sequence[Fault] = ()) -> HTMLResponse:
    seen = view(visit, proposal_id)
    return visit.page("proposals/agreement.html", one=seen, typed=typed, faults=faults, fields=FIELDS)
