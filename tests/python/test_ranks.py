"""Ranks, trends, comparisons and the published data: in Python and by the command."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import spbe
import spbe.data

from conftest import DATA, ROOT, Run

OFFICIAL = DATA / "official-2023-2024.csv"


@pytest.fixture(scope="module")
def official() -> spbe.Cohort:
    return spbe.cohort(OFFICIAL)


@pytest.fixture(scope="module")
def denpasar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The self-assessment and the official result of one city, as two stages of one file."""
    lines = []
    for name, stage in (("denpasar_2021_self", "mandiri"), ("denpasar_2021", "akhir")):
        vector = json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
        levels = [str(vector["levels"][str(code)]) for code in range(1, 48)]
        lines.append(",".join(["Kota Denpasar", "2021", stage, *levels]))
    path = tmp_path_factory.mktemp("denpasar") / "denpasar.csv"
    heading = ",".join(["institution", "year", "stage", *map(str, range(1, 48))])
    path.write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    return path


def test_mesuji_is_second_in_lampung_after_the_province(official: spbe.Cohort) -> None:
    places = official.rank(within=[["province"]], select=[("province", ["Lampung"])])
    for year in (2023, 2024):
        own = [place for place in places if place["year"] == year]
        assert [place["institution"] for place in own[:2]] == ["Provinsi Lampung", "Kabupaten Mesuji"]
        assert [(place["rank"], place["of"], place["basis"]) for place in own[:2]] == [
            (1, 16, "printed"),
            (2, 16, "printed"),
        ]
        assert own[0]["group"] == {"province": "Lampung"}


def test_the_rank_if_only_this_changed_is_the_rank_in_a_file_where_it_did(
    official: spbe.Cohort, run: Run, tmp_path: Path
) -> None:
    name, value = "Kabupaten Mesuji", "3.10"
    place = official.rank(within=[["province"]], select=[("year", ["2024"])], top=1, if_value={name: Decimal(value)})
    (own,) = [place for place in place if place["institution"] == name]
    changed = tmp_path / "changed.csv"
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2024"]
    for row in rows:
        if row["institution"] == name:
            row.update({"index": value, "predicate": ""} | dict.fromkeys(filter(_is_node, row), ""))
    with changed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (there,) = [place for place in spbe.cohort(changed).rank(within=[["province"]]) if place["institution"] == name]
    found = own["if_changed"]
    assert found["value_exact"] == "3.1"
    assert {key: found[key] for key in ("rank", "of", "tied", "percentile_exact")} == {
        key: there[key] for key in ("rank", "of", "tied", "percentile_exact")
    }
    assert found["rank"] != own["rank"]
    shown = run("rank", OFFICIAL, "--within", "province", "--where", "province=Lampung", "--if", "mesuji=3,10")
    assert f"peringkat {found['rank']} dari 16 (Lampung), sekarang 2." in " ".join(shown.stdout.split())
    for wrong, message in (("Mesuji=abc", "abc"), ("Entah=2", "Entah"), ("Mesuji=", "NAME=VALUE")):
        refused = run("rank", OFFICIAL, "--if", wrong)
        assert refused.returncode in (1, 2)
        assert message in refused.stderr


def _is_node(column: str) -> bool:
    return column.startswith(("domain", "aspect"))


def test_a_record_has_what_is_promised(official: spbe.Cohort) -> None:
    (first, second, *_) = official.rank(select=[("year", ["2024"])])
    promised = {"institution", "year", "group", "rank", "of", "percentile", "index", "predicate", "basis"}
    assert promised <= first.keys()
    assert (first["rank"], first["of"], first["group"], first["distance_to_next_exact"]) == (1, 615, {}, None)
    assert first["index_exact"] is None, "a printed value is not exact"
    gap = Fraction(str(first["index"])) - Fraction(str(second["index"]))
    assert Fraction(second["distance_to_next_exact"]) == gap
    below = 615 - first["tied"]
    assert Fraction(first["percentile_exact"]) == Fraction(100 * (2 * below + first["tied"]), 2 * 615)


def test_ranks_by_name_are_those_of_counting(official: spbe.Cohort) -> None:
    with OFFICIAL.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["year"] == "2023" and row["type"] == "kabupaten"]
    for node, column in (("index", "index"), ("d3", "domain_3")):
        places = official.rank(by=node, within=[["type"]], select=[("year", ["2023"]), ("type", ["kabupaten"])])
        expected = {
            row["institution"]: 1 + sum(Fraction(other[column]) > Fraction(row[column]) for other in rows)
            for row in rows
        }
        assert {place["institution"]: place["rank"] for place in places} == expected


