"""The employer's workplace «Min virksomhed»: quota, filled places, openings and proposals, and nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from accounts.tables import Role
from companies import quotas
from companies.queries import months, openings, units
from companies.quotas import Month, Stay, Use
from companies.tables import Opening, Unit
from placements.filled import stays
from placements.queries import proposals_of_employer
from placements.tables import Proposal, ProposalState
from web.visits import Visit, visit_as

router = APIRouter()
SHOWN = (ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES)


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as an employer sees it: the work and its terms. Whom it is about is left out on purpose."""

    id: int
    opening: Opening
    scheme: str
    start: date
    last: date
    hours: float
    waits: bool
    """Whether it is the employer whose answer is missing."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A place that is filled now or will be; `counts` says whether it uses the quota."""

    stay: Stay
    counts: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class Workplace:
    """One production unit with its quota today, the places filled from today on, and what it offers."""

    unit: Unit
    use: Use
    filled: Sequence[Filled]
    openings: Sequence[Opening]
    offers: Sequence[Offer]

    @property
    def waiting(self) -> int:
        """How many proposals wait for the employer's answer."""
        return sum(offer.waits for offer in self.offers)


@router.get("/virksomhed")
def my_company(visit: Annotated[Visit, Depends(visit_as(Role.EMPLOYER))]) -> HTMLResponse:
    """Every unit of the companies that the employer acts for; those where an answer is awaited come first."""
    workplaces = sorted(_workplaces(visit), key=lambda workplace: workplace.waiting == 0)
    waiting = sum(workplace.waiting for workplace in workplaces)
    return visit.page("employer.html", workplaces=workplaces, waiting=waiting, receipt=visit.receipt)


def _workplaces(visit: Visit) -> list[Workplace]:
    mine = units(visit.session, employer_id=visit.person.id)
    ids = [unit.id for unit in mine]
    counted, filled = months(visit.session, ids), stays(visit.session, ids, visit.today)
    offered = openings(visit.session, employer_id=visit.person.id)
    offers = _offers(visit, {opening.id: opening for opening in offered})
    return [
        Workplace(
            unit=unit,
            use=_use(unit, counted, filled.get(unit.id, []), visit.today),
            filled=[_filled(stay, visit.today) for stay in filled.get(unit.id, [])],
            openings=[opening for opening in offered if opening.unit_id == unit.id],
            offers=[offer for offer in offers if offer.opening.unit_id == unit.id],
        )
        for unit in mine
    ]


def _use(unit: Unit, counted: Mapping[int, Sequence[Month]], filled: Sequence[Stay], today: date) -> Use:
    return quotas.use(quotas.cap(counted.get(unit.id, []), today, unit.quota_override), filled)


def _filled(stay: Stay, today: date) -> Filled:
    return Filled(stay, counts=quotas.fills_quota(stay.scheme, today), begun=stay.start <= today)


def _offers(visit: Visit, offered: Mapping[int, Opening]) -> list[Offer]:
    found = proposals_of_employer(visit.session, visit.person.id, states=SHOWN)
    return [_offer(proposal, offered[proposal.opening_id]) for proposal in found]


def _offer(proposal: Proposal, opening: Opening) -> Offer:
    return Offer(
        id=proposal.id,
        opening=opening,
        scheme=proposal.scheme,
        start=proposal.start,
        last=proposal.end - timedelta(days=1),
        hours=proposal.hours,
        waits=proposal.state is ProposalState.CITIZEN_YES,
    )
