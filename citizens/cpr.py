"""CPR numbers: read as people write them, checked by their date alone. Pure.

Since 2007 numbers are given out that the check digit (modulus 11) refuses, so it is never asked. The demonstration's
replacement numbers have 60 added to the day. What is wrong is said without repeating any of the number.
"""

import re
from datetime import date

from stdnum.dk.cpr import get_birth_date
from stdnum.exceptions import ValidationError

DIGITS = 10
REPLACEMENT = 6
"""Added to the first digit of a replacement number (erstatnings-CPR)."""


def compact(written: str) -> str | None:
    """The number as it is kept, `ddmmyy-nnnn`; None where it is not ten digits. An eaten leading zero is put back."""
    digits = re.sub(r"[\s.\-]", "", written)
    if not (digits.isascii() and digits.isdigit() and DIGITS - 1 <= len(digits) <= DIGITS):
        return None
    digits = digits.zfill(DIGITS)
    return f"{digits[:6]}-{digits[6:]}"


def born(number: str) -> date | None:
    """The birthday that the number tells, of a replacement number too; None where no such day is."""
    digits = number.replace("-", "")
    first = int(digits[0])
    plain = f"{first - REPLACEMENT if first >= REPLACEMENT else first}{digits[1:]}"
    try:
        return get_birth_date(plain)
    except ValidationError:
        return None
