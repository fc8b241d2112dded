"""Sheets sent in by programs: the same report and decision as on the pages."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import Base64Bytes, Field

from accounts import uploads
from accounts.tables import Upload, User
from accounts.uploads import Import
from api.deps import Now, Person, Today, Transaction
from api.documentation import body, example
from api.fields import Given, Shown, Text
from companies.register.access import check_may_register
from companies.register.sheets import COMPANIES, EMPLOYEES
from core.sheets import Sheet
from core.sheets.files import LARGEST_FILE
from web.fields import PathId
from web.imports import MOST_FAULTS

router = APIRouter(prefix="/imports", tags=["imports"])
Kind = Literal["companies", "employees"]
KINDS: dict[str, Import[Any]] = {one.kind: one for one in (COMPANIES, EMPLOYEES)}
FILE = {"name": "firmaer.csv", "content": "Q1ZSLW51bW1lcjtWaXJrc29taGVk"}
FAULT = {"row": 7, "column": "CVR-nummer", "message": "skal være 8 cifre", "given": "123"}
REPORT = {
    "id": 4,
    "kind": "companies",
    "name": "firmaer.xlsx",
    "right": 11,
    "wrong": 1,
    "faults": [FAULT],
    "unknown": [],
    "outcome": None,
}


def writer(user: Person) -> User:
    """Somebody who may register companies. Raises ForbiddenError."""
    check_may_register(user)
    return user


Writer = Annotated[User, Depends(writer)]


class File(Given):
    """A file: .xlsx or CSV, in Base64. The templates are fetched on the pages."""

    name: Text
    content: Base64Bytes = Field(max_length=2 * LARGEST_FILE)


class FaultShown(Shown):
    """What is wrong in one row, and how to mend it."""

    row: int
    column: str
    message: str
    given: str


class Report(Shown):
    """A file that waits for a decision, with the first faults; or, once decided, what became of it."""

    id: int
    kind: str
    name: str
    right: int = 0
    wrong: int = 0
    faults: list[FaultShown] = Field(default=[])
    unknown: list[str] = Field(default=[])
    outcome: dict[str, int] | None = None


class Decision(Given):
    """`all` where every row is right, `right` for those that are, `drop` for none."""

    decision: Literal["all", "right", "drop"]


@router.post("/{kind}", status_code=201, responses=example(201, REPORT), openapi_extra=body(FILE))
def send(
    session: Transaction, user: Writer, now: Now, today: Today, kind: Kind, file: File, response: Response
) -> Report:
    """Send a file in and have its report; nothing is imported yet."""
    upload = uploads.send_in(session, user, now, today, KINDS[kind], file.name, file.content)
    response.headers["Location"] = f"/api/v1/imports/{kind}/{upload.id}"
    return _report(upload, uploads.looked_at(session, KINDS[kind], file.content, today))


@router.get("/{kind}/{upload_id}", responses=example(200, REPORT))
def show(session: Transaction, user: Writer, today: Today, kind: Kind, upload_id: PathId) -> Report:
    """The report as things stand now."""
    upload = uploads.waiting(session, user, kind, upload_id)
    content = upload.content
    return _report(upload, None if content is None else uploads.looked_at(session, KINDS[kind], content, today))


@router.post(
    "/{kind}/{upload_id}/decision",
    responses=example(200, REPORT | {"outcome": {"rows": 11, "left": 1, "companies": 9, "units": 11}}),
    openapi_extra=body({"decision": "right"}),
)
def decide(
    session: Transaction, user: Writer, now: Now, today: Today, kind: Kind, upload_id: PathId, wanted: Decision
) -> Report:
    """Import the rows, or none. Decided before: what became of it then."""
    if wanted.decision == "drop":
        return _report(uploads.drop(session, user, now, kind, upload_id), None)
    only_right = wanted.decision == "right"
    return _report(uploads.decide(session, user, now, today, KINDS[kind], upload_id, only_right=only_right), None)


def _report(upload: Upload, sheet: Sheet[Any] | None) -> Report:
    usual = {"id": upload.id, "kind": upload.kind, "name": upload.name}
    if sheet is None:
        return Report(**usual, outcome=upload.outcome)
    faults = [FaultShown.model_validate(one) for one in sheet.faults[:MOST_FAULTS]]
    return Report(**usual, right=len(sheet.rows), wrong=sheet.bad_rows, faults=faults, unknown=list(sheet.unknown))
