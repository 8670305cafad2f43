"""Peers, statistics, ranks and means beside numpy, scipy, scikit-learn and polars: `make bench-cohort`.

    python cohort.py LIBRARY [--quick]

Every result is compared before the clock starts. Times are CPU time of the process, medians, all contenders in turn in
one process, one thread each. Writes benches/results/cohort.json (`work, n, ours_us, peer, peer_us, ratio`) and
cohort.md.
"""

import os

# One thread each, and before anything is imported that reads this.
for variable in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{variable}_NUM_THREADS"] = "1"
os.environ["POLARS_MAX_THREADS"] = "1"

import argparse
import ctypes as c
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from instrument import ROOT, spbe_2020
from timing import described, machine, medians

NEAREST = 5
ROUNDS = 7


class Library:
    """The functions of benches/library/cohort.rs."""

    def __init__(self, path: Path) -> None:
        self.own = c.CDLL(str(path))
        self.own.profiles_new.restype = self.own.cohort_new.restype = c.c_void_p
        self.own.profiles_new.argtypes = [
            c.c_void_p,
            c.c_void_p,
            c.c_size_t,
            c.c_size_t,
        ]
        self.own.profiles_nearest.argtypes = [
            c.c_void_p,
            c.c_size_t,
            c.c_size_t,
            c.c_size_t,
            c.c_void_p,
        ]
        self.own.statistics.argtypes = [
            c.c_uint32,
            c.c_void_p,
            c.c_size_t,
            c.c_size_t,
            c.c_void_p,
        ]
        self.own.cohort_new.argtypes = [c.c_void_p, c.c_void_p, c.c_size_t]
        self.own.cohort_figures.argtypes = [c.c_void_p] * 4
        self.own.profiles_free.argtypes = self.own.cohort_free.argtypes = [c.c_void_p]

    def statistics(self, which: int, columns: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """`columns`: parts x rows."""
        found = np.empty(shape)
        self.own.statistics(which, columns.ctypes.data, *columns.shape, found.ctypes.data)
        return found


def units(count: int) -> np.ndarray:
    """Levels of units that are good or bad as a whole, as real ones are: parts x units."""
    random = np.random.default_rng(20)
    level = random.normal(3, 0.8, count) + random.normal(0, 0.9, (47, count))
    return np.clip(np.rint(level), 1, 5).astype(np.uint8)


def lines(work: str, n: int, times: dict[str, float], per: int = 1) -> list[dict]:
    """Lines of cohort.json: ours beside each peer, in microseconds each."""
    ours = times.pop("ours")
    return [
        {
            "work": work,
            "n": n,
            "ours_us": round(ours * 1e6 / per, 3),
            "peer": name,
            "peer_us": round(own * 1e6 / per, 3),
            "ratio": round(own / ours, 1),
        }
        for name, own in times.items()
    ]


def nearest(library: Library, count: int, queries: int, rounds: int) -> list[dict]:
    """The five nearest better units of some, weighted by what a level is worth; of equally near ones the earlier."""
    weights = np.array(spbe_2020().index.weights, np.uint32)
    levels = units(count)
    wide = np.ascontiguousarray(levels, np.uint32)
    profiles = library.own.profiles_new(wide.ctypes.data, weights.ctypes.data, 47, count)
    by_row = np.ascontiguousarray(levels.T)
    index = weights.astype(np.int64) @ levels
    first = (count - queries) // 2
    chosen = range(first, first + queries)
    found = np.empty((queries, NEAREST), np.uint32)
    # A weighted distance is a plain one between weighted values; whole numbers below 2^24 are exact in f32.
    weighted = np.ascontiguousarray((by_row * weights).astype(np.float64))
    narrow = weighted.astype(np.float32)

    def best(distances: np.ndarray, unit: int) -> np.ndarray:
        """Nearest first, equally near ones by their position: distance and position as one number."""
        keys = np.where(
            index > index[unit],
            distances.astype(np.int64) * count + np.arange(count),
            np.iinfo(np.int64).max,
        )
        some = np.argpartition(keys, NEAREST)[:NEAREST]
        keys = np.sort(keys[some])
        return np.where(keys == np.iinfo(np.int64).max, np.iinfo(np.uint32).max, keys % count).astype(np.uint32)

    def numpy() -> np.ndarray:
        return np.array([best(np.abs(narrow - narrow[unit]).sum(axis=1), unit) for unit in chosen])

    def scipy_cdist() -> np.ndarray:
        return np.array([best(cdist(weighted[unit : unit + 1], weighted, "cityblock")[0], unit) for unit in chosen])

    def within(ask: Callable[[int, int], tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        """A search that knows no "better" is asked for more and more, until the five are sure."""
        answer = []
        for unit in chosen:
            asked = 64
            while True:
                distances, positions = ask(unit, min(asked, count))
                better = index[positions] > index[unit]
                kept, far = positions[better], distances[better]
                if asked >= count or (len(kept) > NEAREST and far[NEAREST - 1] < distances[-1]):
                    break
                asked *= 4
            order = np.lexsort((kept, far))[:NEAREST]
            answer.append(
                np.pad(
                    kept[order].astype(np.uint32),
                    (0, NEAREST - len(order)),
                    constant_values=2**32 - 1,
                )
            )
        return np.array(answer)

    tree = cKDTree(weighted)
    brute = NearestNeighbors(algorithm="brute", metric="manhattan").fit(weighted)

    def kd_tree() -> np.ndarray:
        return within(lambda unit, asked: tree.query(weighted[unit], k=asked, p=1))

    def scikit_learn() -> np.ndarray:
        def ask(unit: int, asked: int) -> tuple[np.ndarray, np.ndarray]:
            distances, positions = brute.kneighbors(weighted[unit : unit + 1], n_neighbors=asked)
            return distances[0], positions[0]

        return within(ask)

    def ours() -> np.ndarray:
        library.own.profiles_nearest(profiles, first, queries, NEAREST, found.ctypes.data)
        return found

    calls = {
        "ours": ours,
        "numpy": numpy,
        "scipy cdist": scipy_cdist,
        "scipy cKDTree": kd_tree,
        "scikit-learn": scikit_learn,
    }
    expected = ours().copy()
    for name, call in calls.items():
        assert np.array_equal(call(), expected), name
    made = lines("five nearest better units, a query", count, medians(calls, rounds), queries)
    library.own.profiles_free(profiles)
    return made


def figures(library: Library, count: int, rounds: int) -> list[dict]:
    """Correlations, reliability and components of 47 indicators."""
    columns = np.ascontiguousarray(units(count), np.float64)
    pairs = [(row, column) for row in range(47) for column in range(row)]

    def correlations() -> np.ndarray:
        kendall = np.eye(47)
        for row, column in pairs:
            kendall[row, column] = kendall[column, row] = stats.kendalltau(columns[row], columns[column]).statistic
        return np.array([np.corrcoef(columns), stats.spearmanr(columns, axis=1).statistic, kendall])

    def rest() -> np.ndarray:
        total = columns.sum(axis=0)
        return np.array([np.corrcoef(column, total - column)[0, 1] for column in columns])

    def alpha() -> np.ndarray:
        return np.array([47 / 46 * (1 - columns.var(axis=1, ddof=1).sum() / columns.sum(axis=0).var(ddof=1))])

    def components() -> np.ndarray:
        standard = stats.zscore(columns, axis=1).T
        return PCA(svd_solver="covariance_eigh").fit(standard).explained_variance_ * (count - 1) / count

    works: list[tuple[str, int, tuple[int, ...], dict[str, Callable[[], np.ndarray]]]] = [
        (
            "correlations by Pearson, Spearman and Kendall, 47 x 47",
            0,
            (3, 47, 47),
            {"numpy and scipy": correlations},
        ),
        ("item-rest, 47", 1, (47,), {"numpy": rest}),
        ("Cronbach's alpha", 2, (1,), {"numpy": alpha}),
        (
            "eigenvalues of the correlations, 47",
            3,
            (47,),
            {
                "numpy": lambda: np.linalg.eigvalsh(np.corrcoef(columns))[::-1],
                "scikit-learn": components,
            },
        ),
    ]
    made = []
    for work, which, shape, others in works:
        calls = {
            "ours": lambda which=which, shape=shape: library.statistics(which, columns, shape),
            **others,
        }
        expected = calls["ours"]()
        for name, call in calls.items():
            assert np.allclose(call(), expected, rtol=1e-9, atol=1e-11), (work, name)
        made += lines(work, count, medians(calls, rounds))
    return made


def country(library: Library, count: int, rounds: int) -> list[dict]:
    """Index, rank of each unit among all and in its province, and figures of each of 38 provinces."""
    levels = units(count)
    province = (np.arange(count, dtype=np.uint32) * 7) % 38
    cohort = library.own.cohort_new(levels.ctypes.data, province.ctypes.data, count)
    parts, cuts = spbe_2020().index.weights, spbe_2020().cuts
    ranks, within = np.empty(count, np.uint32), np.empty(count, np.uint32)
    means = np.empty(38)

    def ours() -> tuple[np.ndarray, ...]:
        library.own.cohort_figures(cohort, ranks.ctypes.data, within.ctypes.data, means.ctypes.data)
        return ranks, within, means

    frame = pl.DataFrame({"province": province} | {str(item): column for item, column in enumerate(levels)})
    index = sum(pl.col(str(item)).cast(pl.UInt16) * part for item, part in enumerate(parts))
    down = pl.col("index").rank("min", descending=True)

    def polars() -> tuple[np.ndarray, ...]:
        lazy = frame.lazy().select("province", index=index)
        table = lazy.with_columns(
            predicate=pl.sum_horizontal(pl.col("index") >= cut for cut in cuts),
            rank=down,
            within=down.over("province"),
        ).collect()
        own = pl.col("index")
        groups = table.group_by("province").agg(
            own.mean().alias("mean"),
            own.std().alias("std"),
            *(own.quantile(share, "linear").alias(f"q{share}") for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
            *((pl.col("predicate") == number).sum().alias(f"p{number}") for number in range(5)),
        )
        # Groups of the core stand in the order of their names, which are the codes.
        mean = groups.sort("province")["mean"].to_numpy() / sum(parts)
        return table["rank"].to_numpy(), table["within"].to_numpy(), mean

    calls = {"ours": ours, "polars": polars}
    for mine, theirs in zip(ours(), polars(), strict=True):
        assert np.allclose(mine, theirs, rtol=1e-12)
    made = lines(
        "index, predicate, two ranks, figures of 38 provinces",
        count,
        medians(calls, rounds),
    )
    library.own.cohort_free(cohort)
    return made


def report(about: dict, rows: list[dict]) -> str:
    """The table, for people."""
    text = [
        "# Last run of `make bench-cohort`",
        "",
        f"{described(about)} Microseconds of CPU time, medians, in turn in one process, one thread each; results were",
        "equal before the clock started.",
        "",
        "| work | units | ours | peer | | ratio |",
        "|---|---:|---:|---|---:|---:|",
    ]
    for row in rows:
        times = f"{row['ours_us']:,.2f} | {row['peer']} | {row['peer_us']:,.2f}"
        text.append(f"| {row['work']} | {row['n']:,} | {times} | {row['ratio']} |")
    return "\n".join(text) + "\n"


def main() -> None:
    """Measures, compares, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "library",
        type=Path,
        help="the library of benches/library/cohort.rs, built for release",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="few rounds and units, to see that it runs; writes nothing",
    )
    asked = parser.parse_args()
    library, rounds = Library(asked.library.resolve()), 3 if asked.quick else ROUNDS
    rows = nearest(library, 600, 600, rounds)
    rows += nearest(library, 10_000 if asked.quick else 100_000, 20, rounds)
    rows += figures(library, 600, rounds)
    rows += country(library, 20_000 if asked.quick else 1_000_000, rounds)
    about = machine("numpy", "scipy", "scikit-learn", "polars")
    text = report(about, rows)
    print(text)
    if not asked.quick:
        results = ROOT / "benches/results"
        (results / "cohort.json").write_text(json.dumps(rows, indent=1) + "\n")
        (results / "cohort.md").write_text(text)


if __name__ == "__main__":
    main()
