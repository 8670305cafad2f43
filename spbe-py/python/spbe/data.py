"""Published data that comes with the package: official tables, values of other years, national figures.

Columns, sources and known contradictions: docs/data.md. Numbers are text, as printed.
"""

from __future__ import annotations

import csv
import io

from spbe import _spbe

FILES = ("official-2023-2024", "history-news", "national", "crosswalk-2018-2020", "crosswalk-2020-2026")
"""The names of the files."""


def file(name: str) -> bytes:
    """A file as CSV, ready for `spbe.audit_file`, `spbe.cohort` and their like.

    Raises:
        KeyError: there is no such file.
    """
    text = _spbe.data_file(name)
    if text is None:
        raise KeyError(name)
    return text.encode()


def official(year: int | None = None) -> list[dict[str, str]]:
    """The official results of 2023 or 2024, or of both, one dictionary a row."""
    return [row for row in _rows("official-2023-2024") if year is None or row["year"] == str(year)]


def history() -> list[dict[str, str]]:
    """Values of 2018 to 2026 from news and local sources."""
    return _rows("history-news")


def national() -> list[dict[str, str]]:
    """National and category means, counts, targets and ranks, 2018 to 2025."""
    return _rows("national")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file(name).decode())))
