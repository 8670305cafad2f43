"""Cohorts for commands: read from the file of a command and from more files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spbe._spbe import CohortReader
from spbe.api import instruments
from spbe.cli import inputs, options
from spbe.cli.options import FileName
from spbe.cli.problems import Problems
from spbe.cli.progress import working
from spbe.excel.source import source

if TYPE_CHECKING:
    from spbe._spbe import Cohort
    from spbe.cli.words import Words

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Given:
    """The files of a command, and how they are to be read."""

    words: Words
    files: tuple[str, ...]
    instrument: str | None
    year: int | None
    sheet: str | None
    decimal_comma: bool | None

    def cohort(self) -> Cohort:
        """Their institutions; what is wrong with the files is listed."""
        return read_all(
            self.words,
            self.files,
            self.instrument,
            year=self.year,
            sheet=self.sheet,
            decimal_comma=self.decimal_comma,
        )


def given(words: Words) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Files to read into one cohort, which the command gets as `given`."""

    def add(command: Callable[..., int]) -> Callable[..., int]:
        @options.of_files(words)
        @wraps(command)
        def run(
            files: tuple[str, ...],
            instrument: str | None,
            year: int | None,
            sheet: str | None,
            decimal_comma: bool | None,
            **how: Any,
        ) -> int:
            return command(given=Given(words, files, instrument, year, sheet, decimal_comma), **how)

        return run

    return add


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
            text = source(content, sheet=sheet, alone=len(files) == 1, language=words.language)
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
