"""`spbe trend`: what changed over the years."""

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

        def page(pages: Any) -> None:
            if institution is None:
                pages.trend(words, record)
            else:
                pages.tracks(words, record["institutions"])

        print_record(
            words,
            output,
            form,
            record,
            "cohort_page",
            rows=lambda pages: pages.trend_rows(record),
            page=page,
        )
        return DONE

    return trend
