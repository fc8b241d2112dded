"""Where calendar programs read a person's meetings: a secret address, no log-in.

An address that leads nowhere is 404 whatever is wrong with it. Both feeds and guesses have a rate limit.
"""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Path, Request
from fastapi.responses import PlainTextResponse, Response
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.deps import Now, Transaction
from core.errors import NotFoundError
from core.settings import Settings
from scheduler.calendars import feeds

router = APIRouter()
ADDRESS = "/kalendere/{secret}.ics"
LONGEST_SECRET = 100
READS = RateLimitItemPerMinute(30, namespace="reads")
"""Of one feed. A calendar program asks once an hour."""
GUESSES = RateLimitItemPerMinute(30, namespace="guesses")
"""Of one caller, who is told no more once they are used up, whether an address is right or wrong."""


def install(app: FastAPI) -> None:
    """Put the feeds on `app`."""
    app.state.feed_rates = FixedWindowRateLimiter(MemoryStorage())
    app.include_router(router, include_in_schema=False)


@router.get(ADDRESS, name="read_feed")
def read_feed(
    request: Request,
    session: Transaction,
    now: Now,
    secret: Annotated[str, Path(max_length=LONGEST_SECRET)],
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The meetings of the person whose secret it is."""
    rates: FixedWindowRateLimiter = request.app.state.feed_rates
    settings: Settings = request.app.state.settings
    caller = "" if request.client is None else request.client.host
    if not rates.test(GUESSES, caller):
        return _refusal(GUESSES)
    try:
        found = feeds.read(session, now, secret, settings.calendar_domain)
    except NotFoundError:
        rates.hit(GUESSES, caller)
        raise
    return _answer(found, if_none_match) if rates.hit(READS, str(found.feed_id)) else _refusal(READS)


def _answer(found: feeds.FeedFile, known: str | None) -> Response:
    tag = f'"{found.tag}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known is not None and tag in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="moeder.ics"'
    return Response(found.content, media_type="text/calendar; charset=utf-8", headers=headers)


def _refusal(limit: RateLimitItem) -> Response:
    return PlainTextResponse(
        "Kalenderen læses for tit. Prøv igen om et minut.", 429, {"Retry-After": str(limit.get_expiry())}
    )
