"""Who comes to the pages of companies, and where they go back to."""

from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse

from accounts.tables import Role
from companies.register.access import WRITERS
from companies.service import STAFF
from companies.tables import Company
from core.errors import ForbiddenError
from web.visits import Anybody, Visit


def reader(visit: Anybody) -> Visit:
    """A visit by staff."""
    if visit.person.role not in STAFF:
        raise ForbiddenError("Siden er for kommunens medarbejdere.", role=visit.person.role.value)
    return visit


def anyone(visit: Anybody) -> Visit:
    """A visit by staff or by an employer; what they see is checked company by company."""
    return visit if visit.person.role is Role.EMPLOYER else reader(visit)


Reader = Annotated[Visit, Depends(reader)]
Someone = Annotated[Visit, Depends(anyone)]


def home(visit: Visit, company: Company) -> str:
    """The page where the visitor sees the company."""
    return "/virksomhed/oplysninger" if visit.person.role is Role.EMPLOYER else f"/virksomheder/{company.id}"


def show(visit: Visit, template: str, **shown: object) -> HTMLResponse:
    """A page of the room; `writes` says whether the visitor may register."""
    return visit.page(f"companies/{template}", **{"writes": visit.person.role in WRITERS} | shown)
