"""What a match lacks to do its best for a citizen. Pure; why it matters stands in the pages' catalogues."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from citizens.profile.drafts import LANGUAGES
from law.schemes import FAR, INTEGRATION

FEW_WISHES = 2
"""With fewer, a single occupation without openings leaves nothing to go by."""
INTERPRETED = LANGUAGES.index("A2")
"""Below this a talk takes an interpreter, or the words that there is none."""
LEARNING = LANGUAGES.index("B2")
"""Below this, whoever came to the country follows danskuddannelse, or is to."""


class Item(StrEnum):
    """What should be known, in the order in which it weighs."""

    WISHES = "wishes"
    HOURS = "hours"
    TRANSPORT = "transport"
    TIMETABLE = "timetable"
    NEEDS = "needs"
    EXPERIENCE = "experience"
    SKILLS = "skills"
    INTERPRETER = "interpreter"
    MODULES = "modules"
    CONSENT = "consent"
    CONTACT = "contact"
    PLAN = "plan"


WEIGHTS = {
    Item.WISHES: 4,
    Item.HOURS: 3,
    Item.TRANSPORT: 2,
    Item.TIMETABLE: 2,
    Item.NEEDS: 2,
    Item.EXPERIENCE: 2,
    Item.SKILLS: 2,
    Item.INTERPRETER: 1,
    Item.MODULES: 1,
    Item.CONSENT: 2,
    Item.CONTACT: 1,
    Item.PLAN: 2,
}
"""How much each counts in the share: assumed, after the points that the score gives for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one citizen. `authorities`: those at work besides the job authority."""

    target_group: str
    language: str
    immigrant: bool
    wishes: int = 0
    hours: tuple[float, float] = (0.0, 0.0)
    transport: bool = False
    timetable: bool = False
    needs: bool = False
    skills: bool = False
    experience: bool = False
    interpreter: bool = False
    modules: bool = False
    contact: bool = False
    goals: bool = False
    authorities: Collection[str] = ()
    consents: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete the profile is. `missing` has the weightiest first; `share` is from 0 to 1."""

    missing: tuple[Item, ...]
    share: float
    unconsented: tuple[str, ...] = field(default=())
    """Authorities at work in the case that nothing may be shared with."""


def completeness(known: Known) -> Completeness:
    """What is missing for this citizen. What does not concern them does not count."""
    unconsented = tuple(sorted(set(known.authorities) - set(known.consents)))
    found = _found(known, bool(unconsented))
    missing = sorted((item for item, there in found.items() if not there), key=lambda one: -WEIGHTS[one])
    whole = sum(WEIGHTS[item] for item in found)
    return Completeness(tuple(missing), 1 - sum(WEIGHTS[item] for item in missing) / whole, unconsented)


def _found(known: Known, unconsented: bool) -> dict[Item, bool]:
    """What concerns the citizen, and whether it is there."""
    level = LANGUAGES.index(known.language)
    least, most = known.hours
    found = {
        Item.WISHES: known.wishes >= FEW_WISHES,
        Item.HOURS: most > 0 and least <= most,
        Item.TRANSPORT: known.transport,
        Item.EXPERIENCE: known.experience,
        Item.SKILLS: known.skills,
        Item.CONTACT: known.contact,
        Item.PLAN: known.goals,
    }
    concerns = {
        Item.TIMETABLE: (bool(known.authorities), known.timetable),
        Item.NEEDS: (known.target_group in FAR, known.needs),
        Item.INTERPRETER: (known.immigrant and level < INTERPRETED, known.interpreter),
        Item.MODULES: (known.immigrant and (level < LEARNING or known.target_group in INTEGRATION), known.modules),
        Item.CONSENT: (bool(known.authorities), not unconsented),
    }
    return found | {item: there for item, (concerned, there) in concerns.items() if concerned}
