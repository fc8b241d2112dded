"""Who comes to the consultant's pages, and what they may see of citizens that are not theirs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from accounts.queries import people
from accounts.tables import Role, User
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from citizens.tables import Citizen
from core.errors import ForbiddenError
from web.visits import Anybody, Visit, visit_as

Consultant = Annotated[Visit, Depends(visit_as(Role.CONSULTANT))]
COLOURS = 12
"""How many colours there are (`static/matching.css`); who comes later shares one, and the name always stands beside."""


def _matcher(visit: Anybody) -> Visit:
    if visit.person.role not in (Role.CONSULTANT, Role.CASEWORKER, Role.MANAGER):
        raise ForbiddenError("Siden hører til en anden rolle end din.", role=Role.CONSULTANT.value)
    return visit


Matcher = Annotated[Visit, Depends(_matcher)]
"""Whoever works with matching: consultants, caseworkers, managers."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A consultant with the colour of the portfolio."""

    user: User
    colour: int


def owners(session: Session) -> Mapping[int, Owner]:
    """Every consultant by id; colours go by id, so that a consultant keeps theirs."""
    found = sorted(people(session, (Role.CONSULTANT,)), key=lambda one: one.id)
    return {user.id: Owner(user, n % COLOURS + 1) for n, user in enumerate(found)}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A citizen as the visitor may see them: by name where the case is theirs, else by the consultant alone."""

    citizen: Citizen
    owner: Owner
    named: bool

    @property
    def name(self) -> str | None:
        """The name, or None where it is not for the visitor."""
        return self.citizen.name if self.named else None


def seen(visit: Visit, ids: Collection[int], known: Mapping[int, Owner]) -> dict[int, Somebody]:
    """The citizens with these ids as the visitor may see them."""
    me = visit.person.id
    return {
        row: Somebody(one, known[one.consultant_id], is_responsible(me, one))
        for row, one in citizens_by_id(visit.session, ids).items()
    }


def named(found: Collection[Somebody]) -> Sequence[Citizen]:
    """Those of them who are shown by name, whose look is to be logged."""
    return [one.citizen for one in found if one.named]
