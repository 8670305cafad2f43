"""What a typed program may write. This file is run by pytest, and checked by mypy and pyright."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import spbe
from spbe.regulation import Indicator, Node, Predicate
from spbe.types import Answers, InstrumentLike, Language, MissingPolicy, PredicateBasis

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


def test_scores_are_typed() -> None:
    instrument: InstrumentLike = "spbe-2020"
    missing: MissingPolicy = "minimum"
    basis: PredicateBasis = "exact"
    language: Language = "id"
    kinds: list[Answers] = [[3] * 47, ["3"] * 47, [3, 3.0, "3", Decimal(3), Fraction(3), None], {"1": 3}, {1: "3"}]
    for answers in (*kinds[:2], *kinds[3:]):
        one: spbe.Score = spbe.score(answers, instrument=instrument, missing=missing, language=language)
        assert one.missing_policy == "minimum"
    own = spbe.Assessment(
        {"1": 3}, instrument=instrument, institution="Kota A", year=2024, stage=None, labels={"province": "Bali"}
    )
    by_assessment: spbe.Score = spbe.score(own, missing="interval", predicate_basis=basis)
    listed: list[spbe.Score] = spbe.score([own, own], missing="interval")
    read: list[spbe.Assessment] = spbe.read_assessments(DATA / "bandar-lampung-2021-2023.csv", year=2023)
    answers_read: Mapping[str, int | Fraction | None] = read[0].answers
    assert (len(listed), len(answers_read)) == (2, 47)
    assert by_assessment.index is None


def test_frames_are_typed() -> None:
    columns = {str(code): [3, 4] for code in range(1, 48)}
    table: spbe.Table = spbe.score(columns, instrument="spbe-2020", columns=["index"])
    assert table.to_dicts() == [{"index": 3.0}, {"index": 4.0}]


def test_parts_of_a_score_are_typed() -> None:
    score = spbe.score([3] * 47, instrument="spbe-2020", year=2024)
    index: float | None = score.index
    exact: Fraction | None = score.index_exact
    published: Decimal | None = score.index_published
    predicate: str | None = score.predicate
    node: spbe.NodeScore = score.domains["1"]
    further: spbe.NextPredicate | None = score.next
    assert (index, exact, published) == (3.0, Fraction(3), Decimal("3.00"))
    assert (predicate, node.value) == ("Baik", 3.0)
    assert further is not None
    assert further.gap_exact == Fraction(1, 2)
    html: str = score.to_html(language="id") + score.instrument.to_html()
    assert html


def test_parts_of_an_instrument_are_typed() -> None:
    instrument = spbe.instrument("spbe-2020")
    nodes: Mapping[str, Node] = instrument.nodes
    indicators: Mapping[str, Indicator] = instrument.indicators
    predicates: tuple[Predicate, ...] = instrument.predicates
    weight: Fraction = nodes["domain:1"].weight + indicators["1"].weight
    assert (weight, len(predicates)) == (Fraction("14.3"), 5)


def test_problems_are_typed() -> None:
    with pytest.raises(spbe.SpbeError) as caught:
        spbe.score_file(b"institution,1\nA,6\n", "spbe-2020")
    issues: list[spbe.Issue] = caught.value.issues
    code: str = caught.value.code
    number: int = caught.value.number + caught.value.total
    assert (len(issues), code, number) == (1, "assessment.level_out_of_range", 317)
