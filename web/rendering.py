"""From a template and what it shows to an HTML answer."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from accounts.tables import Role, User
from core import clock
from core.settings import settings
from matcher.words import Language
from web.fields import of_field, ties
from web.formats import Formats
from web.words import DEFAULT, LANGUAGES, words

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGE_COOKIE = "tovholder_language"
YEAR_SECONDS = 365 * 24 * 3600


@cache
def static(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep what they have."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals["static"] = static
ENVIRONMENT.globals["languages"] = LANGUAGES
ENVIRONMENT.globals["ties"] = ties
ENVIRONMENT.filters["of_field"] = of_field
ENVIRONMENT.filters["sentence"] = lambda text: text[:1].upper() + text[1:]


def in_order(people: Iterable[User], companies: Mapping[int, str]) -> list[User]:
    """People as a list offers them: those with a company by its name, others as they come."""
    return sorted(people, key=lambda person: companies.get(person.id, ""))


ENVIRONMENT.filters["in_order"] = in_order


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: who looks, whom the switch offers, where each role has its workplace, and its menu.

    `companies` names the company of each person who is an employer, by the person's id.
    """

    person: User | None = None
    people: tuple[User, ...] = ()
    companies: Mapping[int, str] = field(default_factory=dict)
    homes: Mapping[Role, str] = field(default_factory=dict)
    menus: Mapping[Role, Sequence[tuple[str, str]]] = field(default_factory=dict)


def keep_frame(request: Request, frame: Frame) -> None:
    """Remember what surrounds the page, should the request end with an error page."""
    request.state.frame = frame


def frame_of(request: Request) -> Frame:
    """What was remembered; an empty frame where the request did not come so far."""
    frame = getattr(request.state, "frame", None)
    return frame if isinstance(frame, Frame) else Frame()


def page(request: Request, template: str, frame: Frame, shown: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Render `template` in the reader's language. The answer is kept neither by browsers nor by proxies."""
    language = language_of(request)
    context = {
        "t": words(language),
        "fmt": Formats(language),
        "language": language,
        "path": request.url.path,
        "municipality": request.app.state.municipality,
        "frame": frame,
        "faults": (),
        "kept": None,
        "today_ahead": clock.today() if settings().days_ahead else None,
        **shown,
    }
    html = ENVIRONMENT.get_template(template).render(context)
    answer = HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
    if request.query_params.get("lang") == language:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, httponly=True, samesite="lax")
    return answer


def language_of(request: Request) -> Language:
    """The language asked for in the address, else the one chosen before, else Danish."""
    asked = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    return next((language for wish in asked for language in LANGUAGES if language == wish), DEFAULT)
