"""`spbe forecast`: how likely each predicate is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, options
from spbe.cli.commands.whatif import changes_given, changes_typed, text_of
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""
    number, pairs = words("click.number"), words("click.pairs")

    @options.command(words, "forecast")
    @cohorts.given(words)
    @click.argument("institution", metavar="INSTITUTION")
    @click.option("--stage", metavar=words("click.name"), help=words("help.forecast_stage"))
    @click.option("--confidence", type=options.Number(words), metavar=number, help=words("help.forecast_confidence"))
    @click.option("--downward", type=options.Number(words), metavar=number, help=words("help.forecast_downward"))
    @click.option("--beliefs", type=options.FileName(), metavar="FILE", help=words("help.forecast_beliefs"))
    @click.option("--learn", type=options.Names(), metavar=words("click.labels"), help=words("help.forecast_learn"))
    @click.option("--smoothing", type=options.Number(words), metavar=number, help=words("help.forecast_smoothing"))
    @click.option("--shrinkage", type=options.Number(words), metavar=number, help=words("help.forecast_shrinkage"))
    @click.option(
        "--scenarios",
        type=options.Pairs(words, "ketat=0.3,biasa=0.7"),
        metavar=pairs,
        help=words("help.forecast_scenarios"),
    )
    @click.option("--common", type=options.Number(words), metavar=number, help=words("help.forecast_common"))
    @click.option(
        "--target", type=options.Number(words), metavar=words("click.name"), help=words("help.forecast_target")
    )
    @click.option(
        "--set", "levels", type=options.Pairs(words, "12=3,29=2"), metavar=pairs, help=words("help.whatif_set")
    )
    @click.option("--changes", type=options.FileName(), metavar="FILE", help=words("help.whatif_changes"))
    @click.option("--until", metavar=words("click.name"), help=words("help.whatif_until"))
    @click.option(
        "--quantiles", type=options.Names(), metavar=number, default=[], help=words("help.forecast_quantiles")
    )
    @options.scored(words)
    @options.output(words)
    def forecast(
        form: str,
        output: str | None,
        given: cohorts.Given,
        institution: str,
        beliefs: str | None,
        learn: list[str] | None,
        scenarios: list[tuple[str, str]] | None,
        levels: list[tuple[str, str]] | None,
        changes: str | None,
        **how: Any,
    ) -> int:
        if learn is not None and len(learn) != 2:
            found = ",".join(learn)
            raise click.UsageError(words("problem.pair_expected", example="--learn mandiri,akhir", found=found))
        for option in ("smoothing", "shrinkage"):
            if learn is None and how[option] is not None:
                raise options.only_with(words, f"--{option}", "--learn")
        if how["downward"] is not None and how["confidence"] is None:
            raise options.only_with(words, "--downward", "--confidence")
        asked = changes_given(words, levels, changes, how["until"])
        believed = text_of(words, beliefs) if beliefs else None
        cohort = given.cohort()
        typed = changes_typed(levels, changes) | options.as_typed(*how, "scenarios", "learn")
        if beliefs:
            typed["beliefs"] = beliefs
        with Problems(words, typed=typed):
            study = cohort.forecast(
                institution,
                believed,
                learn=None if learn is None else (learn[0], learn[1]),
                scenarios=dict(scenarios or ()),
                changes=asked,
                language=words.language,
                **how,
            )
        print_record(
            words,
            output,
            form,
            study,
            "forecast_page",
            page=lambda pages: pages.page(words, study, how["target"]),
        )
        return DONE

    return forecast
