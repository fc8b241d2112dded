"""What a cell may hold, and how it is read as Danish Excel writes it: decimal commas, dd-mm-åååå, zeros eaten.

Each kind reads a cell that is not empty and raises ValueError with what should stand there instead, in Danish.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar, Protocol

Cell = str | int | float | bool | date | datetime | time | None
"""A cell as the file has it; None where it is empty."""

LONGEST_TEXT = 2000
GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DAY = re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2})")
MONTH = re.compile(r"(?P<first>\d{4}|\d{1,2}|[a-zæøå]{3,9})[-./ ]+(?P<second>\d{4}|\d{1,2})")
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
YES_NO = {
    "ja": True, "j": True, "x": True, "1": True, "sand": True, "true": True, "yes": True,
    "nej": False, "n": False, "0": False, "falsk": False, "false": False, "no": False,
}  # fmt: skip


class Kind(Protocol):
    """What a column's cells are."""

    @property
    def words(self) -> str:
        """What to write there, for the guide."""

    @property
    def number_format(self) -> str:
        """Excel's format of the column's cells."""

    def read(self, cell: Cell) -> object:
        """The value of a cell that is not empty. Raises ValueError with what should stand there."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text in one cell, without odd spaces; at most `most` characters."""

    most: int = 200
    number_format: ClassVar[str] = "@"

    @property
    def words(self) -> str:
        """What to write there."""
        return f"Tekst, højst {self.most} tegn"

    def read(self, cell: Cell) -> str:
        """The text."""
        text = written(cell)
        if len(text) > self.most:
            raise ValueError(f"er på {len(text)} tegn; der er plads til {self.most}")
        return text


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number with or without decimals, from `least` to `most`."""

    least: float = 0.0
    most: float = 1_000_000.0
    number_format: ClassVar[str] = "General"

    @property
    def words(self) -> str:
        """What to write there."""
        return f"Tal fra {danish(self.least)} til {danish(self.most)}, med komma før decimalerne"

    def read(self, cell: Cell) -> float:
        """The number; it is finite."""
        value = _number(cell)
        if not self.least <= value <= self.most:
            raise ValueError(f"skal være fra {danish(self.least)} til {danish(self.most)}")
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 1_000_000
    number_format: ClassVar[str] = "0"

    @property
    def words(self) -> str:
        """What to write there."""
        return f"Helt tal fra {self.least} til {self.most}"

    def read(self, cell: Cell) -> int:
        """The number."""
        value = Decimal(self.least, self.most).read(cell)
        if value != int(value):
            raise ValueError("skal være et helt tal")
        return int(value)


@dataclass(frozen=True, slots=True)
class Digits:
    """A number that is a name: `count` digits. Excel eats leading zeros; up to `eaten` of them are put back.

    check: what is wrong with the digits, or None.
    """

    count: int
    check: Callable[[str], str | None] | None = None
    eaten: int = 1
    number_format: ClassVar[str] = "@"

    @property
    def words(self) -> str:
        """What to write there."""
        return f"{self.count} cifre"

    def read(self, cell: Cell) -> str:
        """The digits."""
        text = re.sub(r"[\s.\-]", "", _whole_text(cell))
        if re.fullmatch(r"\d[,.]\d+E\+?\d+", text, re.IGNORECASE):
            raise ValueError("er forkortet af Excel; giv kolonnen formatet Tekst og skriv alle cifrene igen")
        if not (text.isascii() and text.isdigit() and self.count - self.eaten <= len(text) <= self.count):
            raise ValueError(f"skal være {self.count} cifre")
        padded = text.zfill(self.count)
        if fault := self.check and self.check(padded):
            raise ValueError(fault)
        return padded


@dataclass(frozen=True, slots=True)
class Day:
    """A day (dd-mm-åååå)."""

    words: ClassVar[str] = "Dato: dd-mm-åååå"
    number_format: ClassVar[str] = "DD-MM-YYYY"

    def read(self, cell: Cell) -> date:
        """The day."""
        if isinstance(cell, datetime) and cell.time() == time(0):
            return cell.date()
        if isinstance(cell, date) and not isinstance(cell, datetime):
            return cell
        found = DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
        try:
            return _day(found) if found else date.fromisoformat("")
        except ValueError:
            raise ValueError("skal være en dato, der findes, skrevet som 31-12-2026") from None


@dataclass(frozen=True, slots=True)
class Month:
    """A month, as its first day."""

    words: ClassVar[str] = "Måned: mm-åååå"
    number_format: ClassVar[str] = "MM-YYYY"

    def read(self, cell: Cell) -> date:
        """The first day of the month."""
        if isinstance(cell, date):
            return date(cell.year, cell.month, 1)
        found = MONTH.fullmatch(cell.strip().casefold()) if isinstance(cell, str) else None
        try:
            return _month(*found.groups()) if found else Day().read(cell).replace(day=1)
        except ValueError:
            raise ValueError("skal være en måned, skrevet som 12-2026") from None


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    words: ClassVar[str] = "ja eller nej"
    number_format: ClassVar[str] = "@"

    def read(self, cell: Cell) -> bool:
        """Whether it is yes."""
        answer = cell if isinstance(cell, bool) else YES_NO.get(_whole_text(cell).casefold())
        if answer is None:
            raise ValueError("skal være ja eller nej")
        return answer


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some codes; in the file stands its Danish word or the code itself."""

    of: Mapping[str, str]
    """The Danish word of each code."""
    number_format: ClassVar[str] = "@"

    @property
    def words(self) -> str:
        """What to write there."""
        return "En af: " + ", ".join(self.of.values())

    def read(self, cell: Cell) -> str:
        """The code."""
        wanted = _whole_text(cell).casefold()
        for code, word in self.of.items():
            if wanted in (code.casefold(), word.casefold()):
                return code
        raise ValueError(f"skal være en af: {', '.join(self.of.values())}")


