"""`spbe rank`: places by the index or a node, over all and within groups."""

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

    @options.command(words, "rank")
    @options.of_file(words)
    @cohorts.more_files(words)
    @click.option("--by", default="index", metavar="NODE", help=words("help.rank_by"))
    @click.option("--within", multiple=True, metavar="LABEL,...", help=words("help.rank_within"))
    @click.option("--where", multiple=True, metavar="LABEL=VALUE", callback=_pairs, help=words("help.rank_where"))
    @click.option(
        "--mix", multiple=True, type=click.Choice(["year", "stage", "instrument"]), help=words("help.rank_mix")
    )
    @click.option(
        "--ties",
        type=click.Choice(["competition", "dense", "fractional"]),
        default="competition",
        help=words("help.rank_ties"),
    )
    @click.option("--top", type=click.IntRange(1), metavar="N", help=words("help.rank_top"))
    @click.option("--bottom", type=click.IntRange(1), metavar="N", help=words("help.rank_bottom"))
    @click.option("--if", "if_value", multiple=True, metavar="NAME=VALUE", callback=_pairs, help=words("help.rank_if"))
    @options.scored(words)
    @options.output(words)
    def rank(
        form: str,
        output: str | None,
        file: str,
        missing: str | None,
        predicate_basis: str | None,
        within: tuple[str, ...],
        where: list[tuple[str, list[str]]],
        if_value: list[tuple[str, list[str]]],
        **how: Any,
    ) -> int:
        asked = {name: how.pop(name) for name in ("by", "ties", "top", "bottom")}
        if asked["top"] is not None and asked["bottom"] is not None:
            raise click.UsageError("--top, --bottom")
        supposed: dict[str, Any] = {name: value.replace(",", ".") for name, (value,) in if_value}
        if len(supposed) < len(if_value):
            raise click.UsageError("--if, --if")
        mixed = list(how.pop("mix"))
        cohort = cohorts.read(words, file, **how)
        with Problems(words, file):
            records = cohort.rank(
                within=[[label.strip() for label in labels.split(",") if label.strip()] for labels in within],
                mix=mixed,
                select=where,
                if_value=supposed,
                missing=missing,
                predicate_basis=predicate_basis,
                language=words.language,
                **asked,
            )
        print_record(
            words,
            output,
            form,
            records,
            "cohort_page",
            columns="RANK_COLUMNS",
            rows=lambda pages: pages.rank_rows(words, records),
            page=lambda pages: pages.ranks(words, records),
        )
        return DONE

    return rank


def _pairs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    pairs = [value.partition("=") for value in values]
    for label, equals, value in pairs:
        if not (label and equals and value):
            raise click.BadParameter(f"{parameter.metavar}: {label}{equals}{value}", context, parameter)
    return [(label, [value]) for label, _, value in pairs]
