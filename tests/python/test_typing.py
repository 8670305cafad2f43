"""What a typed program may write. This file is run by pytest and checked by mypy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spbe

from conftest import DATA


def test_instruments_are_typed() -> None:
    instrument: spbe.Instrument = spbe.instrument("spbe-2020")
    listed: list[spbe.Instrument] = spbe.instruments()
    text: str = instrument.id + instrument.title + instrument.checksum + instrument.to_json() + instrument.to_toml()
    summary: dict[str, Any] = instrument.summary()
    assert instrument in listed
    assert text
    assert summary["id"] == "spbe-2020"


def test_files_are_typed() -> None:
    path: Path = DATA / "bandar-lampung-2021-2023.csv"
    by_path: list[dict[str, Any]] = spbe.score_file(path, missing="reject", predicate_basis="exact", language="id")
    assert spbe.score_file(str(path), "spbe-2020", predicate_basis="exact") == by_path
    assert spbe.score_file(path.read_bytes(), spbe.instrument("spbe-2020"), predicate_basis="exact") == by_path
    (one,) = spbe.score_file(path, year=2023)
    assert one["index"] == 2.15
    report: dict[str, Any] = spbe.audit_file(DATA / "official-2023-2024.csv", year=2023)
    assert report["summary"]["rows"] == 621
    ranks: list[int] = spbe.competition_ranks(["1", "2"])
    assert ranks == [2, 1]


def test_problems_are_typed() -> None:
    with pytest.raises(spbe.SpbeError) as caught:
        spbe.score_file(b"institution,1\nA,6\n", "spbe-2020")
    issues: list[spbe.Issue] = caught.value.issues
    code: str = caught.value.code
    number: int = caught.value.number + caught.value.total
    assert (len(issues), code, number) == (1, "assessment.level_out_of_range", 317)
