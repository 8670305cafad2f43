"""Conversion between kinds of files: what goes in comes out, or is said to be lost."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import spbe

from conftest import DATA, Run

CITY = DATA / "bandar-lampung-2021-2023.csv"


def document(instrument: spbe.Instrument, count: int = 3) -> dict[str, Any]:
    """Assessments with everything that our document can hold but fractions."""
    kind = instrument.to_dict()["answers"]["kind"]
    codes = []
    for indicator in instrument.to_dict()["indicators"]:
        codes += [item["code"] for item in indicator.get("items", [])] or [indicator["code"]]
    chance = random.Random(7)
    entries = []
    for number in range(count):
        answers: dict[str, object] = {}
        for code in codes:
            blank = chance.random() < 0.1
            answers[code] = (
                None if blank else chance.choice([1, 2, 5]) if kind == "level" else chance.choice(["1.26", "5"])
            )
        entry: dict[str, Any] = {
            "institution": f'Kota "{number}", Ünïté;=1+1',
            "year": 2020 + number,
            "stage": chance.choice(["mandiri", "akhir"]),
            "labels": {"province": "Bali", "type": "kota", "catatan kami": "baris satu\nbaris dua"},
            "levels" if kind == "level" else "values": answers,
        }
        entries.append(entry)
    head = {"schema": "spbe-assessments/1", "instrument": instrument.id, "checksum": instrument.checksum}
    return {**head, "assessments": entries}


@pytest.mark.parametrize("form", ["wide.csv", "long.csv", "wide.xlsx", "long.xlsx", "json.json", "form.xlsx"])
def test_nothing_is_lost_there_and_back(form: str, instrument: spbe.Instrument, run: Run, tmp_path: Path) -> None:
    shape, _, kind = form.partition(".")
    before, between, after = tmp_path / "a.json", tmp_path / f"b.{kind}", tmp_path / "c.json"
    given = document(instrument, 1 if shape == "form" else 3)
    before.write_text(json.dumps(given), encoding="utf-8")
    done = run("convert", before, between, "--to", shape)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    # The codes of 59/2020 hold those of 5/2018: only the codes themselves tell, where answers are many.
    done = run("convert", between, after, "-i", instrument.id)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(after.read_text(encoding="utf-8")) == given


def test_the_ending_of_the_name_says_what_is_written(run: Run, tmp_path: Path) -> None:
    for name in ("a.csv", "a.json", "a.xlsx"):
        assert run("convert", CITY, tmp_path / name).returncode == 0
        assert spbe.score_file(tmp_path / name) == spbe.score_file(CITY)
    long = run("convert", CITY, "-", "--to", "long").stdout.splitlines()
    assert long[0] == "institution,year,province,type,indicator,level"
    assert len(long) == 1 + 3 * 47
    assert run("convert", "-", "-", "--to", "json", stdin=CITY.read_bytes()).stdout.startswith("{\n")


def test_a_form_holds_one_assessment(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    done = run("convert", CITY, path, "--to", "form", "--lang", "en")
    assert (done.returncode, done.stderr) == (
        1,
        "a form holds one assessment, found 3; choose one with --institution and --year\n",
    )
    options = ("--to", "form", "--institution", "kota bandar  lampung", "--year", "2023")
    assert run("convert", CITY, path, *options).returncode == 0
    assert spbe.score_file(path)[0]["index_exact"] == "2.1545"
    assert (
        run("convert", CITY, path, "--to", "form", "--institution", "Kota X").stderr == "instansi `Kota X` tidak ada\n"
    )


def test_what_the_target_cannot_hold_is_listed_and_nothing_written(run: Run, tmp_path: Path) -> None:
    given = document(spbe.instrument("pemdi-2026"), 1)
    (entry,) = given["assessments"]
    entry["values"]["1"] = "10/3"
    before, after = tmp_path / "a.json", tmp_path / "a.csv"
    before.write_text(json.dumps(given), encoding="utf-8")
    done = run("convert", before, after, "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "row 2, column `1`: expected a plain decimal number, found `10/3`",
        "the new file cannot hold this; nothing was written",
    ]
    assert not after.exists()
    # A form holds it, because its answers go by our document.
    assert run("convert", before, tmp_path / "a.xlsx", "--to", "form").returncode == 0
    entry["values"]["1"], entry["labels"] = "3", {"level": "x", "indicator": "y"}
    before.write_text(json.dumps(given), encoding="utf-8")
    done = run("convert", before, after, "--to", "long", "--lang", "en")
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    assert not after.exists()


def test_what_is_left_behind_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert run("convert", CITY, path, "--to", "form", "--year", "2023").returncode == 0
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["F5"].value, book.worksheets[2]["H5"].value = "SK Wali Kota", "periksa lagi"
    book.save(path)
    done = run("convert", path, tmp_path / "a.csv")
    assert (done.returncode, done.stderr) == (
        0,
        "catatan: 2 sel data dukung, unit, dan catatan formulir tidak ikut\n",
    )
    own = tmp_path / "own.toml"
    own.write_text(
        spbe.instrument("spbe-2020").to_toml().replace('id = "spbe-2020"', 'id = "kami"', 1), encoding="utf-8"
    )
    done = run("convert", CITY, tmp_path / "b.csv", "-i", own)
    assert done.stderr == "catatan: CSV tidak menyebut instrumennya; baca kembali dengan -i kami\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((CITY, "a.txt"), 2),
        ((CITY, "-"), 2),
        ((CITY, "a.csv", "--to", "form"), 2),
        ((CITY, "a.json", "--to", "wide"), 2),
        ((DATA / "official-2023-2024.csv", "a.json"), 1),
        (("nosuch.csv", "a.json"), 1),
    ],
)
def test_what_cannot_be_converted(
    arguments: tuple[object, ...], code: int, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("convert", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr
    assert not list(tmp_path.iterdir())
