"""Options that commands share, and how a command is made of a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from spbe.cli import click_words
from spbe.cli.outputs import FORMS, SUFFIXES, form_expected, form_named

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


class Command(click.Command):
    """A command that never writes over what it reads."""

    def __init__(self, *args: Any, words: Words, **options: Any) -> None:
        """A command of click, speaking one language."""
        super().__init__(*args, **options)
        self.words = words

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments; of an unknown option, says which may have been meant."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            known = [own for parameter in self.params for own in parameter.opts if own.startswith("--")]
            near = [f"'{own}'" for own in click_words.meant(error.option_name, known)]
            message = self.words("problem.option_unknown", option=error.option_name)
            if near:
                message += " " + self.words("problem.option_meant", options=self.words("or").join(near))
            raise click.UsageError(message, ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command, unless its output is one of its inputs."""
        output = ctx.params.get("output")
        if output and Path(output).is_file():
            for name in self._inputs(ctx):
                if Path(name).is_file() and Path(name).samefile(output):
                    raise click.UsageError(self.words("problem.onto_itself", output=output), ctx)
        return super().invoke(ctx)

    def _inputs(self, ctx: click.Context) -> Iterator[str]:
        """The names of all files to be read."""
        for parameter in self.params:
            given = ctx.params.get(parameter.name or "")
            if isinstance(parameter.type, FileName) and parameter.name != "output" and given:
                yield from [given] if isinstance(given, str) else given


class Files(click.Argument):
    """One file or more, in front of the argument `INSTITUTION` where a command has one."""

    def handle_parse_result(self, ctx: click.Context, opts: Any, args: list[str]) -> tuple[Any, list[str]]:
        """A file alone is the file: what is missing is the institution, to which click gave it."""
        files, alone = opts.get(self.name), opts.get("institution")
        if not ctx.resilient_parsing and not isinstance(files, tuple) and isinstance(alone, str) and _is_file(alone):
            institution = next(own for own in ctx.command.params if own.name == "institution")
            raise click.MissingParameter(ctx=ctx, param=institution)
        return super().handle_parse_result(ctx, opts, args)


def _is_file(name: str) -> bool:
    return name == "-" or Path(name).is_file()


def command(words: Words, name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Makes a command of a function: its texts, `--lang` and `--help`."""

    def make(function: Callable[..., int]) -> click.Command:
        examples = f"{EPILOGUE}{words('help.examples')}\n" + "\n".join(
            f"  {line}" for line in words(f"help.{name}_examples").splitlines()
        )
        made = click.command(
            name,
            cls=Command,
            words=words,
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
        if value is None and target is not None:
            endings = [ending for ending, own in SUFFIXES.items() if own in allowed]
            form_expected(words, target, ".txt", *endings, otherwise="--format")
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
    files = click.argument("files", cls=Files, type=FileName(), metavar="FILE...", nargs=-1, required=True)
    return _all(files, *_reading(words))


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


def as_typed(*names: str) -> dict[str, str]:
    """Options by the names that the library has for them."""
    return {name: f"--{name.replace('_', '-')}" for name in names}


def only_with(words: Words, option: str, other: str) -> click.UsageError:
    """Why an option that would change nothing is refused."""
    return click.UsageError(words("problem.only_with", option=option, other=other))


def not_together(words: Words, first: str, second: str) -> click.UsageError:
    """Why two options that exclude each other are refused."""
    return click.UsageError(words("problem.together", first=first, second=second))


def typed(name: str) -> bool:
    """Whether the value of an option was given, and is not its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source not in (None, ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)


class Number(_Text):
    """A number as people write it: with a decimal comma or point, or in percent. Other text stays as it is."""

    name = "number"

    def __init__(self, words: Words) -> None:
        """Numbers in one language: in English, `1,000` is not 1."""
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The number with a decimal point."""
        text = str(value).strip()
        english = self.words.language == "en"
        if re.fullmatch(r"[-+]?\d+,\d+%?", text) and not (english and re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text)):
            text = text.replace(",", ".")
        percent = re.fullmatch(r"(\d+\.?\d*)%", text.replace(" ", ""))
        return format(Decimal(percent[1]).scaleb(-2), "f") if percent else text


class Names(_List):
    """Names behind each other, with commas between them."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        """The names; what is a list already stays one."""
        if isinstance(value, list):
            return value
        return [name.strip() for name in str(value).split(",") if name.strip()]


class Pairs(Names):
    """Names with a number or a word each: `12=3,13=4`. A comma before bare digits is a decimal comma: `d2=2,6`."""

    name = "pairs"

    def __init__(self, words: Words, example: str) -> None:
        """Pairs of which `example` shows some."""
        self.words = words
        self.example = example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The pairs; what is a list already stays one."""
        if isinstance(value, list):
            return value
        joined = re.sub(r"(=\s*\d+),(\d+\s*(?:,|$))", r"\1.\2", str(value))
        pairs = [pair.partition("=") for pair in super().convert(joined, param, ctx)]
        if not all(name.strip() and sign and own.strip() for name, sign, own in pairs):
            expected = self.words("problem.pair_expected", example=self.example, found=value)
            raise click.BadParameter(expected, ctx, param)
        return [(name.strip(), own.strip()) for name, _, own in pairs]
