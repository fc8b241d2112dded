"""«Hent fra CVR»: the register is asked with no transaction open, and what it says is registered in one."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from companies.register import fetching
from companies.register.access import check_may_register
from companies.register.cvr import Found
from companies.register.sources import RegisterError, configured
from core import clock
from core.errors import BadInputError
from web.calendar import Asker, Reading
from web.fields import PLAIN
from web.forms import back

router = APIRouter()
Number = Annotated[str, Form(max_length=20, pattern=PLAIN)]


@router.post("/virksomheder/hent")
def fetch(asker: Reading, cvr: Number) -> RedirectResponse:
    """Register the company as the register has it; where that cannot be done, back to the form to write it."""
    check_may_register(asker.person)
    number = "".join(cvr.split())
    try:
        found = _asked(asker, number)
        if found is None:
            return RedirectResponse(f"/virksomheder/ny?hentet=none&cvr={_digits(number)}", 303)
        with asker.database.transaction() as session:
            taken = fetching.take(session, asker.person, asker.now, clock.local_day(asker.now), found)
    except (BadInputError, RegisterError):
        return RedirectResponse(f"/virksomheder/ny?hentet=failed&cvr={_digits(number)}", 303)
    return back(f"/virksomheder/{taken.company.id}", "fetched_part" if taken.left else "fetched")


def _asked(asker: Asker, cvr: str) -> Found | None:
    register = configured(asker.settings)
    return None if register is None else register.company(cvr)


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isascii() and one.isdigit())[:8]
