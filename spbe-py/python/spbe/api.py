"""Instruments by name or file, and files scored or audited in one call."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from spbe import _frames, _spbe
from spbe._spbe import Assessment, Instrument, Score
from spbe.excel.source import source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spbe._spbe import ScoreRecords, Table
    from spbe.types import Answers, FileLike, Frame, InstrumentLike, Language, MissingPolicy, PredicateBasis


@cache
def _builtin(name: str, language: Language) -> Instrument:
    return Instrument.builtin(name, language=language)


def instruments() -> list[Instrument]:
    """The built-in instruments, oldest regulation first."""
    return [_builtin(name, "en") for name in Instrument.builtin_ids()]


def instrument(id_or_path: str | os.PathLike[str], *, language: Language = "en") -> Instrument:
    """A built-in instrument by its id, or one from a TOML or JSON file.

    Text is taken for a path if it ends in `.toml` or `.json` or holds a folder.

    Raises:
        InstrumentError: there is no such instrument, or the file is not sound; all its problems are listed.
        OSError: the file cannot be read.
    """
    if isinstance(id_or_path, str) and not _is_path(id_or_path):
        # Immutable, so that all callers may share one. Only failures differ by language, and they are not kept.
        known = id_or_path in Instrument.builtin_ids()
        return _builtin(id_or_path, "en" if known else language)
    path = Path(id_or_path)
    text = path.read_text(encoding="utf-8-sig")
    load = Instrument.from_json if path.suffix.lower() == ".json" else Instrument.from_toml
    return load(text, language=language)


@overload
def score(
    answers: Assessment,
    /,
    *,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    language: Language = "en",
) -> Score: ...
@overload
def score(
    answers: list[Assessment] | tuple[Assessment, ...],
    /,
    *,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    language: Language = "en",
) -> list[Score]: ...
@overload
def score(
    answers: Answers,
    /,
    *,
    instrument: InstrumentLike,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    language: Language = "en",
) -> Score: ...
@overload
def score(
    answers: Frame,
    /,
    *,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    columns: Sequence[str] | None = None,
    language: Language = "en",
) -> Table: ...
def score(
    answers: Any,
    /,
    *,
    instrument: InstrumentLike | None = None,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    columns: Sequence[str] | None = None,
    language: Language = "en",
) -> Score | list[Score] | Table:
    """Scores answers: the exact index, every node below it, the predicate, the way to the next one.

    | given | result |
    |---|---|
    | a sequence of answers, in the order of `Instrument.items` | a `Score` |
    | a mapping of code to answer (`7`, `"7"`, `"i7"`); what is not named is missing | a `Score` |
    | an `Assessment` | a `Score` |
    | a list or tuple of `Assessment`s | a list of `Score`s, or the problems of all at once |
    | a data frame (polars, pandas, pyarrow, duckdb: whatever speaks Arrow), or a mapping of columns | a `Table` |

    An answer is an `int`, a `float`, a `Decimal`, a `Fraction`, or text; integers of numpy are too. Numbers are taken
    exactly. A float is read as it prints, because that is what was written: `2.6` is 13/5, not the binary number next
    to it; one with more than 15 digits was computed and not written, and is refused. Floats of 32 and 16 bits (numpy,
    Arrow) are read alike, with 6 and 3 digits. Text is read as a cell of a file is: `2.5`, `2,5`. A missing answer is
    `None`, a NaN, pandas' `NA`, `-` or an empty text. A pandas series is a mapping by its index unless that only counts
    from 0.

    Args:
        answers: what is scored.
        instrument: the instrument, its id, or the path of its file; an `Assessment` brings its own.
        year: the year; it decides from which index the predicate is read.
        missing: what happens to unanswered indicators; the instrument's own rule unless given.
        predicate_basis: which index the predicate is read from; the instrument's rule for the year unless given.
        decimal_comma: whether `1,260` is 1.26; unless given, such a text is an error that asks. `1,26` is 1.26 unless
            `False` makes every comma an error.
        columns: of a data frame, the columns of the result behind the labels, such as `["index", "aspect_8_exact"]`.
        language: the language of error messages.

    Raises:
        AssessmentError: an answer is no number or out of range, a code is unknown; all are listed, of a data frame
            with row and column.
        ScoreError: answers are missing and the policy is `reject`.
        TypeError: an object is neither answers nor assessments, the instrument is not named, or an option has no
            meaning for what is scored.
        ValueError: a `year`, `missing`, `predicate_basis` or `language` that is none; columns of different lengths.
    """
    own, read = "an assessment brings its own", "the answers of an assessment are numbers already"
    frames_only = "only a data frame has columns"
    if isinstance(answers, Assessment):
        _refuse("instrument", instrument, own)
        _refuse("decimal_comma", decimal_comma, read)
        _refuse("columns", columns, frames_only)
        (scored,) = _spbe.score_assessments(
            [answers], year=year, missing=missing, predicate_basis=predicate_basis, language=language
        )
        return scored
    if isinstance(answers, (list, tuple)) and (isinstance(answers[0], Assessment) if answers else instrument is None):
        _refuse("instrument", instrument, own)
        _refuse("decimal_comma", decimal_comma, read)
        _refuse("columns", columns, frames_only)
        return _spbe.score_assessments(
            answers, year=year, missing=missing, predicate_basis=predicate_basis, language=language
        )
    if not isinstance(answers, (list, tuple)) and _is_frame(answers):
        return _frames.score(
            answers,
            instrument=instrument,
            year=year,
            missing=missing,
            predicate_basis=predicate_basis,
            decimal_comma=decimal_comma,
            columns=columns,
            language=language,
        )
    _refuse("columns", columns, frames_only)
    if instrument is None:
        raise TypeError("instrument: name the instrument of these answers, such as instrument='spbe-2020'")
    return _spbe.score_answers(
        answers,
        _instrument(instrument, language),
        year=year,
        missing=missing,
        predicate_basis=predicate_basis,
        decimal_comma=decimal_comma,
        language=language,
    )


def read_assessments(
    file: FileLike,
    instrument: InstrumentLike | None = None,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "en",
) -> list[Assessment]:
    """Reads every assessment of a file, to look at, to keep, or to score.

    Args:
        file: a path, or the content of a file: CSV (wide or long), our JSON document, or an XLSX workbook that holds a
            table or is a form of `spbe form`.
        instrument: the instrument; without one, the built-in instrument whose codes fit.
        year: the year of a file that gives none; of a file with years, only this one is read.
        decimal_comma: whether `1,260` is 1.26; unless given, such a cell is an error that asks, except where `;` or a
            tab separates the cells, or in a workbook: there it can only be 1.26.
        sheet: the sheet of a workbook with several tables.
        language: the language of error messages.

    Raises:
        WorkbookError: the file is a workbook that cannot be read, or none, and a sheet is asked for.
        AssessmentError: the file is not sound; all its problems are listed with row and column.
        OSError: the file cannot be read.
    """
    read = source(_content(file), sheet=sheet, language=language)
    with read.explained():
        return _spbe.read_assessments(
            read.content, _candidates(instrument, language), year=year, decimal_comma=decimal_comma, language=language
        )


def score_file(
    file: FileLike,
    instrument: InstrumentLike | None = None,
    *,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "en",
) -> list[dict[str, Any]]:
    """Scores every assessment or printed result of a file: the records of `spbe score --format json`.

    Args:
        file: a path, or the content of a file: CSV (wide or long), the ministry's table, JSON, or an XLSX workbook
            that holds a table or is a form of `spbe form`.
        instrument: the instrument; without one, the built-in instrument whose codes fit.
        year: the year of a file that gives none; of a file with years, only this one is read.
        missing: what happens to unanswered indicators; the instrument's own rule unless given.
        predicate_basis: which index the predicate is read from; the instrument's rule for the year unless given.
        decimal_comma: whether `1,260` is 1.26; unless given, such a cell is an error that asks, except where `;` or a
            tab separates the cells, or in a workbook: there it can only be 1.26.
        sheet: the sheet of a workbook with several tables.
        language: the language of error messages.

    Raises:
        WorkbookError: the file is a workbook that cannot be read, or none, and a sheet is asked for.
        AssessmentError: the file is not sound; all its problems are listed with row and column.
        ScoreError: some assessment has no score.
        OSError: the file cannot be read.
    """
    read = source(_content(file), sheet=sheet, language=language)
    with read.explained():
        return _spbe.score(
            read.content,
            _candidates(instrument, language),
            year=year,
            missing=missing,
            predicate_basis=predicate_basis,
            decimal_comma=decimal_comma,
            language=language,
        )


def score_records(
    file: FileLike,
    instrument: InstrumentLike | None = None,
    *,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "en",
) -> ScoreRecords:
    """What `score_file` gives, as an object that makes its records when they are asked for: for very many of them."""
    read = source(_content(file), sheet=sheet, language=language)
    with read.explained():
        return _spbe.score_records(
            read.content,
            _candidates(instrument, language),
            year=year,
            missing=missing,
            predicate_basis=predicate_basis,
            decimal_comma=decimal_comma,
            language=language,
        )


def audit_file(
    file: FileLike,
    instrument: InstrumentLike | None = None,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
    language: Language = "en",
) -> dict[str, Any]:
    """Tells whether each printed result of a file can be right: the record of `spbe audit --format json`.

    Takes what `score_file` takes, with printed results instead of answers.

    Raises:
        AssessmentError: the file is not sound; all its problems are listed with row and column.
        AuditError: the file holds no printed results. A result that cannot be right is a finding, not an error.
        OSError: the file cannot be read.
    """
    read = source(_content(file), sheet=sheet, language=language)
    with read.explained():
        return _spbe.audit(
            read.content, _candidates(instrument, language), year=year, decimal_comma=decimal_comma, language=language
        )


@overload
def request(request: str) -> str: ...
@overload
def request(request: Mapping[str, Any]) -> dict[str, Any]: ...
def request(request: str | Mapping[str, Any]) -> str | dict[str, Any]:
    """Answers one JSON request, as `spbe_request` of the C library and `spbe-json` do: `docs/json.md` has the forms.

    Text is answered with text, a mapping with a dictionary. What is wrong with a request stands in the reply, in its
    field `error`; nothing is raised for it.

    Raises:
        TypeError: a value of the mapping has no JSON form. Decimals go as text.
    """
    if isinstance(request, str):
        # Half a character, which Python allows, has no bytes: written out, it is the answerer who refuses it.
        return _answerer().answer(request.encode("utf-8", "backslashreplace").decode())
    try:
        text = json.dumps(dict(request), allow_nan=False)
    except ValueError as error:
        raise TypeError(f"a value of the request has no JSON form: {error}") from None
    reply: dict[str, Any] = json.loads(_answerer().answer(text))
    return reply


@cache
def _answerer() -> _spbe.Answerer:
    return _spbe.Answerer()


def _is_path(text: str) -> bool:
    return text.lower().endswith((".toml", ".json")) or Path(text).name != text


def _content(file: FileLike) -> bytes:
    return file if isinstance(file, bytes) else Path(file).read_bytes()


def _candidates(choice: InstrumentLike | None, language: Language) -> list[Instrument]:
    return instruments() if choice is None else [_instrument(choice, language)]


def _instrument(choice: InstrumentLike, language: Language) -> Instrument:
    return choice if isinstance(choice, Instrument) else instrument(choice, language=language)


def _is_frame(value: object) -> bool:
    """Whether it is a data frame. An array and a series speak Arrow too, but hold answers."""
    listed = hasattr(value, "tolist") or hasattr(value, "to_list")
    # Of pyarrow both a table and a column of several pieces have `to_pylist`.
    listed = listed or (hasattr(value, "to_pylist") and not hasattr(value, "schema"))
    return not listed and _frames.is_frame(value)


def _refuse(option: str, value: object, reason: str) -> None:
    if value is not None:
        raise TypeError(f"{option}: {reason}")
