"""`spbe completion`: what a shell needs to complete commands, options, instruments and nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spbe.cli import options
from spbe.cli.problems import DONE

if TYPE_CHECKING:
    from spbe.cli.words import Words


def command(words: Words) -> click.Command:
    """The command in one language."""

    @options.command(words, "completion")
    @click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
    def completion(shell: str) -> int:
        from click.shell_completion import get_completion_class

        from spbe.cli.app import COMPLETION, group

        script = get_completion_class(shell)
        assert script is not None, "click knows the three shells"
        # Not `source`, which runs the bash at hand to ask its version.
        completer = script(group(words), {}, "spbe", COMPLETION)
        click.echo((completer.source_template % completer.source_vars()).strip())
        return DONE

    return completion
