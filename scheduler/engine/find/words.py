"""What would open a time, in words a coordinator uses. One entry per kind of way and language."""

from collections.abc import Callable, Mapping
from datetime import datetime

from scheduler.engine.find.plan_b import Way
from scheduler.engine.words import Language, pool

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "without": "without {who} it could be {when}",
        "hour": "if {who} gave {given}, it could be {when}",
        "room": "with one more room at {site} it could be {when}",
        "move": "if {meeting} moved to {instead}, it could be {when}",
        "earlier": "before the first day it could be {when}",
        "later": "after the last day it could be {when}",
    },
    "da": {
        "without": "uden {who} kunne det være {when}",
        "hour": "hvis {who} gav {given}, kunne det være {when}",
        "room": "med et lokale mere på {site} kunne det være {when}",
        "move": "hvis {meeting} flyttede til {instead}, kunne det være {when}",
        "earlier": "før første dag kunne det være {when}",
        "later": "efter sidste dag kunne det være {when}",
    },
}


def way_in_words(way: Way, language: Language, name: Callable[[str], str] = str) -> str:
    """The way as a sentence. `name`: what to call the person, site or meeting behind an id."""
    given = "" if way.from_ is None or way.to is None else f"{_moment(way.from_)}–{way.to:%H:%M}"
    return TEXTS[language][way.kind].format(
        who=pool(way.who, language, name),
        given=given,
        site=name(way.slot.site),
        meeting=name(way.meeting),
        instead="" if way.instead is None else _moment(way.instead.start),
        when=_moment(way.slot.start),
    )


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
