"""Robustness and sensitivity beside numpy and scipy: the same draws made again, and linear programs."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spbe
from scipy import stats  # type: ignore[import-untyped]
from scipy.optimize import linprog  # type: ignore[import-untyped]

LANES = 32
INSTITUTIONS = 40


def parts() -> np.ndarray[Any, Any]:
    """The weights of 59/2020, in parts of 2,000."""
    items = spbe.request({"op": "describe", "instrument": "spbe-2020"})["items"]
    return np.array([item["parts"] for item in items], dtype=np.int64)


@pytest.fixture(scope="module")
def levels() -> np.ndarray[Any, Any]:
    random = np.random.default_rng(7)
    able = random.integers(1, 5, (INSTITUTIONS, 1))
    made: np.ndarray[Any, Any] = np.clip(able + random.integers(-1, 3, (INSTITUTIONS, 47)), 1, 5)
    return made


@pytest.fixture(scope="module")
def cohort(levels: np.ndarray[Any, Any], tmp_path_factory: pytest.TempPathFactory) -> spbe.Cohort:
    file: Path = tmp_path_factory.mktemp("robustness") / "levels.csv"
    head = ",".join(["institution", "year", *(str(code) for code in range(1, 48))])
    rows = [f"I{number},2024," + ",".join(map(str, row)) for number, row in enumerate(levels)]
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    return spbe.cohort(file)


class Stream:
    """The documented generator, written again: Philox starts eight sfc32 generators."""

    def __init__(self, seed: int, block: int, purpose: int, variant: int) -> None:
        starts = [self._philox([block, lane, purpose, variant], [seed & 0xFFFFFFFF, seed >> 32]) for lane in range(8)]
        self.a, self.b, self.c, self.counter = (np.array(own, dtype=np.uint32) for own in zip(*starts, strict=True))
        for _ in range(4):
            self.words()

    @staticmethod
    def _philox(counter: list[int], key: list[int]) -> list[int]:
        for _ in range(10):
            one, other = counter[0] * 0xD2511F53, counter[2] * 0xCD9E8D57
            counter = [
                (other >> 32) ^ counter[1] ^ key[0],
                other & 0xFFFFFFFF,
                (one >> 32) ^ counter[3] ^ key[1],
                one & 0xFFFFFFFF,
            ]
            key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
        return counter

    def words(self) -> np.ndarray[Any, Any]:
        word = self.a + self.b + self.counter
        self.counter = self.counter + np.uint32(1)
        self.a = self.b ^ (self.b >> np.uint32(9))
        self.b = self.c + (self.c << np.uint32(3))
        self.c = ((self.c << np.uint32(21)) | (self.c >> np.uint32(11))) + word
        return word

    def row(self) -> np.ndarray[Any, Any]:
        return np.concatenate([self.words() for _ in range(4)])

    def bytes(self) -> np.ndarray[Any, Any]:
        return self.words().astype("<u4").view(np.int8).astype(np.int64)


def drawn_ranks(levels: np.ndarray[Any, Any], seed: int, blocks: int, side: int) -> np.ndarray[Any, Any]:
    """The ranks of each draw: institution by draw."""
    official = parts() * ((1 << (17 if side else 18)) // 2000)
    reach = official // 4
    ranks = []
    for block in range(blocks):
        stream = Stream(seed, block, 1, 0)
        rows = [stream.row().astype(np.uint64) for _ in official]
        weights = np.array(
            [low + (row * np.uint64(2 * own + 1) >> np.uint64(32)).astype(np.int64)
             for low, own, row in zip(official - reach, reach, rows, strict=True)]
        )  # fmt: skip
        values = np.repeat(levels[:, :, None], LANES, axis=2)
        if side:
            noise = Stream(seed, block, 2, 0)
            whole, rest = divmod(side, 256)
            bounds = [whole + ((noise.bytes() & 255) < rest) for _ in official]
            for institution, item in product(range(len(levels)), range(47)):
                random = noise.bytes()
                step = (random > 127 - bounds[item]).astype(int) - (random < bounds[item] - 128)
                values[institution, item] = np.clip(values[institution, item] + step, 1, 5)
        scores = np.einsum("ijd,jd->id", values, weights)
        ranks.append(stats.rankdata(-scores, method="min", axis=0))
    return np.concatenate(ranks, axis=1).astype(int)


@pytest.mark.parametrize(("seed", "confidence"), [(0, None), (2**40 + 5, None), (3, "0.9")])
def test_ranks_are_those_of_scipy_on_the_same_draws(
    cohort: spbe.Cohort, levels: np.ndarray[Any, Any], seed: int, confidence: str | None
) -> None:
    study = cohort.robustness(draws=160, seed=seed, confidence=confidence, against=["I3"])
    side = round((1 - float(confidence)) / 2 * 65536) if confidence else 0
    ranks = drawn_ranks(levels, seed, 5, side)
    for unit in study["institutions"]:
        own, drawn = ranks[int(unit["institution"][1:])], unit["drawn"]
        best, worst = drawn["range"]
        assert (best, worst) == (own.min(), own.max())
        assert drawn["counts"] == [int((own == rank).sum()) for rank in range(best, worst + 1)]
        assert drawn["mean"] == pytest.approx(own.mean())
    for duel in study["against"][0]["others"]:
        other = ranks[int(duel["institution"][1:])]
        assert duel["above"] == pytest.approx((ranks[3] < other).mean())
        assert duel["tied"] == pytest.approx((ranks[3] == other).mean())


def test_threads_change_nothing_and_every_seed_something(cohort: spbe.Cohort) -> None:
    one = cohort.robustness(draws=5000, confidence=0.8)
    assert [cohort.robustness(draws=5000, confidence=0.8, threads=count) for count in (2, 3, 8)] == [one] * 3
    assert cohort.robustness(draws=5000, confidence=0.8, seed=1)["institutions"] != one["institutions"]


def least_change(terms: np.ndarray[Any, Any]) -> float | None:
    """The least r for which some d within -r and r make the sum of terms times (1 + d) zero."""
    count = len(terms)
    bounds = np.vstack(
        [np.hstack([np.eye(count), -np.ones((count, 1))]), np.hstack([-np.eye(count), -np.ones((count, 1))])]
    )
    solved = linprog(
        np.r_[np.zeros(count), 1.0],
        A_ub=bounds,
        b_ub=np.zeros(2 * count),
        A_eq=np.r_[terms, 0.0][None],
        b_eq=[-terms.sum()],
        bounds=[(-1, 1)] * count + [(0, 1)],
    )
    return float(solved.fun) if solved.success else None


def test_radii_are_those_of_linear_programs(cohort: spbe.Cohort, levels: np.ndarray[Any, Any]) -> None:
    weights = parts()
    index = {f"I{number}": Fraction(int(row @ weights), 2000) for number, row in enumerate(levels)}
    cutoffs = [Fraction(text) for text in ("1.8", "2.6", "3.5", "4.2")]
    for unit in cohort.robustness(draws=0)["institutions"]:
        name = unit["institution"]
        own = levels[int(name[1:])]
        for side in ("above", "below"):
            rival = unit[side]
            if rival:
                terms = weights * (own - levels[int(rival["institution"][1:])])
                assert rival["radius"] == pytest.approx(least_change(terms.astype(float)), abs=1e-8)
        for side, bound in (
            ("up", min((cut for cut in cutoffs if cut > index[name]), default=None)),
            ("down", max((cut for cut in cutoffs if cut <= index[name]), default=None)),
        ):
            if unit[side]:
                assert bound is not None
                terms = weights * (own - float(bound))
                assert unit[side]["radius"] == pytest.approx(least_change(terms), abs=1e-8)


def test_a_confidence_can_be_that_of_one_indicator(cohort: spbe.Cohort) -> None:
    study = cohort.robustness(draws=100, reach=0, confidences={"12": "0.5"})
    assert study["weights"]["law"] == "official"
    assert study["confidence"]["indicator:12"] == "0.5"
    assert study["confidence"]["indicator:13"] == "1"


def test_factors_of_a_linear_index_add_up(cohort: spbe.Cohort) -> None:
    study = cohort.sensitivity("I3", by="domain", publication=False, aggregation=False, outputs=["index"], samples=2000)
    (output,) = study["outputs"]
    assert [own["factor"] for own in output["factors"]] == [f"weights:domain:{code}" for code in range(1, 5)]
    assert study["runs"] == 2000 * 6
    assert sum(own["first"] for own in output["factors"]) == pytest.approx(1, abs=0.15)
    for own in output["factors"]:
        low, high = own["total_interval"]
        assert low <= own["total"] <= high
    both = cohort.sensitivity(confidence="0.9", samples=256)
    names = [own["factor"] for own in both["outputs"][0]["factors"]]
    assert names == ["weights", "levels", "publication", "aggregation"]
    assert both == cohort.sensitivity(confidence="0.9", samples=256, threads=3)


@pytest.mark.parametrize(
    ("options", "number"),
    [
        ({"reach": 2}, 1083),
        ({"dirichlet": "0.5"}, 1084),
        ({"confidence": 1.5}, 1085),
        ({"confidences": {"99": "0.5"}}, 1086),
        ({"draws": 2_000_000_000}, 1088),
        ({"coverage": 1}, 1089),
        ({"tier": "domain", "confidence": "0.9"}, 1087),
    ],
)
def test_options_that_are_not_sound_are_told(cohort: spbe.Cohort, options: dict[str, Any], number: int) -> None:
    with pytest.raises(spbe.RobustnessError) as raised:
        cohort.robustness(**options)
    assert raised.value.number == number


def test_all_problems_are_told_at_once(cohort: spbe.Cohort) -> None:
    with pytest.raises(spbe.RobustnessError) as raised:
        cohort.robustness(reach=2, coverage=0, confidence=3)
    assert [issue.number for issue in raised.value.issues] == [1083, 1089, 1085]
    with pytest.raises(spbe.RobustnessError) as raised:
        cohort.sensitivity(samples=1, dirichlet=0)
    assert [issue.number for issue in raised.value.issues] == [1084, 1088]


def test_no_variance_is_an_error(cohort: spbe.Cohort) -> None:
    with pytest.raises(spbe.RobustnessError) as raised:
        cohort.sensitivity("I3", reach=0, aggregation=False, outputs=["rank"])
    assert raised.value.number == 1092
    with pytest.raises(spbe.RobustnessError) as raised:
        cohort.sensitivity(reach=0, publication=False, aggregation=False)
    assert raised.value.number == 1091
