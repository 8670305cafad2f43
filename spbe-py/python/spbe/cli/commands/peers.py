"""`spbe peers`: whom an institution can learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, options
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words

ANY = "all"
"""In place of labels: whatever the institution is."""


def command(words: Words) -> click.Command:
    """The command in one language."""

    number = words("click.number")

    @options.command(words, "peers")
    @cohorts.given(words)
    @click.argument("institution", metavar="INSTITUTION")
    @click.option("--stage", metavar=words("click.name"), help=words("help.peers_stage"))
    @click.option(
        "--count", type=click.IntRange(0), metavar=number, default=5, show_default=True, help=words("help.peers_count")
    )
    @click.option(
        "--visits",
        type=click.IntRange(0),
        metavar=number,
        default=3,
        show_default=True,
        help=words("help.peers_visits"),
    )
    @click.option(
        "--pool", type=click.IntRange(1), metavar=number, default=50, show_default=True, help=words("help.peers_pool")
    )
    @click.option("--reach", type=options.Number(words), metavar=words("click.number"), help=words("help.peers_reach"))
    @click.option("--within", type=options.Names(), metavar=words("click.labels"), help=words("help.peers_within"))
    @click.option("--tier", metavar=words("click.name"), help=words("help.peers_tier"))
    @click.option(
        "--focus", type=options.Names(), metavar=words("click.nodes"), default=[], help=words("help.peers_focus")
    )
    @options.scored(words)
    @options.output(words)
    def peers(
        form: str,
        output: str | None,
        given: cohorts.Given,
        institution: str,
        within: list[str] | None,
        **how: Any,
    ) -> int:
        if within == [ANY]:
            within = []
        cohort = given.cohort()
        with Problems(words):
            study = cohort.peers(institution, within=within, language=words.language, **how)
        print_record(words, output, form, study, "peers_page", columns="COLUMNS")
        return DONE

    return peers
