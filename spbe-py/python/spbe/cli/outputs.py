"""What a command gives: to standard output, or to a file that is there in full or not at all."""

from __future__ import annotations

import csv
import errno
import json
import secrets
import sys
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from spbe.cli.problems import ProblemsFoundError, say
from spbe.cli.score_rows import PART

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from spbe._spbe import ScoreRecords
    from spbe.cli.words import Words

FORMS = ("table", "json", "csv")
"""What every command can print."""

TABLES = (*FORMS, "xlsx")
"""What a command with tables of results can write."""


SUFFIXES = {".json": "json", ".csv": "csv", ".xlsx": "xlsx"}
"""The form that an ending stands for. `.txt` is what each form but a workbook may be called."""


def form_named(output: str | None) -> str | None:
    """The form that the name of the output says."""
    return None if output is None else SUFFIXES.get(Path(output).suffix.lower())


def form_expected(words: Words, output: str, *endings: str, otherwise: str | None = None) -> None:
    """Refuses a name that promises another kind of file than will be written.

    Standard output and devices promise nothing, and where an option can say the form, no ending does neither.
    """
    ending = Path(output).suffix.lower()
    if output == "-" or ending in endings or (otherwise and not ending):
        return
    target = Path(output)
    if target.exists() and not target.is_file():
        return
    *rest, last = endings
    listed = f"{', '.join(rest)}{words('or')}{last}" if rest else last
    key = "problem.ending_or" if otherwise else "problem.ending"
    raise click.UsageError(words(key, output=output, endings=listed, option=otherwise))


def named(words: Words, output: str | None) -> str:
    """The file to be written, for what cannot be printed."""
    if output is None or output == "-":
        raise click.UsageError(words("problem.needs_output"))
    return output


@contextmanager
def printing(words: Words, output: str | None) -> Iterator[None]:
    """Sends what is printed inside to the file `output`; to standard output where there is none."""
    if output is None or output == "-":
        yield
        return
    with (
        replacing(words, output) as binary,
        open(binary.fileno(), "w", encoding="utf-8", newline="", closefd=False) as text,
        redirect_stdout(text),
    ):
        yield


@contextmanager
def writing(words: Words, output: str) -> Iterator[IO[bytes]]:
    """What is not text: to the file `output`, or to standard output for `-`."""
    if output == "-":
        yield sys.stdout.buffer
        return
    with replacing(words, output) as file:
        yield file


@contextmanager
def replacing(words: Words, output: str) -> Iterator[IO[bytes]]:
    """A file to be written; it takes the place of `output` once it is complete, with its mode, and not before."""
    target = Path(output)
    try:
        # A device or a pipe cannot be replaced, only written; behind a link, its target is replaced.
        special = target.exists() and not target.is_file()
        target = target if special else target.resolve()
        if special and target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        partial = target if special else target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        opened = partial.open("wb" if special else "xb")
    except (OSError, ValueError) as error:
        raise _unwritten(words, output, error) from error
    try:
        with opened:
            yield opened
            opened.flush()
        if not special:
            if target.exists():
                partial.chmod(target.stat().st_mode & 0o7777)
            partial.replace(target)
    except BaseException as error:
        if not special:
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritten(words, output, error) from error
        raise


def _unwritten(words: Words, output: str, error: Exception) -> ProblemsFoundError:
    say(words("problem.unwritable", file=output, reason=words.reason(error)))
    return ProblemsFoundError()


def print_record(
    words: Words,
    output: str | None,
    form: str,
    record: object,
    pages: str,
    *,
    rows: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None,
    page: Callable[[Any], None] | None = None,
    alike: bool = False,
    columns: str | None = None,
) -> None:
    """A record as JSON, as CSV, or on a page, in a file or on standard output.

    `pages` is the module that makes the rows of the CSV and the page, by its functions `rows` and `page` unless others
    are given; it is loaded only where one of them is wanted. `columns` is what it calls the columns of rows of which
    there may be none.
    """
    with printing(words, output):
        if form == "json":
            print_json(record)
            return
        module = import_module(f"spbe.cli.{pages}")
        if form == "csv":
            known = getattr(module, columns) if columns else ()
            print_csv(rows(module) if rows else module.rows(words, record), known, alike=alike)
        elif page:
            page(module)
        else:
            module.page(words, record)


def print_json(value: object) -> None:
    """A value as JSON, indented."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_records(records: ScoreRecords) -> None:
    """Records as an indented list, written in parts."""
    sys.stdout.write("[")
    for start in range(0, len(records), PART):
        sys.stdout.write(",\n" if start else "\n")
        sys.stdout.write(records.json(start, start + PART))
    sys.stdout.write("\n]\n" if len(records) else "]\n")


def print_record_rows(records: ScoreRecords) -> None:
    """Records as flat rows of CSV, written in parts."""
    sys.stdout.write(records.csv_heading())
    for start in range(0, len(records), PART):
        sys.stdout.write(records.csv(start, start + PART))


def print_csv(rows: Iterable[Mapping[str, Any]], known: Iterable[str] = (), *, alike: bool = False) -> None:
    """Rows as CSV, the known columns first. Unless rows are alike, they are looked through for further columns."""
    remaining = iter(rows)
    if alike:
        first = next(remaining, None)
        listed: Iterable[Mapping[str, Any]] = remaining if first is None else chain([first], remaining)
        columns = dict.fromkeys(chain(known, first or ()))
    else:
        listed = list(remaining)
        columns = dict.fromkeys(chain(known, (column for row in listed for column in row)))
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(listed)
