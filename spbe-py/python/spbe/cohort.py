"""Many institutions at once, from any number of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spbe._spbe import Cohort, CohortReader
from spbe.api import _candidates, _content
from spbe.excel.source import source

if TYPE_CHECKING:
    from spbe.types import FileLike, InstrumentLike, Language


def cohort(
    *files: FileLike,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "en",
) -> Cohort:
    """Reads files into one cohort: several years, stages and instruments stand beside each other in it.

    Args:
        files: paths, or contents of files, as `score_file` takes them.
        instrument: the instrument of all files; without one, the built-in instrument whose codes fit each.
        year: the year of a file that gives none; of a file with years, only this one is read.
        decimal_comma: whether `1,260` is 1.26; unless given, such a cell is an error that asks.
        sheet: the sheet of a workbook with several tables.
        language: the language of error messages.

    Raises:
        AssessmentError: a file is not sound; all its problems are listed with row and column.
        CohortError: the same institution, year and stage is there twice, or with another province or type; all such
            places are listed.
        WorkbookError: a workbook cannot be read.
        OSError: a file cannot be read.
    """
    candidates = _candidates(instrument, language)
    reader = CohortReader()
    for file in files:
        read = source(_content(file), sheet=sheet, alone=len(files) == 1, language=language)
        name = None if isinstance(file, bytes) else str(file)
        with read.explained():
            reader.add(read.content, candidates, name=name, year=year, decimal_comma=decimal_comma, language=language)
    return reader.cohort(language=language)
