import io

from openpyxl import load_workbook

from core.sheets import as_csv, as_xlsx
from tests.unit.sheets.books import Thing, things


def test_the_csv_template_opens_in_danish_excel() -> None:
    content = as_csv(Thing)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "Nummer;Navn;Vægt (kg);Pladser;Siden;Måned;Åben;Farve;Ord",
        "01234567;Havnekøkkenet;12,5;2;31-12-2025;12-2025;ja;rød;a, b",
    ]


def test_the_workbook_keeps_zeros_shows_days_as_danes_do_and_offers_the_choices() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(Thing, "Ting")))["Ting"]
    assert [sheet.cell(2, column).number_format for column in (1, 5, 6)] == ["@", "DD-MM-YYYY", "MM-YYYY"]
    assert sheet["A2"].value == "01234567"
    assert [one.formula1 for one in sheet.data_validations.dataValidation] == ['"ja,nej"', '"rød,grøn"']


def test_the_guide_says_for_every_column_what_to_write() -> None:
    guide = load_workbook(io.BytesIO(as_xlsx(Thing, "Ting")))["Vejledning"]
    rows = [[cell.value for cell in row] for row in guide.iter_rows(min_row=2)]
    assert [row[0] for row in rows][:3] == ["Nummer", "Navn", "Vægt (kg)"]
    assert [row[1] for row in rows][:3] == ["ja", "ja", "nej"]
    assert rows[2][2] == "Tal fra 0 til 2000, med komma før decimalerne"


def test_what_is_filled_in_below_the_example_is_read() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(Thing, "Ting")))
    book["Ting"]["A3"], book["Ting"]["B3"] = "01234568", "Ny"
    file = io.BytesIO()
    book.save(file)
    assert [(row.number, row.value.number) for row in things(file.getvalue()).rows] == [(3, "01234568")]
