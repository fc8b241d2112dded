"""«Dubletter»: companies that may be the same, each decided by a person; and putting two together."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from companies.register import alike, merging, queries
from companies.register.access import check_may_register, company_seen_by
from core.errors import Fault
from web.companies.typed import fields_of
from web.companies.visitors import Reader, show
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
RowId = Annotated[int, Form(ge=1, le=LARGEST_ID)]
Reason = Annotated[str, Form(max_length=LONGEST_TEXT, pattern=PLAIN)]


@router.get("/virksomheder/dubletter")
def duplicates(
    visit: Reader, before: Annotated[int | None, Query(alias="foer", ge=1, le=LARGEST_ID)] = None
) -> HTMLResponse:
    """Those registered last that may be one registered before; older ones on the next page."""
    looked_at = queries.latest(visit.session, before, alike.AT_A_TIME)
    older = looked_at[-1].id if len(looked_at) == alike.AT_A_TIME else None
    found = alike.suspicions(visit.session, before)
    return show(visit, "duplicates.html", found=found, looked_at=len(looked_at), older=older)


@router.post("/virksomheder/dubletter")
def distinguish(visit: Reader, one: RowId, other: RowId) -> RedirectResponse:
    """The two are not the same."""
    alike.distinguish(visit.session, visit.person, visit.now, one, other)
    return back("/virksomheder/dubletter", "distinct")


@router.get("/virksomheder/{company_id:int}/sammen/{other_id:int}")
def together(visit: Reader, company_id: PathId, other_id: PathId) -> HTMLResponse:
    """Both side by side, to choose which stays."""
    check_may_register(visit.person)
    return _together(visit, company_id, other_id)


@router.post("/virksomheder/{company_id:int}/sammen/{other_id:int}", response_model=None)
def merge(
    visit: Reader, company_id: PathId, other_id: PathId, kept: RowId, reason: Reason = ""
) -> HTMLResponse | RedirectResponse:
    """Put them together; `kept` is the one that stays."""
    gone = other_id if kept == company_id else company_id

    def work() -> RedirectResponse:
        merging.merge(visit.session, visit.person, visit.now, kept, gone, reason)
        return back(f"/virksomheder/{kept}", "merged")

    return tried(visit, work, lambda faults: _together(visit, company_id, other_id, kept, reason, faults))


def _together(
    visit: Visit, one_id: int, other_id: int, kept: int | None = None, reason: str = "", faults: Sequence[Fault] = ()
) -> HTMLResponse:
    both = [company_seen_by(visit.session, visit.person, one) for one in (one_id, other_id)]
    contacts = {one.id: queries.contacts(visit.session, one.id) for one in both}
    older = min(both, key=lambda one: one.id)
    shown = {"both": both, "contacts": contacts, "chosen": kept or older.id, "reason": reason}
    return show(visit, "together.html", faults=faults, fields=fields_of(faults), **shown)
