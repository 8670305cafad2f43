"""`spbe score`: the index of every assessment or printed result of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spbe
from spbe.api import score_records
from spbe.cli import inputs, options, outputs
from spbe.cli.outputs import TABLES, print_record_rows, print_records, printing, replacing
from spbe.cli.problems import DONE, PROBLEMS, Problems, needing, say
from spbe.cli.progress import counted, working
from spbe.cli.score_rows import each

if TYPE_CHECKING:
    import click

    from spbe._spbe import ScoreRecords
    from spbe.cli.words import Words


_MANY = 1_000
"""Above so many institutions, lines stand in place of a laid-out table."""


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "score")
    @options.of_file(words)
    @options.scored(words)
    @options.output(words, *TABLES)
    def score(form: str, output: str | None, file: str, instrument: str | None, **how: Any) -> int:
        chosen, content = inputs.opened(words, file, instrument)
        with Problems(words, file), working(words, "progress.score"):
            scores = score_records(content, chosen, language=words.language, **how)
        if form == "xlsx":
            shown = chosen or spbe.instrument(scores.instrument)
            with needing(words, "excel"):
                from spbe.excel import results
            if len(scores) > results.ROW_LIMIT:
                say(words("problem.too_many_rows", file=output, count=words.count(len(scores))))
                return PROBLEMS
            with replacing(words, outputs.named(words, output)) as target:
                rows = counted(words, "progress.write", each(scores), len(scores))
                results.scores(target, words, rows, scores.labels(), shown, _asked(how))
        else:
            with printing(words, output):
                _print(words, form, scores, chosen)
        return DONE

    return score


def _asked(how: dict[str, Any]) -> dict[str, str]:
    """The options that were given, as they are written."""
    return {f"--{name.replace('_', '-')}": str(value) for name, value in how.items() if value is not None}


def _print(words: Words, form: str, scores: ScoreRecords, chosen: spbe.Instrument | None) -> None:
    if form == "json":
        print_records(scores)
        return
    if form == "csv":
        print_record_rows(scores)
        return
    from spbe.cli import score_page

    if not len(scores):
        # A document may hold an empty list; there is nothing to show, and nothing wrong.
        say(words("score.none"))
        return
    shown = chosen if chosen is not None else spbe.instrument(scores.instrument)
    if len(scores) == 1:
        score_page.page(words, scores.records(0, 1)[0], shown)
    elif len(scores) <= _MANY:
        score_page.table(words, list(each(scores)), shown)
    else:
        score_page.lines(words, scores, shown)
