"""A form that came back: its answers as our JSON document, and where in the workbook each of them stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from spbe.errors import Issue, SpbeError, WorkbookError
from spbe.excel.form import COLUMNS, COVER, FIELDS, IDENTITY, MARK, MARK_PATTERN, column_letter, sheet_names
from spbe.excel.workbook import issue, refused

if TYPE_CHECKING:
    from spbe.types import Language

__all__ = ["MARK", "Cell", "Form", "read"]

_ANSWERS_MISSING = "score.answers_missing"
_ENTRY = "assessments[1]"
_HEADINGS = {text.lower(): name for name, both in COLUMNS.items() for text in both}
_LINES = {text.lower(): name for name, both in FIELDS.items() for text in both}


@dataclass(frozen=True)
class Cell:
    """A cell of the workbook."""

    sheet: str
    row: int
    column: int
    """Counted from 0."""

    @property
    def name(self) -> str:
        """As a spreadsheet calls it, such as `E7`."""
        return f"{column_letter(self.column)}{self.row}"

    def at(self, language: Language) -> str:
        """The place in words."""
        return (
            f"lembar `{self.sheet}`, sel {self.name}" if language == "id" else f"sheet `{self.sheet}`, cell {self.name}"
        )


@dataclass(frozen=True)
class Form:
    """A form that was read."""

    content: bytes
    """Its answers as our JSON document."""
    instrument: str
    checksum: str
    language: Language
    places: dict[str, Cell]
    """Where the fields of the document stand, by their paths."""
    cover: str | None
    """The name of its cover; `None` where there is none."""
    remarks: int
    """How many cells of evidence, units and notes are filled; no other form holds them."""

    def explained(self, error: SpbeError) -> SpbeError:
        """The same problems, at the cells of the workbook; each missing answer on its own."""
        issues: list[Issue] = []
        total = error.total - len(error.issues)
        for found in error.issues:
            if found.code == _ANSWERS_MISSING:
                expanded = list(self._missing(found))
            elif found.code == "assessment.institution_missing" and self.cover is None:
                expanded = [replace(found, place={}, at=self._words("lembar {} tidak ada", "no sheet {}", COVER))]
            else:
                expanded = [self._placed(found)]
            issues += expanded
            total += len(expanded)
        return type(error)(issues, total)

    def _placed(self, found: Issue) -> Issue:
        cell = self.places.get(str(found.place.get("path", "")))
        if cell is None:
            return found
        return replace(found, place=_place(cell), at=cell.at(self.language))

    def _missing(self, found: Issue) -> list[Issue]:
        """An issue for every blank answer at its cell, and one for each sheet that is gone."""
        import spbe

        try:
            document = spbe.instrument(self.instrument).to_dict()
        except SpbeError:
            # An instrument of the user's own: its tree is not at hand here, and the list of codes says it all.
            return [found]
        names = {entry["code"]: entry["name"]["id"] for entry in document["indicators"]}
        issues = []
        for sheet, codes in sheet_names(document, self.language):
            blank = [code for code in codes if _answer_path(code) in self.places]
            gone = [code for code in codes if _answer_path(code) not in self.places]
            for code in blank:
                cell = self.places[_answer_path(code)]
                if not self._is_blank(code):
                    continue
                message = self._words(
                    "indikator {} belum dijawab: {}",
                    "indicator {} is without an answer: {}",
                    (code, code),
                    names.get(code.partition("-")[0], names.get(code, "")),
                )
                issues.append(replace(found, place=_place(cell), at=cell.at(self.language), message=message))
            if gone:
                listed = ", ".join(gone)
                message = (
                    self._words(
                        "lembar ini tidak ada lagi atau disembunyikan (indikator {})",
                        "this sheet is gone or hidden (indicators {})",
                        (listed, listed),
                    )
                    if not blank
                    else self._words(
                        "baris indikator {} tidak ada lagi", "the rows of indicators {} are gone", (listed, listed)
                    )
                )
                at = self._words("lembar `{}`", "sheet `{}`", (sheet, sheet))
                issues.append(replace(found, place={"sheet": sheet}, at=at, message=message))
        return issues or [found]

    def _is_blank(self, code: str) -> bool:
        levels = json.loads(self.content)["assessments"][0]["levels"]
        return levels.get(code) is None

    def _words(self, indonesian: str, english: str, both: tuple[str, str], *more: str) -> str:
        first = both[0] if self.language == "id" else both[1]
        return (indonesian if self.language == "id" else english).format(first, *more)


def read(cells: dict[str, Any], language: Language) -> Form | None:
    """Reads the cells of a workbook as a form; `None` if it is none.

    Raises:
        WorkbookError: its sheets are of different forms, or an answer has lost its code.
    """
    marks: dict[tuple[str, str], str] = {}
    for sheet in cells["sheets"]:
        for row in sheet["rows"]:
            for text in row["cells"]:
                found = MARK_PATTERN.search(text) if isinstance(text, str) else None
                if found is not None:
                    marks.setdefault((found[1], found[2]), sheet["name"])
    if not marks:
        return None
    if len(marks) > 1:
        listed = ", ".join(f"`{sheet}`: {name} {checksum[:12]}" for (name, checksum), sheet in marks.items())
        raise refused("form", language, marks=listed)
    ((instrument, checksum),) = marks
    reader = _Reader(language)
    for sheet in cells["sheets"]:
        reader.sheet(sheet)
    if reader.issues:
        raise WorkbookError(reader.issues)
    entry = dict(reader.fields)
    entry["labels"] = reader.labels
    answers = ", ".join(f"{json.dumps(code)}: {json.dumps(answer)}" for code, answer in reader.answers)
    # By hand, because a code that is there twice is for the library to refuse.
    text = f'{json.dumps(entry)[:-1]}, "levels": {{{answers}}}}}'
    head = {"schema": "spbe-assessments/1", "instrument": instrument, "checksum": checksum}
    content = f'{json.dumps(head)[:-1]}, "assessments": [{text}]}}'
    return Form(content.encode(), instrument, checksum, language, reader.places, reader.cover, reader.remarks)


class _Reader:
    def __init__(self, language: Language) -> None:
        self.language = language
        self.fields: dict[str, Any] = {}
        self.labels: dict[str, Any] = {}
        self.answers: list[tuple[str, Any]] = []
        self.places: dict[str, Cell] = {}
        self.cover: str | None = None
        self.remarks = 0
        self.issues: list[Issue] = []

    def sheet(self, sheet: dict[str, Any]) -> None:
        """Reads the cover or the indicators, whichever the sheet holds."""
        columns: dict[str, int] = {}
        identity = False
        for row in sheet["rows"]:
            texts = [_text(cell) for cell in row["cells"]]
            lowered = [(text or "").lower() for text in texts]
            if columns:
                self._indicator(sheet["name"], row, texts, columns)
            elif any(text in lowered for text in map(str.lower, IDENTITY)):
                identity, self.cover = True, sheet["name"]
            elif "code" in (
                found := {_HEADINGS[text]: at for at, text in enumerate(lowered) if text in _HEADINGS}
            ) and ("level" in found or "value" in found):
                columns = found
            elif identity:
                identity = self._line(sheet["name"], row, texts)

    def _line(self, sheet: str, row: dict[str, Any], texts: list[str | None]) -> bool:
        """A line of the cover; the first row without a name ends them."""
        at = next((at for at, text in enumerate(texts) if text), None)
        if at is None or at > 2:
            return False
        label = (texts[at] or "").strip(" :*")
        value = row["cells"][at + 1] if at + 1 < len(texts) else None
        cell = Cell(sheet, row["row"], at + 1)
        name = _LINES.get(label.lower())
        value = None if _text(value) is None else value
        if name in {"institution", "year", "stage"}:
            self.fields[str(name)] = value
            self.places[f"{_ENTRY}.{name}"] = cell
        elif value is not None:
            self.labels[name or label] = value
            self.places[f"{_ENTRY}.labels.{name or label}"] = cell
        return True

    def _indicator(self, sheet: str, row: dict[str, Any], texts: list[str | None], columns: dict[str, int]) -> None:
        def text(name: str) -> str | None:
            at = columns.get(name, len(texts))
            return texts[at] if at < len(texts) else None

        code = text("code")
        answer = "level" if "level" in columns else "value"
        at = columns[answer]
        value = row["cells"][at] if at < len(row["cells"]) else None
        cell = Cell(sheet, row["row"], at)
        if code is None:
            if _text(value) is not None:
                self.issues.append(issue("code", self.language, _place(cell), cell.at(self.language)))
            return
        self.answers.append((code, _answer(value)))
        self.places[_answer_path(code)] = cell
        self.remarks += sum(text(name) is not None for name in ("evidence", "unit", "notes"))


def _text(cell: Any) -> str | None:
    """What a cell shows, without white space around it; `None` for a blank one or a dash."""
    if isinstance(cell, dict):
        return f"={cell.get('formula', '')}"
    text = (cell or "").strip()
    return None if text in {"", "-", "–", "—"} else text


def _answer(cell: Any) -> Any:
    """An answer as it is written; a comma in a cell can only be a decimal one."""
    text = _text(cell)
    if isinstance(cell, dict) or text is None:
        return cell if isinstance(cell, dict) else None
    return text.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", text) else text


def _answer_path(code: str) -> str:
    return f"{_ENTRY}.levels.{code}"


def _place(cell: Cell) -> dict[str, int | str]:
    return {"sheet": cell.sheet, "row": cell.row, "column": column_letter(cell.column)}
