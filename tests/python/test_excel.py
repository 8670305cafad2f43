"""Workbooks: forms that are filled and come back, tables that others keep, and files that are none."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import spbe
import xlsxwriter
from openpyxl.workbook import Workbook
from spbe.excel.form import COLUMNS, FIELDS, MARK
from spbe.excel.form_writer import Filled, form

from conftest import DATA, Run

CITY = DATA / "bandar-lampung-2021-2023.csv"


def codes(instrument: spbe.Instrument) -> list[str]:
    """The codes that answers are given to."""
    found = []
    for entry in instrument.to_dict()["indicators"]:
        found += [item["code"] for item in entry.get("items", [])] or [entry["code"]]
    return found


def content(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def blank(instrument: spbe.Instrument, **options: Any) -> Workbook:
    """A form as a user has it open."""
    return openpyxl.load_workbook(io.BytesIO(form(instrument, **options)))


def answer_cells(book: Workbook) -> dict[str, Any]:
    """The cell of each answer, by code."""
    found = {}
    for sheet in book.worksheets:
        heading = next((row for row in sheet.iter_rows(max_row=10) if row[0].value in COLUMNS["code"]), None)
        if heading is None:
            continue
        answers = {*COLUMNS["level"], *COLUMNS["value"]}
        at = next(cell.column for cell in heading if cell.value in answers)
        for row in sheet.iter_rows(min_row=heading[0].row + 1):
            if row[0].value is not None:
                found[str(row[0].value)] = sheet.cell(row[0].row, at)
    return found


def identity(book: Workbook, **given: object) -> None:
    """Fills in lines of the cover."""
    for row in book.worksheets[0].iter_rows(max_row=15):
        for name, value in given.items():
            if row[1].value in FIELDS[name]:
                row[2].value = value


def filled(answer: object = 3, instrument: str = "spbe-2020") -> Workbook:
    book = blank(spbe.instrument(instrument))
    identity(book, institution="Kota A", year=2024, type="Kota", province="Bali", stage="mandiri")
    for cell in answer_cells(book).values():
        cell.value = answer
    return book


def cells_of(error: spbe.SpbeError) -> list[str]:
    return [issue.at for issue in error.issues]


class TestForms:
    @pytest.mark.parametrize("language", ["id", "en"])
    def test_a_form_holds_every_item_once_and_can_be_printed(self, language: Any, instrument: spbe.Instrument) -> None:
        book = blank(instrument, language=language)
        assert list(answer_cells(book)) == codes(instrument)
        cover, *sheets = book.worksheets
        expected = f"{MARK} {instrument.id} {instrument.checksum}"
        assert all(
            any(cell.value == expected for row in sheet.iter_rows() for cell in row) for sheet in book.worksheets
        )
        assert cover.page_setup.paperSize == 9
        for sheet in sheets:
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows == "$1:$3"
            assert "&P" in sheet.oddFooter.right.text
            assert sheet.freeze_panes == "C4"
            assert not sheet.protection.sheet
        # Nothing computes a score: the only formulas count filled cells.
        formulas = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        assert formulas
        assert all(re.match(r"=(COUNTA|SUM)\(", formula) for formula in formulas)

    def test_choices_are_limited_to_valid_answers(self, instrument: spbe.Instrument) -> None:
        book = blank(instrument)
        answers = instrument.to_dict()["answers"]
        covered = set()
        for sheet in book.worksheets[1:]:
            (rule,) = sheet.data_validations.dataValidation
            assert (rule.errorStyle or "stop") == "stop"
            assert rule.error
            covered |= {
                f"{sheet.title}!{cell.coordinate}" for area in rule.sqref.ranges for cell in area_cells(sheet, area)
            }
            if answers["kind"] == "level":
                levels = range(int(answers["lowest"]), int(answers["highest"]) + 1)
                assert (rule.type, rule.formula1) == ("list", f'"{",".join(map(str, levels))}"')
            else:
                bounds = (float(rule.formula1), float(rule.formula2))
                assert (rule.type, bounds) == ("decimal", (float(answers["lowest"]), float(answers["highest"])))
        assert {f"{cell.parent.title}!{cell.coordinate}" for cell in answer_cells(book).values()} <= covered

    def test_criteria_stand_beside_the_choice(self, instrument: spbe.Instrument) -> None:
        book = blank(instrument)
        document = instrument.to_dict()
        cells = answer_cells(book)
        for entry in document["indicators"]:
            code = entry["items"][0]["code"] if entry.get("items") else entry["code"]
            beside = str(cells[code].offset(column=-1).value)
            for level in entry["levels"]:
                assert level["criterion"]["id"] in beside
            assert str(cells[code].offset(column=-3).value).startswith(entry["name"]["id"])

    @pytest.mark.parametrize("language", ["id", "en"])
    def test_a_filled_form_scores_as_the_table_does(self, language: Any, instrument: spbe.Instrument) -> None:
        low = instrument.to_dict()["answers"]["lowest"]
        given = {code: (number * 7) % 5 + 1 for number, code in enumerate(codes(instrument))}
        book = blank(instrument, language=language)
        identity(book, institution="Kota A", year=2026, stage="mandiri", type="Kota", province="Bali")
        for code, cell in answer_cells(book).items():
            cell.value = given[code]
        (score,) = spbe.score_file(content(book))
        heading = ",".join(["institution", "year", "stage", "type", "province", *given])
        row = ",".join(["Kota A", "2026", "mandiri", "Kota", "Bali", *map(str, given.values())])
        assert [score] == spbe.score_file(f"{heading}\n{row}\n".encode(), instrument)
        assert low in {"0", "1"}

    def test_a_form_filled_by_us_comes_back(self, instrument: spbe.Instrument) -> None:
        decimal = instrument.to_dict()["answers"]["kind"] == "value"
        answers: dict[str, str | int | None] = dict.fromkeys(codes(instrument), "2.65" if decimal else 4)
        labels = {"province": "Bali", "catatan lain": "ya"}
        written = form(instrument, filled=Filled({"institution": "Kota A", "year": 2026}, labels, answers))
        (score,) = spbe.score_file(written)
        assert (score["index_exact"], score["labels"]) == ("2.65" if decimal else "4", labels)

    @pytest.mark.parametrize(
        ("answer", "instrument"), [("3", "spbe-2020"), (" 3 ", "spbe-2020"), ("2,5", "pemdi-2026"), (2.5, "pemdi-2026")]
    )
    def test_pasted_text_and_decimal_commas_are_numbers(self, answer: object, instrument: str) -> None:
        (score,) = spbe.score_file(content(filled(answer, instrument)))
        assert score["index_exact"] == ("3" if instrument == "spbe-2020" else "2.5")

    def test_rows_columns_and_sheets_may_be_moved_and_renamed(self) -> None:
        book = filled()
        given = {}
        for number, (code, cell) in enumerate(answer_cells(book).items()):
            cell.value = given[code] = number % 5 + 1
        expected = spbe.score_file(content(book))
        sheet = book.worksheets[1]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        for row, values in zip(sheet.iter_rows(min_row=4), reversed(rows), strict=True):
            for cell, value in zip(row, values, strict=True):
                cell.value = value
        sheet.insert_cols(1)
        book.worksheets[2].insert_rows(1, 2)
        book.worksheets[3].title = "lembar kami"
        book.move_sheet(book.worksheets[0], 4)
        assert spbe.score_file(content(book)) == expected

    def test_blank_answers_are_named_cell_by_cell(self) -> None:
        book = filled()
        cells = answer_cells(book)
        for code in ("1", "21", "47"):
            cells[code].value = None
        cells["30"].value = "-"
        with pytest.raises(spbe.ScoreError) as caught:
            spbe.score_file(content(book), language="id")
        expected = [
            f"lembar `{cells[code].parent.title}`, sel {cells[code].coordinate}" for code in ("1", "21", "30", "47")
        ]
        assert cells_of(caught.value) == expected
        assert caught.value.total == 4
        first = caught.value.issues[0]
        assert first.message.startswith("indikator 1 belum dijawab: Tingkat Kematangan Kebijakan Internal Arsitektur")
        assert first.place == {"sheet": cells["1"].parent.title, "row": 5, "column": "E"}
        (score,) = spbe.score_file(content(book), missing="interval")
        assert score["missing"] == ["1", "21", "30", "47"]

    def test_a_sheet_that_is_gone_is_named(self) -> None:
        book = filled()
        name = book.worksheets[2].title
        book.remove(book.worksheets[2])
        with pytest.raises(spbe.ScoreError) as caught:
            spbe.score_file(content(book))
        assert cells_of(caught.value) == [f"sheet `{name}`"]
        assert "11, 12, 13" in caught.value.issues[0].message
        sheet = book.worksheets[1]
        sheet.delete_rows(5)
        with pytest.raises(spbe.ScoreError) as caught:
            spbe.score_file(content(book))
        assert "the rows of indicators 1 are gone" in str(caught.value)
        book = filled()
        book.remove(book.worksheets[0])
        with pytest.raises(spbe.AssessmentError, match="no sheet Cover: the institution is missing"):
            spbe.score_file(content(book))

    def test_problems_of_a_form_name_its_cells(self) -> None:
        book = filled()
        identity(book, institution=" ", year="2O24")
        cells = answer_cells(book)
        cells["1"].value, cells["2"].value, cells["3"].value = 9, "x", 2.5
        cells["4"].offset(column=-4).value = "1"
        cells["5"].offset(column=-4).value = "99"
        with pytest.raises(spbe.AssessmentError) as caught:
            spbe.score_file(content(book), language="id")
        places = {issue.code: issue.at for issue in caught.value.issues}
        first = cells["1"].parent.title
        assert places == {
            "assessment.year_invalid": "lembar `Sampul`, sel C8",
            "assessment.institution_missing": "lembar `Sampul`, sel C7",
            "assessment.level_out_of_range": f"lembar `{first}`, sel E8",
            "assessment.number": f"lembar `{first}`, sel E6",
            "assessment.level_not_whole": f"lembar `{first}`, sel E7",
            "assessment.answer_duplicate": f"lembar `{first}`, sel E8",
            "assessment.code_unknown": f"lembar `{first}`, sel E9",
        }

    def test_an_answer_without_its_code_is_not_dropped(self) -> None:
        book = filled()
        cell = answer_cells(book)["3"]
        cell.offset(column=-4).value = None
        with pytest.raises(spbe.WorkbookError) as caught:
            spbe.score_file(content(book))
        assert (caught.value.number, caught.value.code) == (957, "workbook.code")
        assert cells_of(caught.value) == [f"sheet `{cell.parent.title}`, cell E7"]

    def test_a_form_is_bound_to_its_instrument(self) -> None:
        book = filled()
        with pytest.raises(spbe.AssessmentError) as caught:
            spbe.score_file(content(book), "spbe-2018")
        assert caught.value.code == "assessment.document_instrument"
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith(MARK):
                        cell.value = cell.value[:-2] + "00"
        with pytest.raises(spbe.AssessmentError) as caught:
            spbe.score_file(content(book))
        assert caught.value.code == "assessment.checksum_mismatch"
        book.worksheets[1]["A2"].value = f"{MARK} spbe-2018 {'0' * 64}"
        with pytest.raises(spbe.WorkbookError, match="different instruments"):
            spbe.score_file(content(book))

    def test_an_own_instrument_has_a_form(self, run: Run, tmp_path: Path) -> None:
        own = tmp_path / "own.toml"
        text = spbe.instrument("pemdi-2026").to_toml().replace('id = "pemdi-2026"', 'id = "kami"', 1)
        own.write_text(text, encoding="utf-8")
        path = tmp_path / "form.xlsx"
        assert run("form", "-i", own, "-o", path, "--lang", "en").returncode == 0
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[0] == "Cover"
        identity(book, institution="Kota A")
        for cell in answer_cells(book).values():
            cell.value = 4
        book.save(path)
        (record,) = json.loads(run("score", path, "-i", own, "--format", "json").stdout)
        assert (record["instrument"], record["index_exact"]) == ("kami", "4")
        done = run("score", path)
        assert done.returncode == 1
        assert "`kami`" in done.stderr


def area_cells(sheet: Any, area: Any) -> Any:
    return (cell for row in sheet[area.coord] for cell in (row if isinstance(row, tuple) else (row,)))


def table(*rows: list[Any], before: int = 0, name: str = "Rekap") -> Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for number, row in enumerate(rows, start=before + 1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    return book


def city_rows() -> list[list[Any]]:
    lines = [line.split(",") for line in CITY.read_text(encoding="utf-8").splitlines()]
    return [[int(cell) if cell.isdigit() else cell or None for cell in line] for line in lines]


class TestTables:
    def test_a_wide_sheet_is_read_as_the_csv(self) -> None:
        heading, *rows = city_rows()
        book = table(["Rekapitulasi penilaian"], [], list(map(str, heading)), *rows, before=3)
        book.create_sheet("Catatan").append(["apa saja"])
        assert spbe.score_file(content(book)) == spbe.score_file(CITY)

    def test_a_long_sheet_is_read_as_the_csv(self) -> None:
        rows: list[list[Any]] = [["Instansi", "Tahun", "Kode Indikator", "Nilai"]]
        rows += [["Kota A", 2026, f"I{code}", "2,6" if code % 2 else 2.6] for code in range(1, 21)]
        (score,) = spbe.score_file(content(table(*rows)))
        assert (score["instrument"], score["index_exact"]) == ("pemdi-2026", "2.6")

    def test_printed_results_are_audited(self) -> None:
        with (DATA / "official-2023-2024.csv").open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        report = spbe.audit_file(content(table(*rows[:30])))
        assert report["summary"]["rows"] == 29

    def test_a_number_is_its_shortest_decimal(self) -> None:
        """Excel stores 17 digits, so that 2.6 stands there as 2.6000000000000001."""
        rows = [["Instansi", *range(1, 21)], ["Kota A", *[2.6] * 20]]
        long = repacked(lambda _, text: text.replace(b">2.6<", b">2.6000000000000001<"), content(table(*rows)))
        (score,) = spbe.score_file(long, "pemdi-2026")
        assert score["index_exact"] == "2.6"

    def test_problems_name_sheet_row_and_column(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "rekap.xlsx"
        path.write_bytes(content(table(["Instansi", "Tahun", "1", "2"], ["Kota A", 2024, 7, "x"], before=4)))
        done = run("score", path, "-i", "spbe-2020", "--lang", "en")
        assert done.stderr.splitlines() == [
            f"{path}: sheet `Rekap`, row 6, column `1`: 7 is outside 1 to 5",
            f"{path}: sheet `Rekap`, row 6, column `2`: expected a plain decimal number, found `x`",
            "2 problems",
        ]

    def test_a_sheet_is_chosen_by_name(self, run: Run, tmp_path: Path) -> None:
        rows = city_rows()
        book = table(rows[0], rows[1], name="2021")
        sheet = book.create_sheet("2023")
        for row in (rows[0], rows[3]):
            sheet.append(row)
        path = tmp_path / "rekap.xlsx"
        book.save(path)
        assert "beberapa lembar memuat tabel: `2021` dan `2023`" in run("score", path).stderr
        (record,) = json.loads(run("score", path, "--sheet", "2023", "--format", "json").stdout)
        assert record["index_exact"] == "2.1545"
        assert "lembar `2020` tidak ada; yang ada: `2021`, `2023`" in run("score", path, "--sheet", "2020").stderr

    def test_formulas_count_by_their_stored_results(self) -> None:
        saved = io.BytesIO()
        with xlsxwriter.Workbook(saved) as book:
            sheet = book.add_worksheet("Rekap")
            sheet.write_row(0, 0, ["Instansi", *map(str, range(1, 48))])
            sheet.write_string(1, 0, "Kota A")
            for column in range(1, 48):
                sheet.write_formula(1, column, "=1+2", None, 3)
        (score,) = spbe.score_file(saved.getvalue())
        assert score["index_exact"] == "3"
        bare = table(["Instansi", *map(str, range(1, 48))], ["Kota A", *["=1+2"] * 47])
        with pytest.raises(spbe.AssessmentError) as caught:
            spbe.score_file(content(bare))
        assert (caught.value.code, caught.value.total) == ("assessment.formula_without_value", 47)
        assert caught.value.issues[0].at == "sheet `Rekap`, row 2, column `1`"
        filled_form = filled()
        answer_cells(filled_form)["7"].value = "=E5"
        with pytest.raises(spbe.AssessmentError, match=r"cell E11: the formula `=E5` has no stored result"):
            spbe.score_file(content(filled_form))

    def test_hidden_sheets_are_not_read(self) -> None:
        rows = city_rows()
        book = table(rows[0], rows[1])
        copy = book.copy_worksheet(book.worksheets[0])
        copy.sheet_state = "hidden"
        assert len(spbe.score_file(content(book))) == 1


def packed(**files: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return saved.getvalue()


def repacked(change: Callable[[str, bytes], bytes], workbook: bytes) -> bytes:
    """A workbook with changed parts."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(saved, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, change(name, source.read(name)))
    return saved.getvalue()


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("file", "code"),
        [
            (lambda: content(filled())[:3000], "workbook.broken"),
            (lambda: b"PK\x03\x04" + b"\0" * 100, "workbook.broken"),
            (
                lambda: repacked(lambda name, text: text[:200] if "sheet2" in name else text, content(filled())),
                "workbook.broken",
            ),
            (
                lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "workbook.encrypted",
            ),
            (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook.format"),
            (lambda: packed(xl__workbook_dot_bin=b""), "workbook.format"),
            (lambda: packed(mimetype=b"x", content_dot_xml=b"x"), "workbook.format"),
            (lambda: packed(data_dot_csv=b"x"), "workbook.format"),
            (lambda: packed(xl__workbook_dot_xml=b"<workbook/>"), "workbook.broken"),
        ],
    )
    def test_what_is_no_workbook_is_said_in_both_languages(self, file: Callable[[], bytes], code: str) -> None:
        messages = []
        for language in ("id", "en"):
            with pytest.raises(spbe.WorkbookError) as caught:
                spbe.score_file(file(), language=language)
            assert caught.value.code == code
            assert 951 <= caught.value.number <= 957
            messages.append(str(caught.value))
        assert messages[0] != messages[1]

    def test_macros_are_passed_by(self) -> None:
        with_macros = io.BytesIO(content(filled()))
        with zipfile.ZipFile(with_macros, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"\0" * 100)
        assert spbe.score_file(with_macros.getvalue()) == spbe.score_file(content(filled()))

    def test_a_workbook_too_large_is_refused_unread(self) -> None:
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as huge:
            for _ in range(101):
                huge.write(b" " * 10_000_000)
        with pytest.raises(spbe.WorkbookError) as caught:
            spbe.score_file(saved.getvalue())
        assert caught.value.code == "workbook.too_large"

    def test_a_cell_far_away_costs_nothing(self) -> None:
        book = table(*city_rows())
        book.worksheets[0]["XFD1048576"].value = "jauh"
        with pytest.raises(spbe.AssessmentError) as caught:
            spbe.score_file(content(book))
        assert caught.value.issues[0].at == "sheet `Rekap`, row 1048576"


def test_the_command_reads_a_form(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "formulir.xlsx"
    assert run("form", "-i", "spbe-2020", "-o", path).returncode == 0
    done = run("score", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"{path}: lembar `Sampul`, sel C7: nama instansi kosong", "1 masalah"]
    book = openpyxl.load_workbook(path)
    identity(book, institution="Kota A")
    book.save(path)
    done = run("score", path)
    assert done.stderr.splitlines()[-1] == "47 masalah"
    for cell in answer_cells(book).values():
        cell.value = 3
    book.save(path)
    assert "Indeks   3,00   Baik" in run("score", path).stdout
    assert run("score", "-", stdin=path.read_bytes()).stdout == run("score", path).stdout


def test_a_missing_library_is_named_with_its_extra(tmp_path: Path) -> None:
    probe = (
        "import sys; sys.modules['xlsxwriter'] = None; from spbe.cli.app import run;"
        "sys.exit(run(['form', '-i', 'pemdi-2026', '-o', sys.argv[1]]))"
    )
    command = [sys.executable, "-c", probe, str(tmp_path / "form.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'pustaka "xlsxwriter" belum terpasang; jalankan: pip install "spbe[excel]"\n'
    assert not list(tmp_path.iterdir())
