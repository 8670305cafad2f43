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
