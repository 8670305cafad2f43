"""Small values that a score holds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class NextPredicate:
    """The way from an index to the next predicate."""

    predicate: str
    """The official name of the next predicate."""
    gap: float
    """The distance in index points, as the nearest float."""
    gap_exact: Fraction
    """The exact distance in index points."""
    index_exact: Fraction
    """The smallest exact index that has the predicate: 2.6 on the exact basis, 2.595 on the published one."""
    parts: int
    """The distance in weighted level steps: one level more of an indicator of 26 parts is worth 26."""
    fewest_levels: int | None
    """No fewer level steps reach it; `None` where answers are no whole levels."""
