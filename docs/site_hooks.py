"""What the site does to a page before it is built."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

# Links to files that are in the project and not on the site.
OUTSIDE = re.compile(r"\[([^\]]*)\]\(\.\./((?!decisions/)[^)#]+)(#[^)]*)?\)")
PLACE_OF_HELP = "<!-- help of every command -->"


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Names files of the project instead of linking to them, and puts in the help of the command."""
    if page.file.src_uri.count("/") == 0:
        markdown = OUTSIDE.sub(r"\1 (`\2` in the project)", markdown)
    if PLACE_OF_HELP in markdown:
        markdown = markdown.replace(PLACE_OF_HELP, "\n".join(_help_pages()))
    return markdown


def _help_pages() -> list[str]:
    overview = _help()
    commands = re.findall(
        r"^  ([a-z]+) ", overview.partition("\nCommands:\n")[2], flags=re.MULTILINE
    )
    pages = ["## spbe", "", "```text", overview, "```"]
    for command in commands:
        pages += ["", f"## spbe {command}", "", "```text", _help(command), "```"]
    return pages


def _help(*command: str) -> str:
    script = Path(sys.executable).with_name("spbe")
    environment = os.environ | {"COLUMNS": "90", "SPBE_LANG": "en", "NO_COLOR": "1"}
    done = subprocess.run(
        [script, "--lang", "en", *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout.rstrip()
