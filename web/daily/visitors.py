"""Who comes to these pages."""

from typing import Annotated

from fastapi import Depends

from accounts.tables import Role
from core.errors import ForbiddenError
from placements.daily.access import STAFF
from web.visits import Anybody, Visit, visit_as

Employer = Annotated[Visit, Depends(visit_as(Role.EMPLOYER))]


def _staff(visit: Anybody) -> Visit:
    if visit.person.role not in (*STAFF, Role.MANAGER):
        raise ForbiddenError("Siden hører til en anden rolle end din.", role=visit.person.role.value)
    return visit


Staff = Annotated[Visit, Depends(_staff)]
"""Those who answer messages or see that they are answered."""
