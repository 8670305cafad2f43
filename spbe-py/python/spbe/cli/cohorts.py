"""Cohorts for commands: read from the file of a command and from more files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spbe._spbe import CohortReader
from spbe.api import instruments
from spbe.cli import inputs
from spbe.cli.options import FileName
from spbe.cli.problems import Problems
from spbe.cli.progress import working
from spbe.excel.source import source

if TYPE_CHECKING:
    from spbe._spbe import Cohort
    from spbe.cli.words import Words

_Function = TypeVar("_Function", bound=Callable[..., Any])


def more_files(words: Words) -> Callable[[_Function], _Function]:
    """`--also`: further files of the same cohort."""
    return click.option("--also", multiple=True, type=FileName(), metavar="FILE", help=words("help.also"))


def read(
    words: Words,
    file: str,
    instrument: str | None,
    year: int | None,
    decimal_comma: bool | None,
    also: tuple[str, ...],
    sheet: str | None = None,
) -> Cohort:
    """All files as one cohort; what is wrong with them is listed."""
    chosen = None if instrument is None else inputs.instrument(words, instrument)
    candidates = instruments() if chosen is None else [chosen]
    reader = CohortReader()
    for name in (file, *also):
        content = inputs.content(words, name)
        with Problems(words, name), working(words, "progress.score"):
            text = source(content, sheet=sheet, language=words.language)
            with text.explained():
                reader.add(
                    text.content,
                    candidates,
                    # One file is named by whoever lists its problems.
                    name=name if also else None,
                    year=year,
                    decimal_comma=decimal_comma,
                    language=words.language,
                )
    with Problems(words, file):
        return reader.cohort(language=words.language)
