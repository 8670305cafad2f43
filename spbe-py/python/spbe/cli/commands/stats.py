"""`spbe stats`: how the values of many institutions lie, and how the index comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, options
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "stats")
    @cohorts.given(words)
    @click.option(
        "--within", type=options.Names(), metavar=words("click.labels"), default=[], help=words("help.stats_within")
    )
    @click.option("--node", "nodes", type=options.Names(), metavar=words("click.nodes"), help=words("help.stats_node"))
    @click.option("--tier", metavar=words("click.name"), help=words("help.stats_tier"))
    @click.option("--of", metavar="INSTRUMENT", help=words("help.of_instrument"))
    @options.scored(words)
    @options.output(words)
    def stats(
        form: str,
        output: str | None,
        given: cohorts.Given,
        of: str | None,
        **how: Any,
    ) -> int:
        cohort = given.cohort()
        with Problems(words):
            study = cohort.statistics(instrument=of, language=words.language, **how)
        print_record(words, output, form, study, "stats_page", alike=True)
        return DONE

    return stats
