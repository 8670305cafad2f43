"""`spbe audit`: whether printed results can be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spbe
from spbe.cli import inputs, options
from spbe.cli.outputs import print_csv, print_json, printing
from spbe.cli.problems import DONE, PROBLEMS, Problems
from spbe.cli.progress import working

if TYPE_CHECKING:
    import click

    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "audit")
    @options.of_file(words)
    @options.output(words)
    def audit(form: str, output: str | None, file: str, instrument: str | None, **how: Any) -> int:
        chosen, content = inputs.opened(words, file, instrument)
        with Problems(words, file), working(words, "progress.audit"):
            report = spbe.audit_file(content, chosen, language=words.language, **how)
        with printing(words, output):
            if form == "json":
                print_json(report)
            else:
                from spbe.cli import audit_page

                if form == "csv":
                    print_csv(audit_page.rows(words, report))
                else:
                    audit_page.page(words, report)
        return PROBLEMS if report["summary"]["impossible"] else DONE

    return audit
