"""Opening a workbook, and why one cannot be read."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from spbe._spbe import Workbook
from spbe.errors import Issue, WorkbookError

if TYPE_CHECKING:
    from spbe.types import Language

SIZE_LIMIT = 1_000_000_000
"""So many bytes a workbook may hold when unpacked."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_MESSAGES = {
    "broken": (
        951,
        "berkas lembar kerja rusak atau terpotong ({reason})",
        "the workbook is broken or cut off ({reason})",
    ),
    "encrypted": (
        952,
        "lembar kerja terkunci kata sandi; buka dan simpan tanpa kata sandi",
        "the workbook is locked with a password; open it and save it without one",
    ),
    "format": (
        953,
        "ini {kind}, bukan XLSX; buka dan simpan sebagai XLSX",
        "this is {kind}, not XLSX; open it and save it as XLSX",
    ),
    "too_large": (
        954,
        "lembar kerja terlalu besar: {size} bita setelah dibuka, paling banyak {limit}",
        "the workbook is too large: {size} bytes unpacked, at most {limit}",
    ),
    "sheet": (
        955,
        "lembar `{sheet}` tidak ada; yang ada: {sheets}",
        "there is no sheet `{sheet}`; there are: {sheets}",
    ),
    "form": (
        956,
        "lembar-lembar formulir ini berasal dari instrumen yang berbeda: {marks}",
        "the sheets of this form belong to different instruments: {marks}",
    ),
    "none": (
        958,
        "berkas ini bukan lembar kerja, sehingga tidak ada lembar `{sheet}`",
        "this file is no workbook, so there is no sheet `{sheet}`",
    ),
    "code": (957, "nilai tanpa kode indikator", "an answer without the code of its indicator"),
}


def refused(name: str, language: Language, **fields: object) -> WorkbookError:
    """The error of a workbook as a whole."""
    return WorkbookError([issue(name, language, {}, "", **fields)])


def issue(name: str, language: Language, place: dict[str, int | str], at: str, **fields: object) -> Issue:
    """A problem of a workbook at a place."""
    number, indonesian, english = _MESSAGES[name]
    message = (indonesian if language == "id" else english).format(**fields)
    return Issue(number, f"workbook.{name}", place, at, message)


def is_one(content: bytes) -> bool:
    """Whether this is the content of a workbook of any kind: no text begins like one."""
    return content.startswith((_ZIP, _OLE))


def opened(content: bytes, language: Language) -> Workbook:
    """The workbook. Macros are not looked at, whatever the file holds."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise refused("encrypted", language)
        raise refused("format", language, kind="XLS")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise refused("broken", language, reason=error) from error
    if "xl/workbook.bin" in names:
        raise refused("format", language, kind="XLSB")
    if "mimetype" in names and "content.xml" in names:
        raise refused("format", language, kind="ODS")
    if not any(name.lower().startswith("xl/") for name in names):
        raise refused("format", language, kind="ZIP")
    if size > SIZE_LIMIT:
        raise refused("too_large", language, size=f"{size:,}", limit=f"{SIZE_LIMIT:,}")
    try:
        return Workbook(content)
    except ValueError as error:
        raise refused("broken", language, reason=error) from error


def chosen(workbook: Workbook, sheet: str | None, language: Language) -> list[str]:
    """The sheets to be read: the one asked for, else all."""
    sheets = workbook.sheets()
    if sheet is None:
        return sheets
    if sheet not in sheets:
        raise refused("sheet", language, sheet=sheet, sheets=", ".join(f"`{name}`" for name in sheets))
    return [sheet]


def cells(workbook: Workbook, sheets: list[str], language: Language) -> str:
    """The cells of some sheets, as JSON."""
    try:
        return workbook.cells(sheets)
    except ValueError as error:
        raise refused("broken", language, reason=error) from error
