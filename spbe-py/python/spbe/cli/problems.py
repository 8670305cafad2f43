"""What goes wrong with the input, line by line on standard error, and the exit codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import click

import spbe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spbe.cli.words import Words

Typed: TypeAlias = Mapping[str, str | Sequence[str]]
"""How the user wrote what the library calls by a name: an option, a file, or one text for each entry of a list."""

DONE, PROBLEMS, USAGE, INTERNAL, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141


class ProblemsFoundError(Exception):
    """The input has problems, and they have been listed: the command ends with `PROBLEMS`."""


class Problems:
    """Lists what is wrong with one file, or with several together, then ends the command."""

    def __init__(self, words: Words, file: str | None = None, typed: Typed | None = None) -> None:
        """For the work inside the `with` block on `file`, named as the user named it; on all of them without one."""
        self.words = words
        self.typed = typed or {}
        self.file = words("stdin") if file == "-" else file or ""

    def __enter__(self) -> None:
        """Nothing is wrong yet."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Says what is wrong, if it is the input's fault."""
        words, file = self.words, self.file
        match error:
            case spbe.SpbeError():
                for issue in error.issues:
                    told = _told(issue, self.typed)
                    say(f"{file}: {told}" if file else told)
                if error.code == "assessment.sheets_several":
                    say(words("problem.sheet"))
                hidden = error.total - len(error.issues)
                if hidden:
                    say(words("problem.more", count=words.count(hidden)))
                one = error.total == 1
                say(words("problem.count_one" if one else "problem.count", count=words.count(error.total)))
            case FileNotFoundError():
                say(words("problem.not_found", file=file))
            case IsADirectoryError():
                say(words("problem.is_folder", file=file))
            case UnicodeDecodeError():
                say(words("problem.not_utf8", file=file))
            case OSError():
                say(words("problem.unreadable", file=file, reason=words.reason(error)))
            case ValueError() if "null byte" in str(error) or "null character" in str(error):
                say(words("problem.not_found", file=file))
            case _:
                return
        raise ProblemsFoundError from error


def _told(issue: spbe.Issue, typed: Typed) -> str:
    """The problem, with its place as the user wrote it where that is known."""
    place = re.fullmatch(r"([a-z_]*)(?:\[(\d+)\])?(.*)", str(issue.place.get("path", "")))
    name = str(issue.place.get("file") or (place[1] if place else ""))
    match typed.get(name):
        case None:
            return str(issue)
        case str(written):
            at = issue.at.replace(name, written, 1)
        case entries:
            number = int(place[2]) - 1 if place and place[2] else -1
            if not 0 <= number < len(entries):
                return str(issue)
            at = entries[number] + (place[3] if place else "")
    return f"{at}: {issue.message}"


@contextmanager
def needing(words: Words, extra: str) -> Iterator[None]:
    """Says which extra of the package brings a library that is not installed, then ends the command."""
    try:
        yield
    except ModuleNotFoundError as error:
        say(words("problem.extra", module=error.name, extra=extra))
        raise ProblemsFoundError from error


def say(line: str) -> None:
    """A line for the user, without what a terminal would obey."""
    click.echo("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line), err=True)