def test_official_rows_come_with_the_package() -> None:
    assert [len(spbe.data.official(year)) for year in (2023, 2024, None)] == [621, 615, 1236]
    counts = Counter(row["predicate"] for row in spbe.data.official(2024))
    names = ("Memuaskan", "Sangat Baik", "Baik", "Cukup", "Kurang")
    assert [counts[name] for name in names] == [48, 182, 239, 127, 19]
    assert (len(spbe.data.history()), len(spbe.data.national())) == (114, 354)
    for name in spbe.data.FILES:
        assert spbe.data.file(name) == (DATA / f"{name}.csv").read_bytes()
    assert spbe.audit_file(spbe.data.file("official-2023-2024"))["summary"]["impossible"] == 0
    with pytest.raises(KeyError):
        spbe.data.file("nothing")


def test_denpasar_is_explained_indicator_by_indicator(run: Run, denpasar: Path) -> None:
    done = run("compare", denpasar, "Kota Denpasar mandiri", "kota denpasar 2021 (akhir)", "--format", "json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert (record["from"]["index"], record["to"]["index"], record["change_exact"]) == (3.75, 3.19, "-0.557")
    for tier, count in (("domain", 4), ("aspect", 8), ("indicator", 47)):
        parts = record["attribution"][tier]["parts"]
        assert len(parts) == count
        assert sum(Fraction(part["contribution_exact"]) for part in parts) == Fraction("-0.557")
        assert record["attribution"][tier]["remainder_exact"] == "0"
    page = run("compare", denpasar, "Kota Denpasar mandiri", "Kota Denpasar akhir")
    assert page.returncode == 0
    assert "3,75 → 3,19" in page.stdout
    rows = list(
        csv.DictReader(
            io.StringIO(
                run("compare", denpasar, "Kota Denpasar mandiri", "Kota Denpasar akhir", "--format", "csv").stdout
            )
        )
    )
    assert len(rows) == 4 + 8 + 47 + 3


def test_what_is_ambiguous_or_unknown_is_told(run: Run, denpasar: Path) -> None:
    several = run("--lang", "en", "compare", denpasar, "Kota Denpasar", "Kota Denpasar akhir")
    assert several.returncode == 1
    assert (
        "`Kota Denpasar` is one of several: Kota Denpasar 2021 (mandiri), Kota Denpasar 2021 (akhir)" in several.stderr
    )
    for arguments in (
        ["trend", OFFICIAL, "Kota X"],
        ["rank", OFFICIAL, "--within", "region"],
        ["rank", OFFICIAL, "--by", "d9"],
        ["rank", OFFICIAL, "--where", "province=Lampng"],
        ["rank", OFFICIAL, "--also", OFFICIAL],
    ):
        done = run(*arguments)
        assert done.returncode == 1, arguments
        assert done.stderr
        assert not done.stdout
    assert run("rank", OFFICIAL, "--where", "province").returncode == 2


def test_the_commands_print_tables_json_and_csv(run: Run) -> None:
    page = run("--lang", "en", "rank", OFFICIAL, "--year", "2024", "--within", "province", "--top", "3")
    assert page.returncode == 0, page.stderr
    assert page.stdout.index("Provinsi Lampung") < page.stdout.index("Kabupaten Mesuji")
    rows = list(csv.DictReader(io.StringIO(run("rank", OFFICIAL, "--format", "csv").stdout)))
    assert len(rows) == 1236
    trend = run("--lang", "en", "trend", OFFICIAL)
    assert trend.returncode == 0, trend.stderr
    for text in ("2.82", "2.79", "3.17", "3.12", "Memuaskan"):
        assert text in trend.stdout
    record = json.loads(run("trend", OFFICIAL, "--format", "json").stdout)
    (moved,) = record["transitions"]
    kept = [own for own in record["institutions"] if len(own["points"]) == 2]
    assert sum(sum(counts.values()) for counts in moved["counts"].values()) == len(kept)
    one = run("--lang", "en", "trend", DATA / "bandar-lampung-2021-2023.csv", "kota bandar lampung")
    assert one.returncode == 0, one.stderr
    assert "1.50 → 2.15" in one.stdout


def test_missing_answers_are_refused_or_listed(run: Run, tmp_path: Path) -> None:
    heading = ",".join(["institution", "year", *map(str, range(1, 48))])
    full, lacking = ["3"] * 47, ["3"] * 46 + [""]
    path = tmp_path / "two.csv"
    path.write_text("\n".join([heading, ",".join(["A", "2024", *full]), ",".join(["B", "2024", *lacking]), ""]))
    assert run("rank", path).returncode == 1
    done = run("rank", path, "--missing", "interval", "--format", "json")
    places: list[dict[str, Any]] = json.loads(done.stdout)
    assert [place["rank"] for place in places] == [1, None]
    reason = places[1]["not_ranked"]
    assert (reason["reason"], reason["lowest_exact"], reason["highest_exact"]) == ("undetermined", "2.94", "3.06")


@pytest.fixture
def finer(tmp_path: Path) -> Path:
    """Printed indices with a third decimal, as the ministry's database gives them."""
    path = tmp_path / "finer.csv"
    path.write_text("institution,year,index\nKota A,2023,2.595\nKota B,2023,2.585\nKota C,2023,3.4\n", encoding="utf-8")
    return path


def test_a_printed_index_is_shown_as_it_is_printed(finer: Path, run: Run) -> None:
    records = spbe.cohort(finer, instrument="spbe-2020").rank()
    shown = {place["institution"]: (place["index"], place["index_published"], place["predicate"]) for place in records}
    assert shown == {
        "Kota A": (2.595, "2.595", None),
        "Kota B": (2.585, "2.585", "Cukup"),
        "Kota C": (3.4, "3.40", "Baik"),
    }
    assert [place["value_published"] for place in records] == ["3.40", "2.595", "2.585"]
    page = run("--lang", "en", "rank", finer, "-i", "spbe-2020").stdout
    assert all(index in page for index in (" 2.595 ", " 2.585 ", " 3.40 ")), page


def test_rank_score_and_audit_give_a_printed_index_the_same_predicates(finer: Path, tmp_path: Path) -> None:
    possible = {score["institution"]: score["predicates_possible"] for score in spbe.score_file(finer, "spbe-2020")}
    assert possible == {"Kota A": ["Cukup", "Baik"], "Kota B": ["Cukup"], "Kota C": ["Baik"]}
    for predicate in ("Cukup", "Baik", "Sangat Baik"):
        table = tmp_path / "predicates.csv"
        heading, *rows = finer.read_text(encoding="utf-8").splitlines()
        lines = [f"{heading},predicate", *(f"{row},{predicate}" for row in rows)]
        table.write_text("\n".join(lines), encoding="utf-8")
        verdicts = {row["institution"]: row["verdict"] for row in spbe.audit_file(table, "spbe-2020")["results"]}
        consistent = {name for name, verdict in verdicts.items() if verdict == "consistent"}
        assert consistent == {name for name, predicates in possible.items() if predicate in predicates}


def test_an_institution_is_found_alike_by_every_command(official: spbe.Cohort, run: Run, tmp_path: Path) -> None:
    own = {"institution": "Kabupaten Mesuji", "year": 2024, "stage": None, "instrument": "spbe-2020"}
    assert official.find("mesuji") == own
    assert official.find("mesuji", year=2023) == own | {"year": 2023}
    (track,) = official.trend("mesuji")["institutions"]
    assert track["institution"] == "Kabupaten Mesuji"
    change = official.compare("mesuji 2023", "Mesuji 2024")
    assert (change["from"]["year"], change["to"]["year"]) == (2023, 2024)
    assert official.find("Kabupaten Nias") == own | {"institution": "Kabupaten Nias"}
    several = "Kabupaten Nias, Kabupaten Nias Barat, Kabupaten Nias Selatan, Kabupaten Nias Utara"
    for ask in (official.find, official.trend, official.peers, official.plan):
        with pytest.raises(spbe.CohortError, match=several):
            ask("kabupaten  NIA")
    alone = tmp_path / "alone.csv"
    alone.write_text("year," + ",".join(map(str, range(1, 48))) + "\n2024" + ",2" * 47 + "\n", encoding="utf-8")
    for command in (["whatif", alone, "", "--set", "1=3"], ["plan", alone, ""], ["forecast", alone, ""]):
        done = run(*command, "-i", "spbe-2020", "--format", "json")
        assert (done.returncode, json.loads(done.stdout)["institution"]) == (0, ""), done.stderr
