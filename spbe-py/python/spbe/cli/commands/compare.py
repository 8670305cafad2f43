"""`spbe compare`: two assessments side by side, their difference taken apart."""

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

    @options.command(words, "compare")
    @options.of_file(words)
    @click.argument("first")
    @click.argument("second")
    @cohorts.more_files(words)
    @options.scored(words)
    @options.output(words)
    def compare(
        form: str,
        output: str | None,
        file: str,
        first: str,
        second: str,
        missing: str | None,
        predicate_basis: str | None,
        **how: Any,
    ) -> int:
        cohort = cohorts.read(words, file, **how)
        with Problems(words, file):
            record = cohort.compare(
                first, second, missing=missing, predicate_basis=predicate_basis, language=words.language
            )
        print_record(
            words,
            output,
            form,
            record,
            "cohort_page",
            rows=lambda pages: pages.part_rows(record),
            page=lambda pages: pages.comparison(words, record),
        )
        return DONE

    return compare
