"""The desks where sheets of citizens and of the catalogue are sent in."""

from citizens.imports import CITIZENS, check_may_import
from citizens.offers.imports import CATALOGUE
from web.citizens.visitors import Editor
from web.imports import Desk, pages
from web.visits import Visit


def registrar(visit: Editor) -> Visit:
    """A visit by somebody who may register citizens."""
    check_may_import(visit.person)
    return visit


def editor(visit: Editor) -> Visit:
    """A visit by somebody who looks after the catalogue."""
    return visit


citizens = pages(
    Desk(address="/borgere/indlaes", words="sheet_citizens", home="/sager", what=CITIZENS, visit=registrar)
)
catalogue = pages(
    Desk(address="/tilbud/indlaes", words="sheet_catalogue", home="/tilbud", what=CATALOGUE, visit=editor)
)
