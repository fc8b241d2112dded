"""What is refused before the spreadsheet library opens it, so that no file takes more memory or time than a real one.

The library unpacks what it is given and builds an object per element: a small file can be made to fill the machine.
"""

import re
from itertools import pairwise
from zipfile import BadZipFile, ZipFile, ZipInfo

LARGEST_UNPACKED = 40_000_000
"""Bytes of all XML in a file of 10,000 rows and 25 columns, and a good deal more."""
LARGEST_PART = 4_000_000
"""Bytes of a part that is read as a whole: styles, theme, the list of sheets."""
MOST_PARTS = 1_000
MOST_STRINGS = 400_000
MOST_ROWS = 100_000
"""Rows a sheet may have, the empty ones with them, and the highest number that one of them may bear."""
MOST_CELLS = 600_000
LONGEST_ROW = 300_000
"""Bytes from one row's beginning to the next."""
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']\s*(\d+)")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
"""How XML in UTF-16 begins: no spreadsheet writes it, and the patterns above would not see what is in it."""
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def check_archive(archive: ZipFile) -> None:
    """Raises ValueError with the reason where the archive is not one that Excel or its like would write.

    Every part is looked at, whatever it is called: the library finds a sheet by what points to it, not by its name.
    """
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        raise ValueError("filen fylder for meget, når den pakkes ud; del den i flere")
    for part in parts:
        _check_part(archive, part)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    try:
        content = archive.read(part)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValueError("filen er beskadiget eller låst med en adgangskode; gem den igen uden") from error
    if content.startswith(WIDE) or any(mark in content for mark in DOCTYPES):
        raise ValueError("filen er ikke skrevet af et regneark; åbn den i Excel, og gem den igen")
    if ROW.search(content) or CELL.search(content):
        _check_rows(content)
    elif STRING.search(content):
        _check_count(STRING, content, MOST_STRINGS, "filen har for mange tekster; del den i flere")
    elif len(content) > LARGEST_PART:
        raise ValueError("filen har for mange formater; kopiér cellerne over i skabelonen som værdier")


def _check_count(element: re.Pattern[bytes], content: bytes, most: int, message: str) -> None:
    if sum(1 for _ in element.finditer(content)) > most:
        raise ValueError(message)


def _check_rows(content: bytes) -> None:
    _check_count(CELL, content, MOST_CELLS, "arket har for mange celler; del det i flere")
    starts = [0, *(found.start() for found in ROW.finditer(content)), len(content)]
    numbers = (int(found[1]) for found in ROW_NUMBER.finditer(content))
    if len(starts) > MOST_ROWS or any(number > MOST_ROWS for number in numbers):
        raise ValueError("arket har for mange tomme rækker; slet dem")
    if any(later - earlier > LONGEST_ROW for earlier, later in pairwise(starts)):
        raise ValueError("arket har en række, der er for lang; kopiér cellerne over i skabelonen som værdier")
