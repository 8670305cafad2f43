"""`spbe form`: the workbook in which an institution assesses itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spbe.cli import inputs, options
from spbe.cli.outputs import form_expected, writing
from spbe.cli.problems import DONE, needing

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "form")
    @click.option(
        "-i",
        "--instrument",
        type=options.InstrumentName(),
        metavar="INSTRUMENT",
        required=True,
        help=words("help.form_instrument"),
    )
    @click.option(
        "-o", "--output", type=options.FileName(), metavar="FILE", required=True, help=words("help.form_output")
    )
    def form(instrument: str, output: str) -> int:
        form_expected(words, output, ".xlsx")
        chosen = inputs.instrument(words, instrument)
        with needing(words, "excel"):
            from spbe.excel.form_writer import form as written
        content = written(chosen, language=words.language)
        with writing(words, output) as file:
            file.write(content)
        return DONE

    return form
