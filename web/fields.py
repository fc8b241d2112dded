"""What may stand in an address or a field, for the pages and the API alike."""

from typing import Annotated

from fastapi import Path

LARGEST_ID = 2**31 - 1
"""What an integer column of the database holds."""

PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]

LONGEST_TEXT = 500
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$"
"""Text without control characters but tab and line end, and without those that turn the direction of reading (Unicode
TR 9): a database takes no NUL, a terminal obeys ESC, and a turned text can look like another."""
