"""Answers to proposals: the consultant passes on the citizen's, the employer gives their own."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from placements import service
from placements.reasons import Reason
from placements.states import Answer
from web.fields import PLAIN, PathId
from web.visits import HOMES, Anybody

router = APIRouter()


@router.post("/forslag/{proposal_id}/svar")
def answer(
    visit: Anybody,
    proposal_id: PathId,
    answer: Annotated[Answer, Form()],
    reason: Annotated[str | None, Form(pattern=PLAIN)] = None,
) -> RedirectResponse:
    """Record a yes or a no; back to where the visitor came from, with a receipt."""
    service.answer(visit.session, visit.now, visit.person, proposal_id, answer, Reason(text=reason or ""))
    return RedirectResponse(f"{HOMES[visit.person.role]}?svar={answer.value}", 303)
