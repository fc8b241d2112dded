"""Who comes to these pages."""

from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse

from accounts.tables import Role
from web.visits import Visit, visit_as

Coordinator = Annotated[Visit, Depends(visit_as(Role.COORDINATOR))]


def show(visit: Visit, template: str, **shown: object) -> HTMLResponse:
    """A page of the workplace."""
    return visit.page(f"coordinator/{template}", **shown)
