"""What people write: trimmed, not empty, not too long."""

from core.errors import BadInputError, Fault

LONGEST = 500
"""Characters of a line."""
LONGEST_TEXT = 2_000
"""Characters of a paragraph."""


def checked(place: str, text: str, longest: int = LONGEST) -> str:
    """The text without blanks around it. Raises BadInputError where nothing is left of it, or too much."""
    if found := faults(place, text, longest):
        raise BadInputError(found)
    return text.strip()


def faults(place: str, text: str, longest: int = LONGEST) -> list[Fault]:
    """What is wrong with the text, if anything."""
    if not text.strip():
        return [Fault(place, "er tom; skriv en tekst")]
    if len(text.strip()) > longest:
        return [Fault(place, f"er for lang; højst {longest} tegn")]
    return []
