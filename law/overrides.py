"""The municipality's own figures for follow-ups: which may be replaced, and by what. Messages are Danish."""

from collections.abc import Iterator, Mapping

from law.catalogue.followups import FOLLOW_UP_VALUES, LARGEST
from law.dated import Figure, Value

KNOWN: Mapping[str, Value] = {value.key: value for value in FOLLOW_UP_VALUES}


def faults(given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The key and what is wrong, for each figure that cannot stand; a later one may replace an earlier of its key."""
    for key, figure in given.items():
        message = _fault(key, figure)
        if message:
            yield key, message


def followup_figure(given: object) -> Figure:
    """A figure without faults as the catalogue writes it: a list becomes a tuple."""
    if isinstance(given, list | tuple):
        return tuple(given)
    assert isinstance(given, int)
    return given


def _fault(key: str, figure: object) -> str:
    known = KNOWN.get(key)
    if known is None:
        return f"er ikke et tal i kataloget; vælg en af {', '.join(key for key, one in KNOWN.items() if one.assumed)}"
    if not known.assumed:
        return f"står i {known.source} og kan ikke ændres af kommunen; fjern den"
    if isinstance(known.value, tuple):
        return _list_fault(figure) or _phase_fault(key, figure, len(known.value))
    return "" if _fits(key, figure) else f"skal være et helt tal fra {_least(key)} til {LARGEST}, fx {known.value}"


def _list_fault(figure: object) -> str:
    if not isinstance(figure, list | tuple) or not figure or not all(_fits("", one) for one in figure):
        return f"skal være en liste af hele tal fra 1 til {LARGEST}, fx [2, 13, 26]"
    return "" if sorted(figure) == list(figure) else "skal være ordnet med det mindste tal først"


def _phase_fault(key: str, figure: object, phases: int) -> str:
    wrong = key == "cti.contact_days" and isinstance(figure, list | tuple) and len(figure) != phases
    return f"skal have {phases} tal, ét for hver fase" if wrong else ""


def _fits(key: str, figure: object) -> bool:
    return isinstance(figure, int) and not isinstance(figure, bool) and _least(key) <= figure <= LARGEST


def _least(key: str) -> int:
    return 0 if "tolerance" in key or "window" in key else 1
