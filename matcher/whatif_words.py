"""What a change brings, in lines of text: the gain, and what is different for whom."""

from collections.abc import Iterator

from matcher.engine.advice.difference import Person
from matcher.engine.advice.whatif import Difference
from matcher.words import Language, Words

DECIMALS = 3


def lines(found: Difference, language: Language = "da") -> Iterator[str]:
    """The difference, a line for each person whom it concerns."""
    words = Words(language)
    if found.result.status == "infeasible":
        yield words("whatif.impossible")
        return
    figures = {"gain": found.gain, "low": found.low, "high": found.high}
    yield words("whatif.gain", **{name: _number(words, figure) for name, figure in figures.items()})
    yield from (_person(words, one) for one in found.people)
    if not found.people:
        yield words("whatif.nobody")


def _person(words: Words, one: Person) -> str:
    return words(
        f"whatif.{one.outcome}",
        citizen=one.citizen,
        before=one.before or "",
        after=one.after or "",
        had=_number(words, one.value_before),
        has=_number(words, one.value_after),
    )


def _number(words: Words, value: float) -> str:
    return words.number(round(value, DECIMALS) + 0.0)
