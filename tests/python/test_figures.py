"""Agreement and statistics beside other programs: scipy, numpy, statsmodels, krippendorff, and printed examples."""

from __future__ import annotations

import csv
from fractions import Fraction
from itertools import combinations
from typing import Any

import krippendorff
import numpy as np
import pytest
import spbe
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]

from agreement_data import FILE as RATINGS
from conftest import DATA

CODES = [str(code) for code in range(1, 48)]
LEVELS = range(1, 6)
RATERS = ("mandiri", "dokumen", "interviu", "visitasi", "akhir")

Numbers = NDArray[np.float64]
Record = dict[str, Any]


def near(value: object) -> Any:
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)


def written(rows: list[list[object]], *, stage: bool = False) -> bytes:
    """Institutions with the levels of all indicators; `nan` is no answer."""
    head = ["institution", "year", *(["stage"] if stage else []), *CODES]
    lines: list[list[object]] = [[*head], *([("" if cell != cell else cell) for cell in row] for row in rows)]
    return "\n".join(",".join(map(str, line)) for line in lines).encode()


def cell(level: float) -> object:
    return level if np.isnan(level) else int(level)


# ---- Statistics ----------------------------------------------------------------------------------


def random_levels(seed: int, institutions: int) -> Numbers:
    """Levels that go together, as real ones do; one indicator is the same everywhere."""
    draw = np.random.default_rng(seed)
    ability = draw.normal(3, 0.8, (institutions, 1))
    levels = np.clip(np.rint(ability + draw.normal(0, 1, (institutions, 47))), 1, 5)
    levels[:, 40] = 1
    return np.asarray(levels, dtype=np.float64)


def official_domains() -> Numbers:
    results = spbe.score_file(DATA / "official-2023-2024.csv", year=2024)
    return np.array([[score["domains"][code] for code in "1234"] for score in results])


def cases() -> list[Any]:
    def random(seed: int, institutions: int) -> Any:
        levels = random_levels(seed, institutions)
        rows: list[list[object]] = [
            [f"Kota {number}", 2024, *map(cell, row)] for number, row in enumerate(levels, start=1)
        ]
        return pytest.param(written(rows), levels, id=f"random-{institutions}")

    official = (DATA / "official-2023-2024.csv").read_bytes()
    return [random(1, 2), random(2, 7), random(3, 250), pytest.param(official, official_domains(), id="official")]


@pytest.mark.parametrize(("content", "values"), cases())
def test_structure_is_that_of_numpy_and_scipy(content: bytes, values: Numbers) -> None:
    study = spbe.cohort(content).statistics(instrument="spbe-2020")
    structure = study["structure"]
    assert structure["institutions"] == len(values)
    weights = np.array([part["weight"] for part in structure["parts"]])
    assert weights.sum() == near(1)
    contributions = values * weights
    index = contributions.sum(axis=1)
    varying = [column for column in range(values.shape[1]) if np.ptp(values[:, column]) > 0]

    for position, part in enumerate(structure["parts"]):
        column = values[:, position]
        rest = values.sum(axis=1) - column
        assert_correlation(part["with_index"], column, index)
        assert part["item_rest"] == near(pearson(column, rest))
        effective = np.cov(contributions[:, position], index)[0, 1] / np.var(index, ddof=1)
        assert part["effective_weight"] == near(effective)
        means = {value: index[column == value].mean() for value in np.unique(column)}
        between = np.mean([(means[value] - index.mean()) ** 2 for value in column])
        assert part["correlation_ratio"] == near(between / np.var(index))
    pairs = list(combinations(range(values.shape[1]), 2))
    draw = np.random.default_rng(4)
    for one, other in draw.choice(pairs, size=min(len(pairs), 60), replace=False):
        assert_correlation(structure["correlations"][one][other], values[:, one], values[:, other])

    items = values.shape[1]
    alpha = items / (items - 1) * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1))
    assert structure["cronbach_alpha"] == near(alpha)

    components = structure["components"]
    assert [structure["parts"].index(part) for part in structure["parts"] if part["part"] in components["parts"]] == (
        varying
    )
    correlations = np.corrcoef(values[:, varying], rowvar=False)
    eigenvalues = np.linalg.eigvalsh(correlations)[::-1]
    assert components["eigenvalues"] == pytest.approx(list(np.maximum(eigenvalues, 0)), rel=1e-9, abs=1e-9)
    # Loadings put the correlations together again.
    loadings = np.array(components["loadings"])
    assert loadings.T @ loadings == pytest.approx(correlations, rel=1e-9, abs=1e-9)


