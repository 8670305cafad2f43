"""`spbe sensitivity`: which uncertainty moves the ranking."""

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

    number, name = words("click.number"), words("click.name")

    @options.command(words, "sensitivity")
    @cohorts.given(words)
    @click.option("--institution", metavar=name, help=words("help.sensitivity_institution"))
    @uncertainty.given(words)
    @click.option("--by", metavar=name, help=words("help.sensitivity_by"))
    @click.option(
        "--fix",
        multiple=True,
        type=click.Choice(["publication", "aggregation"]),
        help=words("help.sensitivity_fix"),
    )
    @click.option(
        "--result",
        "outputs",
        multiple=True,
        type=click.Choice(["rank_shift", "predicate_change", "index", "rank"]),
        help=words("help.sensitivity_result"),
    )
    @click.option(
        "--samples",
        type=click.IntRange(32, 1_000_000),
        metavar=number,
        default=1024,
        show_default=True,
        help=words("help.sensitivity_samples"),
    )
    @options.scored(words)
    @options.output(words)
    def sensitivity(
        form: str,
        output: str | None,
        given: cohorts.Given,
        institution: str | None,
        fix: tuple[str, ...],
        **how: Any,
    ) -> int:
        asked = uncertainty.taken(words, how)
        asked |= {factor: factor not in fix for factor in ("publication", "aggregation")}
        cohort = given.cohort()
        with Problems(words, typed=options.as_typed("by", "institution", *uncertainty.NAMES)):
            study = cohort.sensitivity(institution, year=given.year, language=words.language, **asked, **how)
        print_record(words, output, form, study, "sensitivity_page")
        return DONE

    return sensitivity
