"""The front page and the switch «Jeg er …»."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from core.errors import NotFoundError
from web.visits import HOMES, PERSON_COOKIE, Anybody

router = APIRouter()


@router.get("/")
def front_page(visit: Anybody) -> HTMLResponse:
    """What Tovholder is, and the choice of person."""
    return visit.page("front.html")


@router.post("/jeg-er")
def choose(visit: Anybody, person: Annotated[int, Form()]) -> RedirectResponse:
    """Become one of the demonstration's people; the way leads to that person's workplace."""
    chosen = next((user for user in visit.frame.people if user.id == person), None)
    if chosen is None:
        raise NotFoundError("Personen findes ikke i demonstrationen. Vælg en anden på listen.")
    answer = RedirectResponse(HOMES[chosen.role], 303)
    answer.set_cookie(PERSON_COOKIE, str(chosen.id), httponly=True, samesite="lax")
    return answer