def pearson(one: Numbers, other: Numbers) -> float | None:
    return None if np.ptp(one) == 0 or np.ptp(other) == 0 else float(stats.pearsonr(one, other).statistic)


def assert_correlation(found: Record, one: Numbers, other: Numbers) -> None:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        assert found == {"pearson": None, "spearman": None, "kendall": None}
        return
    # The index as a sum of doubles has ties that are none by a hair: its exact values are what is ranked.
    one, other = one.round(10), other.round(10)
    assert found["pearson"] == near(stats.pearsonr(one, other).statistic)
    assert found["spearman"] == near(stats.spearmanr(one, other).statistic)
    assert found["kendall"] == near(stats.kendalltau(one, other, variant="b").statistic)


@pytest.mark.parametrize("within", [[], ["type"], ["province", "type"]], ids=str)
def test_distributions_are_those_of_numpy(within: list[str]) -> None:
    with (DATA / "official-2023-2024.csv").open() as file:
        results = list(csv.DictReader(file))
    study = spbe.cohort(DATA / "official-2023-2024.csv").statistics(within=within, nodes=["index", "d2"])
    for group in study["groups"]:
        keys = ["year", *within]
        own = [result for result in results if all(result[key] == group["group"][key] for key in keys)]
        assert group["institutions"] == len(own)
        for predicate, count in group["predicates"].items():
            assert count == sum(result["predicate"] == predicate for result in own)
        for node, column in (("index", "index"), ("domain:2", "domain_2")):
            values = [float(result[column]) for result in own]
            found = group["nodes"][node]
            names = ("lowest", "lower_quartile", "median", "upper_quartile", "highest")
            quartiles = [float(Fraction(found[name])) for name in names]
            assert quartiles == near(list(np.quantile(values, [0, 0.25, 0.5, 0.75, 1])))
            assert found["mean"] == near(np.mean(values))
            deviation = None if len(values) == 1 else near(np.std(values, ddof=1))
            assert found["standard_deviation"] == deviation
    # Who has no province is in no group by province.
    labelled = [result for result in results if all(result[label] for label in within)]
    assert sum(group["institutions"] for group in study["groups"]) == len(labelled)


# ---- Agreement -----------------------------------------------------------------------------------


def ratings(seed: int, raters: int, institutions: int, gaps: float) -> Numbers:
    """By rater, institution and indicator."""
    draw = np.random.default_rng(seed)
    truth = draw.integers(1, 6, (1, institutions, 47))
    noise = draw.choice([-1, 0, 0, 0, 1, 1, 2], (raters, institutions, 47))
    levels = np.clip(truth + noise, 1, 5).astype(np.float64)
    levels[draw.random(levels.shape) < gaps] = np.nan
    return np.asarray(levels)


def study_of(levels: Numbers) -> Record:
    stages = RATERS[: len(levels)]
    rows: list[list[object]] = [
        [f"Kota {number}", 2024, stage, *map(cell, row)]
        for stage, institutions in zip(stages, levels, strict=True)
        for number, row in enumerate(institutions, start=1)
    ]
    return spbe.cohort(written(rows, stage=True), instrument="spbe-2020").agreement(stages[0], stages[-1])


def official_ratings() -> Numbers:
    text = RATINGS.read_text().splitlines()
    rows = {tuple(line.split(",")[i] for i in (0, 3)): line.split(",")[4:] for line in text[1:]}
    names = sorted({name for name, _ in rows})
    blank = [""] * 47
    return np.array(
        [
            [[float(level or "nan") for level in rows.get((name, stage), blank)] for name in names]
            for stage in ("mandiri", "dokumen", "akhir")
        ]
    )


RATED = [
    pytest.param(lambda: ratings(1, 2, 40, 0), id="two raters"),
    pytest.param(lambda: ratings(2, 2, 25, 0.2), id="two raters with gaps"),
    pytest.param(lambda: ratings(3, 5, 30, 0.3), id="five raters with gaps"),
    pytest.param(lambda: ratings(4, 3, 3, 0.4), id="hardly any ratings"),
    pytest.param(official_ratings, id="the ratings of the vectors"),
]


