"""Error pages in plain words. Who decides which number an error has is the application, not this file."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from web import rendering
from web.security import HEADERS

EXPLAINED = frozenset({403, 404, 409, 422, 500})
"""Numbers with words of their own; the others share those of 500 or, below it, of 400."""


def page(request: Request, status: int, message: str | None = None) -> HTMLResponse:
    """An error page. `message` is what the error itself says in Danish; it may say how to mend it.

    Touches no database, so that it can be shown when that is what failed.
    """
    kind = status if status in EXPLAINED else 500 if status >= 500 else 400
    readable = message if rendering.language_of(request) == "da" else None
    shown = {"kind": kind, "number": status, "message": readable}
    answer = rendering.page(request, "error.html", rendering.Frame(), shown, status=status)
    # Starlette answers unexpected errors outside every middleware, so the policies are set here as well.
    answer.headers.update(HEADERS)
    return answer
