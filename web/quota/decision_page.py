"""One decision under the cap (/afgoerelser/{id}): all it rests on, on paper or as JSON, for whoever looks into it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse

from accounts.tables import Role
from companies.queries import unit
from core.errors import NotFoundError
from law.bases import Basis, bases
from law.schemes import SCHEMES
from placements import access
from placements.evidence import records
from placements.evidence.arithmetic import lines
from placements.evidence.exporting import exported
from placements.evidence.records import Record
from placements.evidence.showing import decision_seen_by, record_for
from placements.evidence.tables import QuotaDecision
from placements.evidence.verifying import verdict_on
from placements.queries import proposal
from web.fields import PathId
from web.visits import Anybody, Visit

router = APIRouter()


@router.get("/afgoerelser/{decision_id}.json")
def export(visit: Anybody, decision_id: PathId) -> JSONResponse:
    """The same for programs, as a file to keep; for the municipality's staff, since the digest is of the whole."""
    if visit.person.role is Role.EMPLOYER:
        raise NotFoundError("Filen findes ikke, eller du har ikke adgang til den.", decision=decision_id)
    row = decision_seen_by(visit.session, visit.person, decision_id)
    name = f"afgoerelse-{row.id}.json"
    return JSONResponse(exported(row), headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/afgoerelser/{decision_id}")
def show(visit: Anybody, decision_id: PathId) -> HTMLResponse:
    """The decision with every figure it rests on, how it was reckoned, and whether it still stands."""
    row = decision_seen_by(visit.session, visit.person, decision_id)
    record = record_for(visit.person, row)
    return visit.page(
        "quota/decision.html",
        row=row,
        unit=unit(visit.session, row.unit_id),
        record=record,
        stays=list(zip(record.counts.stays, record.found.stays_fill, strict=True)),
        lines=lines(record.found.employees, record.found.rules),
        bases=_bases(record),
        verdict=verdict_on(visit.session, row),
        sees_proposal=_sees_proposal(visit, row),
        now=visit.now,
        whole=record == records.read(row.record),
    )


def _bases(record: Record) -> tuple[Basis, ...]:
    scheme = record.counts.place.scheme
    return bases(scheme, record.found.rules, fills_quota=record.found.fills) if scheme in SCHEMES else ()


def _sees_proposal(visit: Visit, row: QuotaDecision) -> bool:
    about = None if row.proposal_id is None else proposal(visit.session, row.proposal_id)
    return about is not None and bool(access.sides(visit.session, visit.person, about))
