"""«Min virksomhed»: what waits for the firm, who is there today, what it offers, and whom to call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import Role, User
from citizens.service import look_through
from companies import quotas
from companies.queries import months, openings, units
from companies.quotas import Month, Stay, Use
from companies.tables import Opening, OpeningState, Unit
from placements.daily.queries import Known, of_employer
from placements.evidence.building import NEEDS_STATEMENT
from placements.filled.queries import seats_taken, stays
from placements.firms.queries import signed_by_firm, with_statement
from placements.queries import proposals_of_employer
from placements.states import AGREEMENT, CITIZEN_YES, EMPLOYER_YES, SIGNED
from placements.tables import Proposal
from web.visits import Visit, visit_as

router = APIRouter()
SHOWN = (CITIZEN_YES, EMPLOYER_YES, AGREEMENT, SIGNED)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """A proposal as the hub tells of it: the work and its terms. Whom it is about is left out on purpose.

    todo: what the firm must do now, `answer`, `sign` or `statement` (the employees' statement is what the start waits
    for); None where it waits for others.
    """

    proposal: Proposal
    opening: Opening
    todo: str | None

    @property
    def last(self) -> object:
        """The last day."""
        return self.proposal.end - ONE_DAY


@dataclass(frozen=True, slots=True)
class Offered:
    """An opening and how many of its seats are taken."""

    opening: Opening
    taken: int


@dataclass(frozen=True, slots=True)
class Workplace:
    """One production unit with its quota today, what waits there, whom it expects today, and what it offers.

    stays: everything agreed that has not ended, also what begins later.
    """

    unit: Unit
    use: Use
    tasks: Sequence[Task]
    stays: Sequence[Known]
    today: Sequence[Known]
    offered: Sequence[Offered]

    @property
    def waiting(self) -> int:
        """How many proposals wait for the firm."""
        return sum(task.todo is not None for task in self.tasks)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Everything the hub tells of, read with the same few questions however much there is."""

    counted: Mapping[int, Sequence[Month]]
    filled: Mapping[int, Sequence[Stay]]
    tasks: Sequence[Task]
    stays: Sequence[Known]
    offered: Sequence[Offered]


@router.get("/virksomhed")
def my_company(visit: Annotated[Visit, Depends(visit_as(Role.EMPLOYER))]) -> HTMLResponse:
    """Every unit of the companies that the employer acts for; those where something waits come first."""
    mine = units(visit.session, employer_id=visit.person.id)
    workplaces = sorted(_workplaces(visit, mine), key=lambda workplace: workplace.waiting == 0)
    return visit.page(
        "employer/hub.html",
        workplaces=workplaces,
        waiting=sum(workplace.waiting for workplace in workplaces),
        consultants=_consultants(visit, mine),
        receipt=visit.receipt,
        today=visit.today,
    )


def _workplaces(visit: Visit, mine: Sequence[Unit]) -> list[Workplace]:
    rows = _rows(visit, [unit.id for unit in mine])
    return [
        Workplace(
            unit=unit,
            use=_use(visit, unit, rows),
            tasks=[task for task in rows.tasks if task.opening.unit_id == unit.id],
            stays=[one for one in rows.stays if one.placement.unit_id == unit.id],
            today=[one for one in rows.stays if one.placement.unit_id == unit.id and one.running.on(visit.today)],
            offered=[one for one in rows.offered if one.opening.unit_id == unit.id],
        )
        for unit in mine
    ]


def _rows(visit: Visit, ids: Sequence[int]) -> _Rows:
    offered = openings(visit.session, employer_id=visit.person.id)
    taken = seats_taken(visit.session, [opening.id for opening in offered])
    return _Rows(
        counted=months(visit.session, ids),
        filled=stays(visit.session, ids, visit.today),
        tasks=_tasks(visit, {opening.id: opening for opening in offered}),
        stays=_stays(visit),
        offered=[
            Offered(opening, taken.get(opening.id, 0))
            for opening in offered
            if opening.state is not OpeningState.CLOSED
        ],
    )


def _use(visit: Visit, unit: Unit, rows: _Rows) -> Use:
    limit = quotas.cap(rows.counted.get(unit.id, []), visit.today, unit.quota_override)
    return quotas.use(limit, rows.filled.get(unit.id, []))


def _tasks(visit: Visit, offered: Mapping[int, Opening]) -> list[Task]:
    found = proposals_of_employer(visit.session, visit.person.id, states=SHOWN)
    ids = [one.id for one in found]
    signed, said = signed_by_firm(visit.session, ids), with_statement(visit.session, ids)
    tasks = [Task(one, offered[one.opening_id], _todo(one, signed, said)) for one in found]
    return sorted(tasks, key=lambda task: task.todo is None)


def _todo(proposal: Proposal, signed: set[int], said: set[int]) -> str | None:
    if proposal.state is CITIZEN_YES:
        return "answer"
    if proposal.state is AGREEMENT and proposal.id not in signed:
        return "sign"
    lacks_statement = proposal.scheme in NEEDS_STATEMENT and proposal.id not in said
    return "statement" if proposal.state is SIGNED and lacks_statement else None


def _stays(visit: Visit) -> list[Known]:
    """What is agreed and has not ended. Whose first name is shown has let the firm know it, and the look is logged."""
    agreed = of_employer(visit.session, visit.person.id, visit.today, date.max)
    named = [one.citizen for one in agreed if one.shared_name is not None]
    look_through(visit.session, visit.now, visit.person.id, named, "min virksomhed")
    return agreed


def _consultants(visit: Visit, mine: Sequence[Unit]) -> list[User]:
    """The one to call of each company, each once."""
    ids = dict.fromkeys(unit.company.consultant_id for unit in mine if unit.company.consultant_id is not None)
    known = users_by_id(visit.session, list(ids))
    return [known[one] for one in ids]
