"""Scores one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spbe._spbe import ScoreRecords

Record = dict[str, Any]

PART = 250
"""So many records are held at a time."""


def each(records: ScoreRecords) -> Iterator[Record]:
    """All records, a part of them in memory at a time."""
    for start in range(0, len(records), PART):
        yield from records.records(start, start + PART)


def headlines(records: ScoreRecords) -> Iterator[Record]:
    """The same with what a line on each tells, and nothing of its nodes."""
    for start in range(0, len(records), PART):
        yield from records.headlines(start, start + PART)
