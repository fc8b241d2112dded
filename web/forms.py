"""What every form has in common: kept whole or not at all, shown again with its faults, a receipt when it is kept."""

from collections.abc import Callable, Sequence

from fastapi.responses import HTMLResponse, RedirectResponse

from core.errors import BadInputError, ConflictError, Fault
from placements.evidence.deciding import RefusedError
from web.visits import Visit

Page = HTMLResponse | RedirectResponse


def tried(visit: Visit, work: Callable[[], Page], again: Callable[[Sequence[Fault]], HTMLResponse]) -> Page:
    """What `work` leads to; where it cannot be done, nothing of it is kept and `again` tells what to mend.

    A conflict is a fault of no field. A refusal under the cap is raised on: it is kept as evidence where the request
    ends.
    """
    try:
        with visit.session.begin_nested():
            return work()
    except RefusedError:
        raise
    except ConflictError as error:
        return _again(again([Fault("", error.message)]), 409)
    except BadInputError as error:
        return _again(again(error.faults), 422)


def back(address: str, kept: str, part: str = "") -> RedirectResponse:
    """Back to a page, with the receipt whose text is `kept.<kept>`. `part` is the section of the page to go to."""
    return RedirectResponse(f"{address}?gemt={kept}{part and '#'}{part}", 303)


def _again(answer: HTMLResponse, status: int) -> HTMLResponse:
    answer.status_code = status
    return answer
