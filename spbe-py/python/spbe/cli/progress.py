"""A sign of life on work that takes more than a second: on standard error, and only on a terminal."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from spbe.cli.words import Words

_Item = TypeVar("_Item")

PATIENCE = 1.0
"""So many seconds nobody wonders."""


@contextmanager
def working(words: Words, doing: str) -> Iterator[None]:
    """A moving sign beside what is being done, where nothing can be counted."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def show() -> None:
        if done.wait(PATIENCE):
            return
        with _console().status(words(doing)):
            done.wait()

    shown = threading.Thread(target=show, daemon=True)
    shown.start()
    try:
        yield
    finally:
        done.set()
        shown.join()


def counted(words: Words, doing: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
    """The items, with a bar of how many of them are done."""
    if not sys.stderr.isatty():
        yield from items
        return
    begun, remaining = time.monotonic(), iter(items)
    done = 0
    for item in remaining:
        yield item
        done += 1
        if time.monotonic() - begun > PATIENCE:
            break
    else:
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(), transient=True) as bar:
        task = bar.add_task(words(doing), total=total, completed=done)
        for item in remaining:
            yield item
            bar.advance(task)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, markup=False)
