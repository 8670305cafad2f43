"""Every vector with levels, at every node, through the Python interface and through the installed command."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import spbe

from conftest import ROOT, Run

TIERS = ("aspects", "domains")

VECTORS = {
    path.stem: document
    for path in sorted((ROOT / "tests" / "vectors").glob("*.json"))
    if isinstance(document := json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal), dict)
    and document.get("levels")
    and document["id"] != "reg59_example"  # three steps that do not feed each other: see below
}

# The stored levels contradict these official values (tests/vectors/README.md).
CONTRADICTED = {("denpasar_2019", "aspects", "3"), ("denpasar_2019", "aspects", "5")}


def test_no_vector_was_lost() -> None:
    assert set(VECTORS) >= {
        "bandarlampung_2021",
        "bandarlampung_2022",
        "bandarlampung_2023",
        "denpasar_2019",
        "denpasar_2021",
        "denpasar_2021_self",
        "kab_madiun_2020",
    }


def compare(name: str, vector: dict[str, Any], record: dict[str, Any]) -> None:
    """Checks every node that the vector gives, and that none of its keys was passed over."""
    expected, exact = vector["expected"], vector["exact"]
    assert set(expected) <= {*TIERS, "index", "predicate"}
    assert set(exact) <= {*TIERS, "index"}
    assert record["instrument"] == vector["instrument"]
    assert record["official_rule"] is True
    if "index" in expected:
        assert f"{record['index']:.2f}" == expected["index"]
    if "index" in exact:
        assert record["index_exact"] == exact["index"]
    if "predicate" in expected:
        assert record["predicate"] == expected["predicate"]
    for tier in TIERS:
        for code, value in expected.get(tier, {}).items():
            differs = f"{record[tier][code]:.2f}" != value
            assert differs is ((name, tier, code) in CONTRADICTED), (tier, code)
        assert record[f"{tier}_exact"] == exact.get(tier, record[f"{tier}_exact"])
    contributions = sum(Fraction(value) for value in record["contributions_exact"].values())
    assert contributions == Fraction(record["index_exact"])


@pytest.mark.parametrize("name", VECTORS)
def test_python_gives_every_node(name: str) -> None:
    vector = VECTORS[name]
    document = {
        "schema": "spbe-assessments/1",
        "instrument": vector["instrument"],
        "assessments": [
            {"institution": vector["institution"], "year": vector["year"], "levels": vector["levels"]},
        ],
    }
    (record,) = spbe.score_file(json.dumps(document).encode())
    assert (record["institution"], record["year"]) == (vector["institution"], vector["year"])
    compare(name, vector, record)


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("basis", ["exact", "published"])
def test_the_command_gives_every_node(name: str, basis: str, tmp_path: Path, run: Run) -> None:
    vector = VECTORS[name]
    path = tmp_path / "levels.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["institution", "year", *vector["levels"]])
        writer.writerow([vector["institution"], vector["year"], *vector["levels"].values()])
    done = run("score", path, "-i", vector["instrument"], "--predicate-basis", basis, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    (record,) = json.loads(done.stdout)
    assert record["predicate_basis"] == basis
    compare(name, vector, record)


def test_a_plan_with_decimal_values_is_scored_exactly() -> None:
    examples = json.loads((ROOT / "tests/vectors/pemdi_examples.json").read_text(encoding="utf-8"), parse_float=Decimal)
    plan = next(example for example in examples if example["id"] == "V3")
    lines = ["institution,year," + ",".join(plan["indicators"])]
    lines.append("Contoh,2026," + ",".join(str(value) for value in plan["indicators"].values()))
    (record,) = spbe.score_file("\n".join(lines).encode(), "pemdi-2026")
    assert record["index_exact"] == str(plan["index_exact"])
    assert record["predicate"] == plan["predicate"]
    assert record["domains"] == {}
    assert len(record["aspects"]) == 7


CUTOFFS = {
    "spbe-2020": [
        ("1.79", "Kurang"),
        ("1.80", "Cukup"),
        ("2.60", "Baik"),
        ("3.50", "Sangat Baik"),
        ("4.20", "Memuaskan"),
    ],
    "pemdi-2026": [
        ("1.49", "Kurang"),
        ("1.50", "Cukup"),
        ("2.50", "Baik"),
        ("3.50", "Sangat Baik"),
        ("4.00", "Memuaskan"),
    ],
}


@pytest.mark.parametrize(("value", "predicate"), CUTOFFS["pemdi-2026"])
def test_a_predicate_begins_at_its_lower_bound(value: str, predicate: str) -> None:
    codes = list(map(str, range(1, 21)))
    content = f"institution,year,{','.join(codes)}\nX,2026,{','.join([value] * 20)}\n".encode()
    (record,) = spbe.score_file(content, "pemdi-2026")
    assert record["predicate"] == predicate
    assert Fraction(record["index_exact"]) == Fraction(value)


@pytest.mark.parametrize(("value", "predicate"), CUTOFFS["spbe-2020"])
def test_a_printed_index_has_its_predicate(value: str, predicate: str) -> None:
    (record,) = spbe.score_file(
        f"nama_instansi,tahun,indeks\nX,2023,{value}\n".encode(), "spbe-2020", predicate_basis="published"
    )
    assert record["predicate"] == predicate
    assert record["source"] == "printed"


def test_the_regulations_own_example_step_by_step() -> None:
    example = json.loads((ROOT / "tests/vectors/reg59_example.json").read_text(encoding="utf-8"))
    aspect, domain, index = example["steps"]
    content = f"institution,{','.join(aspect['inputs'])}\nX,{','.join(map(str, aspect['inputs'].values()))}\n"
    (record,) = spbe.score_file(content.encode(), "spbe-2020", missing="exclude")
    assert f"{record['aspects']['2']:.2f}" == aspect["result"]
    content = f"nama_instansi,a2,a3,a4\nX,{','.join(domain['inputs'].values())}\n"
    (record,) = spbe.score_file(content.encode(), "spbe-2020")
    assert f"{record['domains']['2']:.2f}" == domain["result"]
    content = f"nama_instansi,d1,d2,d3,d4\nX,{','.join(index['inputs'].values())}\n"
    (record,) = spbe.score_file(content.encode(), "spbe-2020")
    assert f"{record['index']:.2f}" == index["result"]
    assert record["predicate"] == example["expected"]["predicate"]


@pytest.mark.parametrize("name", ["kab_tulang_bawang_2024", "kemenko_perekonomian_2019"])
def test_printed_parts_allow_the_printed_index(name: str) -> None:
    vector = json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    expected = vector["expected"]
    parts = {f"d{code}": value for code, value in expected.get("domains", {}).items()}
    parts |= {f"a{code}": value for code, value in expected.get("aspects", {}).items()}
    heading, values = (
        ",".join(["nama_instansi", "tahun", *parts]),
        ",".join(["X", str(vector["year"]), *parts.values()]),
    )
    (record,) = spbe.score_file(f"{heading}\n{values}\n".encode(), vector["instrument"])
    spread = record["ranges"].get("index", {"lowest": record["index"], "highest": record["index"]})
    assert spread["lowest"] <= float(expected["index"]) <= spread["highest"]
