"""No file takes more than a real one would: each of these is refused at once, in words."""

import io
import tracemalloc
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from core.errors import BadInputError
from core.sheets import hostile
from core.sheets.files import LARGEST_FILE
from tests.unit.sheets.books import csv, things, with_part, workbook

GOOD = workbook(("Nummer", "Navn"), ("10150817", "A"))
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
HIDDEN = "xl/worksheets/sheet1.bin"
"""A part may be a sheet whatever it is called."""
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "er tom"),
        (b" \r\n ", "er tom"),
        (b"x" * (LARGEST_FILE + 1), "fylder mere end 8 MB"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "gamle format eller har en adgangskode"),
        (b"PK\x03\x04" + bytes(200), "er beskadiget"),
        (GOOD[: len(GOOD) // 2], "er beskadiget"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "hverken et regneark eller tekst"),
        (b"\xff\xfe" + b"a", "hverken et regneark eller tekst"),
        (csv("Nummer;Navn", '10150817;"' + "a" * 200_000), "et felt, der er for langt"),
        (csv("Nummer;Navn", *["10150817;A"] * 10_001), "mere end 10000 rækker"),
        (csv("Nummer;Navn", *["x;A"] * 1_001), "fejl i mere end 1000 rækker"),
        (with_part(GOOD, SHEET, b"<a>" * 100), "kan ikke læses som et regneark"),
        (with_part(GOOD, STYLES, b"<a>" * 200_000), "kan ikke læses som et regneark"),
        (with_part(GOOD, STYLES, b" " * 5_000_000), "for mange formater"),
        (with_part(GOOD, SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]>' + OPEN + CLOSE), "ikke skrevet af et regneark"),
        (with_part(GOOD, SHEET, OPEN + b"<row>" + b"<c><v>1</v></c>" * 100_000 + b"</row>" + CLOSE), "for lang"),
        (with_part(GOOD, SHEET, OPEN + b"<row/>" * 300_000 + CLOSE), "for mange tomme rækker"),
        (with_part(GOOD, SHEET, OPEN + b"<row><c/></row>" * 600_001 + CLOSE), "for mange celler"),
        (with_part(GOOD, STRINGS, b"<sst>" + b"<si/>" * 500_000 + b"</sst>"), "for mange tekster"),
        (with_part(GOOD, SHEET, b" " * 41_000_000), "fylder for meget, når den pakkes ud"),
        (with_part(GOOD, HIDDEN, OPEN + b"<row><c/></row>" * 600_001 + CLOSE), "for mange celler"),
        (with_part(GOOD, HIDDEN, (OPEN + CLOSE).decode().encode("utf-16")), "ikke skrevet af et regneark"),
        (with_part(GOOD, HIDDEN, b"<a>" * 2_000_000), "for mange formater"),
    ],
    ids=range(23),
)
def test_a_hostile_or_broken_file_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        things(content)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("hej.txt", "hej")
    with pytest.raises(BadInputError, match="kan ikke læses som et regneark"):
        things(file.getvalue())


@pytest.mark.parametrize("number", [b'r="99999999999"', b"spans='1:2' r = '100001'"])
def test_a_row_numbered_far_away_does_not_keep_the_reader_counting(number: bytes) -> None:
    with pytest.raises(BadInputError, match="for mange tomme rækker"):
        things(with_part(GOOD, SHEET, OPEN + b"<row " + number + b"><c><v>1</v></c></row>" + CLOSE))


def test_a_row_far_down_is_found_with_its_number() -> None:
    cell = b'<c t="inlineStr"><is><t>%b</t></is></c>'
    heading = b'<row r="1">' + cell % b"Nummer" + cell % b"Navn" + b"</row>"
    line = b'<row r="9000">' + cell % b"10150817" + cell % b"A" + b"</row>"
    assert [row.number for row in things(with_part(GOOD, SHEET, OPEN + heading + line + CLOSE)).rows] == [9000]


def test_a_formula_is_a_fault_and_is_never_computed() -> None:
    sheet = things(workbook(("Nummer", "Navn"), ("10150817", "=1+1"), ("10150818", '=cmd|" /C calc"!A0')))
    assert [(fault.row, fault.message) for fault in sheet.faults] == [
        (row, "er en formel; kopiér cellerne, og indsæt dem som værdier") for row in (2, 3)
    ]


def test_a_bomb_is_measured_before_it_is_unpacked() -> None:
    bomb = with_part(GOOD, SHEET, b" " * (hostile.LARGEST_UNPACKED + 1))
    tracemalloc.start()
    with pytest.raises(BadInputError):
        things(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
