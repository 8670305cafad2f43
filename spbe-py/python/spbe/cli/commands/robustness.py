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
    @cohorts.given(words)
    @uncertainty.given(words)
    @click.option(
        "--draws",
        type=click.IntRange(0, 100_000_000),
        metavar=number,
        default=10_000,
        show_default=True,
        help=words("help.draws"),
    )
    @click.option(
        "--coverage",
        type=options.Number(words),
        metavar=number,
        default="0.9",
        show_default=True,
        help=words("help.coverage"),
    )
    @click.option("--against", multiple=True, metavar=words("click.name"), help=words("help.against"))
    @options.scored(words)
    @options.output(words)
    def robustness(
        form: str,
        output: str | None,
        given: cohorts.Given,
        coverage: str,
        **how: Any,
    ) -> int:
        if not how["draws"]:
            for name in ("against", "coverage", "dirichlet", "confidence", "seed"):
                if options.typed(name):
                    raise options.only_with(words, f"--{name}", "--draws > 0")
        asked = uncertainty.taken(words, how)
        cohort = given.cohort()
        with Problems(words, typed=options.as_typed("against", "coverage", *uncertainty.NAMES)):
            study = cohort.robustness(year=given.year, coverage=coverage, language=words.language, **asked, **how)
        print_record(words, output, form, study, "robustness_page")
        return DONE

    return robustness
