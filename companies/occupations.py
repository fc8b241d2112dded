"""Occupations (fag) by DISCO-08: a curated list of those that placements are really about, and search in it.

Codes are Danmarks Statistik's six digits, the first four of them ISCO-08. Titles and aliases are our own everyday
words: a caseworker writes "sosu" or "lagermand", not the classification's long titles.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from companies.folding import fold

DIGITS = 6
EXACT = 100.0
BEGINS = 95.0
"""A name that begins with what was typed is a better guess than one merely like it."""
CONTAINS = 85.0
CONTAINED_LETTERS = 5
"""Danish writes compounds in one word, so a part counts; shorter parts ("el", "sy") are in everything."""
LIKENESS = 72.0
"""Scores below this are noise."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation: `code` six digits, `title` Danish, `aliases` its everyday names."""

    code: str
    title: str
    aliases: tuple[str, ...]


@cache
def occupations() -> tuple[Occupation, ...]:
    """The curated list, by code."""
    text = files("companies").joinpath("data", "disco08.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Occupation(row["code"], row["title"], tuple(row["aliases"].split(";"))) for row in rows)


def title(code: str) -> str:
    """The Danish title of `code`; the code itself where the curated list does not have it."""
    return _titles().get(code, code)


def search(text: str, limit: int = 8) -> list[tuple[str, str, float]]:
    """The occupations most like `text` as (code, title, score), best first; score 0 to 100, none below 72.

    Aliases and titles count alike; case, hyphens and the spelling of æ, ø and å do not matter.
    """
    asked = fold(text)
    if not asked:
        return []
    best: dict[str, float] = {}
    for code, score in _hits(asked):
        best[code] = max(score, best.get(code, 0.0))
    ranked = sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))
    return [(code, title(code), score) for code, score in ranked[:limit]]


def nearness(one: str, other: str) -> int:
    """How many leading digits two DISCO-08 codes share: 6 is the same occupation, 0 another major group."""
    same = 0
    for mine, theirs in zip(one[:DIGITS], other[:DIGITS], strict=False):
        if mine != theirs:
            break
        same += 1
    return same


@cache
def _titles() -> dict[str, str]:
    return {one.code: one.title for one in occupations()}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Folded name -> codes."""
    found: dict[str, tuple[str, ...]] = {}
    for one in occupations():
        for name in (one.title, *one.aliases):
            found[fold(name)] = (*found.get(fold(name), ()), one.code)
    return found


def _hits(asked: str) -> Iterator[tuple[str, float]]:
    names = _names()
    likenesses = process.extract(asked, list(names), scorer=fuzz.token_sort_ratio, score_cutoff=LIKENESS, limit=None)
    fuzzy = {name: score for name, score, _ in likenesses}
    for name, codes in names.items():
        score = max(_contained(asked, name), min(fuzzy.get(name, 0.0), BEGINS)) * _covered(asked, name)
        score = EXACT if name == asked else score
        yield from ((code, score) for code in codes if score >= LIKENESS)


def _contained(asked: str, name: str) -> float:
    if name.startswith(asked):
        return BEGINS
    shorter, longer = sorted((asked, name), key=len)
    return CONTAINS if len(shorter) >= CONTAINED_LETTERS and shorter in longer else 0.0


def _covered(asked: str, name: str) -> float:
    """1 where the two are equally long, down to 0.9: of two names alike, the one with less unasked-for is better."""
    return 0.9 + 0.1 * min(len(asked), len(name)) / max(len(asked), len(name))
