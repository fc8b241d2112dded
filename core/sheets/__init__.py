"""Sheets that people fill in with Excel: columns declared once become a template, a guide and a strict reader.

A sheet's row is a frozen dataclass whose fields carry a `Column`; see docs/companies.md for what people are told.
"""

from core.sheets.kinds import (
    Cell,
    Choice,
    Decimal,
    Digits,
    Kind,
    Many,
    Month,
    Text,
    Whole,
    YesNo,
)
from core.sheets.kinds import Day as Day
from core.sheets.sheet import Column, Row, RowFault, Sheet, read
from core.sheets.templates import as_csv, as_xlsx

__all__ = [
    "Cell",
    "Choice",
    "Column",
    "Day",
    "Decimal",
    "Digits",
    "Kind",
    "Many",
    "Month",
    "Row",
    "RowFault",
    "Sheet",
    "Text",
    "Whole",
    "YesNo",
    "as_csv",
    "as_xlsx",
    "read",
]
