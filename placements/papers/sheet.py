"""What a paper of the municipality is made of, whatever it is about. The layout (`templates/`) knows no more."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with the paragraphs it stands for."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list; `language` where it is not the sheet's own."""

    items: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. right: the columns of numbers, from 0. wide: those that share the room; all where none is."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Things of one kind side by side, each a heading and its lines; the first line is the weightiest."""

    cards: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign side by side: whose, and a signature's lines; no lines ask for name and date."""

    places: tuple[tuple[str, tuple[str, ...]], ...]
    name_line: str
    date_line: str


Piece = Text | Facts | Points | Table | Cards | Signatures


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it. `together` keeps it on one page: only for what is sure to fit."""

    heading: str
    pieces: tuple[Piece, ...]
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A side that begins on a page of its own, in one language.

    numbered: the parts have numbers to be referred to. large: bigger letters, for whoever reads slowly.
    note: what is said above everything else.
    """

    language: str
    title: str
    lead: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()
    numbered: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper: who writes it, how it is named, its sides. `page` and `of` are the words beside page numbers."""

    municipality: str
    reference: str
    page: str
    of: str
    sheets: tuple[Sheet, ...]

    def content(self) -> dict[str, Any]:
        """The paper as the layout reads it: each piece with its kind."""
        return asdict(self) | {"sheets": [_sheet(sheet) for sheet in self.sheets]}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return asdict(sheet) | {"parts": [asdict(part) | {"pieces": _pieces(part)} for part in sheet.parts]}


def _pieces(part: Part) -> list[dict[str, Any]]:
    return [{"kind": type(piece).__name__.lower(), **asdict(piece)} for piece in part.pieces]
