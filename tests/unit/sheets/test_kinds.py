from datetime import date, datetime, time

import pytest

from core.sheets import Cell, Choice, Day, Decimal, Digits, Kind, Many, Month, Text, Whole, YesNo
from tests.unit.sheets.books import COLOURS

CVR = Digits(8, check=lambda digits: None if digits != "00000000" else "findes ikke")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(), "  Havne\u00a0køkken ", "Havne køkken"),
        (Text(), 42, "42"),
        (Text(), "Caf" + "e\u0301", "Café"),
        (Decimal(), "12,5", 12.5),
        (Decimal(), "12.5", 12.5),
        (Decimal(), "1.234,5", 1234.5),
        (Decimal(), "1 234,5", 1234.5),
        (Decimal(), 7, 7.0),
        (Decimal(-5, 5), "-2,5", -2.5),
        (Whole(), "5,0", 5),
        (Whole(), 5.0, 5),
        (CVR, "10 15 08 17", "10150817"),
        (CVR, 1234567, "01234567"),
        (CVR, "1234567", "01234567"),
        (CVR, 10150817.0, "10150817"),
        (Day(), "31-12-2026", date(2026, 12, 31)),
        (Day(), "1.2.2026", date(2026, 2, 1)),
        (Day(), "01/02/2026", date(2026, 2, 1)),
        (Day(), "2026-02-01", date(2026, 2, 1)),
        (Day(), datetime(2026, 2, 1), date(2026, 2, 1)),
        (Day(), date(2026, 2, 1), date(2026, 2, 1)),
        (Month(), "12-2026", date(2026, 12, 1)),
        (Month(), "2026-12", date(2026, 12, 1)),
        (Month(), "dec-26", date(2026, 12, 1)),
        (Month(), "december 2026", date(2026, 12, 1)),
        (Month(), "15-12-2026", date(2026, 12, 1)),
        (Month(), datetime(2026, 12, 24), date(2026, 12, 1)),
        (YesNo(), "Ja", True),
        (YesNo(), "nej", False),
        (YesNo(), True, True),
        (YesNo(), 0, False),
        (Choice(COLOURS), "RØD", "red"),
        (Choice(COLOURS), "green", "green"),
        (Many(Choice(COLOURS)), "grøn; rød, grøn", ("green", "red")),
        (Many(Digits(6)), 911200, ("911200",)),
    ],
)
def test_a_cell_is_read_as_danish_excel_writes_it(kind: Kind, cell: Cell, value: object) -> None:
    read = kind.read(cell)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (Text(3), "lang", "er på 4 tegn; der er plads til 3"),
        (Text(), "=1+1", "er en formel"),
        (Text(), "#REFERENCE!", "er en fejl i Excel"),
        (Text(), "#N/A", "er en fejl i Excel"),
        (Text(), "a\x07b", "har tegn, der ikke kan vises"),
        (Text(), datetime(2026, 1, 1), "er en dato eller et klokkeslæt"),
        (Decimal(), "1.234", "kan læses på to måder; skriv 1234 eller 1,234"),
        (Decimal(), "nan", "skal være et tal"),
        (Decimal(), float("inf"), "skal være et tal"),
        (Decimal(), True, "skal være et tal"),
        (Decimal(), "1,2,3", "skal være et tal"),
        (Decimal(0, 37), "37,5", "skal være fra 0 til 37"),
        (Whole(), "2,5", "skal være et helt tal"),
        (CVR, "123456", "skal være 8 cifre"),
        (CVR, "123456789", "skal være 8 cifre"),
        (CVR, "1234567½", "skal være 8 cifre"),
        (CVR, "1,00E+09", "er forkortet af Excel"),
        (CVR, "00000000", "findes ikke"),
        (Day(), "31-02-2026", "skal være en dato, der findes"),
        (Day(), "01-02-26", "skal være en dato, der findes"),
        (Day(), 46000, "skal være en dato, der findes"),
        (Day(), datetime(2026, 1, 1, 9), "skal være en dato, der findes"),
        (Day(), time(9), "skal være en dato, der findes"),
        (Month(), "13-2026", "skal være en måned"),
        (Month(), "vinter 2026", "skal være en måned"),
        (Month(), "12-26", "skal være en måned"),
        (YesNo(), "måske", "skal være ja eller nej"),
        (Choice(COLOURS), "blå", "skal være en af: rød, grøn"),
        (Many(Choice(COLOURS)), "rød, blå", "skal være en af: rød, grøn"),
        (Many(Whole(), most=2), "1, 2, 3", "har 3 værdier; der er plads til 2"),
    ],
)
def test_what_cannot_be_read_says_how_to_mend_it(kind: Kind, cell: Cell, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        kind.read(cell)
    assert str(caught.value).startswith(said)
