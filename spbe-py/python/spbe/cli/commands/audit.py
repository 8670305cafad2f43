"""`spbe audit`: whether printed results can be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spbe
from spbe.cli import audit_rows, inputs, options, outputs
from spbe.cli.outputs import TABLES, print_csv, print_json, printing, replacing
from spbe.cli.problems import DONE, PROBLEMS, Problems, needing
from spbe.cli.progress import working

if TYPE_CHECKING:
    import click

    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "audit")
    @options.of_file(words)
    @options.output(words, *TABLES)
    def audit(form: str, output: str | None, file: str, instrument: str | None, **how: Any) -> int:
        chosen, content = inputs.opened(words, file, instrument)
        with Problems(words, file), working(words, "progress.audit"):
            report = spbe.audit_file(content, chosen, language=words.language, **how)
        if form == "xlsx":
            with needing(words, "excel"):
                from spbe.excel import results
            with replacing(words, outputs.named(words, output)) as target:
                results.audit(target, words, report, chosen or spbe.instrument(report["instrument"]))
        else:
            with printing(words, output):
                _print(words, form, report)
        return PROBLEMS if report["summary"]["impossible"] else DONE

    return audit


def _print(words: Words, form: str, report: dict[str, Any]) -> None:
    if form == "json":
        print_json(report)
        return
    from spbe.cli import audit_page

    if form == "csv":
        print_csv(audit_rows.rows(words, report))
    else:
        audit_page.page(words, report)
