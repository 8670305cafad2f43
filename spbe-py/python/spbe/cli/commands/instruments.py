"""`spbe instruments`: the built-in instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import spbe
from spbe.cli import options
from spbe.cli.outputs import print_csv, print_json, printing
from spbe.cli.problems import DONE

if TYPE_CHECKING:
    import click

    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "instruments")
    @options.output(words)
    def instruments(form: str, output: str | None) -> int:
        summaries = [instrument.summary() for instrument in spbe.instruments()]
        with printing(words, output):
            if form == "json":
                print_json(summaries)
            elif form == "csv":
                print_csv(
                    summary
                    | {"years": " ".join(map(str, summary["years"]))}
                    | {"tiers": " ".join(f"{tier}={count}" for tier, count in summary["tiers"].items())}
                    for summary in summaries
                )
            else:
                from spbe.cli import instrument_page

                instrument_page.overview(words, summaries)
        return DONE

    return instruments
