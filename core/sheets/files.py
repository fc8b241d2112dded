"""From the bytes of a file to a grid of cells: Excel's own format, and CSV in every way Danish Excel writes it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from itertools import islice
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from core.errors import BadInputError, Fault
from core.sheets import hostile
from core.sheets.kinds import Cell

LARGEST_FILE = 8_000_000
"""Bytes of a file as it comes."""
MOST_ROWS = 10_000
MOST_COLUMNS = 200
SEPARATORS = ";\t,"
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
ZIP, OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"

Line = tuple[Cell, ...]


def refused(message: str) -> BadInputError:
    """The error of a file that cannot be read at all."""
    return BadInputError([Fault("file", message)])


def grids(content: bytes) -> Iterator[list[Line]]:
    """The grids of the file: one for CSV, each visible sheet for Excel's format. Lines are as long as they are filled.

    Raises BadInputError where the file is none of these, is too large or is broken.
    """
    if len(content) > LARGEST_FILE:
        raise refused(f"fylder mere end {LARGEST_FILE // 1_000_000} MB; del den i flere")
    if not content.strip():
        raise refused("er tom")
    if content.startswith(OLD_EXCEL):
        raise refused("er i Excels gamle format eller har en adgangskode; gem den som .xlsx uden adgangskode")
    return _workbook(content) if content.startswith(ZIP) else _separated(_text(content))


def _workbook(content: bytes) -> Iterator[list[Line]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            hostile.check_archive(archive)
    except (ValueError, BadZipFile) as error:
        raise refused(str(error) if isinstance(error, ValueError) else "er beskadiget; gem den igen") from error
    yield from _visible_sheets(content)


def _visible_sheets(content: bytes) -> Iterator[list[Line]]:
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, keep_links=False)) as book:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    rows = sheet.iter_rows(max_row=hostile.MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
                    yield _bounded(rows)
    except BadInputError:
        raise
    except Exception as error:  # The library stumbles over a broken file in a hundred ways, none of them documented.
        raise refused("kan ikke læses som et regneark; åbn den i Excel, og gem den igen som .xlsx") from error


def _text(content: bytes) -> str:
    """The text: by its mark of order, as UTF-8, or as Windows writes Danish. Raises BadInputError."""
    encoding = next((name for mark, name in BOMS.items() if content.startswith(mark)), None)
    for name in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused("er hverken et regneark eller tekst; gem den som .xlsx eller CSV")


def _separated(text: str) -> Iterator[list[Line]]:
    """The grid with each separator in turn, or with the one that the first line names as Excel may be told to."""
    first, _, rest = text.partition("\n")
    for mark in SEPARATORS:
        if first.strip("\r").casefold() == f"sep={mark}":
            yield _lines(rest, mark)
            return
    yield from (_lines(text, mark) for mark in SEPARATORS)


def _lines(text: str, separator: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _bounded(tuple(map(_unquoted, islice(row, MOST_COLUMNS))) for row in reader)
    except csv.Error as error:
        raise refused("har et felt, der er for langt; mangler der et anførselstegn?") from error


def _unquoted(text: str) -> Cell:
    """The cell's text; Excel keeps zeros in front by writing `="0123"`, and people by `'0123`."""
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        return text[2:-1]
    return text.removeprefix("'").strip() or None


def _bounded(lines: Iterable[Sequence[object]]) -> list[Line]:
    """The lines, each without its empty end, up to the last that has anything."""
    found: list[Line] = []
    filled = 0
    for line in lines:
        found.append(_trimmed(line))
        if found[-1]:
            filled = len(found)
        if filled > MOST_ROWS + 1 or len(found) > hostile.MOST_ROWS:
            raise refused(f"har mere end {MOST_ROWS} rækker med de tomme; slet dem, eller del filen i flere")
    return found[:filled]


def _trimmed(line: Sequence[object]) -> Line:
    if line.count(None) == len(line):
        return ()
    cells = [_cell(value) for value in line]
    filled = max((at for at, cell in enumerate(cells, start=1) if cell is not None), default=0)
    return tuple(cells[:filled])


def _cell(value: object) -> Cell:
    """The value; whatever the library has of its own (array formulas, data tables) is a formula."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return value if isinstance(value, (str, int, float, date, datetime, time)) else "="
