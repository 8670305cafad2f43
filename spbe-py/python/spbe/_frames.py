"""Data frames scored and audited: what stands behind `spbe.score` for a frame, and `spbe.audit_frame`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from spbe import _spbe
from spbe._spbe import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spbe.types import InstrumentLike, Language, MissingPolicy, PredicateBasis


def is_frame(value: object) -> bool:
    """Whether `value` is a data frame: an object with the capsule interface of Arrow, or a mapping of columns.

    A lazy frame of polars counts, so that its own message says what it lacks.
    """
    if hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__"):
        return True
    if type(value).__name__ == "LazyFrame":
        return True
    return isinstance(value, Mapping) and any(_is_column(column) for column in value.values())


def _is_column(value: object) -> bool:
    return not isinstance(value, str | bytes) and hasattr(value, "__len__")


def score(
    frame: object,
    *,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    columns: Sequence[str] | None = None,
    language: Language = "en",
) -> Table:
    """Scores every row of a data frame: its label columns as they are, and the results beside them.

    Args:
        frame: any object with the capsule interface of Arrow (a frame of polars, pandas or pyarrow, a relation of
            duckdb), or a mapping of columns. One row an institution and one column an indicator, or one row an answer,
            or printed results.
        instrument: the instrument; without one, the built-in instrument whose codes fit.
        year: the year of rows that give none; of rows with a year, only those of this year are scored.
        missing: what happens to unanswered indicators; the instrument's own rule unless given.
        predicate_basis: which index the predicate is read from; the instrument's rule for the year unless given.
        decimal_comma: whether `1,260` is 1.26; unless given, such a text is an error that asks. `1,26` is 1.26 unless
            `False` makes every comma an error.
        columns: the columns of the result behind the labels, such as `["index", "aspect_8", "aspect_8_exact"]`.
        language: the language of error messages.

    Raises:
        AssessmentError: the frame is not sound; all its problems are listed with row (from one) and column.
        ScoreError: some row has no score.
        TypeError: no data frame, or a cell is no number, text or missing.
        ValueError: columns have different lengths; a `year`, `missing` or another option that is none.
    """
    from spbe.api import _candidates

    return _spbe.score_frame(
        frame,
        _candidates(instrument, language),
        year=year,
        missing=missing,
        predicate_basis=predicate_basis,
        decimal_comma=decimal_comma,
        columns=columns,
        language=language,
    )


def audit(
    frame: object,
    *,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: Language = "en",
) -> dict[str, Any]:
    """Tells whether each printed result of a data frame can be right: the record of `spbe audit --format json`.

    Raises:
        AssessmentError: the frame is not sound; all its problems are listed with row (from one) and column.
        AuditError: the frame holds no printed results.
        TypeError: no data frame.
    """
    from spbe.api import _candidates

    return _spbe.audit_frame(
        frame, _candidates(instrument, language), year=year, decimal_comma=decimal_comma, language=language
    )
