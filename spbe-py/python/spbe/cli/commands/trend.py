"""`spbe trend`: what changed over the years."""

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

    @options.command(words, "trend")
    @options.of_file(words)
    @click.argument("institution", required=False)
    @cohorts.more_files(words)
    @options.scored(words)
    @options.output(words)
    def trend(
        form: str,
        output: str | None,
        file: str,
        institution: str | None,
        missing: str | None,
        predicate_basis: str | None,
        **how: Any,
    ) -> int:
        cohort = cohorts.read(words, file, **how)
        with Problems(words, file):
            record = cohort.trend(
                institution, missing=missing, predicate_basis=predicate_basis, language=words.language
            )
        from spbe.cli import cohort_page

        with printing(words, output):
            if form == "json":
                print_json(record)
            elif form == "csv":
                print_csv(cohort_page.trend_rows(record))
            elif institution is None:
                cohort_page.trend(words, record)
            else:
                cohort_page.tracks(words, record["institutions"])
        return DONE

    return trend
