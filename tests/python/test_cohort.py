"""Cohorts from files: whom to learn from, agreement, statistics."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spbe

OFFICIAL = Path("data/official-2023-2024.csv")


@pytest.fixture(scope="module")
def official() -> spbe.Cohort:
    """The official results of 2023 and 2024."""
    return spbe.cohort(OFFICIAL)


def test_a_cohort_says_what_it_holds(official: spbe.Cohort) -> None:
    assert len(official) == 1236
    assert official.years == [2023, 2024]
    assert {"province", "type"} <= set(official.labels)
    assert "Kabupaten Mesuji" in official.institutions
    assert repr(official) == "<spbe.Cohort of 1236: spbe-2020 (2023, 2024)>"


def test_peers_are_better_ones_of_the_same_kind(official: spbe.Cohort) -> None:
    study = official.peers("mesuji", year=2023, count=3)
    assert (study["institution"], study["year"], study["within"]) == ("Kabupaten Mesuji", 2023, {"type": "kabupaten"})
    assert len(study["peers"]) == 3
    for peer in study["peers"]:
        assert peer["index"] >= study["index"]
        assert peer["labels"]["type"] == "kabupaten"
        assert peer["gain"] == pytest.approx(sum(lesson["worth"] for lesson in peer["lessons"]))
    assert all(plan["optimal"] for plan in study["visits"])


def test_numbers_and_lists_are_taken_as_they_are(official: spbe.Cohort) -> None:
    written = official.peers("mesuji", year=2023, reach="0.5")
    assert official.peers("mesuji", year=2023, reach=0.5) == written
    assert official.peers("mesuji", year=2023, reach=1) == official.peers("mesuji", year=2023, reach="1")


def test_stages_to_learn_from_are_two_in_any_sequence() -> None:
    levels = ",".join(str(code) for code in range(1, 48))
    rows = [f"Kota {name},2023,{stage},{','.join(['3'] * 47)}" for name in "AB" for stage in ("mandiri", "akhir")]
    file = "\n".join([f"institution,year,stage,{levels}", *rows]).encode()
    cohort = spbe.cohort(file)
    asked: dict[str, object] = {"year": 2023, "stage": "mandiri"}
    named = cohort.forecast("Kota A", learn=("mandiri", "akhir"), **asked)  # type: ignore[arg-type]
    assert cohort.forecast("Kota A", learn=["mandiri", "akhir"], **asked) == named  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="learn: expected two stages, found 1"):
        cohort.forecast("Kota A", learn=["mandiri"])


def test_contents_of_files_are_told_apart() -> None:
    file = (
        "institution,year," + ",".join(str(code) for code in range(1, 48)) + "\nA,2023," + ",".join(["3"] * 47)
    ).encode()
    with pytest.raises(spbe.CohortError, match=r"files\[1\], row 2.*files\[0\], row 2"):
        spbe.cohort(file, file)


def test_a_blank_cost_of_a_data_frame_is_none() -> None:
    levels = ",".join(str(code) for code in range(1, 48))
    cohort = spbe.cohort(f"institution,year,{levels}\nA,2023,{','.join(['2'] * 47)}".encode())
    costs = [{"indicator": "*", "cost": 5.0, "level": float("nan")}, {"indicator": "2", "cost": 3.0, "level": 3}]
    given = [{"indicator": "*", "cost": 5.0}, {"indicator": "2", "cost": 3.0, "level": 3}]
    assert cohort.plan("A", costs=costs) == cohort.plan("A", costs=given)


def test_a_name_that_is_several_says_which(official: spbe.Cohort) -> None:
    with pytest.raises(spbe.CohortError, match="Kabupaten Bandung Barat, Kota Bandung") as raised:
        official.peers("Bandung")
    assert raised.value.number == 812


def test_one_rating_has_nothing_to_agree_with(official: spbe.Cohort) -> None:
    with pytest.raises(spbe.CohortError) as raised:
        official.agreement()
    assert raised.value.code == "cohort.one_rating"


@pytest.mark.parametrize("year", [5, 70000, -1])
def test_a_year_that_nothing_can_be_of_is_refused_everywhere(official: spbe.Cohort, year: int) -> None:
    name = "Kabupaten Mesuji"
    asked: list[Callable[[], object]] = [
        lambda: spbe.cohort(OFFICIAL, year=year),
        lambda: official.peers(name, year=year),
        lambda: official.plan(name, year=year),
        lambda: official.what_if(name, {1: 3}, year=year),
        lambda: official.forecast(name, year=year),
        lambda: official.robustness(year=year),
        lambda: official.sensitivity(year=year),
    ]
    for ask in asked:
        with pytest.raises(ValueError, match=f"year: expected 1900 to 2999, found {year}"):
            ask()


def test_the_best_and_the_last_at_once_are_refused(official: spbe.Cohort) -> None:
    with pytest.raises(ValueError, match="top"):
        official.rank(top=1, bottom=1)


def test_the_same_file_twice_is_refused_with_every_place() -> None:
    with pytest.raises(spbe.CohortError) as raised:
        spbe.cohort(OFFICIAL, OFFICIAL)
    assert raised.value.total == 1236


def test_statistics_by_group(official: spbe.Cohort) -> None:
    found = official.statistics(within=["type"], nodes=["index", "d4"])
    assert sum(group["institutions"] for group in found["groups"]) == 1236
    assert found["structure"]["tier"] == "domain"
    assert sum(part["effective_weight"] for part in found["structure"]["parts"]) == pytest.approx(1)
