"""The commands: options in, records out, problems to standard error, an exit code."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

import spbe
from spbe.cli.words import Words

if TYPE_CHECKING:
    from spbe.types import Language, MissingPolicy, PredicateBasis

DONE, PROBLEMS, USAGE, INTERNAL, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141

_Command = TypeVar("_Command", bound=Callable[..., Any])


def run(arguments: list[str]) -> int:
    """Runs the command with its arguments and gives the exit code. Users never see a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = Words(_language(arguments))
    try:
        # Not `main`, which ends the process by itself when the output is closed.
        with _group(words).make_context("spbe", list(arguments)) as context:
            code = context.command.invoke(context)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except click.UsageError as error:
        _complain(words, error)
        return USAGE
    except click.exceptions.Exit as error:
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has had enough; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except OSError as error:
        _say(words("problem.no_output", reason=error.strerror or error))
        return PROBLEMS
    except BaseException as error:
        # A panic of the core arrives as a BaseException.
        if isinstance(error, SystemExit) or os.environ.get("SPBE_TRACEBACK"):
            raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        _say(words("problem.internal", reason=reason))
        return INTERNAL


def _language(arguments: list[str]) -> Language:
    """The language, before the command line is parsed: help and usage errors are in it too."""
    chosen = os.environ.get("SPBE_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            chosen = arguments[position + 1]
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return "en" if chosen == "en" else "id"


def _group(words: Words) -> click.Group:
    """All commands, with help in one language."""
    formats = click.Choice(["table", "json", "csv"])
    languages = click.Choice(["id", "en"])

    def common(command: _Command) -> _Command:
        for option in (
            click.option("--lang", type=languages, expose_value=False, help=words("help.lang")),
            click.option("--format", "form", type=formats, default="table", help=words("help.format")),
            click.help_option("-h", "--help", help=words("help.help")),
        ):
            command = option(command)
        return command

    def of_file(command: _Command) -> _Command:
        for option in (
            click.argument("file"),
            click.option("-i", "--instrument", metavar="INSTRUMENT", help=words("help.instrument")),
            click.option("--year", type=click.IntRange(1900, 2999), help=words("help.year")),
            click.option("--decimal-comma", is_flag=True, default=None, help=words("help.comma")),
        ):
            command = option(command)
        return command

    @click.group("spbe", help=words("help.group"), no_args_is_help=True)
    @click.option("--lang", type=languages, expose_value=False, help=words("help.lang"))
    @click.version_option(spbe.__version__, message="%(prog)s %(version)s", help=words("help.version"))
    @click.help_option("-h", "--help", help=words("help.help"))
    def group() -> None:
        pass

    @group.command("instruments", help=words("help.instruments"))
    @common
    def instruments(form: str) -> int:
        return _instruments(words, form)

    @group.command("show", help=words("help.show"), short_help=words("help.show_short"))
    @click.argument("instrument")
    @click.argument("node", required=False)
    @common
    def show(instrument: str, node: str | None, form: str) -> int:
        return _show(words, form, instrument, node)

    @group.command("score", help=words("help.score"), short_help=words("help.score_short"))
    @of_file
    @click.option(
        "--missing",
        type=click.Choice(["reject", "minimum", "zero", "exclude", "interval"]),
        help=words("help.missing"),
    )
    @click.option("--predicate-basis", type=click.Choice(["exact", "published"]), help=words("help.basis"))
    @common
    def score(form: str, **options: Any) -> int:
        return _score(words, form, **options)

    @group.command("audit", help=words("help.audit"), short_help=words("help.audit_short"))
    @of_file
    @common
    def audit(form: str, **options: Any) -> int:
        return _audit(words, form, **options)

    return group


class _ProblemsFoundError(Exception):
    """The input has problems, and they have been listed."""


def _instruments(words: Words, form: str) -> int:
    summaries = [instrument.summary() for instrument in spbe.instruments()]
    if form == "json":
        _print_json(summaries)
    elif form == "csv":
        _print_csv(
            summary
            | {"years": " ".join(map(str, summary["years"]))}
            | {"tiers": " ".join(f"{tier}={count}" for tier, count in summary["tiers"].items())}
            for summary in summaries
        )
    else:
        from spbe.cli import instrument_page

        instrument_page.overview(words, summaries)
    return DONE


def _show(words: Words, form: str, name: str, node: str | None) -> int:
    try:
        instrument = _instrument(words, name)
    except _ProblemsFoundError:
        return PROBLEMS
    document = instrument.to_dict()
    from spbe.cli import instrument_page

    if node is None:
        if form == "json":
            _print_json(document)
        elif form == "csv":
            _print_csv(instrument_page.rows(document))
        else:
            instrument_page.tree(words, document, instrument.summary())
        return DONE
    found = instrument_page.find(document, node)
    if found is None:
        _say(words("problem.node", instrument=instrument.id, node=node))
        return PROBLEMS
    if form == "json":
        _print_json(found)
    elif form == "csv":
        _print_csv(instrument_page.node_rows(found))
    else:
        instrument_page.node(words, document, found)
    return DONE


def _score(
    words: Words,
    form: str,
    file: str,
    instrument: str | None,
    year: int | None,
    missing: MissingPolicy | None,
    predicate_basis: PredicateBasis | None,
    decimal_comma: bool | None,
) -> int:
    try:
        chosen, content = _opened(words, file, instrument)
        with _Problems(words, file):
            scores = spbe.score_file(
                content,
                chosen,
                year=year,
                missing=missing,
                predicate_basis=predicate_basis,
                decimal_comma=decimal_comma,
                language=words.language,
            )
    except _ProblemsFoundError:
        return PROBLEMS
    if form == "json":
        _print_json(scores)
        return DONE
    from spbe.cli import score_page

    if form == "csv":
        _print_csv(score_page.rows(scores))
        return DONE
    if not scores:
        # A document may hold an empty list; there is nothing to show, and nothing wrong.
        _say(words("score.none"))
        return DONE
    shown = chosen if chosen is not None else spbe.instrument(scores[0]["instrument"])
    if len(scores) == 1:
        score_page.page(words, scores[0], shown)
    else:
        score_page.table(words, scores, shown)
    return DONE


def _audit(
    words: Words,
    form: str,
    file: str,
    instrument: str | None,
    year: int | None,
    decimal_comma: bool | None,
) -> int:
    try:
        chosen, content = _opened(words, file, instrument)
        with _Problems(words, file):
            report = spbe.audit_file(content, chosen, year=year, decimal_comma=decimal_comma, language=words.language)
    except _ProblemsFoundError:
        return PROBLEMS
    if form == "json":
        _print_json(report)
    else:
        from spbe.cli import audit_page

        if form == "csv":
            _print_csv(audit_page.rows(words, report))
        else:
            audit_page.page(words, report)
    return PROBLEMS if report["summary"]["impossible"] else DONE


class _Problems:
    """Lists what is wrong with one file, then ends the command."""

    def __init__(self, words: Words, file: str) -> None:
        self.words = words
        self.file = words("stdin") if file == "-" else file

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        words, file = self.words, self.file
        match error:
            case spbe.SpbeError():
                for issue in error.issues:
                    _say(f"{file}: {issue}")
                hidden = error.total - len(error.issues)
                if hidden:
                    _say(words("problem.more", count=words.count(hidden)))
                one = error.total == 1
                _say(words("problem.count_one" if one else "problem.count", count=words.count(error.total)))
            case FileNotFoundError():
                _say(words("problem.not_found", file=file))
            case IsADirectoryError():
                _say(words("problem.is_folder", file=file))
            case UnicodeDecodeError():
                _say(words("problem.not_utf8", file=file))
            case OSError():
                _say(words("problem.unreadable", file=file, reason=error.strerror or error))
            case ValueError() if "null byte" in str(error) or "null character" in str(error):
                _say(words("problem.not_found", file=file))
            case _:
                return
        raise _ProblemsFoundError from error


def _instrument(words: Words, name: str) -> spbe.Instrument:
    with _Problems(words, name):
        return spbe.instrument(name, language=words.language)


def _opened(words: Words, file: str, instrument: str | None) -> tuple[spbe.Instrument | None, bytes]:
    """The instrument asked for, if one is, and the content of the file."""
    return None if instrument is None else _instrument(words, instrument), _content(words, file)


def _content(words: Words, file: str) -> bytes:
    with _Problems(words, file):
        if file == "-":
            return sys.stdin.buffer.read()
        with open(file, "rb") as opened:  # noqa: PTH123, the name is shown as it was given
            return opened.read()


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _print_csv(rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of one shape, or of several: the columns are those of all rows, in the order of their appearance."""
    listed = list(rows)
    columns = dict.fromkeys(column for row in listed for column in row)
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(listed)


def _complain(words: Words, error: click.UsageError) -> None:
    command = error.ctx.command_path if error.ctx is not None else "spbe"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    _say(f"{words('problem.usage')}: {error.format_message()}")
    _say(words("problem.see_help", command=command))


def _say(line: str) -> None:
    """A line for the user, without what a terminal would obey."""
    click.echo("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line), err=True)
