"""Results in workbooks, and very many of them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import spbe
from spbe.cli.score_page import lines
from spbe.cli.words import Words

from conftest import DATA, Run

CITY = DATA / "bandar-lampung-2021-2023.csv"
OFFICIAL = DATA / "official-2023-2024.csv"
SCRIPT = Path(sys.executable).parent / "spbe"


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def test_scores_make_a_sheet_for_each_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hasil.xlsx"
    done = run("score", CITY, "--predicate-basis", "exact", "-o", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = sheets(path)
    assert list(found) == ["Indeks", "Domain", "Aspek", "Indikator", "Kontribusi", "Keterangan"]
    records = spbe.score_file(CITY)
    heading, *rows = found["Indeks"]
    for row, record in zip(rows, records, strict=True):
        shown = dict(zip(heading, row, strict=True))
        assert (shown["Instansi"], shown["Tahun"], shown["province"]) == (
            "Kota Bandar Lampung",
            record["year"],
            "Lampung",
        )
        assert (shown["Indeks"], shown["Eksak"]) == (record["index"], record["index_exact"].replace(".", ","))
        assert shown["Predikat"] == record["predicate"]
    last = found["Aspek"][-1]
    assert last[3:11] == list(records[-1]["aspects"].values())
    assert last[11:] == [value.replace(".", ",") for value in records[-1]["aspects_exact"].values()]
    assert found["Indikator"][-1][3:] == [int(value) for value in records[-1]["indicators"].values()]
    assert sum(found["Kontribusi"][-1][3:]) == pytest.approx(2.1545)
    about = {row[0]: row[1] for row in found["Keterangan"] if row[0]}
    assert about["Checksum"] == spbe.instrument("spbe-2020").checksum
    assert (about["Dihitung oleh"], about["Pilihan"]) == (f"spbe {spbe.__version__}", "--predicate-basis exact")


def test_ranges_and_hostile_names_fit_a_workbook(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hasil.xlsx"
    content = b'institution,year,1,2,no"te\n=1+1,2024,3,3,http://x\n@B,2024,,3,\n'
    assert run("score", "-", "-i", "spbe-2020", "--missing", "interval", "--lang", "en", "-o", path, stdin=content)
    heading, first, second = sheets(path)["Index"]
    shown = dict(zip(heading, first, strict=True))
    assert (shown["Institution"], shown['no"te'], shown["Index"]) == ("=1+1", "http://x", None)
    assert (shown["Lowest"], shown["Highest"]) == (1.05, 4.95)
    assert second[0] == "@B"


def test_an_audit_makes_a_workbook(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    done = run("audit", OFFICIAL, "-o", path, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    found = openpyxl.load_workbook(path)
    assert found.sheetnames == ["Summary", "Results", "About"]
    assert found["Results"].max_row == 1237
    assert found["Summary"]["B2"].value == 1236


def test_a_workbook_is_not_printed(run: Run) -> None:
    done = run("score", CITY, "--format", "xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "-o" in done.stderr


def many(count: int) -> bytes:
    """Institutions with answers of all kinds."""
    heading = ",".join(["institution", "year", "province", *map(str, range(1, 48))])
    rows = (
        f"Kota {n},2024,P{n % 38}," + ",".join(str((n * code) % 5 + 1) for code in range(1, 48)) for n in range(count)
    )
    return "\n".join([heading, *rows]).encode()


def test_many_institutions_are_the_same_as_few(run: Run) -> None:
    content = many(1100)
    records = spbe.score_file(content)
    assert json.loads(run("score", "-", "--format", "json", stdin=content).stdout) == records
    printed = run("score", "-", "--format", "json", stdin=content).stdout
    assert printed == json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    rows = list(csv.DictReader(io.StringIO(run("score", "-", "--format", "csv", stdin=content).stdout)))
    assert [row["index_exact"] for row in rows] == [record["index_exact"] for record in records]
    table = run("score", "-", stdin=content).stdout.splitlines()
    assert len(table) == 1100 + 4
    assert table[2].split() == ["Instansi", "Tahun", "Indeks", "Eksak", "Predikat"]


def test_an_empty_list_prints_as_one(run: Run) -> None:
    empty = b'{"schema": "spbe-assessments/1", "instrument": "spbe-2020", "assessments": []}'
    assert run("score", "-", "--format", "json", stdin=empty).stdout == "[]\n"
    (heading,) = run("score", "-", "--format", "csv", stdin=empty).stdout.splitlines()
    assert heading.startswith("institution,year,stage,instrument,index,")
    assert "tidak ada penilaian" in run("score", "-", stdin=empty).stderr.lower()


def test_problems_of_many_are_all_counted(run: Run) -> None:
    content = many(2500).replace(b",2024,P1,", b",2024,P1,,")
    done = run("score", "-", "--format", "csv", stdin=content)
    assert (done.returncode, done.stdout) == (1, "")


def test_many_institutions_take_modest_memory(tmp_path: Path) -> None:
    """Held all at once, 5,000 records take 225 MB."""
    path = tmp_path / "banyak.csv"
    path.write_bytes(many(5000))
    # The high-water mark of the process itself; what `resource` tells includes whoever started it.
    probe = (
        "import sys; from pathlib import Path; from spbe.cli.app import run; code = run(sys.argv[1:]);"
        "print(next(line for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('VmHWM')),"
        "file=sys.stderr); sys.exit(code)"
    )
    for form in ("json", "csv", "table"):
        command = [sys.executable, "-c", probe, "score", str(path), "--format", form]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout
        assert int(done.stderr.split()[1]) < 90_000, form


def test_lines_stand_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    from spbe.api import score_records

    names = ["Kota 東京", "Kota Panjang Sekali Nama Instansinya Sampai Lewat Batas", "B"]
    heading = ",".join(["institution", "stage", *map(str, range(1, 48))])
    content = "\n".join([heading, *(f"{name},akhir,{','.join(['3'] * 47)}" for name in names)]).encode()
    records = score_records(content, "spbe-2020")
    lines(Words("en"), records, spbe.instrument("spbe-2020"))
    printed = capsys.readouterr().out.splitlines()
    assert printed[2].startswith("Institution")
    assert all(line.endswith("akhir   3.00      3  Baik") or "akhir" in line for line in printed[4:])
    assert len(printed) == 7
