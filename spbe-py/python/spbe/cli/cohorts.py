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


def read(words: Words, file: str, *, also: tuple[str, ...], **how: Any) -> Cohort:
    """A file and further ones as one cohort; what is wrong with them is listed."""
    return read_all(words, (file, *also), **how)


def read_all(
    words: Words,
    files: tuple[str, ...],
    instrument: str | None,
    year: int | None,
    decimal_comma: bool | None,
    sheet: str | None = None,
) -> Cohort:
    """Files as one cohort; what is wrong with them is listed."""
    candidates = instruments() if instrument is None else [inputs.instrument(words, instrument)]
    reader = CohortReader()
    # One file is named by whoever lists its problems; of several, each problem names its own.
    alone = files[0] if len(files) == 1 else None
    for file in files:
        content = inputs.content(words, file)
        with Problems(words, file), working(words, "progress.score"):
            text = source(content, sheet=sheet, language=words.language)
            with text.explained():
                reader.add(
                    text.content,
                    candidates,
                    name=None if alone else inputs.shown(words, file),
                    year=year,
                    decimal_comma=decimal_comma,
                    language=words.language,
                )
    with Problems(words, alone):
        return reader.cohort(language=words.language)
