"""`spbe plan` and `Cohort.plan`: what people and their scripts see."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest
import spbe

from conftest import DATA, Run
from test_tutorial import blocks, outputs, programs

FILE = DATA / "bandar-lampung-2021-2023.csv"
COSTS = "indikator;tingkat;biaya;durasi;unit\n*;;1,5;2;Diskominfo\n21;2;4;1;Bappeda\n22;;2;1;\n"


@pytest.fixture
def costs(tmp_path: Path) -> Path:
    file = tmp_path / "biaya.csv"
    file.write_text(COSTS, encoding="utf-8")
    return file


@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "options",
    [
        ("--target", "2.6"),
        ("--frontier",),
        ("--predicate", "Baik", "--periods", "2024=12,2025=14", "--plans", "3", "--differ", "3", "--costs"),
    ],
    ids=["target", "frontier", "periods"],
)
def test_a_page_fits_the_terminal(run: Run, costs: Path, options: tuple[str, ...], columns: int, language: str) -> None:
    given = [*options, costs] if options[-1] == "--costs" else list(options)
    done = run("plan", FILE, "Bandar", *given, "--lang", language, COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= min(columns, 100)
    assert len(lines) > 20
    assert ("erbukti" if language == "id" else "roven") in done.stdout


@pytest.mark.parametrize(
    ("options", "title", "enough"),
    [
        (("--predicate", "Baik", "--target", "2.2"), "Indeks ≥ 2,2 dan Baik (Indeks ≥ 2,6)", "Indeks 2,595"),
        (("--node", "d2=Baik"), "Baik (Domain 2 ≥ 2,6)", "Domain 2 2,595"),
        (("--node", "d2=2.6", "--target", "2.5"), "Domain 2 ≥ 2,6 dan Indeks ≥ 2,5", "Domain 2 2,595 dan Indeks 2,495"),
        (("--budget", "5"), "indeks tertinggi dengan anggaran 5", None),
        (("--predicate", "Kurang"), None, None),
    ],
)
def test_a_page_says_what_is_enough_for_the_targets(
    options: tuple[str, ...], title: str | None, enough: str | None, run: Run
) -> None:
    page = run("plan", FILE, "Bandar", *options).stdout
    heading = page.splitlines()[1].rstrip()
    assert heading.endswith(title or "Rencana aksi")
    assert [line.strip() for line in page.splitlines() if "sudah cukup" in line] == (
        [f"Target dibaca pada nilai terpublikasi: {enough} sudah cukup."] if enough else []
    )


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (("--target", "2,6"), ("--target", "2.6")),
        (("--target", "Baik"), ("--predicate", "Baik")),
        (("--node", "d2=2,6,a7=Baik"), ("--node", "d2=2.6,a7=Baik")),
        (("--budget", "5,5"), ("--budget", "5.5")),
    ],
)
def test_numbers_and_targets_are_written_as_people_do(typed: tuple[str, ...], plain: tuple[str, ...], run: Run) -> None:
    assert run("plan", FILE, "Bandar", *typed).stdout == run("plan", FILE, "Bandar", *plain).stdout


def test_problems_stand_where_they_were_typed(run: Run, tmp_path: Path) -> None:
    def first(*arguments: object) -> str:
        done = run("plan", FILE, "Bandar", *arguments)
        assert done.returncode == 1
        return done.stderr.splitlines()[0]

    costs = tmp_path / "biaya.csv"
    costs.write_text("indikator,tingkat,biaya\n1,2,x\n", encoding="utf-8")
    assert first("--costs", costs).startswith(f"{costs}, baris 2, kolom `")
    assert first("--target", "6") == "--target 6: target 6 di luar 1 sampai 5"
    assert first("--node", "d2=3", "--target", "6").startswith("--target 6: ")
    assert first("--node", "d2=9", "--target", "2").startswith("--node d2=9: ")
    assert first("--cap", "12=2", "--floor", "12=3").startswith("--floor 12=3: ")
    assert first("--lock", "1,99").startswith("--lock 99: ")
    assert first("--budget=-3") == "--budget: -3 di bawah 0"
    assert first("--grid", "0.25").startswith("--grid: kisi 0.25 untuk jawaban desimal")
    assert first("--grid", "foo").startswith("kisi `foo` bukan levels, ")
    done = run("whatif", FILE, "Bandar", "--set", "12=3,13=9")
    assert done.stderr.splitlines()[0] == "--set 13=9: 9 di luar 1 sampai 5"


def test_costs_of_any_size_are_written_out(run: Run, tmp_path: Path) -> None:
    costs = tmp_path / "biaya.csv"
    costs.write_text("indikator,biaya\n*,20000002\n12,5000000.5\n", encoding="utf-8")
    page = run("plan", FILE, "Bandar", "--target", "2.6", "--costs", costs).stdout
    assert "20.000.002" in page
    assert "e-" not in page
    assert re.search(r"Poin per .*\n.* 1\.000\.000 ", page)
    capped = run("plan", FILE, "Bandar", "--target", "2.6", "--costs", costs, "--cap", "12=2", "--lang", "en").stdout
    assert "5,000,000.5" in capped


def test_json_is_what_the_library_gives(run: Run, costs: Path) -> None:
    printed = run("plan", FILE, "Bandar", "--costs", costs, "--lock", "45,46", "--cap", "47=3", "--format", "json")
    expected = spbe.cohort(FILE).plan(
        "Bandar", costs=COSTS, locked=["45", "46"], bounds=[{"indicator": "47", "at_most": 3}], language="id"
    )
    assert json.loads(printed.stdout) == expected
    assert expected["optimal"]
    assert expected["predicate"] == "Baik"
    assert {"cost", "index", "index_exact", "predicate", "optimal", "steps"} <= set(expected)
    assert {"indicator", "from", "to", "cost", "gain"} <= set(expected["steps"][0])


def test_csv_has_a_row_for_each_step_and_for_each_point(run: Run) -> None:
    def table(*options: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(run("plan", FILE, "Bandar", *options, "--format", "csv").stdout)))

    steps = table("--target", "2.6", "--plans", "2")
    assert {step["plan"] for step in steps} == {"1", "2"}
    assert sum(float(step["cost"]) for step in steps if step["plan"] == "1") == float(steps[0]["plan_cost"])
    points = table("--frontier")
    assert len(points) > 100
    assert points[-1]["index_exact"] == "5"


def test_lists_are_dictionaries_or_the_text_of_a_file() -> None:
    cohort = spbe.cohort(FILE)
    entries = [
        {"indicator": "*", "cost": 1.5, "duration": 2, "unit": "Diskominfo"},
        {"indicator": "21", "level": 2, "cost": "4", "duration": 1, "unit": "Bappeda"},
        {"indicator": "22", "cost": 2, "duration": 1},
    ]
    one = cohort.plan("Bandar", target=3, costs=entries)
    assert one == cohort.plan("Bandar", target="3.00", costs=COSTS)
    assert one == cohort.plan("Bandar", target=3.0, costs=json.dumps(entries))


def test_an_empty_list_is_none_and_a_table_without_rows_a_mistake() -> None:
    cohort = spbe.cohort(FILE)
    plain = cohort.plan("Bandar", target="2.6")
    assert cohort.plan("Bandar", target="2.6", bounds=[], rules="[]", costs=[]) == plain
    with pytest.raises(spbe.PlanError) as found:
        cohort.plan("Bandar", target="2.6", costs="indikator;tingkat;biaya\n")
    assert found.value.code == "assessment.no_rows"


@pytest.mark.parametrize("option", ["--costs", "--rules", "--periods"])
def test_a_list_that_is_no_text_is_refused(run: Run, tmp_path: Path, option: str) -> None:
    file = tmp_path / "daftar.csv"
    file.write_bytes("indikator;tingkat;biaya;unit\n*;;1;Din\xe9s\n".encode("latin-1"))
    done = run("plan", FILE, "Bandar", option, file, "--target", "2.6")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{file}: bukan teks UTF-8\n")


def test_every_problem_of_what_is_asked_is_listed(run: Run, tmp_path: Path) -> None:
    costs, rules = tmp_path / "costs.csv", tmp_path / "rules.csv"
    costs.write_text("indicator,level,cost\n1,2,-1\n99,2,1\n1,2,x\n", encoding="utf-8")
    rules.write_text("indicator,level,needs,needs_level\n1,3,2,3\n2,2,1,4\n", encoding="utf-8")
    done = run("plan", FILE, "Bandar", "--costs", costs, "--lang", "en")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "costs.csv, row 2, column `cost`: -1 is below 0" in done.stderr
    assert "row 4" in done.stderr
    done = run("plan", FILE, "Bandar", "--rules", rules, "--lock", "48", "--floor", "3=9", "--lang", "en")
    assert done.returncode == 1
    assert "the rules go in a circle: 1≥3 → 2≥3 → 2≥2 → 1≥4 → 1≥3" in done.stderr
    assert "48" in done.stderr
    assert "indicator `3` has no step to 9" in done.stderr
    assert "3 problems" in done.stderr
    assert run("plan", FILE, "Bandar", "--cap", "12").returncode == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"target": 5.5}, "plan.target_out_of_range"),
        ({"predicate": "Bagus"}, "plan.predicate_unknown"),
        ({"target": 4, "bounds": [{"indicator": "47", "at_least": 4}], "locked": ["47"]}, "plan.floor_above_cap"),
        ({"target": 4, "bounds": [{"indicator": "1", "at_least": 6}]}, "plan.level_unknown"),
        ({"target": 4, "locked": [str(code) for code in range(1, 47)]}, "plan.out_of_reach"),
        ({"target": 4, "most_changed": 3}, "plan.impossible"),
        ({"target": 4, "budget": 3}, "plan.over_budget"),
        ({"target": 4, "costs": "indicator,cost\n1,2\n"}, "plan.cost_missing"),
        ({"target": 4, "costs": "indicator,cost\n*,2\n*,3\n"}, "plan.cost_twice"),
        ({"target": 4, "periods": [{"period": "a", "budget": -2}]}, "plan.below_zero"),
        ({"target": 4, "capacities": [{"unit": "X", "capacity": 2}]}, "plan.unit_unknown"),
        ({"target": 4, "periods": [{"period": str(year)} for year in range(9)]}, "plan.too_many_ways"),
        ({"target": 4, "grid": "0.5"}, "plan.grid_unwanted"),
        ({"budget": -3}, "plan.below_zero"),
        ({"budget": -3, "frontier": True}, "plan.below_zero"),
        ({"target": 4, "grid": "fine"}, "plan.grid_unusable"),
        ({"targets": [{"node": "d9", "value": 3}]}, "cohort.node_unknown"),
        ({"target": 4, "most_changed": 30, "most_nodes": 1}, None),
    ],
)
def test_what_cannot_be_planned_is_said(options: dict[str, object], code: str | None) -> None:
    cohort = spbe.cohort(FILE)
    if code is None:
        assert cohort.plan("Bandar", **options)["changed"] <= 30  # type: ignore[arg-type]
        return
    with pytest.raises(spbe.SpbeError) as raised:
        cohort.plan("Bandar", **options)  # type: ignore[arg-type]
    assert raised.value.code == code


def test_printed_results_and_missing_answers_are_no_ground_for_a_plan() -> None:
    with pytest.raises(spbe.PlanError) as raised:
        spbe.cohort(DATA / "official-2023-2024.csv").plan("Mesuji")
    assert raised.value.code == "plan.only_printed"


def test_a_cut_search_says_how_far_it_may_be_from_the_best() -> None:
    cohort = spbe.cohort(FILE)
    rules = [
        {"indicator": str(47 - number), "level": 3, "needs": str(1 + number % 20), "needs_level": 3}
        for number in range(27)
    ]
    costs = [{"indicator": str(number), "cost": 5 + number * 37 % 101} for number in range(1, 48)]
    best = cohort.plan("Bandar", target=3.5, rules=rules, costs=costs)
    cut = cohort.plan("Bandar", target=3.5, rules=rules, costs=costs, most_nodes=1)
    assert best["optimal"]
    assert cut["bound"] <= best["cost"] <= cut["cost"]


def test_the_example_of_the_chapter_runs(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/bandar-lampung-2021-2023.csv").write_bytes(FILE.read_bytes())
    (code, _), *_ = [found for found in programs(blocks("simulation.md")) if "cohort.plan(" in found[0]]
    (printed,) = outputs(Path(sys.executable), [code], tmp_path)
    cost, index, predicate, optimal = printed.splitlines()[0].split()
    assert (predicate, optimal) == ("Baik", "True")
    assert float(index) >= 2.595
    steps = [line.split() for line in printed.splitlines()[1:]]
    assert sum(float(step[3]) for step in steps) == float(cost)
