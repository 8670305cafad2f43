"""The plots: what they draw, and what they refuse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import spbe
from spbe import plots

from conftest import DATA


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Figures without a screen, closed again."""
    from matplotlib import pyplot

    pyplot.switch_backend("Agg")
    yield
    pyplot.close("all")


@pytest.fixture
def scores() -> list[spbe.Score]:
    return spbe.score(spbe.read_assessments(DATA / "bandar-lampung-2021-2023.csv"))


def test_the_radar_shows_the_nodes_of_a_tier(scores: list[spbe.Score]) -> None:
    axes = plots.radar(scores)
    assert [line.get_label() for line in axes.lines] == [f"Kota Bandar Lampung {year}" for year in (2021, 2022, 2023)]
    drawn: Any = axes.lines[2].get_data()[1]
    heights = [float(height) for height in drawn]
    assert heights[:-1] == [node.value for node in scores[2].aspects.values()]
    assert plots.radar(scores[0], tier="domain", language="en").texts[0].get_text() == "Internal policy"


def test_the_radar_refuses_what_has_no_common_circle(scores: list[spbe.Score]) -> None:
    with pytest.raises(ValueError, match='tier: expected one of domain, aspect, found "bab"'):
        plots.radar(scores, tier="bab")
    with pytest.raises(ValueError, match="scores of one instrument"):
        plots.radar([scores[0], spbe.score([3] * 20, instrument="pemdi-2026")])
    with pytest.raises(ValueError, match="at least one"):
        plots.radar([])


def test_bars_of_contributions_add_up_to_the_index(scores: list[spbe.Score]) -> None:
    axes = plots.contributions(scores[2])
    assert len(axes.patches) == 47
    bars: Any = axes.patches
    assert sum(bar.get_width() for bar in bars) == pytest.approx(2.1545)


def test_no_printed_index_lies_on_the_edge_of_a_bar() -> None:
    instrument = spbe.instrument("spbe-2020")
    for value in (1.0, 1.8, 2.6, 3.5, 4.2, 5.0):
        axes = plots.distribution([value, None], instrument)
        outline: Any = axes.patches[0].get_path().vertices
        drawn = [float(x) for x, y in outline if y > 0]
        assert min(drawn) <= value - 0.004
        assert max(drawn) >= value + 0.004
        assert max(drawn) - min(drawn) == pytest.approx(0.1)


def test_groups_have_an_outline_each(scores: list[spbe.Score]) -> None:
    axes = plots.distribution({"2021": scores[:1], "2023": [2.15, 3.0]}, scores[0].instrument, language="en")
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["2021", "2023"]
    assert [text.get_text() for text in axes.texts] == ["Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan"]


def test_only_institutions_of_both_years_are_compared() -> None:
    axes = plots.change({"A": 2.0, "B": 3.0, "C": None}, {"A": 2.5, "C": 2.0}, spbe.instrument("spbe-2020"))
    points: Any = axes.collections[0].get_offsets()
    assert [[float(x), float(y)] for x, y in points] == [[2.0, 2.5]]


def test_without_matplotlib_the_message_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import spbe, spbe.plots\n"
        "spbe.plots.radar(spbe.score([3] * 47, instrument='spbe-2020'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert 'plots need matplotlib; run: pip install "spbe[plots]"' in done.stderr
