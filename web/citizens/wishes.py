"""A list of ranked occupations and the steps in which it is changed: found by free text, added, moved up, struck."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from companies import occupations

Step = Literal["add", "up", "remove"]


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation as people see it."""

    code: str
    title: str


def job(code: str) -> Job:
    """The occupation of a DISCO-08 code."""
    return Job(code, occupations.title(code))


def found(text: str, wished: Sequence[str] = ()) -> list[Job]:
    """The occupations most like `text`, best first, without those already wished for."""
    return [Job(code, title) for code, title, _ in occupations.search(text) if code not in wished]


def named(text: str) -> str | None:
    """The code of the occupation that `text` plainly names; None where it is only like one."""
    hits = occupations.search(text, limit=1)
    return hits[0][0] if hits and hits[0][2] >= occupations.BEGINS else None


def is_known(code: str) -> bool:
    """Whether the list of occupations has this code."""
    return any(one.code == code for one in occupations.occupations())


def after(wished: Sequence[str], step: Step, code: str) -> list[str]:
    """The list after one step; a step that makes no sense any more changes nothing."""
    codes = list(wished)
    if step == "add":
        return codes if code in codes else [*codes, code]
    if code not in codes:
        return codes
    place = codes.index(code)
    codes.remove(code)
    return codes if step == "remove" else [*codes[: max(place - 1, 0)], code, *codes[max(place - 1, 0) :]]
