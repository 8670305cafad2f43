"""From arguments to an exit code. Users never see a traceback."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

import spbe
from spbe.cli import click_words, options
from spbe.cli.commands import Commands
from spbe.cli.problems import DONE, INTERNAL, INTERRUPTED, PIPE_CLOSED, PROBLEMS, USAGE, ProblemsFoundError, say
from spbe.cli.words import Words

if TYPE_CHECKING:
    from spbe.types import Language

COMPLETION = "_SPBE_COMPLETE"
"""The variable by which a shell asks for completions."""


def run(arguments: list[str]) -> int:
    """Runs the command with its arguments and gives the exit code."""
    _stand_in_for_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = Words(_language(arguments))
    click_words.speak(words.language)
    try:
        if COMPLETION in os.environ:
            from click.shell_completion import shell_complete

            return shell_complete(group(words), {}, "spbe", COMPLETION, os.environ[COMPLETION])
        # Not `main`, which ends the process by itself when the output is closed.
        with group(words).make_context("spbe", list(arguments)) as context:
            code = context.command.invoke(context)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except ProblemsFoundError:
        return PROBLEMS
    except click.UsageError as error:
        _complain(words, error)
        return USAGE
    except click.exceptions.Exit as error:
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has had enough.
        _give_up_output()
        return PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except OSError as error:
        say(words("problem.no_output", reason=words.reason(error)))
        _give_up_output()
        return PROBLEMS
    except BaseException as error:
        # A panic of the core arrives as a BaseException.
        if isinstance(error, SystemExit) or os.environ.get("SPBE_TRACEBACK"):
            raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        say(words("problem.internal", reason=reason))
        return INTERNAL


def _give_up_output() -> None:
    """What is left in the buffer has nowhere to go, and would be written as Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stand_in_for_closed_streams() -> None:
    """Streams that were closed when the command was started, so that using one is an error of the system.

    The null device opened the wrong way round gives just that; it also takes the number of the closed stream, which a
    file of the user would get otherwise.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def group(words: Words) -> click.Group:
    """All commands, with help in one language."""
    commands = Commands(words)
    for option in (
        click.option("--lang", type=options.languages(), expose_value=False, help=words("help.lang")),
        click.version_option(spbe.__version__, message="%(prog)s %(version)s", help=words("help.version")),
        click.help_option("-h", "--help", help=words("help.help")),
    ):
        option(commands)
    return commands


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


def _complain(words: Words, error: click.UsageError) -> None:
    command = error.ctx.command_path if error.ctx is not None else "spbe"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    # Click sets long lists of choices in lines; here a problem is one line.
    message = re.sub(r"\s*[\n\t]\s*", " ", error.format_message())
    say(f"{words('problem.usage')}: {message}")
    say(words("problem.see_help", command=command))
