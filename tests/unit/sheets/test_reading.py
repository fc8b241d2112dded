from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.errors import BadInputError
from core.sheets import RowFault, as_csv, as_xlsx
from tests.unit.sheets.books import Thing, csv, saved, things, workbook

HEADING = ("Nummer", "Navn", "Vægt (kg)", "Siden", "Åben", "Farve", "Ord")
LINE = '10150817;Køkkenet;12,5;31-12-2025;ja;rød;"a, b"'
KITCHEN = Thing(
    number="10150817", name="Køkkenet", weight=12.5, since=date(2025, 12, 31), open=True, colour="red", words=("a", "b")
)


def values(content: bytes) -> list[Thing]:
    sheet = things(content)
    assert sheet.faults == ()
    return [row.value for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_however_excel_saved_it(encoding: str, separator: str, end: str) -> None:
    text = end.join([";".join(HEADING), LINE, ""]).replace(";", separator)
    assert values(text.encode(encoding)) == [KITCHEN]


def test_csv_with_commas_is_read_where_decimals_are_quoted() -> None:
    assert values(b'Nummer,Navn,Pladser\n10150817,"Kokken, A/S",2') == [
        Thing(number="10150817", name="Kokken, A/S", seats=2)
    ]


@pytest.mark.parametrize("first", ["sep=;", "sep=,", "sep=\t"])
def test_the_separator_that_the_first_line_names_is_used(first: str) -> None:
    mark = first[-1]
    assert values(f"{first}\r\nNummer{mark}Navn\r\n10150817{mark}A".encode()) == [Thing(number="10150817", name="A")]


def test_zeros_kept_in_front_by_excel_or_by_hand_are_kept() -> None:
    sheet = things(csv("Nummer;Navn", '"=""01234567""";A', "'01234568;B"))
    assert [row.value.number for row in sheet.rows] == ["01234567", "01234568"]


def test_a_workbook_is_read_with_its_days_numbers_and_eaten_zeros() -> None:
    content = workbook(HEADING, [1234567, "Køkkenet", 12.5, datetime(2025, 12, 31), "ja", "rød", "a, b"])
    assert values(content) == [
        Thing(
            number="01234567",
            name="Køkkenet",
            weight=12.5,
            since=date(2025, 12, 31),
            open=True,
            colour="red",
            words=("a", "b"),
        )
    ]


def test_a_title_in_merged_cells_and_blank_lines_above_the_heading_do_not_count() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Udtræk af virksomheder"
    sheet.merge_cells("A1:D2")
    for column, heading in enumerate(HEADING, start=1):
        sheet.cell(4, column, heading)
    for row, number in ((6, "10150817"), (9, "10150818")):
        sheet.cell(row, 1, number)
        sheet.cell(row, 2, "Navn")
    found = things(saved(book))
    assert [(row.number, row.value.number) for row in found.rows] == [(6, "10150817"), (9, "10150818")]


def test_the_sheet_with_the_heading_is_found_and_hidden_ones_are_left() -> None:
    book = Workbook()
    book.worksheets[0].append(["Forside"])
    hidden = book.create_sheet("Skjult")
    hidden.append(HEADING)
    hidden.append(["10150810", "Skjult"])
    hidden.sheet_state = "hidden"
    right = book.create_sheet("Data")
    right.append(HEADING)
    right.append(["10150817", "Vist"])
    assert [thing.name for thing in values(saved(book))] == ["Vist"]


def test_headings_are_known_in_any_order_case_and_by_their_other_names() -> None:
    sheet = things(csv("NAVN *;Fjernet;nr", "A;x;10150817"))
    assert [row.value for row in sheet.rows] == [Thing(number="10150817", name="A")]
    assert sheet.unknown == ("Fjernet",)


def test_every_fault_of_every_row_is_told_with_row_column_and_what_stood_there() -> None:
    sheet = things(csv("Nummer;Navn;Vægt;Farve", "10150817;A;1;rød", "1;;tung;blå", "", "10150819;B;;"))
    assert [row.number for row in sheet.rows] == [2, 5]
    assert sheet.bad_rows == 1
    assert [(one.row, one.column, one.given) for one in sheet.faults] == [
        (3, "Nummer", "1"),
        (3, "Navn", ""),
        (3, "Vægt (kg)", "tung"),
        (3, "Farve", "blå"),
    ]
    assert sheet.faults[1].message == "mangler; udfyld feltet"


def test_a_row_that_stands_twice_is_a_fault_that_names_the_first() -> None:
    sheet = things(csv("Nummer;Navn", "10150817;A", "10150818;B", "10150817;C"))
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.faults == (RowFault(row=4, column="Nummer", message="står også i række 2; slet den ene"),)


def test_faults_found_later_take_their_rows_with_them() -> None:
    sheet = things(csv("Nummer;Navn", "10150817;A", "10150818;B"))
    fault = RowFault(row=2, column="Nummer", message="findes allerede")
    assert [row.number for row in sheet.refusing([fault]).rows] == [3]
    assert sheet.refusing([]) == sheet


@pytest.mark.parametrize("template", [as_csv(Thing), as_xlsx(Thing, "Ting")])
def test_the_template_is_read_back_and_its_example_is_no_row(template: bytes) -> None:
    sheet = things(template)
    assert (sheet.rows, sheet.faults, sheet.unknown) == ((), (), ())


def test_a_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="mere end én kolonne med Navn"):
        things(csv("Nummer;Navn;navn", "10150817;A;B"))


def test_a_file_without_the_heading_says_which_columns_it_needs() -> None:
    with pytest.raises(BadInputError, match="overskrifterne Nummer, Navn"):
        things(csv("Noget;Andet", "1;2"))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_file_is_a_row_a_fault_or_a_refusal(text: str) -> None:
    with suppress(BadInputError):
        sheet = things(csv("Nummer;Navn;Vægt;Siden;Måned;Ord", text))
        assert all(fault.message for fault in sheet.faults)
        assert not {fault.row for fault in sheet.faults} & {row.number for row in sheet.rows}
