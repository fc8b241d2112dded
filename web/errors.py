"""Error pages in plain words. Who decides which number an error has is the application, not this file."""

import re
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from core.errors import Fault
from web import rendering
from web.formats import Formats
from web.security import HEADERS
from web.words import words

EXPLAINED = frozenset({403, 404, 409, 422, 500})
"""Numbers with words of their own; the others share those of 500 or, below it, of 400."""


def page(request: Request, status: int, message: str | None = None, found: Sequence[Fault] = ()) -> HTMLResponse:
    """An error page. `message` is what the error itself says in Danish; it may say how to mend it.

    Faults of `found` are told instead, each by the name of its field where the pages have one.
    Touches no database, so that it can be shown when that is what failed.
    """
    kind = status if status in EXPLAINED else 500 if status >= 500 else 400
    readable = (_of_fields(found) or message) if rendering.language_of(request) == "da" else None
    shown = {"kind": kind, "number": status, "message": readable}
    answer = rendering.page(request, "error.html", rendering.frame_of(request), shown, status=status)
    # Starlette answers unexpected errors outside every middleware, so the policies are set here as well.
    answer.headers.update(HEADERS)
    return answer


def _of_fields(found: Sequence[Fault]) -> str:
    said = words("da")
    named = [(said.texts.get(f"field.{_field(fault.place)}"), fault.message) for fault in found]
    told = ". ".join(message if name is None else f"{name}: {message}" for name, message in named)
    return Formats("da").with_days(told)


def _field(place: str) -> str:
    """`sites` of `sites[0]`, `participants` of `participants[2].user`."""
    return re.split(r"[\[.]", place, maxsplit=1)[0]
