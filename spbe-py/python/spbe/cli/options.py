"""Options that commands share, and how a command is made of a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spbe.cli.outputs import FORMS, form_named

if TYPE_CHECKING:
    from spbe.cli.words import Words

_Function = TypeVar("_Function", bound=Callable[..., Any])

if TYPE_CHECKING:
    _Text = click.ParamType[str]
    _List = click.ParamType[list[str]]
else:
    _Text = _List = click.ParamType

EPILOGUE = "\b\n"
"""Keeps the lines of a paragraph of help as they are."""


class FileName(_Text):
    """The name of a file, taken as it is; shells complete it from the folder."""

    name = "file"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The shell looks for files by itself."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class InstrumentName(FileName):
    """The id of a built-in instrument, or a file."""

    name = "instrument"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The ids that fit; a file where none does."""
        from click.shell_completion import CompletionItem

        import spbe

        known = [item for item in spbe.instruments() if item.id.startswith(incomplete)]
        ids = [CompletionItem(item.id, help=item.title) for item in known]
        return ids or super().shell_complete(ctx, param, incomplete)


def command(words: Words, name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Makes a command of a function: its texts, `--lang` and `--help`."""

    def make(function: Callable[..., int]) -> click.Command:
        examples = f"{EPILOGUE}{words('help.examples')}\n" + "\n".join(
            f"  {line}" for line in words(f"help.{name}_examples").splitlines()
        )
        made = click.command(
            name,
            help=words(f"help.{name}"),
            short_help=words(f"help.{name}_short"),
            epilog=examples,
            options_metavar=words("click.options"),
        )(function)
        click.option("--lang", type=languages(), expose_value=False, help=words("help.lang"))(made)
        click.help_option("-h", "--help", help=words("help.help"))(made)
        return made

    return make


def languages() -> click.Choice[str]:
    """The languages, for `--lang`."""
    return click.Choice(["id", "en"])


def output(words: Words, *forms: str) -> Callable[[_Function], _Function]:
    """`--format` and `-o`; the function gets them as `form`, decided, and `output`."""
    allowed = forms or FORMS

    def decided(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
        target = context.params.get("output")
        named = form_named(target)
        if value is not None and named is not None and value != named:
            raise click.BadParameter(words("problem.form", output=target, named=named, form=value), context, parameter)
        form = value or named or "table"
        if form not in allowed:
            known = ", ".join(allowed)
            raise click.UsageError(words("problem.form_unknown", output=target, form=form, forms=known), context)
        return form

    def add(function: _Function) -> _Function:
        for option in reversed(
            (
                # `is_eager`: the form may follow from the name of the output.
                click.option(
                    "-o", "--output", type=FileName(), metavar="FILE", is_eager=True, help=words("help.output")
                ),
                click.option(
                    "--format", "form", type=click.Choice(allowed), callback=decided, help=words("help.format")
                ),
            )
        ):
            function = option(function)
        return function

    return add


def of_file(words: Words) -> Callable[[_Function], _Function]:
    """The file to read and how: `file`, `instrument`, `year`, `sheet`, `decimal_comma`."""
    return _all(click.argument("file", type=FileName()), *_reading(words))


def of_files(words: Words) -> Callable[[_Function], _Function]:
    """Files to read into one cohort, each as `of_file` reads one: `files`, and how."""
    return _all(click.argument("files", type=FileName(), metavar="FILE...", nargs=-1, required=True), *_reading(words))


def _reading(words: Words) -> tuple[Callable[[_Function], _Function], ...]:
    return (
        click.option("-i", "--instrument", type=InstrumentName(), metavar="INSTRUMENT", help=words("help.instrument")),
        click.option("--year", type=click.IntRange(1900, 2999), metavar=words("click.year"), help=words("help.year")),
        click.option("--sheet", metavar=words("click.name"), help=words("help.sheet")),
        click.option("--decimal-comma", is_flag=True, default=None, help=words("help.comma")),
    )


def _all(*options: Callable[[_Function], _Function]) -> Callable[[_Function], _Function]:
    """Several options, listed in this order."""

    def add(function: _Function) -> _Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def scored(words: Words) -> Callable[[_Function], _Function]:
    """How a file is scored: `missing` and `predicate_basis`."""

    def add(function: _Function) -> _Function:
        for option in reversed(
            (
                click.option(
                    "--missing",
                    type=click.Choice(["reject", "minimum", "zero", "exclude", "interval"]),
                    help=words("help.missing"),
                ),
                click.option("--predicate-basis", type=click.Choice(["exact", "published"]), help=words("help.basis")),
            )
        ):
            function = option(function)
        return function

    return add


class Names(_List):
    """Names behind each other, with commas between them."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        """The names; what is a list already stays one."""
        if isinstance(value, list):
            return value
        return [name.strip() for name in str(value).split(",") if name.strip()]


class Levels(Names):
    """Codes with a level each, or names with a number: `12=3,29=2`."""

    name = "levels"

    def __init__(self, words: Words, example: str) -> None:
        """Pairs of which `example` shows some."""
        self.words = words
        self.example = example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The pairs; what is a list already stays one."""
        if isinstance(value, list):
            return value
        pairs = [pair.partition("=") for pair in super().convert(value, param, ctx)]
        if not all(name.strip() and sign and own.strip() for name, sign, own in pairs):
            expected = self.words("problem.pair_expected", example=self.example, found=value)
            raise click.BadParameter(expected, ctx, param)
        return [(name.strip(), own.strip()) for name, _, own in pairs]
