"""Sheets for the tests: a row type with a column of each kind, and workbooks made by hand."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from core.sheets import Choice, Column, Day, Decimal, Digits, Many, Month, Sheet, Text, Whole, YesNo, read

COLOURS = {"red": "rød", "green": "grøn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A row with something of everything."""

    number: Annotated[str, Column("Nummer", Digits(8), "01234567", aliases=("Nr.", "CVR"))]
    name: Annotated[str, Column("Navn", Text(20), "Havnekøkkenet")]
    weight: Annotated[float | None, Column("Vægt (kg)", Decimal(0, 2000), "12,5")] = None
    seats: Annotated[int, Column("Pladser", Whole(1, 9), "2")] = 1
    since: Annotated[date | None, Column("Siden", Day(), "31-12-2025")] = None
    month: Annotated[date | None, Column("Måned", Month(), "12-2025")] = None
    open: Annotated[bool, Column("Åben", YesNo(), "ja")] = False
    colour: Annotated[str, Column("Farve", Choice(COLOURS), "rød")] = "green"
    words: Annotated[tuple[str, ...], Column("Ord", Many(Text(10)), "a, b")] = ()


def things(content: bytes) -> Sheet[Thing]:
    return read(Thing, content, key=("number",))


def workbook(*rows: Sequence[object], title: str = "Ark1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        new.writestr(name, part)
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
    return file.getvalue()


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")
