"""Why somebody said no or something ended: a word to count by, and what was said. Pure; the words' names are texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import BadInputError, Fault

OTHER = "other"
CITIZEN_NO = ("distance", "hours", "work", "health", "family", "other_job", OTHER)
EMPLOYER_NO = ("no_room", "hours", "language", "skills", "regard", "plans_changed", OTHER)
WITHDRAWAL = ("citizen_changed", "firm_changed", "mistake", OTHER)
BREAK_OFF = ("illness", "treatment_or_school", "transport", "child_care", "no_mentor", "absence", "work", OTHER)
"""What broke placements off (B pp. 17-27)."""
TOLD = ("talk", "phone", "mail", "letter")
"""How a citizen told the consultant who passes it on."""
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: one of the codes that fit, and the words it was given in; `other` needs words."""

    code: str = OTHER
    text: str = ""


def checked(given: Reason | None, codes: Sequence[str]) -> Reason:
    """The reason with its text trimmed. Raises BadInputError with the places `code` and `reason`."""
    given = given or Reason()
    if given.code not in codes:
        raise BadInputError([Fault("code", "vælg en grund")])
    text = said("reason", given.text)
    if given.code == OTHER and not text:
        raise BadInputError([Fault("reason", "skriv kort hvorfor; det gør det næste forslag bedre")])
    return Reason(given.code, text)


def said(place: str, text: str) -> str:
    """What was said, trimmed. Raises BadInputError where it is too long."""
    if len(trimmed := text.strip()) > LONGEST:
        raise BadInputError([Fault(place, f"er for lang; højst {LONGEST} tegn")])
    return trimmed


def needed(place: str, text: str) -> str:
    """As `said`, where words must be given. Raises BadInputError where there are none."""
    if not (trimmed := said(place, text)):
        raise BadInputError([Fault(place, "skriv kort hvorfor")])
    return trimmed
