"""Files of many assessments together: ranked, followed over the years, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from spbe import _spbe
from spbe.api import _candidates, _content

if TYPE_CHECKING:
    from spbe.api import FileLike, InstrumentLike, Language, MissingPolicy, PredicateBasis

    Ties: TypeAlias = Literal["competition", "dense", "fractional"]
    Files: TypeAlias = FileLike | Sequence[FileLike]
    """One file, or several that make one cohort."""


def rank_file(
    files: Files,
    instrument: InstrumentLike | None = None,
    *,
    by: str = "index",
    within: Sequence[str] | Sequence[Sequence[str]] = (),
    mix: Sequence[str] = (),
    select: Mapping[str, str | Sequence[str]] | None = None,
    ties: Ties = "competition",
    top: int | None = None,
    bottom: int | None = None,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    language: Language = "en",
) -> list[dict[str, Any]]:
    """Ranks the assessments and printed results of files: the records of `spbe rank --format json`.

    Years, stages and instruments are ranked apart unless `mix` names them. What has no single value is listed last,
    with the reason.

    Args:
        files: a file as in `score_file`, or several that make one cohort.
        instrument: the instrument; without one, the built-in instrument whose codes fit.
        by: what to rank by: `index`, `domain:4` or `d4`, `aspect:7` or `a7`, `indicator:12` or `12`.
        within: labels that the ranked have in common, as in `["province", "type"]`; a list of such lists ranks once
            for each, and an empty one among all.
        mix: `year`, `stage` or `instrument`, to rank across them.
        select: ranks only those with this value (or one of these) of a label.
        ties: what equal values get: 1, 2, 2, 4 (`competition`), 1, 2, 2, 3 (`dense`) or 1, 2.5, 2.5, 4 (`fractional`).
        top: only so many of each group, and their equals.
        bottom: only those with fewer than so many below them.
        year: the year of a file that gives none; of a file with years, only this one is read.
        missing: what happens to unanswered indicators; the instrument's own rule unless given.
        predicate_basis: which index the predicate is read from; the instrument's rule for the year unless given.
        decimal_comma: whether `1,260` is 1.26; unless given, such a cell is an error that asks.
        language: the language of error messages.

    Raises:
        AssessmentError: a file is not sound.
        CohortError: an institution is there twice, a label or node is unknown, or answers are missing.
    """
    groupings = [list(keys) for keys in within if not isinstance(keys, str)]
    plain = [key for key in within if isinstance(key, str)]
    if plain or not groupings:
        groupings.insert(0, plain)
    chosen = [(key, [values] if isinstance(values, str) else list(values)) for key, values in (select or {}).items()]
    return _spbe.rank(
        _files(files),
        _candidates(instrument, language),
        node=by,
        within=groupings,
        mix=list(mix),
        select=chosen,
        ties=ties,
        top=top,
        bottom=bottom,
        year=year,
        missing=missing,
        predicate_basis=predicate_basis,
        decimal_comma=decimal_comma,
        language=language,
    )


def trend_file(
    files: Files,
    institution: str | None = None,
    instrument: InstrumentLike | None = None,
    *,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    language: Language = "en",
) -> dict[str, Any]:
    """What changed over the years, of one institution or of all: the record of `spbe trend --format json`.

    The options are those of `rank_file`.

    Raises:
        AssessmentError: a file is not sound.
        CohortError: an institution is there twice, is not there, or answers are missing.
    """
    return _spbe.trend(
        _files(files),
        _candidates(instrument, language),
        institution=institution,
        missing=missing,
        predicate_basis=predicate_basis,
        decimal_comma=decimal_comma,
        language=language,
    )


def compare_file(
    files: Files,
    first: str,
    second: str,
    instrument: InstrumentLike | None = None,
    *,
    year: int | None = None,
    missing: MissingPolicy | None = None,
    predicate_basis: PredicateBasis | None = None,
    decimal_comma: bool | None = None,
    language: Language = "en",
) -> dict[str, Any]:
    """Two assessments side by side, their difference taken apart: the record of `spbe compare --format json`.

    Each is named by its institution, with year and stage where there are several: `Kota Denpasar 2021 (mandiri)`.
    The options are those of `rank_file`.

    Raises:
        AssessmentError: a file is not sound.
        CohortError: an institution is there twice, a name fits none or several, or answers are missing.
    """
    return _spbe.compare(
        _files(files),
        _candidates(instrument, language),
        first,
        second,
        year=year,
        missing=missing,
        predicate_basis=predicate_basis,
        decimal_comma=decimal_comma,
        language=language,
    )


def _files(files: Files) -> list[tuple[bytes, str | None]]:
    if isinstance(files, (str, bytes)) or not isinstance(files, Sequence):
        return [(_content(files), None)]
    several = len(files) > 1
    return [(_content(file), Path(file).name if several and not isinstance(file, bytes) else None) for file in files]
