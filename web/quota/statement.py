"""The employees' statement: the part of a proposal's page that shows it and takes it down (/forslag/{id}/udtalelse)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from core.errors import BadInputError, Fault
from placements import access
from placements.evidence import queries
from placements.evidence.building import NEEDS_STATEMENT
from placements.evidence.records import Statement
from placements.evidence.statements import ROLES, StatementDraft, may_say, say
from placements.lives.starting import start_if_ready
from placements.states import PROMISED, Side
from placements.tables import Proposal
from web.fields import PLAIN, PathId
from web.forms import back, tried
from web.visits import Anybody, Visit
from web.words import Words

router = APIRouter()
YES, NO = "yes", "no"
FIELDS = ("name", "role", "said_on", "agrees", "remark")
Text = Annotated[str, Form(pattern=PLAIN)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What was said, newest first, and the form as it was typed."""

    proposal_id: int
    newest: Statement | None
    earlier: Sequence[Statement]
    may_say: bool
    typed: dict[str, str]

    @staticmethod
    def roles(t: Words) -> list[tuple[str, str]]:
        """Who a representative can be."""
        return [(role, t.code("statement_role", role)) for role in ROLES]

    @staticmethod
    def answers(t: Words) -> list[tuple[str, str]]:
        """What a representative can answer."""
        return [(YES, t("statement.yes")), (NO, t("statement.no"))]


def view(visit: Visit, proposal: Proposal, typed: dict[str, str] | None = None) -> StatementView | None:
    """The statements about a proposal. None where its scheme asks for none, and for the citizen: it is the firm's and
    the municipality's affair until it stands in the agreement.
    """
    sides = access.sides(visit.session, visit.person, proposal)
    if proposal.scheme not in NEEDS_STATEMENT or not sides & {Side.EMPLOYER, Side.MUNICIPALITY}:
        return None
    said = queries.statements(visit.session, proposal.id)
    if not said and proposal.state not in PROMISED:
        return None
    return StatementView(
        proposal_id=proposal.id,
        newest=next(iter(said), None),
        earlier=said[1:],
        may_say=may_say(visit.session, visit.person, proposal),
        typed=typed or dict.fromkeys(FIELDS, "") | {"said_on": visit.today.isoformat()},
    )


@router.get("/forslag/{proposal_id}/udtalelse")
def show(visit: Anybody, proposal_id: PathId) -> HTMLResponse:
    """The statements and the form on a page of their own."""
    return _page(visit, proposal_id)


@router.post("/forslag/{proposal_id}/udtalelse", response_model=None)
def record(
    visit: Anybody,
    proposal_id: PathId,
    name: Text = "",
    role: Text = "",
    said_on: Text = "",
    agrees: Text = "",
    remark: Text = "",
) -> HTMLResponse | RedirectResponse:
    """Take down what the representative said; what only waited for it begins."""
    typed = {"name": name, "role": role, "said_on": said_on, "agrees": agrees, "remark": remark}

    def work() -> RedirectResponse:
        say(visit.session, visit.now, visit.person, proposal_id, _draft(typed))
        start_if_ready(visit.session, visit.now, visit.person.id, proposal_id, visit.request.app.state.terms)
        return back(f"/forslag/{proposal_id}", "statement", "udtalelse")

    return tried(visit, work, lambda faults: _page(visit, proposal_id, faults, typed))


def _draft(typed: dict[str, str]) -> StatementDraft:
    """Raises BadInputError where the day or the answer cannot be read; the rest is looked at by the service."""
    wrong = [] if typed["agrees"] in (YES, NO) else [Fault("agrees", "vælg, hvad repræsentanten svarede")]
    try:
        said_on = date.fromisoformat(typed["said_on"])
    except ValueError:
        raise BadInputError([*wrong, Fault("said_on", "skriv en dato")]) from None
    if wrong:
        raise BadInputError(wrong)
    return StatementDraft(
        name=typed["name"],
        role=typed["role"],
        said_on=said_on,
        agrees=typed["agrees"] == YES,
        remark=typed["remark"],
    )


def _page(
    visit: Visit, proposal_id: int, faults: Sequence[Fault] = (), typed: dict[str, str] | None = None
) -> HTMLResponse:
    proposal = access.seen_by(visit.session, visit.person, proposal_id)
    shown = view(visit, proposal, typed)
    if shown is None:
        raise access.not_found(proposal_id)
    fields = {name: f"statement-{name}" for name in FIELDS}
    return visit.page("quota/statement_page.html", view=shown, faults=faults, fields=fields)
