"""`spbe stats`: how the values of many institutions lie, and how the index comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, options
from spbe.cli.outputs import print_csv, print_json, printing
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "stats")
    @options.of_files(words)
    @click.option(
        "--within", type=options.Names(), metavar=words("click.labels"), default=[], help=words("help.stats_within")
    )
    @click.option("--node", "nodes", type=options.Names(), metavar=words("click.nodes"), help=words("help.stats_node"))
    @click.option("--tier", metavar=words("click.name"), help=words("help.stats_tier"))
    @options.scored(words)
    @options.output(words)
    def stats(
        form: str,
        output: str | None,
        files: tuple[str, ...],
        instrument: str | None,
        year: int | None,
        sheet: str | None,
        decimal_comma: bool | None,
        **how: Any,
    ) -> int:
        cohort = cohorts.read_all(words, files, instrument, year=year, sheet=sheet, decimal_comma=decimal_comma)
        with Problems(words):
            study = cohort.statistics(language=words.language, **how)
        with printing(words, output):
            _print(words, form, study)
        return DONE

    return stats


def _print(words: Words, form: str, study: dict[str, Any]) -> None:
    if form == "json":
        print_json(study)
        return
    from spbe.cli import stats_page

    if form == "csv":
        print_csv(stats_page.rows(words, study), alike=True)
    else:
        stats_page.page(words, study)
