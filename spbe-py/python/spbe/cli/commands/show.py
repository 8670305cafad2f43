"""`spbe show`: an instrument, or one of its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spbe.cli import inputs, options
from spbe.cli.outputs import print_csv, print_json, printing
from spbe.cli.problems import DONE, PROBLEMS, say

if TYPE_CHECKING:
    import spbe
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "show")
    @click.argument("instrument", type=options.InstrumentName())
    @click.argument("node", required=False, type=_NodeName())
    @options.output(words)
    def show(instrument: str, node: str | None, form: str, output: str | None) -> int:
        shown = inputs.instrument(words, instrument)
        from spbe.cli import instrument_page

        document = shown.to_dict()
        found = None
        if node is not None:
            found = instrument_page.find(document, node)
            if found is None:
                say(words("problem.node", instrument=shown.id, node=node))
                return PROBLEMS
        with printing(words, output):
            if found is None:
                _instrument(words, form, shown, document)
            elif form == "json":
                print_json(found)
            elif form == "csv":
                print_csv(instrument_page.node_rows(found))
            else:
                instrument_page.node(words, document, found)
        return DONE

    return show


def _instrument(words: Words, form: str, shown: spbe.Instrument, document: dict[str, Any]) -> None:
    from spbe.cli import instrument_page

    if form == "json":
        print_json(document)
    elif form == "csv":
        print_csv(instrument_page.rows(document))
    else:
        instrument_page.tree(words, document, shown.summary())


class _NodeName(options.FileName):
    """A node of the instrument named before it."""

    name = "node"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The codes of the instrument, with their names."""
        from click.shell_completion import CompletionItem

        import spbe

        try:
            document = spbe.instrument(ctx.params["instrument"]).to_dict()
        except (KeyError, OSError, ValueError):
            return []
        nodes = [(f"{node['tier'][0]}{node['code']}", node) for node in document.get("nodes", [])]
        nodes += [(entry["code"], entry) for entry in document["indicators"]]
        return [
            CompletionItem(code, help=node["name"]["id"]) for code, node in nodes if code.startswith(incomplete.lower())
        ]
