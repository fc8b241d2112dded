"""The file to fill in: headings, an example row and a guide. Made from the same columns that read it."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.sheets.kinds import Choice, Day, Decimal, Month, Whole, YesNo
from core.sheets.sheet import Place, places

FILLED_IN = 1000
"""Rows that get the columns' formats and lists to choose from."""
LONGEST_LIST = 250
"""Characters Excel allows in a list to choose from."""
GUIDE = ("Kolonne", "Skal udfyldes", "Hvad der skal stå", "Eksempel", "Forklaring")


def as_csv(kind: type) -> bytes:
    """The template of a row type as Danish Excel writes CSV: semicolons, and a mark that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    columns = places(kind)
    writer.writerow(place.column.heading for place in columns)
    writer.writerow(place.column.example for place in columns)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(kind: type, title: str) -> bytes:
    """The template of a row type as a workbook: the sheet to fill in, and its guide."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    columns = places(kind)
    sheet.append([place.column.heading for place in columns])
    sheet.append([_cell(place) for place in columns])
    for number, place in enumerate(columns, start=1):
        _prepare(sheet, number, place)
    sheet.freeze_panes = "A2"
    _heading(sheet)
    _write_guide(book.create_sheet("Vejledning"), columns)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(place: Place) -> object:
    """The example as Excel would hold it: numbers and days are no text."""
    column = place.column
    if column.example and isinstance(column.kind, (Decimal, Whole, Day, Month)):
        return column.kind.read(column.example)
    return column.example or None


def _prepare(sheet: Worksheet, number: int, place: Place) -> None:
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = max(14, len(place.column.heading) + 4, len(place.column.example) + 2)
    for row in range(2, FILLED_IN + 1):
        sheet.cell(row, number).number_format = place.column.kind.number_format
    words = _list(place)
    if words and len(words) <= LONGEST_LIST:
        choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        sheet.add_data_validation(choices)
        choices.add(f"{letter}2:{letter}{FILLED_IN}")


def _list(place: Place) -> str:
    kind = place.column.kind
    if isinstance(kind, Choice) and not any("," in word for word in kind.of.values()):
        return ",".join(kind.of.values())
    return "ja,nej" if isinstance(kind, YesNo) else ""


def _write_guide(sheet: Worksheet, columns: Sequence[Place]) -> None:
    sheet.append(GUIDE)
    for place in columns:
        column = place.column
        asked = "ja" if place.required else "nej"
        sheet.append([column.heading, asked, column.kind.words, column.example, column.hint])
    for letter, width in zip("ABCDE", (30, 14, 60, 28, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    _heading(sheet)


def _heading(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1A4E5A")
