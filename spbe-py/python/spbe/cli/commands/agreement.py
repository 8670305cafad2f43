"""`spbe agreement`: how far two ratings of the same institutions agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spbe.cli import cohorts, options
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words

_RATINGS = 2


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "agreement")
    @cohorts.given(words)
    @click.option(
        "--between", type=options.Names(), metavar=words("click.ratings"), help=words("help.agreement_between")
    )
    @click.option(
        "--key", default="stage", show_default=True, metavar=words("click.name"), help=words("help.agreement_key")
    )
    @click.option("--of", metavar="INSTRUMENT", help=words("help.of_instrument"))
    @options.output(words)
    def agreement(
        form: str,
        output: str | None,
        given: cohorts.Given,
        between: list[str] | None,
        key: str,
        of: str | None,
    ) -> int:
        if between is not None and len(between) != _RATINGS:
            raise click.UsageError(words("problem.between", found=len(between)))
        first, second = between or (None, None)
        cohort = given.cohort()
        with Problems(words):
            study = cohort.agreement(first, second, key=key, instrument=of, language=words.language)
        print_record(words, output, form, study, "agreement_page", alike=True)
        return DONE

    return agreement
