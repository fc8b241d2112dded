"""The desks where sheets of companies and of their employees are sent in."""

from companies.register.access import check_may_register
from companies.register.sheets import COMPANIES, EMPLOYEES
from web.companies.visitors import Reader
from web.imports import Desk, pages
from web.visits import Visit


def writer(visit: Reader) -> Visit:
    """A visit by somebody who may register companies."""
    check_may_register(visit.person)
    return visit


companies = pages(
    Desk(
        address="/virksomheder/indlaes/virksomheder",
        words="sheet_companies",
        home="/virksomheder",
        what=COMPANIES,
        visit=writer,
    )
)
employees = pages(
    Desk(
        address="/virksomheder/indlaes/ansatte",
        words="sheet_employees",
        home="/virksomheder",
        what=EMPLOYEES,
        visit=writer,
    )
)
