"""The official results of 2023 and 2024, all of them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import spbe

from conftest import DATA, ROOT, Run

OFFICIAL = DATA / "official-2023-2024.csv"


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return spbe.audit_file(OFFICIAL, "spbe-2020")


def rows() -> list[dict[str, str]]:
    with OFFICIAL.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def written(table: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, table[0].keys())
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode()


def test_all_1236_results_follow(report: dict[str, Any]) -> None:
    assert report["summary"] == {
        "rows": 1236,
        "consistent": 1235,
        "consistent_only_under": 1,
        "impossible": 0,
        "by_rule": {"half_up": 1236, "half_even": 1197, "truncate": 721, "chained": 1098},
    }


def test_one_result_needs_unanswered_indicators_as_zero(report: dict[str, Any]) -> None:
    (found,) = [result for result in report["results"] if result["verdict"] != "consistent"]
    assert (found["institution"], found["year"]) == ("Kabupaten Banyuasin", 2023)
    assert found["under"] == [["unanswered_as_zero"]]


def test_the_exact_indices_are_those_of_the_table(report: dict[str, Any]) -> None:
    for row, result in zip(rows(), report["results"], strict=True):
        # The table writes four decimals.
        listed = [value.rstrip("0").rstrip(".") for value in row["exact_index"].split("|")]
        assert (result["institution"], result["index_exact"]) == (row["institution"], listed)


def test_the_predicate_basis_is_decided_by_year(report: dict[str, Any]) -> None:
    found = {
        (result["year"], name, result["institution"])
        for result in report["results"]
        for name in result["rules_out"]
        if name.startswith("predicate_on")
    }
    assert {(year, name) for year, name, _ in found} == {(2023, "predicate_on_exact"), (2024, "predicate_on_published")}
    assert (2023, "predicate_on_exact", "Kabupaten Boven Digoel") in found
    assert (2024, "predicate_on_published", "Kabupaten Pacitan") in found


def test_the_rounding_cases_have_the_predicate_of_their_year() -> None:
    cases = json.loads((ROOT / "tests/vectors/rounding_cases.json").read_text(encoding="utf-8"))["cases"]
    heading = "nama_instansi,tahun,indeks,d1,d2,d3,d4"
    lines = [
        ",".join([f'"{case["institution"]}"', str(case["year"]), case["index"], *case["domains"].values()])
        for case in cases
    ]
    records = spbe.score_file("\n".join([heading, *lines]).encode(), "spbe-2020", missing="zero")
    for case, record in zip(cases, records, strict=True):
        assert f"{record['index']:.2f}" == case["index"], case
        assert case["predicate"] in record["predicates_possible"], case


@pytest.mark.parametrize(
    ("institution", "column", "value"),
    [
        ("Kementerian Pertanian", "domain_1", "4.31"),
        ("Kementerian Energi dan Sumber Daya Mineral", "domain_1", "4.10"),
        ("Provinsi Jawa Timur", "domain_1", "4.50"),
        ("Provinsi Jawa Timur", "index", "4.70"),
    ],
)
def test_an_altered_result_is_impossible(institution: str, column: str, value: str) -> None:
    (row,) = [row for row in rows() if row["institution"] == institution and row["year"] == "2024"]
    assert row[column] != value
    report = spbe.audit_file(written([row | {column: value}]), "spbe-2020")
    assert report["summary"]["impossible"] == 1
    assert report["results"][0]["reasons"]


def test_the_command_audits_the_table(run: Run) -> None:
    done = run("audit", OFFICIAL)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1.236" in done.stdout
    assert "Kabupaten Banyuasin" in done.stdout
    assert "Kabupaten Boven Digoel" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_the_command_ends_with_1_on_an_impossible_result(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "hasil.csv"
    path.write_bytes(written([rows()[0] | {"index": "4.99", "predicate": "Memuaskan"}]))
    done = run("audit", path, "--lang", "en")
    assert done.returncode == 1
    assert done.stderr == ""
    assert "the index is printed 4.99" in done.stdout
    done = run("audit", path, "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["impossible"] == 1
    done = run("audit", path, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row["verdict"] == "impossible"
    assert "indeks tercetak 4,99" in row["reasons"]


def test_a_cell_above_the_highest_level_is_impossible_and_hides_no_other_row() -> None:
    text = (DATA / "official-2023-2024.csv").read_text(encoding="utf-8")
    altered = text.replace(",5.00,4.20,3.27,5.00,4.52,", ",5.01,4.20,3.27,5.00,4.52,")
    assert altered != text
    report = spbe.audit_file(altered.encode(), "spbe-2020")
    impossible = [result for result in report["results"] if result["verdict"] == "impossible"]
    assert [result["institution"] for result in impossible] == ["Kementerian Komunikasi dan Informatika"]
    assert impossible[0]["reasons"][0]["en"] == "domain 1 is printed 5.01, which no answers give; nearest: 5.00"
    assert report["summary"]["rows"] == 1236
