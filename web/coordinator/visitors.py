"""Who comes to these pages, and what each page tells besides: that what was just done is kept."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.tables import Role
from core.errors import BadInputError, Fault
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
    """A page of the workplace, with a receipt where the visitor has just kept something.

    `faults` are told above it, each with a link to its field: `fields` has the field's id by the fault's place.
    """
    said = visit.request.query_params.get("gemt")
    usual: dict[str, object] = {
        "key": visit.fresh_key,
        "kept": said if said in KEPT else None,
        "faults": (),
        "fields": {},
    }
    return visit.page(f"coordinator/{template}", **usual | shown)


def tried(
    visit: Visit, work: Callable[[], RedirectResponse], again: Callable[[Sequence[Fault]], HTMLResponse]
) -> HTMLResponse | RedirectResponse:
    """What `work` leads to; where the form has faults, nothing of it is kept and `again` shows it with them."""
    try:
        with visit.session.begin_nested():
            return work()
    except BadInputError as error:
        answer = again(error.faults)
        answer.status_code = 422
        return answer


def back(address: str, kept: str, part: str = "") -> RedirectResponse:
    """Back to a page, with a receipt. `part` is the section of the page to go to."""
    return RedirectResponse(f"{address}?gemt={kept}{part and '#'}{part}", 303)
