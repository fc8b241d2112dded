"""Who comes to these pages."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends

from accounts.tables import Role
from core.errors import ForbiddenError
from web.visits import Anybody, Visit, visit_as

STAFF = (Role.CONSULTANT, Role.CASEWORKER, Role.COORDINATOR, Role.SUPPORT_WORKER)
"""Those who carry cases."""
WITH_CASES = (Role.CASEWORKER, Role.SUPPORT_WORKER)
"""Those whose workplace is the list of their cases."""
EDITORS = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER)
"""Those who look after the catalogue of offers."""


def one_of(*roles: Role) -> Callable[[Visit], Visit]:
    """A dependency that lets in visitors with one of these roles."""

    def checked(visit: Anybody) -> Visit:
        if visit.person.role not in roles:
            raise ForbiddenError("Siden hører til en anden rolle end din.", role=visit.person.role.value)
        return visit

    return checked


Worker = Annotated[Visit, Depends(one_of(*STAFF))]
CaseHolder = Annotated[Visit, Depends(one_of(*WITH_CASES))]
Editor = Annotated[Visit, Depends(one_of(*EDITORS))]
Reader = Annotated[Visit, Depends(one_of(*STAFF, Role.MANAGER, Role.CITIZEN))]
Own = Annotated[Visit, Depends(visit_as(Role.CITIZEN))]
