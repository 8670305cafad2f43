"""`spbe convert`: assessments from one kind of file into another, and nothing of them lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import conversion, inputs, options
from spbe.cli.outputs import form_named, writing
from spbe.cli.problems import DONE, PROBLEMS, Problems, needing, say
from spbe.cli.progress import working

if TYPE_CHECKING:
    from spbe.cli.words import Words

_SHAPES = {"csv": ("wide", "long"), "json": ("json",), "xlsx": ("wide", "long", "form")}
"""What each kind of file can hold, the usual one first."""


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "convert")
    @options.of_file(words)
    @click.argument("output", type=options.FileName())
    @click.option("--to", "shape", type=click.Choice(["wide", "long", "json", "form"]), help=words("help.to"))
    @click.option("--institution", metavar=words("click.name"), help=words("help.institution"))
    def convert(
        file: str, output: str, shape: str | None, instrument: str | None, institution: str | None, **how: Any
    ) -> int:
        kind = _kind(words, output, shape)
        shape = shape or _SHAPES[kind][0]
        chosen, content = inputs.opened(words, file, instrument)
        with Problems(words, file), working(words, "progress.convert"):
            read = conversion.read(content, chosen, language=words.language, **how)
        if read is None:
            say(words("convert.results", file=inputs.shown(words, file)))
            return PROBLEMS
        if institution is not None:
            read = read.only(institution)
            if not read.assessments:
                say(words("convert.no_institution", institution=institution))
                return PROBLEMS
        if shape == "form" and len(read.assessments) != 1:
            say(words("convert.one_only", count=words.count(len(read.assessments))))
            return PROBLEMS
        if kind == "xlsx":
            with needing(words, "excel"):
                import spbe.excel.tables  # noqa: F401
        with working(words, "progress.convert"):
            written = conversion.written(words, read, kind, shape)
            missing = conversion.lost(words, read, written)
        for line in missing[:_LISTED]:
            say(line)
        if missing:
            if len(missing) > _LISTED:
                say(words("problem.more", count=words.count(len(missing) - _LISTED)))
            say(words("convert.lost"))
            return PROBLEMS
        with writing(words, output) as target:
            target.write(written)
        for line in conversion.notes(words, read, kind, written):
            say(line)
        return DONE

    return convert


_LISTED = 20


def _kind(words: Words, output: str, shape: str | None) -> str:
    """The kind of file that is written."""
    kind = form_named(output)
    if output == "-":
        kind = None if shape is None else {"json": "json", "form": "xlsx"}.get(shape, "csv")
    if kind is None:
        raise click.UsageError(words("convert.which", output=output))
    if shape is not None and shape not in _SHAPES[kind]:
        raise click.UsageError(words("convert.shape", kind=kind.upper(), shape=shape, shapes=", ".join(_SHAPES[kind])))
    return kind
