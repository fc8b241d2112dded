"""Figures as people write them: a half is rounded away from zero, and what is decimal stays so."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(figure: float, decimals: int) -> Decimal:
    """`figure` with so many decimals: 5.125 is 5.13, as one would by hand, where binary rounding gives 5.12.

    figure: finite; what counts is the shortest decimal number that it stands for. Raises decimal.InvalidOperation.
    """
    return Decimal(str(figure)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
