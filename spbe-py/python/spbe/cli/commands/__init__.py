"""The commands, a module each, found by name.

To add one: write the module with its `command(words)`, name it in `NAMES`, and give it its help in `spbe.cli.words`
under `help.NAME`, `help.NAME_short` and `help.NAME_examples`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from spbe.cli.words import Words

NAMES = (
    "instruments",
    "show",
    "score",
    "rank",
    "trend",
    "compare",
    "peers",
    "whatif",
    "plan",
    "forecast",
    "agreement",
    "stats",
    "report",
    "robustness",
    "sensitivity",
    "audit",
    "form",
    "convert",
    "completion",
)
"""In the order in which `spbe --help` lists them."""


class Commands(click.Group):
    """The commands of the package, each imported when it is used, so that none slows another down."""

    def __init__(self, words: Words) -> None:
        """All commands, speaking one language."""
        super().__init__(
            "spbe",
            help=f"{words('help.group')}\n\n{words('help.group_examples')}",
            options_metavar=words("click.options"),
            subcommand_metavar=words("click.subcommand"),
            no_args_is_help=True,
        )
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in NAMES:
            return None
        from importlib import import_module

        command = import_module(f"spbe.cli.commands.{cmd_name}").command(self.words)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands by their short help, without importing them."""
        with formatter.section(self.words("click.commands")):
            formatter.write_dl([(name, self.words(f"help.{name}_short")) for name in NAMES])
