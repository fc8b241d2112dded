"""What is known of the firms' places beyond their size: languages, hours, who to call, and what openings offer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time

from companies.drafts import OFFERS
from companies.register.social_economy import CRITERIA
from seed.chance import Dice
from seed.firms import Firms, Workplace
from seed.names import first_name, slug, surname
from seed.openings import ROTAS
from seed.records import Company, Contact, Opening, Unit

LANGUAGES = {"en": 0.5, "de": 0.2, "ar": 0.15, "uk": 0.15, "pl": 0.1, "tr": 0.05}
"""Besides Danish; assumed."""
OFFERED = {"training": 0.4, "language_practice": 0.3, "certificate": 0.1, "flexible_hours": 0.3, "trial_days": 0.25}
"""Assumed. A mentor is offered where the unit has one."""
STANDING = 0.08
"""Openings that stand and refill; assumed."""
WEEKENDS = 0.3
"""Contacts who answer at weekends, too; assumed."""
TITLES = ("daglig leder", "afdelingsleder", "driftsleder", "indehaver", "HR-medarbejder")
NOON, EVENING, SATURDAY = time(12), time(18), 6


def companies(known: Sequence[Company]) -> list[Company]:
    """The companies; one that is registered as a social-economy firm meets all the criteria."""
    return [replace(one, social_economy_criteria=tuple(CRITERIA)) if one.social_economy_since else one for one in known]


def units(dice: Dice, places: Sequence[Workplace]) -> list[Unit]:
    """The units, with the languages that are spoken there, when there is work, and the contact's telephone."""
    return [
        replace(
            place.unit,
            postcode=place.unit.address.rpartition(", ")[2].partition(" ")[0],
            contact_phone=phone(place.unit.id),
            languages=("da", *dice.some(LANGUAGES)),
            day_parts=day_parts(place.industry.rota),
        )
        for place in places
    ]


def day_parts(rota: str) -> tuple[str, ...]:
    """When there is work in a trade, read from the hours of its rota."""
    one = ROTAS[rota]
    parts = {
        "day": any(begin < NOON for begin, _ in one.hours),
        "evening": any(end > EVENING for _, end in one.hours),
        "weekend": max(one.days) >= SATURDAY,
    }
    return tuple(part for part, works in parts.items() if works)


def openings(dice: Dice, offered: Sequence[Opening], places: Sequence[Workplace]) -> list[Opening]:
    """The openings, with what comes with them; some stand and refill."""
    units = {place.unit.id: place.unit for place in places}
    return [
        replace(
            one,
            offers=_in_order({*dice.some(OFFERED), *(("mentor",) if units[one.unit_id].mentor_capacity else ())}),
            standing=one.seats == 1 and dice.happens(STANDING),
        )
        for one in offered
    ]


def contacts(dice: Dice, firms: Firms) -> Iterator[Contact]:
    """The contact of each unit, and in some firms another who answers at weekends."""
    emails = {link.company_id: user.email for link, user in zip(firms.company_users, firms.users, strict=True)}
    number = 0
    for place in firms.workplaces:
        house = emails[place.unit.company_id].partition("@")[2]
        names = [place.unit.contact_name]
        if dice.happens(WEEKENDS):
            names.append(f"{first_name(dice, 'danish', dice.choice('FM'))} {surname(dice, 'danish')}")
        for name in names:
            number += 1
            yield Contact(
                id=number,
                company_id=place.unit.company_id,
                unit_id=place.unit.id,
                name=name,
                title=dice.choice(TITLES),
                phone=phone(place.unit.id),
                email=f"{slug(name)}.{number}@{house}",
                weekends=name is not names[0] or (len(names) == 1 and dice.happens(WEEKENDS)),
            )


def phone(number: int) -> str:
    """A telephone number of a firm. No Danish one begins with a nought, so nobody can be called."""
    return f"+4501{number:06d}"


def _in_order(offers: set[str]) -> tuple[str, ...]:
    return tuple(one for one in OFFERS if one in offers)