@pytest.mark.parametrize("make", RATED)
def test_agreement_is_that_of_statsmodels_scipy_and_krippendorff(make: Any) -> None:
    levels = make()
    study = spbe.cohort(RATINGS).agreement() if make is official_ratings else study_of(levels)
    assert_agreement(study["overall"], levels.reshape(len(levels), -1))
    for position, item in enumerate(study["items"]):
        assert_agreement(item, levels[:, :, position])
    raised = multipletests([item["probability"] for item in study["items"]], method="holm")[1]
    assert [item["probability_raised"] for item in study["items"]] == near(list(raised))
    assert [item["systematic"] for item in study["items"]] == [probability <= 0.05 for probability in raised]


def assert_agreement(found: Record, levels: Numbers) -> None:
    """The figures of one item, or of all, beside those of other programs: `levels` by rater and thing rated."""
    first, second = levels[0], levels[-1]
    both = ~np.isnan(first) & ~np.isnan(second)
    table = np.zeros((5, 5))
    for one, other in zip(first[both], second[both], strict=True):
        table[int(one) - 1, int(other) - 1] += 1
    assert found["pairs"] == table.sum()
    shifts = {(shift["first"], shift["second"]): shift["count"] for shift in found["shifts"]}
    assert shifts == {
        (str(one), str(other)): table[one - 1, other - 1]
        for one in LEVELS
        for other in LEVELS
        if table[one - 1, other - 1]
    }
    if table.sum():
        assert found["agreement"] == near(np.trace(table) / table.sum())
        assert found["mean_shift"] == near((first[both] - second[both]).mean())
    higher, lower = int((first[both] > second[both]).sum()), int((first[both] < second[both]).sum())
    expected = stats.binomtest(higher, higher + lower).pvalue if higher + lower else 1.0
    assert found["probability"] == near(expected)
    for weights in ("linear", "quadratic"):
        assert_kappa(found[f"kappa_{weights}"], table, weights)
    rated = levels[:, (~np.isnan(levels)).sum(axis=0) > 1]
    if len(np.unique(rated[~np.isnan(rated)])) < 2:
        assert found["alpha"] is None
        return
    assert found["alpha"] == near(krippendorff.alpha(reliability_data=levels, level_of_measurement="ordinal"))


def assert_kappa(found: Record | None, table: Numbers, weights: str) -> None:
    # Levels that nobody gave weigh nothing, but statsmodels divides by the distance of the farthest.
    with np.errstate(all="ignore"):
        expected = cohens_kappa(table, wt=weights) if table.sum() else None
    if expected is None or not np.isfinite(expected.kappa):
        assert found is None
        return
    assert found is not None
    assert found["value"] == near(expected.kappa)
    assert float(Fraction(found["value_exact"])) == near(expected.kappa)
    # A variance of nothing comes out a hair below it now and then, and has no root.
    error = 0 if np.isnan(expected.std_kappa) else expected.std_kappa
    assert found["standard_error"] == pytest.approx(error, rel=1e-6, abs=1e-7)
    reach = stats.norm.ppf(0.975) * found["standard_error"]
    assert found["lowest"] == near(found["value"] - reach)
    assert found["highest"] == near(min(found["value"] + reach, 1))


# ---- Printed examples ----------------------------------------------------------------------------


def test_alpha_of_krippendorff_2011_example_c() -> None:
    """Four observers, twelve units, gaps: Computing Krippendorff's Alpha-Reliability (2011), section C, ordinal."""
    gap = float("nan")
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
        [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
    ]
    levels = np.full((4, 1, 47), np.nan)
    levels[:, 0, :12] = observers
    assert study_of(levels)["overall"]["alpha"] == pytest.approx(0.815, abs=0.0005)


def test_weighted_kappa_of_married_couples() -> None:
    """Agresti, Categorical Data Analysis (1990), table 2.11, from Hout, Duncan and Sobel (1987).

    R prints the weighted kappa and its standard error in the help of `vcd::Kappa`: 0.2374 and 0.07832.
    """
    table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
    pairs = [(one, other) for one in range(4) for other in range(4) for _ in range(table[one][other])]
    levels = np.full((2, 2 * 47), np.nan)
    levels[:, : len(pairs)] = np.array(pairs).T + 1
    kappa = study_of(levels.reshape(2, 2, 47))["overall"]["kappa_linear"]
    assert kappa["value"] == pytest.approx(0.2374, abs=0.00005)
    assert kappa["standard_error"] == pytest.approx(0.07832, abs=0.000005)
