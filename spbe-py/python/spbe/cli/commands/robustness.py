"""`spbe robustness`: how firm ranks and predicates are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, options, uncertainty
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    number = words("click.number")

    @options.command(words, "robustness")
    @options.of_files(words)
    @uncertainty.given(words)
    @click.option(
        "--draws", type=click.IntRange(0), metavar=number, default=10_000, show_default=True, help=words("help.draws")
    )
    @click.option("--coverage", metavar=number, default="0.9", show_default=True, help=words("help.coverage"))
    @click.option("--against", multiple=True, metavar=words("click.name"), help=words("help.against"))
    @options.scored(words)
    @options.output(words)
    def robustness(
        form: str,
        output: str | None,
        files: tuple[str, ...],
        instrument: str | None,
        year: int | None,
        sheet: str | None,
        decimal_comma: bool | None,
        coverage: str,
        **how: Any,
    ) -> int:
        asked = uncertainty.taken(how)
        cohort = cohorts.read_all(words, files, instrument, year=year, sheet=sheet, decimal_comma=decimal_comma)
        with Problems(words):
            study = cohort.robustness(
                year=year, coverage=coverage.replace(",", "."), language=words.language, **asked, **how
            )
        print_record(
            words,
            output,
            form,
            study,
            "robustness_page",
            rows=lambda pages: pages.rows(words, study),
            page=lambda pages: pages.page(words, study),
        )
        return DONE

    return robustness
