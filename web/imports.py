"""The pages of a sheet that people send in: templates, the file, the report of its rows, and the decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, Literal, TypeVar

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from accounts import uploads
from accounts.tables import Upload
from accounts.uploads import Import
from core.errors import Fault
from core.sheets import Sheet, as_csv, as_xlsx
from core.sheets.files import LARGEST_FILE
from core.sheets.sheet import places
from web.fields import PathId
from web.forms import back, tried
from web.visits import Visit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FAULTS = 200
"""Shown at once; the rest are seen when these are mended."""

T = TypeVar("T")
Decision = Literal["all", "right", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Generic[T]):
    """Where one kind of sheet is sent in.

    address: of its pages. words: the beginning of its texts' keys: `<words>.title`, `.lead`, `.home`, and for every
    thing that is made `.made.<thing>`. home: the page behind it. visit: lets in those who may.
    """

    address: str
    words: str
    home: str
    what: Import[T]
    visit: Callable[..., Visit]


def pages(desk: Desk[T]) -> APIRouter:
    """The routes of the desk."""
    router = APIRouter()
    _add_templates(router, desk)
    _add_sending(router, desk)
    _add_deciding(router, desk)
    return router


def _add_templates(router: APIRouter, desk: Desk[T]) -> None:
    @router.get(f"{desk.address}/skabelon.xlsx", dependencies=[Depends(desk.visit)])
    def xlsx() -> Response:
        return _file(as_xlsx(desk.what.row, "Data"), XLSX, f"{desk.what.kind}.xlsx")

    @router.get(f"{desk.address}/skabelon.csv", dependencies=[Depends(desk.visit)])
    def csv() -> Response:
        return _file(as_csv(desk.what.row), "text/csv; charset=utf-8", f"{desk.what.kind}.csv")


def _add_sending(router: APIRouter, desk: Desk[T]) -> None:
    @router.get(desk.address)
    def empty(visit: Annotated[Visit, Depends(desk.visit)]) -> HTMLResponse:
        return _page(visit, desk)

    @router.post(desk.address, response_model=None)
    def send(visit: Annotated[Visit, Depends(desk.visit)], file: UploadFile) -> HTMLResponse | RedirectResponse:
        content = file.file.read(LARGEST_FILE + 1)

        def work() -> RedirectResponse:
            name = file.filename or desk.what.kind
            kept = uploads.send_in(visit.session, visit.person, visit.now, visit.today, desk.what, name, content)
            return RedirectResponse(f"{desk.address}/{kept.id}", 303)

        return tried(visit, work, lambda faults: _page(visit, desk, faults))


def _add_deciding(router: APIRouter, desk: Desk[T]) -> None:
    @router.get(f"{desk.address}/{{upload_id:int}}")
    def report(visit: Annotated[Visit, Depends(desk.visit)], upload_id: PathId) -> HTMLResponse:
        upload = uploads.waiting(visit.session, visit.person, desk.what.kind, upload_id)
        content = upload.content
        sheet = None if content is None else uploads.looked_at(visit.session, desk.what, content, visit.today)
        return _report(visit, desk, upload, sheet)

    @router.post(f"{desk.address}/{{upload_id:int}}")
    def decide(
        visit: Annotated[Visit, Depends(desk.visit)], upload_id: PathId, decision: Annotated[Decision, Form()]
    ) -> RedirectResponse:
        who = (visit.session, visit.person, visit.now)
        if decision == "drop":
            uploads.drop(*who, desk.what.kind, upload_id)
            return back(desk.address, "sheet_dropped")
        uploads.decide(*who, visit.today, desk.what, upload_id, only_right=decision == "right")
        return back(f"{desk.address}/{upload_id}", "sheet_imported")


def _page(visit: Visit, desk: Desk[T], faults: Sequence[Fault] = ()) -> HTMLResponse:
    fields = {"file": "file"}
    columns = places(desk.what.row)
    return visit.page("imports/send.html", desk=desk, columns=columns, faults=faults, fields=fields)


def _report(visit: Visit, desk: Desk[T], upload: Upload, sheet: Sheet[T] | None) -> HTMLResponse:
    faults = () if sheet is None else sheet.faults
    shown = {"row_faults": faults[:MOST_FAULTS], "more": max(0, len(faults) - MOST_FAULTS)}
    return visit.page("imports/report.html", desk=desk, upload=upload, sheet=sheet, **shown)


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
