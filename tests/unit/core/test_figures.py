"""Figures are rounded as one would by hand."""

from decimal import Decimal

import pytest

from core.figures import rounded


@pytest.mark.parametrize(
    ("figure", "decimals", "written"),
    [
        (5.125, 2, "5.13"),
        (5.135, 2, "5.14"),
        (-5.125, 2, "-5.13"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (1.005, 2, "1.01"),
        (5.1249, 2, "5.12"),
        (7, 1, "7.0"),
    ],
)
def test_a_half_is_rounded_away_from_zero(figure: float, decimals: int, written: str) -> None:
    assert rounded(figure, decimals) == Decimal(written)
    assert str(rounded(figure, decimals)) == written
