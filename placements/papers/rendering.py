"""From a paper to a PDF that screen readers can read (PDF/UA-1), the same bytes for the same paper.

Everything it needs is in this folder: the layout, the fonts, no font of the machine. What people have written reaches
the layout as data and never as code.
"""

import json
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from placements.papers.sheet import Paper

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def pdf(paper: Paper, made_at: datetime) -> bytes:
    """The paper as PDF/UA-1. `made_at` is the document's date, so that the same paper gives the same bytes."""
    data = {"paper": _data(paper)}
    made = _compiler().compile(format="pdf", sys_inputs=data, pdf_standards="ua-1", timestamp=int(made_at.timestamp()))
    assert isinstance(made, bytes)
    return made


def _compiler() -> typst.Compiler:
    """A compiler of its own for each paper: one holds the data of the last."""
    return typst.Compiler(
        HERE / "templates" / "paper.typ", root=HERE / "templates", font_paths=[FONTS], ignore_system_fonts=True
    )


def _data(paper: Paper) -> str:
    return json.dumps(_shown(paper.content()), ensure_ascii=False)


def _shown(value: Any) -> Any:
    """`value` with no character that the fonts do not have: the standard refuses a paper with a hole in its text."""
    if isinstance(value, str):
        return "".join(map(_letter, value))
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value


def _letter(letter: str) -> str:
    if unicodedata.category(letter) in ("Cc", "Cf"):
        return " " if letter.isspace() else ""
    return letter if ord(letter) in _letters() else UNKNOWN


@cache
def _letters() -> frozenset[int]:
    """The characters that some font of ours has."""
    return frozenset().union(*map(_letters_of, sorted(FONTS.rglob("*.ttf"))))


def _letters_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
