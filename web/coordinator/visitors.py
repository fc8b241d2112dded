"""Who comes to these pages: coordinators."""

from typing import Annotated

from fastapi import Depends

from accounts.tables import Role
from web.visits import Visit, visit_as

Coordinator = Annotated[Visit, Depends(visit_as(Role.COORDINATOR))]
