"""What-ifs and forecasts in Python and by command: sums, draws beside the exact distribution, pages, problems."""

from __future__ import annotations

import csv
import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spbe

from conftest import DATA, ROOT, Run
from test_tutorial import outputs, programs

CITY = DATA / "bandar-lampung-2021-2023.csv"
RATINGS = ROOT / "tests/vectors/agreement_2021.csv"
BLOCK = re.compile(r"^```(python|sh|text)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)

CHANGES = """skenario;indikator;menjadi;opd;tanggal
hemat;47;4;Dinas Kominfo;2026-06
hemat;2;2;Sekretariat Daerah;2027
lengkap;47;5;Dinas Kominfo;2026-06
lengkap;29;3;Inspektorat;2026-12
"""


@pytest.fixture(scope="module")
def city() -> spbe.Cohort:
    return spbe.cohort(CITY)


def test_gains_add_up_to_a_score_of_its_own(city: spbe.Cohort) -> None:
    study = city.what_if("Bandar", CHANGES)
    assert [scenario["name"] for scenario in study["scenarios"]] == ["hemat", "lengkap"]
    lines = CITY.read_text(encoding="utf-8").splitlines()
    codes = lines[0].split(";" if ";" in lines[0] else ",")
    for scenario in study["scenarios"]:
        gains = sum(Fraction(change["gain_exact"]) for change in scenario["changes"])
        assert gains == Fraction(scenario["change_exact"])
        assert Fraction(study["index_exact"]) + gains == Fraction(scenario["index_exact"])
        assert sum(Fraction(unit["gain_exact"]) for unit in scenario["units"]) == gains
        assert scenario["course"][-1]["index_exact"] == scenario["index_exact"]
        # The same levels in a file of their own.
        cells = dict(zip(codes, lines[3].split(";" if ";" in lines[0] else ","), strict=True))
        for change in scenario["changes"]:
            key = next(code for code in codes if re.fullmatch(rf"\D*0*{change['indicator']}", code))
            cells[key] = change["to"]
        text = ";".join(codes) + "\n" + ";".join(cells.values())
        (score,) = spbe.score_file(text.encode())
        assert (score["index_exact"], score["predicate"]) == (scenario["index_exact"], scenario["predicate"])
        after = {node["node"]: node["after_exact"] for node in scenario["nodes"]}
        assert {f"domain:{code}": exact for code, exact in score["domains_exact"].items()}.items() <= after.items()


def test_changes_come_in_many_forms(city: spbe.Cohort) -> None:
    forms: list[Any] = [
        {"47": 3, "i01": 2},
        {47: 3, 1: 2},
        [{"indicator": "47", "to": 3}, {"indicator": 1, "to": Fraction(2)}],
        "indicator,to\n47,3\n1,2\n",
        json.dumps([{"indicator": 47, "to": "3"}, {"indicator": 1, "to": 2}]),
    ]
    exact = {city.what_if("Bandar", form)["scenarios"][0]["index_exact"] for form in forms}
    assert len(exact) == 1
    steps = city.what_if("Bandar")["steps"]
    assert [step["worth"] for step in steps] == sorted((step["worth"] for step in steps), reverse=True)


def test_draws_agree_with_the_exact_distribution(city: spbe.Cohort) -> None:
    levels = "indicator,level,probability\n" + "".join(
        f"{code},{level},{chance}\n"
        for code in range(1, 48)
        for level, chance in zip(
            (1, 2, 3, 4, 5), ((0.1, 0.2, 0.4, 0.2, 0.1), (0.3, 0.3, 0.2, 0.1, 0.1))[code % 2], strict=True
        )
    )
    now = city.forecast("Bandar", levels)["now"]
    random = np.random.default_rng(7)
    draws = 200_000
    weights = np.array([26] * 10 + [50] * 10 + [30] * 11 + [55] * 10 + [60] * 6)
    sums = np.zeros(draws)
    for code, weight in enumerate(weights, 1):
        chances = ((0.1, 0.2, 0.4, 0.2, 0.1), (0.3, 0.3, 0.2, 0.1, 0.1))[code % 2]
        sums += weight * random.choice(5, draws, p=chances) + weight
    index = np.floor(sums / 2000 * 100 + 0.5) / 100
    assert sum(entry["chance"] for entry in now["distribution"]) == pytest.approx(1, abs=1e-11)
    assert sum(entry["chance"] for entry in now["predicates"]) == pytest.approx(1, abs=1e-12)
    # The largest gap of the two cumulative curves: that of Kolmogorov at one in a million.
    values = [entry["index"] for entry in now["distribution"]]
    exact = np.cumsum([entry["chance"] for entry in now["distribution"]])
    drawn = np.searchsorted(np.sort(index), np.array(values) + 0.005) / draws
    assert np.abs(exact - drawn).max() < 2.7 / draws**0.5
    assert now["expected"] == pytest.approx((sums / 2000).mean(), abs=5 * now["standard_deviation"] / draws**0.5)
    assert now["standard_deviation"] == pytest.approx((sums / 2000).std(), rel=0.01)


def test_a_common_mood_is_drawn_alike(city: spbe.Cohort) -> None:
    share, confidence = 0.4, 0.6
    forecast = city.forecast("Bandar", confidence=confidence, common=share, target=2.2)
    random = np.random.default_rng(8)
    draws = 100_000
    mood = random.random(draws)
    sums = np.zeros(draws)
    # Drawn from what the forecast says of each indicator by itself.
    weights = dict(enumerate([26] * 10 + [50] * 10 + [30] * 11 + [55] * 10 + [60] * 6, 1))
    for driver in forecast["drivers"]:
        chances = np.cumsum([level["chance"] for level in driver["levels"]])[:-1]
        own = np.where(random.random(draws) < share, mood, random.random(draws))
        levels = np.array([int(level["level"]) for level in driver["levels"]])
        sums += weights[int(driver["indicator"])] * levels[np.searchsorted(chances, own, side="right")]
    reach = (np.floor(sums / 2000 * 100 + 0.5) / 100 >= 2.2).mean()
    assert len(forecast["drivers"]) == 47
    # The mood has 50 values here, and a continuous one in the draws.
    assert forecast["now"]["reach"] == pytest.approx(reach, abs=0.01)
    assert forecast["now"]["standard_deviation"] == pytest.approx((sums / 2000).std(), rel=0.02)


def test_learning_says_how_little_it_rests_on() -> None:
    ratings = spbe.cohort(RATINGS)
    forecast = ratings.forecast("Denpasar", stage="mandiri", learn=("mandiri", "akhir"), missing="interval")
    learnt = forecast["learnt"]
    assert (learnt["institutions"], learnt["first"], learnt["second"]) == (11, "mandiri", "akhir")
    assert learnt["pairs"] == sum(level["pairs"] for level in learnt["levels"]) == 11 * 47
    for level in learnt["levels"]:
        assert level["pairs"] == sum(level["counts"])
        assert level["few"] == (level["pairs"] < 30)
    # Others were rated lower in the end than they had rated themselves.
    assert forecast["now"]["expected"] < forecast["now"]["claimed"]
    assert forecast["now"]["expected_exact"] is not None


def test_counts_are_smoothed_as_far_as_one_says(run: Run) -> None:
    ratings = spbe.cohort(RATINGS)

    def learnt(**how: Any) -> dict[str, Any]:
        return ratings.forecast("Denpasar", stage="mandiri", learn=("mandiri", "akhir"), missing="interval", **how)

    usual, same = learnt(), learnt(smoothing=1, shrinkage="10")
    assert same == usual
    # The formulas of docs/simulation.md from the file itself: what became of the level that Denpasar begins with.
    with RATINGS.open(encoding="utf-8", newline="") as file:
        rows = {(row["institution"], row["stage"]): row for row in csv.DictReader(file)}
    start = rows["Kota Denpasar", "mandiri"]["1"]
    others = {name for name, _ in rows} - {"Kota Denpasar"}
    ended = {
        code: [rows[name, "akhir"][code] for name in others if rows[name, "mandiri"][code] == start]
        for code in (str(number) for number in range(1, 48))
    }
    of_all = [level for own in ended.values() for level in own]
    for smoothing, shrinkage in ((3, "1/2"), (Fraction(1, 3), 1000), ("0.01", 0.01)):
        study = learnt(smoothing=smoothing, shrinkage=shrinkage)
        s, k = Fraction(str(smoothing)), Fraction(str(shrinkage))
        (driver,) = (own for own in study["drivers"] if own["indicator"] == "1")
        for found, level in zip(driver["levels"], "12345", strict=True):
            pooled = (of_all.count(level) + s / 5) / (len(of_all) + s)
            chance = (ended["1"].count(level) + k * pooled) / (len(ended["1"]) + k)
            assert found["chance"] == pytest.approx(float(chance), rel=1e-14), (smoothing, shrinkage, level)
    done = run(
        *("forecast", RATINGS, "Denpasar", "--stage", "mandiri", "--learn", "mandiri,akhir", "--missing", "interval"),
        *("--smoothing", "3", "--shrinkage", "1/2", "--format", "json"),
    )
    assert json.loads(done.stdout) == learnt(smoothing=3, shrinkage="1/2")
    for wrong in (0, -1, "many", float("nan")):
        with pytest.raises(spbe.ForecastError) as raised:
            learnt(shrinkage=wrong)
        assert [issue.number for issue in raised.value.issues] == [1074]
    with pytest.raises(ValueError, match="name two stages as learn"):
        ratings.forecast("Denpasar", stage="mandiri", smoothing=2)
    assert run("forecast", CITY, "Bandar", "--smoothing", "2").returncode == 2


def test_problems_come_together_with_their_places(city: spbe.Cohort) -> None:
    with pytest.raises(spbe.ForecastError) as raised:
        city.forecast("Bandar", {"1": float("nan"), "2": 1.5, "3": -0.1})
    # What is no number is no answer, as everywhere in Python.
    assert [(issue.number, issue.place) for issue in raised.value.issues] == [
        (1064, {"file": "beliefs", "path": "[1]"}),
        *((1061, {"file": "beliefs", "path": f"[{number}].confidence"}) for number in (2, 3)),
    ]
    with pytest.raises(spbe.ForecastError, match="confidence: `2` is no probability"):
        city.forecast("Bandar", confidence=2)
    with pytest.raises(spbe.WhatIfError) as changed:
        city.what_if("Bandar", {"48": 1, "1": 6, "2": 2.5})
    assert [issue.number for issue in changed.value.issues] == [306, 316, 315]


def test_printed_values_are_not_enough() -> None:
    printed = spbe.cohort(DATA / "official-2023-2024.csv")
    for ask in (printed.what_if, printed.forecast):
        with pytest.raises(
            spbe.SpbeError, match="only printed values are known of `Kabupaten Sumedang 2024`"
        ) as raised:
            ask("Sumedang")
        assert [issue.number for issue in raised.value.issues] == [818]


def test_a_target_is_on_the_scale(city: spbe.Cohort) -> None:
    for wrong in ("0.99", 5.01, -1, "nan", "1e400"):
        with pytest.raises(spbe.ForecastError, match="neither an index nor one of") as raised:
            city.forecast("Bandar", confidence=0.8, target=wrong)
        assert [issue.number for issue in raised.value.issues] == [1072]
    assert city.forecast("Bandar", confidence=0.8, target=1)["now"]["reach"] == 1
    assert city.forecast("Bandar", confidence=0.8, target="5,00")["now"]["reach"] < 1e-9


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_fits_the_terminal(run: Run, tmp_path: Path, columns: int, language: str) -> None:
    changes = tmp_path / "changes.csv"
    changes.write_text(CHANGES, encoding="utf-8")
    for command in (
        ("whatif", CITY, "Bandar", "--changes", changes, "--until", "2026"),
        ("forecast", CITY, "Bandar", "--confidence", "80%", "--target", "2.2", "--changes", changes),
        ("forecast", RATINGS, "Denpasar", "--stage", "mandiri", "--learn", "mandiri,akhir", "--missing", "interval"),
    ):
        done = run(*command, "--lang", language, COLUMNS=str(columns))
        assert (done.returncode, done.stderr) == (0, "")
        lines = done.stdout.splitlines()
        assert max(map(len, lines)) <= min(columns, 100)
        assert len(lines) > 30


def test_commands_give_what_the_library_gives(run: Run, city: spbe.Cohort) -> None:
    done = run("whatif", CITY, "Bandar", "--set", "12=3,29=2", "--format", "json")
    assert json.loads(done.stdout) == city.what_if("Bandar", {"12": 3, "29": 2})
    done = run("forecast", CITY, "Bandar", "--confidence", "0.8", "--scenarios", "x=1", "--format", "json")
    assert json.loads(done.stdout) == city.forecast("Bandar", confidence=0.8, scenarios={"x": 1})
    assert run("whatif", CITY, "Bandar", "--format", "csv").stdout.startswith("institution,year,stage,list,scenario,")
    assert run("forecast", CITY, "Bandar", "--format", "csv").stdout.startswith("institution,year,stage,outlook,list,")


def test_wrong_usage_and_problems_end_as_everywhere(run: Run, tmp_path: Path) -> None:
    assert run("whatif", CITY, "Bandar", "--set", "12").returncode == 2
    assert run("whatif", CITY, "Bandar", "--set", "12=3", "--changes", "x.csv").returncode == 2
    assert run("forecast", CITY, "Bandar", "--learn", "mandiri").returncode == 2
    beliefs = tmp_path / "beliefs.csv"
    beliefs.write_text("indikator;tingkat;peluang\n1;2;0,5\n1;3;0,4\n99;2;1\n", encoding="utf-8")
    done = run("forecast", CITY, "Bandar", "--beliefs", beliefs, "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"{beliefs}, row 4: the instrument `spbe-2020` has no indicator `99`",
        f"{beliefs}, row 2: the probabilities of `1` add up to 0.9, not to 1",
        "2 problems",
    ]
    assert run("whatif", CITY, "Bandar", "--changes", tmp_path / "none.csv").returncode == 1


@pytest.mark.parametrize("chapter", ["What if", "Forecast", "Robustness", "Sensitivity"])
def test_the_examples_of_the_page_print_what_stands_below(chapter: str, tmp_path: Path) -> None:
    page = (ROOT / "docs/simulation.md").read_text(encoding="utf-8")
    text = page.split(f"\n## {chapter}\n", 1)[1].split("\n## ", 1)[0]
    found = programs(BLOCK.findall(text))
    assert found
    for code, expected in found:
        assert outputs(Path(sys.executable), [code], tmp_path) == [expected or ""]
