"""What every form has in common: kept whole or not at all, shown again with its faults, a receipt when it is kept."""

from collections.abc import Callable, Sequence

from fastapi.responses import HTMLResponse, RedirectResponse

from core.errors import BadInputError, Fault
from web.visits import Visit


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
    """Back to a page, with the receipt whose text is `kept.<kept>`. `part` is the section of the page to go to."""
    return RedirectResponse(f"{address}?gemt={kept}{part and '#'}{part}", 303)
