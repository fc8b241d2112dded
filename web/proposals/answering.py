"""What is done on a proposal's page: answers, the first name, taking back, letting a finding pass."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from placements import service
from placements.reasons import OTHER, Reason
from placements.states import Answer
from web.fields import PLAIN, PathId
from web.forms import Page, back, tried
from web.proposals.page import page
from web.visits import HOMES, Anybody, Visit

router = APIRouter()
HERE = "/forslag/{proposal_id:int}"
Text = Annotated[str, Form(pattern=PLAIN, max_length=5_000)]
Code = Annotated[str, Form(pattern=r"^[a-z_]{1,40}$")]


def given(code: str, text: str) -> Reason:
    """The reason of a form; words without a choice are a reason of their own."""
    return Reason(code or (OTHER if text.strip() else ""), text)


@router.post(f"{HERE}/svar", response_model=None)
def answer(
    visit: Anybody,
    proposal_id: PathId,
    answer: Annotated[Answer, Form()],
    code: Code = "",
    reason: Text = "",
    told: Code = "talk",
    share_name: Annotated[bool, Form()] = False,
    here: Annotated[bool, Form()] = False,
) -> Page:
    """Record a yes or a no; back to where the visitor came from, with a receipt. `here`: from the proposal's page."""

    def work() -> RedirectResponse:
        service.answer(
            visit.session,
            visit.now,
            visit.person,
            proposal_id,
            answer,
            given(code, reason) if answer is Answer.NO else None,
            share_name=share_name,
            told=told,
        )
        if here:
            return back(f"/forslag/{proposal_id}", f"answer_{answer}")
        return RedirectResponse(f"{HOMES[visit.person.role]}?svar={answer.value}", 303)

    return _tried(visit, proposal_id, work, "no", code=code, reason=reason, told=told)


@router.post(f"{HERE}/fornavn")
def first_name(visit: Anybody, proposal_id: PathId, shared: Annotated[bool, Form()] = False) -> RedirectResponse:
    """The employer may know the first name, or may not any more."""
    service.share_name(visit.session, visit.now, visit.person, proposal_id, shared=shared)
    return back(f"/forslag/{proposal_id}", "name_shared" if shared else "name_hidden")


@router.post(f"{HERE}/traek-tilbage", response_model=None)
def withdraw(visit: Anybody, proposal_id: PathId, code: Code = "", reason: Text = "") -> Page:
    """The municipality takes the proposal back."""

    def work() -> RedirectResponse:
        service.withdraw(visit.session, visit.now, visit.person, proposal_id, given(code, reason))
        return back(f"/forslag/{proposal_id}", "withdrawn")

    return _tried(visit, proposal_id, work, "withdraw", code=code, reason=reason)


@router.post(f"{HERE}/fravig", response_model=None)
def overrule(visit: Anybody, proposal_id: PathId, rule: Code, reason: Text = "") -> Page:
    """The caseworker lets a finding pass, with a reason."""

    def work() -> RedirectResponse:
        service.overrule(visit.session, visit.now, visit.person, proposal_id, rule, reason)
        return back(f"/forslag/{proposal_id}", "overruled", "findings")

    return _tried(visit, proposal_id, work, f"overrule_{rule}", reason=reason)


def _tried(visit: Visit, proposal_id: int, work: Callable[[], RedirectResponse], form: str, **typed: str) -> Page:
    return tried(visit, work, lambda faults: page(visit, proposal_id, typed, form, faults=faults))
