"""The report of one institution as one HTML page, for reading, printing and taking along: `pip install "spbe[report]"`.

>>> import spbe.data, spbe.report
>>> page = spbe.report.html(spbe.data.file("official-2023-2024"), institution="Kabupaten Mesuji", language="en")
>>> page.startswith("<!DOCTYPE html>")
True

The page loads nothing: styles and pictures are inside it, and it needs no script. Every figure in it is one that
`spbe.score_file` or a method of `spbe.Cohort` gives; nothing is worked out here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spbe.api import _candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spbe.report.findings import Named
    from spbe.types import FileLike, InstrumentLike, Language, MissingPolicy, PredicateBasis


def html(
    *files: FileLike,
    institution: str,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    stage: str | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "id",
) -> str:
    """The report of an institution: index, rank, nodes, trend, the way to the next predicate, whom to learn from.

    A part without data is left out. The other institutions, years and stages of the files are what it is ranked
    against, compared with, and can learn from.

    Args:
        files: paths, or contents of files, as `spbe.cohort` takes them.
        institution: its name, in any case, or a part of the name that no other has.
        instrument: the instrument of all files; without one, the built-in instrument whose codes fit each.
        year: the year of the report, the latest unless given; also the year of files that give none.
        stage: the stage of the report, where the institution has several in that year.
        missing: what happens to unanswered indicators; the instrument's own rule unless given.
        predicate_basis: which index predicates are read from; the instrument's rule for the year unless given.
        decimal_comma: whether `1,260` is 1.26; unless given, such a cell is an error that asks.
        sheet: the sheet of a workbook with several tables.
        language: the language of the page and of error messages.

    Raises:
        ModuleNotFoundError: Jinja2 or matplotlib is not installed; the extra `report` brings both.
        AssessmentError: a file is not sound; all its problems are listed with row and column.
        CohortError: nobody or more than one is called so, or answers are missing and the policy is `reject`.
        WorkbookError: a workbook cannot be read.
        OSError: a file cannot be read.
    """
    named: list[Named] = [
        (None, file) if isinstance(file, bytes) else (str(file), Path(file).read_bytes()) for file in files
    ]
    return page(
        named,
        institution,
        instrument=instrument,
        year=year,
        stage=stage,
        missing=missing,
        predicate_basis=predicate_basis,
        decimal_comma=decimal_comma,
        sheet=sheet,
        language=language,
    )


def page(
    files: Sequence[Named],
    institution: str,
    *,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    stage: str | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "id",
) -> str:
    """`html` for contents with the names that messages give them."""
    try:
        from spbe.report import rendering
    except ModuleNotFoundError as error:
        if error.name not in {"jinja2", "matplotlib"}:
            raise
        message = f'reports need {error.name}; run: pip install "spbe[report]"'
        raise ModuleNotFoundError(message, name=error.name) from error
    from spbe.report import findings

    found = findings.gather(
        files,
        institution,
        candidates=_candidates(instrument, language),
        year=year,
        stage=stage,
        scored={"missing": missing, "predicate_basis": predicate_basis},
        reading={"decimal_comma": decimal_comma},
        sheet=sheet,
        language=language,
    )
    return rendering.render(found, language)
