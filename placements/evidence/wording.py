"""Each condition of a decision in plain Danish, as it is kept in the record and told to whom it is refused."""

from companies.additional import Additional
from core.clock import local_day
from placements.evidence.records import Found, Overruled, Statement


def of_cap(found: Found) -> str:
    """Why the cap lets the place in or not."""
    may = f"enheden må have {_places(found.places)} ad gangen"
    if not found.fills:
        return "Ordningen tæller ikke med i rimelighedskravet."
    if found.full_on is not None:
        return f"Rimelighedskravet er opfyldt {found.full_on:%d.%m.%Y}: {may}."
    return f"Rimelighedskravet er overholdt: højst {found.fullest.heads} på samme dag, og {may}."


def of_additional(found: Additional, *, exempt: bool) -> str:
    """Whether løntilskud adds to the ordinary employees."""
    if exempt:
        return "Merbeskæftigelse kræves ikke for denne plads."
    if found.latest is None or found.mean is None:
        return "Merbeskæftigelse kan ikke vurderes: antal ansatte er ikke oplyst. Oplys ansatte pr. måned først."
    said = f"{_number(found.latest.ordinary_fte)} årsværk i seneste måned mod {_number(found.mean)} i gennemsnit"
    if found.holds:
        return f"Kravet om merbeskæftigelse er opfyldt: {said}."
    return f"Kravet om merbeskæftigelse er ikke opfyldt: {said}. Løntilskud må ikke erstatte ordinært ansatte."


def of_statement(said: Statement | None) -> str:
    """What the employees' representative means."""
    if said is None:
        return "Medarbejdernes repræsentant er ikke hørt endnu. Udtalelsen skal være registreret før start."
    if said.agrees:
        return f"{said.name} har som medarbejdernes repræsentant sagt god for pladsen den {said.said_on:%d.%m.%Y}."
    return "Medarbejdernes repræsentant har sagt nej. Kun en sagsbehandler kan fravige det, med en begrundelse."


def of_overruling(one: Overruled) -> str:
    """Who goes on all the same, and why."""
    return f"{that_overruled(one).removesuffix('.')}: {one.reason}"


def that_overruled(one: Overruled) -> str:
    """Who goes on all the same."""
    return f"Sagsbehandler {one.by.name} har fraveget det den {local_day(one.at):%d.%m.%Y}."


def _places(number: int) -> str:
    return "1 plads" if number == 1 else f"{number} pladser"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
