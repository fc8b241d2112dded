"""Who comes to these pages, and what each page tells besides: that what was just done is kept."""

from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.tables import Role
from web.visits import Visit, visit_as

Coordinator = Annotated[Visit, Depends(visit_as(Role.COORDINATOR))]

KEPT = (
    "agenda",
    "agreement",
    "answers",
    "approved",
    "cancelled",
    "consent",
    "done",
    "follow_up",
    "held",
    "minutes",
    "moved",
    "no_show",
    "note",
    "published",
    "reopened",
    "requested",
    "team",
)
"""What an address may say was just kept; anything else there is ignored."""


def show(visit: Visit, template: str, **shown: object) -> HTMLResponse:
    """A page of the workplace, with a receipt where the visitor has just kept something."""
    said = visit.request.query_params.get("gemt")
    return visit.page(f"coordinator/{template}", **shown, key=visit.fresh_key, kept=said if said in KEPT else None)


def back(address: str, kept: str, part: str = "") -> RedirectResponse:
    """Back to a page, with a receipt. `part` is the section of the page to go to."""
    return RedirectResponse(f"{address}?gemt={kept}{part and '#'}{part}", 303)
