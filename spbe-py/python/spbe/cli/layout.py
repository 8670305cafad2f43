"""What the pages share: the console, safe text, columns."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TypeAlias

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import JustifyMethod, RenderableType

Column: TypeAlias = "tuple[str, JustifyMethod]"
"""The heading of a column, and to which side it leans."""

WIDTH = 100
"""A page is no wider, so that it also prints and pastes well."""


def console(*, wide: bool = False) -> Console:
    """A console as wide as the terminal, a page at most unless `wide`; coloured on a terminal only."""
    columns = shutil.get_terminal_size((WIDTH, 24)).columns
    return Console(width=columns if wide else min(columns, WIDTH), highlight=False, emoji=False, markup=False)


def clean(text: str) -> str:
    """Text from a file, without what a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def safe(text: str, style: str = "") -> Text:
    """Text from a file as rich takes it."""
    return Text(clean(text), style)


def listing(*columns: Column) -> Table:
    """A table with one line under its heading. The first column may wrap, the others keep their width."""
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    for position, (name, justify) in enumerate(columns):
        table.add_column(name, justify=justify, overflow="fold", no_wrap=position > 0)
    return table


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fitted(text: str, width: int) -> str:
    """A text in so many cells, cut or filled up."""
    return f"{text[:width]:<{width}}" if text.isascii() else set_cell_size(text, width)


def plain(columns: list[Column], rows: list[list[str]]) -> Iterator[str]:
    """The lines of a table of very many rows, which rich would take long to lay out."""
    widths = [max(map(cells, column)) for column in zip([name for name, _ in columns], *rows, strict=True)]

    def line(row: list[str]) -> str:
        set_out = (
            " " * (width - cells(cell)) + cell if justify == "right" else fitted(cell, width)
            for cell, width, (_, justify) in zip(row, widths, columns, strict=True)
        )
        return "  ".join(set_out).rstrip()

    yield line([name for name, _ in columns])
    yield "─" * (sum(widths) + 2 * (len(widths) - 1))
    yield from map(line, rows)


def labelled(label: str, name: str, style: str = "", label_style: str = "bright_black") -> Table:
    """A name behind its label; further lines of a long name stand under the name."""
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(label, style or label_style), safe(name, style))
    return grid


def bar(share: float, width: int) -> Text:
    """A bar for the eye; the number stands beside it."""
    filled = min(width, max(0, int(share * width)))
    return Text.assemble(("█" * filled, "cyan"), ("░" * (width - filled), "bright_black"))


def indented(text: RenderableType, by: int = 2) -> Padding:
    """A paragraph set in from the left."""
    return Padding(text, (0, 0, 0, by), expand=False)


def brief(name: str) -> str:
    """The name of an indicator without the words that all of them begin with."""
    return name.removeprefix("Tingkat Kematangan ")