@dataclass(frozen=True, slots=True)
class Many:
    """Any number of values of one kind, parted by commas or semicolons."""

    of: Kind
    most: int = 20
    number_format: ClassVar[str] = "@"

    @property
    def words(self) -> str:
        """What to write there."""
        return f"Flere med komma imellem. Hver: {self.of.words}"

    def read(self, cell: Cell) -> tuple[object, ...]:
        """The values in the order given, each once."""
        parts = [part.strip() for part in re.split(r"[;,\n]", _whole_text(cell))]
        found = tuple(dict.fromkeys(self.of.read(part) for part in parts if part))
        if len(found) > self.most:
            raise ValueError(f"har {len(found)} værdier; der er plads til {self.most}")
        return found


def danish(number: float) -> str:
    """The number as it is written in Danish."""
    return f"{number:g}".replace(".", ",") if number % 1 else f"{int(number)}"


def written(cell: Cell) -> str:
    """A cell as text, without what nobody sees. Raises ValueError where it holds a formula or an error of Excel's."""
    if not isinstance(cell, str):
        return _whole_text(cell)
    text = unicodedata.normalize("NFC", cell.replace("\u00a0", " ").replace("\u200b", "").replace("\r\n", "\n")).strip()
    if text.startswith("="):
        raise ValueError("er en formel; kopiér cellerne, og indsæt dem som værdier")
    if re.fullmatch(r"#[A-ZÆØÅ/0-9]+[!?]?", text):
        raise ValueError("er en fejl i Excel; skriv værdien")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in text if letter not in "\n\t"):
        raise ValueError("har tegn, der ikke kan vises; skriv cellen igen")
    return text


def _whole_text(cell: Cell) -> str:
    """Text, or a whole number's digits: Excel makes numbers of what looks like them."""
    if isinstance(cell, str):
        return written(cell)
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, (int, float)) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, float) and math.isfinite(cell):
        return str(cell).replace(".", ",")
    raise ValueError("er en dato eller et klokkeslæt; giv kolonnen formatet Tekst, og skriv det igen")


def _number(cell: Cell) -> float:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    text = written(cell).replace(" ", "") if isinstance(cell, str) else ""
    if GROUPED.fullmatch(text):
        raise ValueError(f"kan læses på to måder; skriv {text.replace('.', '')} eller {text.replace('.', ',', 1)}")
    whole, _, decimals = text.partition(",")
    plain = f"{whole.replace('.', '')}.{decimals}" if GROUPED.fullmatch(whole) else text.replace(",", ".")
    if not NUMBER.fullmatch(plain):
        raise ValueError("skal være et tal, for eksempel 12,5")
    return float(plain)


def _day(found: re.Match[str]) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _month(first: str, second: str) -> date:
    """The month written as `12-2026`, `2026-12`, `dec 2026` or, as Excel shows it, `dec-26`."""
    if first.isalpha():
        return date(int(second) if len(second) == 4 else 2000 + int(second), MONTHS.index(first[:3]) + 1, 1)
    month, year = (second, first) if len(first) == 4 else (first, second)
    if len(year) != 4:
        raise ValueError
    return date(int(year), int(month), 1)
