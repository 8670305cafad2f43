"""The `spbe` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command; the console script `spbe`. Gives the exit code."""
    try:
        # Tables are imported when one is printed, so that `--help` stays quick.
        from spbe.cli.app import run
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich"}:
            raise
        print(f'spbe: "{error.name}" belum terpasang; jalankan: pip install "spbe[cli]"', file=sys.stderr)
        return 2
    return run(sys.argv[1:])
