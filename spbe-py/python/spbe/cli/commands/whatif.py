"""`spbe whatif`: the index with other levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import cohorts, inputs, options
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words


def changes_given(words: Words, levels: list[tuple[str, str]] | None, file: str | None, until: str | None) -> Any:
    """The changes of `--set` or of a file; both are not taken together, and only those of a file have dates."""
    if levels and file:
        raise options.not_together(words, "--set", "--changes")
    if until is not None and not file:
        raise options.only_with(words, "--until", "--changes")
    if file:
        return text_of(words, file)
    return [{"indicator": code, "to": level} for code, level in levels or ()] or None


def changes_typed(levels: list[tuple[str, str]] | None, file: str | None) -> dict[str, str | list[str]]:
    """How they were written."""
    return {"changes": file or [f"--set {code}={level}" for code, level in levels or ()], "until": "--until"}


def text_of(words: Words, file: str) -> str:
    """The text of a list in a file."""
    content = inputs.content(words, file)
    with Problems(words, file):
        return content.decode("utf-8-sig")


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "whatif")
    @cohorts.given(words)
    @click.argument("institution", metavar="INSTITUTION")
    @click.option("--stage", metavar=words("click.name"), help=words("help.whatif_stage"))
    @click.option(
        "--set",
        "levels",
        type=options.Pairs(words, "12=3,29=2"),
        metavar=words("click.pairs"),
        help=words("help.whatif_set"),
    )
    @click.option("--changes", type=options.FileName(), metavar="FILE", help=words("help.whatif_changes"))
    @click.option(
        "--units", type=options.Names(), metavar=words("click.labels"), default=[], help=words("help.whatif_units")
    )
    @click.option("--until", metavar=words("click.name"), help=words("help.whatif_until"))
    @click.option(
        "--within", type=options.Names(), metavar=words("click.labels"), default=[], help=words("help.whatif_within")
    )
    @options.scored(words)
    @options.output(words)
    def whatif(
        form: str,
        output: str | None,
        given: cohorts.Given,
        institution: str,
        levels: list[tuple[str, str]] | None,
        changes: str | None,
        **how: Any,
    ) -> int:
        asked = changes_given(words, levels, changes, how["until"])
        cohort = given.cohort()
        with Problems(words, typed=changes_typed(levels, changes)):
            study = cohort.what_if(institution, asked, language=words.language, **how)
        print_record(words, output, form, study, "whatif_page")
        return DONE

    return whatif
