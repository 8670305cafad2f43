"""Results as a workbook: a sheet for each table, and one that says how they were computed."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    import spbe
    from spbe.cli.words import Words

Record = dict[str, Any]

_INK, _ACCENT, _LINE = "#1F2933", "#0B5563", "#B8C4CC"
_CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_575
"""So many rows fit on a sheet below its heading."""


class _Book:
    """A workbook whose rows are written once, in their order, and not kept."""

    def __init__(self, file: IO[bytes], words: Words) -> None:
        self.words = words
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        self.book = xlsxwriter.Workbook(file, options)
        base = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top"}

        def look(**properties: Any) -> Format:
            return self.book.add_format(base | properties)

        self.plain, self.bold = look(), look(bold=True)
        self.wrapped, self.right = look(text_wrap=True), look(align="right")
        self.published, self.fine, self.whole = (
            look(num_format="0.00########"),
            look(num_format="0.00####"),
            look(num_format="0"),
        )
        self.head = look(
            bold=True,
            font_color="#FFFFFF",
            bg_color=_ACCENT,
            text_wrap=True,
            valign="vcenter",
            bottom=1,
            bottom_color=_LINE,
        )
        self.title = look(bold=True, font_size=14, font_color=_ACCENT)

    def table(self, name: str, columns: list[tuple[str, float]]) -> _Table:
        """A sheet with a heading row; each column has its name and its width."""
        return _Table(self, self.book.add_worksheet(name), columns)

    def about(self, title: str, lines: list[tuple[str, str]]) -> None:
        """The sheet that says how it was computed."""
        sheet = self.book.add_worksheet(self.words("sheet.about"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 96)
        sheet.write_string(0, 0, title, self.title)
        for row, (name, text) in enumerate(lines, start=2):
            sheet.write_string(row, 0, name, self.bold)
            sheet.write_string(row, 1, text[:_CELL_LIMIT], self.wrapped)


class _Table:
    def __init__(self, book: _Book, sheet: Worksheet, columns: list[tuple[str, float]]) -> None:
        self.book = book
        self.sheet = sheet
        self.columns = columns
        self.row = 0
        for position, (_, width) in enumerate(columns):
            sheet.set_column(position, position, width)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&8spbe&C&8&A&R&8&P / &N")
        sheet.set_row(0, 45)
        for position, (name, _) in enumerate(columns):
            sheet.write_string(0, position, name, book.head)

    def add(self, *cells: tuple[Any, Format]) -> None:
        """A row of values with their looks; a blank value leaves its cell blank."""
        self.row += 1
        for position, (value, look) in enumerate(cells):
            if value is None or value == "":
                continue
            if isinstance(value, int | float):
                self.sheet.write_number(self.row, position, value, look)
            else:
                self.sheet.write_string(self.row, position, str(value)[:_CELL_LIMIT], look)

    def close(self) -> None:
        """The filter needs to know the last row."""
        self.sheet.autofilter(0, 0, max(self.row, 1), len(self.columns) - 1)


def scores(
    file: IO[bytes],
    words: Words,
    records: Iterable[Record],
    labels: list[str],
    instrument: spbe.Instrument,
    options: dict[str, str],
) -> None:
    """The scores of a file: the index, the values of each tier, the answers, what each indicator adds to the index."""
    document = instrument.to_dict()
    book = _Book(file, words)
    who = [(words("institution"), 34.0), (words("year"), 8.0), (words("stage"), 11.0)]
    index = book.table(
        words("sheet.index"),
        [
            *who,
            *((label, 16.0) for label in labels),
            (words("index"), 9.0),
            (words("exact"), 12.0),
            (words("predicate"), 14.0),
            (words("sheet.possible"), 20.0),
            (words("sheet.lowest"), 10.0),
            (words("sheet.highest"), 10.0),
            (words("sheet.basis"), 13.0),
            (words("sheet.policy"), 12.0),
            (words("sheet.missing"), 24.0),
            (words("sheet.official"), 12.0),
        ],
    )
    tiers = {}
    for tier in [entry["code"] for entry in document["tiers"]][:-1]:
        name = words.tier(tier, document)
        nodes = [node for node in document["nodes"] if node["tier"] == tier]
        heads = [(f"{name[0]}{node['code']} {node['name']['id']}", 14.0) for node in nodes]
        heads += [(words("sheet.exact", name=f"{name[0]}{node['code']}"), 11.0) for node in nodes]
        tiers[tier] = book.table(name, [*who, *heads])
    codes = [entry["code"] for entry in document["indicators"]]
    answers = book.table(words("tier.indicator"), [*who, *((code, 6.0) for code in codes)])
    contributions = book.table(words("sheet.contributions"), [*who, *((code, 9.0) for code in codes)])
    bases: dict[str, None] = {}
    policies: dict[str, None] = {}
    for score in records:
        bases[score["predicate_basis"]] = policies[score["missing_policy"]] = None
        same = [(score["institution"], book.plain), (score["year"], book.whole), (score["stage"], book.plain)]
        spread = score["ranges"].get("index", {})
        index.add(
            *same,
            *((score["labels"].get(label), book.plain) for label in labels),
            (score["index"], book.published),
            (_text(words, score["index_exact"]), book.right),
            (score["predicate"], book.bold),
            (", ".join(score["predicates_possible"]) if score["predicate"] is None else None, book.plain),
            (spread.get("lowest"), book.published),
            (spread.get("highest"), book.published),
            (words(f"basis.{score['predicate_basis']}"), book.plain),
            (score["missing_policy"], book.plain),
            (" ".join(score["missing"]), book.plain),
            (words("sheet.yes" if score["official_rule"] else "sheet.no"), book.plain),
        )
        for tier, table in tiers.items():
            table.add(
                *same,
                *((value, book.published) for value in score[f"{tier}s"].values()),
                *((_text(words, value), book.right) for value in score[f"{tier}s_exact"].values()),
            )
        answers.add(*same, *((_number(words, value), book.fine) for value in score["indicators"].values()))
        contributions.add(
            *same, *((_number(words, value), book.fine) for value in score["contributions_exact"].values())
        )
    for table in (index, *tiers.values(), answers, contributions):
        table.close()
    about = _about(words, instrument, document)
    about.append((words("sheet.rows"), words.count(index.row)))
    about.append((words("sheet.policy"), ", ".join(policies)))
    about.append((words("sheet.basis"), ", ".join(words(f"basis.{basis}") for basis in bases)))
    about.append((words("sheet.options"), " ".join(f"{name} {value}" for name, value in options.items()) or "-"))
    book.about(words("sheet.about"), about)
    book.book.close()


def audit(file: IO[bytes], words: Words, report: Record, instrument: spbe.Instrument) -> None:
    """An audit: the counts, and a row for each result."""
    book = _Book(file, words)
    summary = book.table(words("sheet.summary"), [(words("audit.rows"), 64.0), ("", 12.0)])
    counts = report["summary"]
    for name, count in (
        ("audit.rows", counts["rows"]),
        ("audit.consistent", counts["consistent"]),
        ("audit.only_under", counts["consistent_only_under"]),
        ("audit.impossible", counts["impossible"]),
    ):
        summary.add((words(name), book.plain), (count, book.whole))
    for rule, count in counts["by_rule"].items():
        summary.add((f"{words('audit.by_rule')}: {words(f'assume.{rule}')}", book.plain), (count, book.whole))
    table = book.table(
        words("sheet.results"),
        [
            (words("audit.row"), 8.0),
            (words("institution"), 34.0),
            (words("year"), 8.0),
            (words("stage"), 11.0),
            (words("index"), 9.0),
            (words("exact"), 16.0),
            (words("predicate"), 14.0),
            (words("sheet.verdict"), 22.0),
            (words("sheet.assumptions"), 34.0),
            (words("sheet.reasons"), 60.0),
            (words("sheet.rules_out"), 40.0),
        ],
    )
    verdicts = {"consistent": "audit.consistent", "consistent_only_under": "audit.only_under"}
    for result in report["results"]:
        under = words("or").join(
            words("and").join(words(f"assume.{one}") for one in names) for names in result["under"]
        )
        table.add(
            (result["row"], book.whole),
            (result["institution"], book.plain),
            (result["year"], book.whole),
            (result["stage"], book.plain),
            (result["index"], book.published),
            ("; ".join(_text(words, value) or "" for value in result["index_exact"]), book.right),
            (result["predicate"], book.plain),
            (words(verdicts.get(result["verdict"], "audit.impossible")), book.bold),
            (under if result["verdict"] != "consistent" else None, book.wrapped),
            ("; ".join(reason[words.language] for reason in result["reasons"]), book.wrapped),
            (", ".join(words(f"assume.{rule}") for rule in result["rules_out"]), book.wrapped),
        )
    table.close()
    book.about(words("sheet.about"), _about(words, instrument, instrument.to_dict()))
    book.book.close()


def _about(words: Words, instrument: spbe.Instrument, document: Record) -> list[tuple[str, str]]:
    from spbe import __version__

    publication = document["publication"]
    rule = words.publication(publication)
    return [
        (words("instrument"), f"{instrument.id}: {words.text(document['title'])}"),
        (words("basis"), document["legal"]["basis"]),
        (words("edition"), str(document["edition"])),
        (words("checksum"), instrument.checksum),
        (words("sheet.publication"), rule),
        (words("sheet.version"), f"spbe {__version__}"),
        (words("show.notes"), words("sheet.note")),
    ]


def _text(words: Words, exact: str | None) -> str | None:
    return None if exact is None else words.number(exact)


def _number(words: Words, exact: str | None) -> float | str | None:
    """A decimal as a number to chart and sort; a fraction stays text, because no cell holds it."""
    if exact is None or "/" in exact:
        return _text(words, exact)
    return float(exact)
