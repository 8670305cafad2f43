"""Numbers as text. Nothing is published here: the library does that, by the instrument's rule."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def published(value: float, decimals: int) -> str:
    """A published number, with so many decimals or all that it was printed with: it is not rounded a second time."""
    text = format(Decimal(repr(value)), "f")
    return text if len(text.partition(".")[2]) > decimals else f"{value:.{decimals}f}"


def rounded(value: float | str, decimals: int) -> str:
    """A number that was worked out, exact as text or as the nearest float, with as many decimals as people read."""
    text = value if isinstance(value, str) else repr(value)
    # No fraction that has no end lies on a half, so that the nearest float rounds as it does.
    number = Decimal(repr(float(Fraction(text))) if "/" in text else text)
    return format(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f")
