"""One table as a workbook, for other programs to read."""

from __future__ import annotations

from fractions import Fraction
from typing import IO, TYPE_CHECKING, TypeAlias

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spbe.cli.words import Words


Cell: TypeAlias = "str | int | float | None"


def table(file: IO[bytes], words: Words, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes a heading row and the rows below it; numbers as numbers, everything else as text."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    sheet = book.add_worksheet(words("sheet.assessments"))
    head = book.add_format({"bold": True, "bg_color": "#DCEBEE", "bottom": 1})
    for column, name in enumerate(heading):
        sheet.set_column(column, column, 34 if column == 0 else max(7, len(name) + 2))
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(heading):
        sheet.write_string(0, column, name, head)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(row, column, cell)
            elif cell:
                sheet.write_string(row, column, cell)
    book.close()


def number(answer: str | int | None) -> Cell:
    """A decimal as the number of a cell, where that is exactly it; else the text that it is."""
    if isinstance(answer, str) and "/" not in answer and Fraction(repr(float(answer))) == Fraction(answer):
        return float(answer)
    return answer
