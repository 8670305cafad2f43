"""What a command is given: files, standard input, instruments."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import spbe
from spbe.cli.problems import Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words


def instrument(words: Words, name: str) -> spbe.Instrument:
    """The instrument of an id or a file."""
    with Problems(words, name):
        return spbe.instrument(name, language=words.language)


def opened(words: Words, file: str, name: str | None) -> tuple[spbe.Instrument | None, bytes]:
    """The instrument asked for, if one is, and the content of the file."""
    return None if name is None else instrument(words, name), content(words, file)


def content(words: Words, file: str) -> bytes:
    """The content of a file, or of standard input."""
    with Problems(words, file):
        if file == "-":
            return sys.stdin.buffer.read()
        with open(file, "rb") as handle:  # noqa: PTH123, the name is shown as it was given
            return handle.read()


def shown(words: Words, file: str) -> str:
    """The name of a file as messages have it."""
    return words("stdin") if file == "-" else file
