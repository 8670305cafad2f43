"""Instruments by name or file, and files scored or audited in one call."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from spbe import _spbe
from spbe._spbe import Instrument
from spbe.excel.source import source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from spbe._spbe import ScoreRecords

    Language: TypeAlias = Literal["id", "en"]
    MissingPolicy: TypeAlias = Literal["reject", "minimum", "zero", "exclude", "interval"]
    PredicateBasis: TypeAlias = Literal["exact", "published"]

    InstrumentLike: TypeAlias = Instrument | str | os.PathLike[str]
    """An instrument, the id of a built-in one, or the path of a TOML or JSON file."""

    FileLike: TypeAlias = str | os.PathLike[str] | bytes
    """The path of a file, or its content."""


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
        decimal_comma: whether `1,260` is 1.26; unless given, such a cell is an error that asks.
        sheet: the sheet of a workbook with several tables.
        language: the language of error messages.

    Raises:
        WorkbookError: the file is a workbook that cannot be read.
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
        return _answerer().answer(request)
    reply: dict[str, Any] = json.loads(_answerer().answer(json.dumps(dict(request))))
    return reply


@cache
def _answerer() -> _spbe.Answerer:
    return _spbe.Answerer()


def _is_path(text: str) -> bool:
    return text.lower().endswith((".toml", ".json")) or Path(text).name != text


def _content(file: FileLike) -> bytes:
    return file if isinstance(file, bytes) else Path(file).read_bytes()


def _candidates(choice: InstrumentLike | None, language: Language) -> list[Instrument]:
    if choice is None:
        return instruments()
    return [choice if isinstance(choice, Instrument) else instrument(choice, language=language)]
