"""A decision under the cap as a paper (/afgoerelser/{id}.pdf), to be handed to the appeals board."""

from fastapi import APIRouter
from fastapi.responses import Response

from placements.evidence.showing import decision_seen_by, record_for
from placements.papers.evidence import paper
from placements.papers.rendering import pdf
from web.fields import PathId
from web.visits import Anybody

router = APIRouter()


@router.get("/afgoerelser/{decision_id}.pdf")
def as_pdf(visit: Anybody, decision_id: PathId) -> Response:
    """The decision with every figure it rests on, as far as the visitor may see it."""
    row = decision_seen_by(visit.session, visit.person, decision_id)
    made = paper(row, record_for(visit.person, row), visit.request.app.state.municipality)
    headers = {"Content-Disposition": f'inline; filename="afgoerelse-{row.id}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf(made, row.at), media_type="application/pdf", headers=headers)
