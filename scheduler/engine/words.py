"""What stands in a meeting's way, in words a coordinator uses. One entry per kind of obstacle and language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from scheduler.engine.obstacle import Obstacle
from scheduler.engine.problem import Meeting

Language = Literal["en", "da"]

AND: Mapping[Language, str] = {"en": "and", "da": "og"}
OR: Mapping[Language, str] = {"en": "or", "da": "eller"}

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "closed": "there is no open day {window}",
        "too_long": "{minutes} minutes do not fit into the day's hours",
        "nobody": "nobody is left to choose from in {who}",
        "distinct": "{who} need different people, and there are not enough at once {window}",
        "waits": "{meetings} must come first and is left out itself",
        "calendar_one": "{who} has no free {minutes} minutes {window}",
        "calendar_many": "{who} share no free {minutes} minutes {window}",
        "small": "no room at {sites} has places for {size} people",
        "rooms": "no room at {sites} is free for {minutes} minutes {window}",
        "rooms_people": "no room at {sites} is free for {minutes} minutes {window} when {who} can come",
        "order": "no open day {window} is at the right distance from {meetings}",
        "order_people": "{who} cannot meet for {minutes} minutes {window} at the right distance from {meetings}",
        "taken": "{meetings} take the time; without them {when} would do",
        "limit": "{who} cannot have more meetings on any day {window}",
        "full": "{who} cannot have more meetings that day; without {meetings} {when} would do",
        "dear": "the times left cost more than leaving it out",
    },
    "da": {
        "closed": "der er ingen åben dag {window}",
        "too_long": "{minutes} minutter kan ikke være inden for dagens åbningstid",
        "nobody": "der er ingen at vælge imellem i {who}",
        "distinct": "{who} kræver forskellige personer, og der er ikke nok på samme tid {window}",
        "waits": "{meetings} skal ligge først og er selv ikke planlagt",
        "calendar_one": "{who} har ingen ledige {minutes} minutter {window}",
        "calendar_many": "{who} har ingen fælles ledige {minutes} minutter {window}",
        "small": "intet lokale på {sites} har plads til {size} personer",
        "rooms": "intet lokale på {sites} er ledigt i {minutes} minutter {window}",
        "rooms_people": "intet lokale på {sites} er ledigt i {minutes} minutter {window}, når {who} kan",
        "order": "ingen åben dag {window} ligger i rette afstand fra {meetings}",
        "order_people": "{who} kan ikke mødes i {minutes} minutter {window} i rette afstand fra {meetings}",
        "taken": "{meetings} optager tiden; ellers kunne mødet ligge {when}",
        "limit": "{who} kan ikke have flere møder på nogen dag {window}",
        "full": "{who} kan ikke have flere møder den dag; uden {meetings} kunne mødet ligge {when}",
        "dear": "de ledige tider koster mere end at udelade mødet",
    },
}


def obstacle_in_words(
    obstacle: Obstacle, meeting: Meeting, language: Language, name: Callable[[str], str] = str
) -> str:
    """The obstacle of this meeting as a sentence. `name`: what to call the person, site or meeting behind an id."""
    return TEXTS[language][obstacle.kind].format(
        who=listed([pool(who, language, name) for who in obstacle.people], language),
        sites=listed([name(site) for site in obstacle.sites], language),
        meetings=listed([name(one) for one in obstacle.meetings], language),
        when=obstacle.when,
        minutes=meeting.minutes,
        size=len(meeting.required),
        window=f"{meeting.earliest}–{meeting.latest}",
    )


def pool(who: str, language: Language, name: Callable[[str], str] = str) -> str:
    """A person, or the people of a role: as they are by id, `a or b` by name."""
    if name is str or "|" not in who:
        return name(who)
    return f" {OR[language]} ".join(map(name, who.split("|")))


def listed(names: Sequence[str], language: Language) -> str:
    """`a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {AND[language]} {names[-1]}"
