"""`spbe report`: one institution on one page of HTML."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, inputs, options
from spbe.cli.outputs import form_expected, printing
from spbe.cli.problems import DONE, Problems, needing
from spbe.cli.progress import working

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "report")
    @click.argument("file", type=options.FileName())
    @click.argument("institution")
    @click.option(
        "-o", "--output", type=options.FileName(), metavar="FILE", required=True, help=words("help.report_output")
    )
    @cohorts.more_files(words)
    @click.option(
        "-i", "--instrument", type=options.InstrumentName(), metavar="INSTRUMENT", help=words("help.instrument")
    )
    @click.option(
        "--year", type=click.IntRange(1900, 2999), metavar=words("click.year"), help=words("help.report_year")
    )
    @click.option("--stage", metavar=words("click.name"), help=words("help.peers_stage"))
    @click.option("--sheet", metavar=words("click.name"), help=words("help.sheet"))
    @click.option("--decimal-comma", is_flag=True, default=None, help=words("help.comma"))
    @options.scored(words)
    def report(
        file: str, institution: str, output: str, also: tuple[str, ...], instrument: str | None, **how: Any
    ) -> int:
        form_expected(words, output, ".html", ".htm")
        chosen = None if instrument is None else inputs.instrument(words, instrument)
        contents = [(each, inputs.content(words, each)) for each in (file, *also)]
        # One file is named by whoever lists its problems; of several, each problem names its own.
        named = [(inputs.shown(words, each) if also else None, content) for each, content in contents]
        with needing(words, "report"):
            import spbe.report.rendering
        with Problems(words, None if also else file), working(words, "progress.report"):
            page = spbe.report.page(named, institution, instrument=chosen, language=words.language, **how)
        with printing(words, output):
            sys.stdout.write(page)
        return DONE

    return report
