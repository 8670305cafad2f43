"""Writes the form of a self-assessment: a cover, and a sheet of indicators for each node of the top tier.

Nothing in it computes a score: the library does, when the form comes back. The one kind of formula counts how many
answers are filled, as an aid to whoever fills them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname

from spbe.cli.words import Words
from spbe.excel.form import COLUMNS, COVER, FIELDS, IDENTITY, MARK, STAGES, TYPES, column_letter, items, sheet_names

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    import spbe
    from spbe.types import Language

_A4 = 9
_INK, _ACCENT, _BAND, _INPUT, _LINE, _FAINT = "#1F2933", "#0B5563", "#DCEBEE", "#FFFBE6", "#B8C4CC", "#7B8794"
_WIDTHS = {
    "code": 6,
    "indicator": 25,
    "weight": 7,
    "criteria": 74,
    "answer": 9,
    "evidence": 28,
    "unit": 18,
    "notes": 20,
}
_CHARACTERS = 1.24
"""So many characters of the small print stand where the column counts one."""
_LINE_HEIGHT = 11.6
_HEIGHT_LIMIT = 409.0


@dataclass(frozen=True)
class Filled:
    """What a form is filled with: one assessment."""

    fields: dict[str, str | int | None] = field(default_factory=dict)
    """`institution`, `year`, `stage`."""
    labels: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str | int | None] = field(default_factory=dict)


def form(instrument: spbe.Instrument, *, language: Language = "id", filled: Filled | None = None) -> bytes:
    """The form of an instrument as the content of an XLSX file, blank or with the answers of an assessment."""
    return _Writer(instrument, Words(language), filled or Filled()).written()


class _Writer:
    def __init__(self, instrument: spbe.Instrument, words: Words, filled: Filled) -> None:
        self.words = words
        self.filled = filled
        self.document: dict[str, Any] = instrument.to_dict()
        self.mark = f"{MARK} {instrument.id} {instrument.checksum}"
        self.has_levels = self.document["answers"]["kind"] == "level"
        self.sheets = sheet_names(self.document, words.language)
        self.indicators = {code: entry for entry in self.document["indicators"] for code in items([entry])}
        self.content = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.content, {"in_memory": True, "strings_to_urls": False})
        self.formats: dict[str, Format] = {}
        self.ranges: dict[str, tuple[int, int, int]] = {}
        """By sheet: first and last row of the answers, and their column."""

    def written(self) -> bytes:
        """Writes everything."""
        words, document = self.words, self.document
        self.book.set_properties(
            {
                "title": words.text(document["title"]),
                "subject": document["legal"]["basis"],
                "keywords": self.mark,
                "comments": words("form.properties"),
            }
        )
        self.book.set_custom_property("spbe_form", self.mark)
        self.book.set_custom_property("spbe_instrument", document["id"])
        cover = self.book.add_worksheet(self._own(COVER))
        self._columns = ["code", "indicator", "weight", "criteria", "answer", "evidence", "unit", "notes"]
        sheets = [(name, codes, self.book.add_worksheet(name)) for name, codes in self.sheets]
        for name, codes, sheet in sheets:
            self._indicators(name, codes, sheet)
        self._cover(cover)
        self.book.close()
        return self.content.getvalue()

    def _own(self, both: tuple[str, str]) -> str:
        return both[0] if self.words.language == "id" else both[1]

    def _format(self, **properties: Any) -> Format:
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top"}
            self.formats[key] = self.book.add_format(base | properties)
        return self.formats[key]

    # ---- Cover -------------------------------------------------------------------------------------------------

    def _cover(self, sheet: Worksheet) -> None:
        words, document = self.words, self.document
        sheet.hide_gridlines(2)
        for position, width in enumerate((3, 34, 46, 12, 12)):
            sheet.set_column(position, position, width)
        title = self._format(bold=True, font_size=18, font_color=_ACCENT, text_wrap=True, valign="vcenter")
        sheet.merge_range(1, 1, 1, 4, words("form.title"), title)
        sheet.set_row(1, 30)
        plain = self._format(text_wrap=True, font_size=11)
        sheet.merge_range(
            2, 1, 2, 4, words.text(document["title"]), self._format(bold=True, font_size=12, text_wrap=True)
        )
        sheet.merge_range(3, 1, 3, 4, document["legal"]["basis"], plain)
        row = self._identity(sheet, 5)
        row = self._how(sheet, row + 1)
        row = self._progress(sheet, row + 1)
        faint = self._format(font_size=8, font_color=_FAINT)
        sheet.write_string(row + 1, 1, words("form.mark"), faint)
        sheet.write_string(row + 2, 1, self.mark, faint)
        edition = words("form.edition", edition=document["edition"], version=_version())
        sheet.write_string(row + 3, 1, edition, faint)
        sheet.activate()
        sheet.set_portrait()
        self._page(sheet)
        sheet.print_area(0, 0, row + 3, 4)
        sheet.fit_to_pages(1, 0)

    def _identity(self, sheet: Worksheet, row: int) -> int:
        words, filled = self.words, self.filled
        band = self._format(bold=True, font_color="#FFFFFF", bg_color=_ACCENT, valign="vcenter")
        sheet.write_string(row, 1, self._own(IDENTITY), band)
        for column in (2, 3, 4):
            sheet.write_blank(row, column, None, band)
        name = self._format(bold=True, bottom=1, bottom_color=_LINE, valign="vcenter")
        entry = self._format(
            bg_color=_INPUT, border=1, border_color=_LINE, text_wrap=True, valign="vcenter", align="left"
        )
        given = {**filled.fields, **{key: filled.labels.get(key) for key in ("type", "province")}}
        for key, both in FIELDS.items():
            row += 1
            sheet.set_row(row, 21)
            sheet.write_string(row, 1, self._own(both), name)
            self._entry(sheet, row, given.get(key), entry)
        first = row - len(FIELDS) + 1
        error = {"error_title": words("form.error_title"), "ignore_blank": True}
        sheet.data_validation(
            first + 1,
            2,
            first + 1,
            2,
            error
            | {
                "validate": "integer",
                "criteria": "between",
                "minimum": 1900,
                "maximum": 2999,
                "error_message": words("form.error_year"),
            },
        )
        for offset, choices in ((2, STAGES), (3, TYPES)):
            sheet.data_validation(
                first + offset,
                2,
                first + offset,
                2,
                # A warning only: there are other stages and kinds of institutions.
                error
                | {
                    "validate": "list",
                    "source": list(choices),
                    "error_type": "warning",
                    "error_message": words("form.error_other", choices=", ".join(choices)),
                },
            )
        for label, text in filled.labels.items():
            if label not in FIELDS:
                row += 1
                sheet.write_string(row, 1, label, name)
                self._entry(sheet, row, text, entry)
        return row + 1

    def _how(self, sheet: Worksheet, row: int) -> int:
        words = self.words
        head = self._format(bold=True, font_size=12, font_color=_ACCENT)
        text = self._format(text_wrap=True)
        sheet.write_string(row, 1, words("form.how"), head)
        answers = self.document["answers"]
        lowest, highest = words.number(answers["lowest"]), words.number(answers["highest"])
        lines = [
            words("form.how_identity"),
            words("form.how_level" if self.has_levels else "form.how_value", lowest=lowest, highest=highest),
            words("form.how_blank"),
            words("form.how_free"),
            words("form.how_score"),
        ]
        for number, line in enumerate(lines, start=1):
            row += 1
            sheet.merge_range(row, 1, row, 4, f"{number}.  {line}", text)
            sheet.set_row(row, 14 * (1 + len(line) // 120))
        return row + 1

    def _progress(self, sheet: Worksheet, row: int) -> int:
        words = self.words
        head = self._format(bold=True, bg_color=_BAND, bottom=1, bottom_color=_LINE)
        right = self._format(bold=True, bg_color=_BAND, bottom=1, bottom_color=_LINE, align="right")
        sheet.write_string(row, 1, words("form.progress"), head)
        sheet.write_blank(row, 2, None, head)
        sheet.write_string(row, 3, words("form.filled"), right)
        sheet.write_string(row, 4, words("form.of"), right)
        link = self._format(font_color=_ACCENT, underline=1)
        number = self._format(align="right")
        first = row + 1
        for name, codes in self.sheets:
            row += 1
            top, bottom, column = self.ranges[name]
            letter = column_letter(column)
            sheet.write_url(row, 1, f"internal:{quote_sheetname(name)}!A1", link, name)
            cells = f"{quote_sheetname(name)}!{letter}{top + 1}:{letter}{bottom + 1}"
            done = sum(self.filled.answers.get(code) is not None for code in codes)
            sheet.write_formula(row, 3, f"=COUNTA({cells})", number, done)
            sheet.write_number(row, 4, len(codes), number)
        row += 1
        total = self._format(bold=True, top=1, top_color=_LINE, align="right")
        done = sum(answer is not None for answer in self.filled.answers.values())
        sheet.write_string(row, 1, words("form.total"), self._format(bold=True, top=1, top_color=_LINE))
        sheet.write_blank(row, 2, None, self._format(top=1, top_color=_LINE))
        for column, value in ((3, done), (4, len(self.indicators))):
            letter = column_letter(column)
            sheet.write_formula(row, column, f"=SUM({letter}{first + 1}:{letter}{row})", total, value)
        return row + 1

    # ---- Indicators --------------------------------------------------------------------------------------------

    def _indicators(self, name: str, codes: list[str], sheet: Worksheet) -> None:
        words = self.words
        sheet.hide_gridlines(2)
        for position, column in enumerate(self._columns):
            sheet.set_column(position, position, _WIDTHS[column])
        node = self._node_of(name)
        sheet.set_row(0, 22)
        head = (
            name if node is None else f"{words.tier(node['tier'], self.document)} {node['code']}: {node['name']['id']}"
        )
        sheet.write_string(0, 0, head, self._format(bold=True, font_size=14, font_color=_ACCENT))
        sheet.write_string(1, 0, self.mark, self._format(font_size=7, font_color=_FAINT))
        heading = self._format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=_ACCENT,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color=_ACCENT,
        )
        sheet.set_row(2, 30)
        answer = "level" if self.has_levels else "value"
        for position, column in enumerate(self._columns):
            sheet.write_string(2, position, self._own(COLUMNS[answer if column == "answer" else column]), heading)
        at = self._columns.index("answer")
        row = 3
        band: dict[str, Any] | None = None
        for code in codes:
            entry = self.indicators[code]
            parent = self._parent(entry)
            if parent is not None and parent is not node and parent is not band:
                band = parent
                self._band(sheet, row, band)
                row += 1
            self._indicator(sheet, row, code, entry)
            row += 1
        last = row - 1
        self.ranges[name] = (3, last, at)
        self._validation(sheet, 3, last, at)
        unfilled = self.book.add_format({"bg_color": "#FCE8B2"})
        sheet.conditional_format(3, at, last, at, {"type": "blanks", "format": unfilled})
        sheet.ignore_errors({"number_stored_as_text": f"A1:C{last + 1}"})
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        self._page(sheet)
        sheet.repeat_rows(0, 2)
        sheet.print_area(0, 0, last, len(self._columns) - 1)
        sheet.fit_to_pages(1, 0)

    def _node_of(self, name: str) -> dict[str, Any] | None:
        if len(self.document["tiers"]) == 1:
            return None
        top = [node for node in self.document["nodes"] if node["tier"] == self.document["tiers"][0]["code"]]
        position = [sheet for sheet, _ in self.sheets].index(name)
        return top[position] if position < len(top) else None

    def _parent(self, entry: dict[str, Any]) -> dict[str, Any] | None:
        tiers = [tier["code"] for tier in self.document["tiers"]]
        if len(tiers) == 1:
            return None
        nodes = self.document["nodes"]
        found: dict[str, Any] = next(n for n in nodes if (n["tier"], n["code"]) == (tiers[-2], entry["parent"]))
        return found

    def _band(self, sheet: Worksheet, row: int, node: dict[str, Any]) -> None:
        """The name of the node that the next indicators belong to. Its code stands in no cell of codes."""
        words = self.words
        band = self._format(bold=True, bg_color=_BAND, valign="vcenter")
        sheet.set_row(row, 18)
        for position in range(len(self._columns)):
            sheet.write_blank(row, position, None, band)
        name = f"{words.tier(node['tier'], self.document)} {node['code']}: {node['name']['id']}"
        sheet.write_string(row, 1, name, band)

    def _indicator(self, sheet: Worksheet, row: int, code: str, entry: dict[str, Any]) -> None:
        words = self.words
        border = {"border": 1, "border_color": _LINE}
        wrapped = self._format(text_wrap=True, **border)
        sheet.write_string(row, 0, code, self._format(bold=True, align="center", **border))
        self._name(sheet, row, code, entry, wrapped)
        weight = next((item["weight"] for item in entry.get("items", []) if item["code"] == code), entry["weight"])
        sheet.write_string(row, 2, words.number(weight), self._format(align="right", **border))
        lines = self._criteria(sheet, row, entry, self._format(text_wrap=True, font_size=9, **border))
        size = 16 if self.has_levels else 12
        answer = self._format(bold=True, font_size=size, align="center", valign="vcenter", bg_color=_INPUT, **border)
        self._answer(sheet, row, self.filled.answers.get(code), answer)
        free = self._format(text_wrap=True, bg_color=_INPUT, **border)
        for column in ("evidence", "unit", "notes"):
            sheet.write_blank(row, self._columns.index(column), None, free)
        sheet.set_row(row, min(_HEIGHT_LIMIT, 8 + _LINE_HEIGHT * max(4, lines)))

    def _name(self, sheet: Worksheet, row: int, code: str, entry: dict[str, Any], wrapped: Format) -> None:
        """The official name, and below it what tells the items of one indicator apart."""
        words = self.words
        scored = [item["code"] for item in entry.get("items", [])]
        more = [words("form.item", number=scored.index(code) + 1, count=len(scored))] if scored else []
        if words.language == "en" and entry["name"].get("en"):
            more.append(entry["name"]["en"])
        if not more:
            sheet.write_string(row, 1, entry["name"]["id"], wrapped)
            return
        small = self._format(italic=True, font_size=9, font_color=_FAINT)
        sheet.write_rich_string(row, 1, self._format(), entry["name"]["id"], small, "\n" + "\n".join(more), wrapped)

    def _criteria(self, sheet: Worksheet, row: int, entry: dict[str, Any], wrapped: Format) -> int:
        """The criteria of each level with what proves it; how many lines they take."""
        words = self.words
        small = {"font_size": 9}
        bold, plain = self._format(bold=True, **small), self._format(**small)
        faint = self._format(italic=True, font_color=_FAINT, **small)
        scales = {scale["code"]: scale for scale in self.document.get("scales", [])}
        names = {level["level"]: level["name"]["id"] for level in scales.get(entry.get("scale"), {}).get("levels", [])}
        values = {level["level"]: level["value"] for level in self.document["answers"].get("completed_levels", [])}
        pieces: list[Any] = []
        texts: list[str] = []

        def paragraph(*runs: tuple[Format, str]) -> None:
            texts.append("".join(text for _, text in runs))
            for position, (look, text) in enumerate(runs):
                pieces.extend((look, "\n" + text if position == 0 and pieces else text))

        for level in entry.get("levels", []):
            number = level["level"]
            name = f" {names[number]}" if number in names else ""
            if number in values:
                name += f" ({words('form.completed', value=words.number(values[number]))})"
            paragraph((bold, f"{number}{name}. "), (plain, words.text(level["criterion"])))
            if level.get("evidence"):
                paragraph((faint, f"    {words('show.evidence')}: {words.text(level['evidence'])}"))
        if entry.get("evidence"):
            paragraph((faint, f"{words('show.any_evidence')}: {words.text(entry['evidence'])}"))
        at = self._columns.index("criteria")
        if not pieces:
            sheet.write_blank(row, at, None, wrapped)
        elif len(texts) == 1 and len(pieces) == 2:
            sheet.write_string(row, at, texts[0], wrapped)
        else:
            sheet.write_rich_string(row, at, *pieces, wrapped)
        width = int(_WIDTHS["criteria"] * _CHARACTERS)
        return sum(1 + len(text) // width for text in texts)

    def _validation(self, sheet: Worksheet, first: int, last: int, column: int) -> None:
        words, answers = self.words, self.document["answers"]
        lowest, highest = answers["lowest"], answers["highest"]
        shown = {"lowest": words.number(lowest), "highest": words.number(highest)}
        common = {"ignore_blank": True, "error_title": words("form.error_title")}
        if self.has_levels:
            levels = [str(level) for level in range(int(lowest), int(highest) + 1)]
            rule: dict[str, Any] = {
                "validate": "list",
                "source": levels,
                "error_message": words("form.error_level", **shown),
                "input_title": words("level"),
                "input_message": words("form.input_level", **shown),
            }
        else:
            completed = "; ".join(
                f"{level['level']}: {words.number(level['value'])}" for level in answers.get("completed_levels", [])
            )
            rule = {
                "validate": "decimal",
                "criteria": "between",
                # The bounds of the instrument, as the spreadsheet must have them; the library checks exactly.
                "minimum": float(Fraction(lowest)),
                "maximum": float(Fraction(highest)),
                "error_message": words("form.error_value", **shown),
                "input_title": words("value"),
                "input_message": words("form.input_value", **shown)
                + (f"\n{words('form.input_completed', values=completed)}" if completed else ""),
            }
        sheet.data_validation(first, column, last, column, common | rule)

    def _given(self, sheet: Worksheet, row: int, column: int, value: str | int | None, look: Format) -> None:
        if value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, value, look)

    def _entry(self, sheet: Worksheet, row: int, value: str | int | None, look: Format) -> None:
        """A wide cell of the cover."""
        sheet.merge_range(row, 2, row, 4, "", look)
        self._given(sheet, row, 2, value, look)

    def _answer(self, sheet: Worksheet, row: int, value: str | int | None, look: Format) -> None:
        """An answer as a number where a spreadsheet's number is exactly it, else as text."""
        column = self._columns.index("answer")
        if value is not None and Fraction(value) == Fraction(repr(float(Fraction(value)))):
            sheet.write_number(row, column, float(Fraction(value)), look)
        else:
            self._given(sheet, row, column, value, look)

    def _page(self, sheet: Worksheet) -> None:
        words = self.words
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&8{self.document['id']}&C&8&A&R&8{words('form.page')}")


def _version() -> str:
    from spbe import __version__

    return __version__
