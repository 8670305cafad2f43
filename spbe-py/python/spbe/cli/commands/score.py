"""`spbe score`: the index of every assessment or printed result of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spbe
from spbe.cli import inputs, options
from spbe.cli.outputs import print_csv, print_json, printing
from spbe.cli.problems import DONE, Problems, say
from spbe.cli.progress import working

if TYPE_CHECKING:
    import click

    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "score")
    @options.of_file(words)
    @options.scored(words)
    @options.output(words)
    def score(form: str, output: str | None, file: str, instrument: str | None, **how: Any) -> int:
        chosen, content = inputs.opened(words, file, instrument)
        with Problems(words, file), working(words, "progress.score"):
            scores = spbe.score_file(content, chosen, language=words.language, **how)
        with printing(words, output):
            _print(words, form, scores, chosen)
        return DONE

    return score


def _print(words: Words, form: str, scores: list[dict[str, Any]], chosen: spbe.Instrument | None) -> None:
    if form == "json":
        print_json(scores)
        return
    from spbe.cli import score_page

    if form == "csv":
        print_csv(score_page.rows(scores))
        return
    if not scores:
        # A document may hold an empty list; there is nothing to show, and nothing wrong.
        say(words("score.none"))
        return
    shown = chosen if chosen is not None else spbe.instrument(scores[0]["instrument"])
    if len(scores) == 1:
        score_page.page(words, scores[0], shown)
    else:
        score_page.table(words, scores, shown)
