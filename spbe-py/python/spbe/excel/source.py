"""Whatever a file is, the text that the library reads: workbooks become JSON, everything else stays as it is."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spbe.errors import SpbeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spbe.excel.form_reader import Form
    from spbe.types import Language


@dataclass(frozen=True)
class Source:
    """The content of a file as the library reads it."""

    content: bytes
    """Text: CSV or JSON."""
    form: Form | None = None
    """The form that it was, if it was one."""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Gives the problems found inside the places of the form, where the user looks for them."""
        try:
            yield
        except SpbeError as error:
            if self.form is None:
                raise
            raise self.form.explained(error) from None


def source(content: bytes, *, sheet: str | None = None, alone: bool = True, language: Language = "en") -> Source:
    """Takes a workbook apart; other content passes unchanged.

    Args:
        content: the content of a file.
        sheet: the sheet of a workbook to be read; the one that holds a table unless given.
        alone: whether this is the only file; of several, some may have no sheets.
        language: the language of messages.

    Raises:
        WorkbookError: it is a workbook, but cannot be read; or it is none, and a sheet was asked for.
    """
    from spbe.excel import workbook

    if not workbook.is_one(content):
        if sheet is not None and alone:
            raise workbook.refused("none", language, sheet=sheet)
        return Source(content)
    opened = workbook.opened(content, language)
    sheets = workbook.chosen(opened, sheet, language)
    text = workbook.cells(opened, sheets, language)
    from spbe.excel import form_reader

    if sheet is None and form_reader.MARK in text:
        form = form_reader.read(json.loads(text), language)
        if form is not None:
            return Source(form.content, form)
    return Source(text.encode())
