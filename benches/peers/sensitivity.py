"""Sobol indices beside SALib with numpy: `make bench-simulation`.

    python sensitivity.py LIBRARY [--quick]

Six factors of 59/2020: the weights of each domain together, each weight up to a quarter higher or lower; whether the
exact index is taken or the published one; whether the mean is arithmetic or geometric. 1,024 base runs are 8,192 runs.
The results are the index of one institution and by how many places 600 of them move. Samples are drawn by each side for
itself (SALib's are of low discrepancy): the indices have to agree within the error of both before the clock starts.
SALib resamples 100 times for its intervals, its default; ours 400 times. Times are CPU time of the process, medians,
all contenders in turn in one process, one thread each. Writes benches/results/sensitivity.json and .md.
"""

import os

# One thread each, and before anything is imported that reads this.
for variable in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{variable}_NUM_THREADS"] = "1"

import argparse
import ctypes as c
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from instrument import ROOT, spbe_2020
from timing import described, machine, medians

UNITS, SAMPLES, ROUNDS = 600, 1_024, 9
BLOCK = 256
"""Runs whose ranks are found together: their scores stay in the cache."""


class Library:
    """The functions of benches/library/sensitivity.rs."""

    def __init__(self, path: Path, levels: np.ndarray, factors: int) -> None:
        self.own = c.CDLL(str(path))
        self.own.sensitivity_new.restype = c.c_void_p
        self.own.sensitivity_new.argtypes = [c.c_void_p, c.c_size_t]
        self.own.sensitivity_shares.argtypes = [c.c_void_p, c.c_uint32, c.c_uint32, c.c_void_p]
        columns = np.ascontiguousarray(levels.T, dtype=np.uint8)
        self.all = self.own.sensitivity_new(columns.ctypes.data, len(levels))
        first = np.ascontiguousarray(columns[:, 0])
        self.first = self.own.sensitivity_new(first.ctypes.data, 1)
        self.found = np.zeros((factors, 2, 3))

    def shares(self, *, shift: bool) -> np.ndarray:
        """By factor: first order and total, each with the ends of its interval."""
        cohort = self.all if shift else self.first
        runs = self.own.sensitivity_shares(cohort, shift, SAMPLES, self.found.ctypes.data)
        assert runs == SAMPLES * (len(self.found) + 2)
        return self.found


class Peer:
    """SALib for the samples and the indices, numpy for the runs."""

    def __init__(self, levels: np.ndarray) -> None:
        instrument = spbe_2020()
        weights = np.array(instrument.index.weights, dtype=float)
        domain = {item: group.code for group in instrument.domains for item in group.items}
        groups = [f"domain {domain[item]}" for item in range(len(weights))]
        self.problem = {
            "num_vars": len(weights) + 2,
            "names": [f"w{item}" for item in range(len(weights))] + ["publication", "aggregation"],
            "groups": [*groups, "publication", "aggregation"],
            "bounds": [*np.outer(weights, (0.75, 1.25)).tolist(), [0, 1], [0, 1]],
        }
        self.factors = list(dict.fromkeys(self.problem["groups"]))
        self.levels = levels.T.astype(np.float32)
        self.logs = np.log(self.levels)
        self.official = ranks((weights @ levels.T)[None, :])[0]

    def indices(self, levels: np.ndarray, logs: np.ndarray, runs: np.ndarray) -> np.ndarray:
        """The index of each institution in each run."""
        weights = runs[:, :-2].astype(levels.dtype)
        weights /= weights.sum(axis=1, keepdims=True)
        found = weights @ levels
        geometric = runs[:, -1] >= 0.5
        found[geometric] = np.exp(weights[geometric] @ logs)
        published = runs[:, -2] >= 0.5
        found[published] = np.floor(found[published] * 100 + 0.5) / 100
        return found

    def shares(self, *, shift: bool) -> dict:
        """What SALib makes of the runs."""
        runs = sampling.sample(self.problem, SAMPLES, calc_second_order=False, seed=20)
        if shift:
            results = np.empty(len(runs))
            for start in range(0, len(runs), BLOCK):
                here = slice(start, start + BLOCK)
                found = ranks(self.indices(self.levels, self.logs, runs[here]))
                results[here] = np.abs(found - self.official).mean(axis=1)
        else:
            first = self.levels[:, :1].astype(float)
            results = self.indices(first, np.log(first), runs)[:, 0]
        return analysis.analyze(self.problem, results, calc_second_order=False, seed=20)


def ranks(scores: np.ndarray) -> np.ndarray:
    """The rank of each, from 0; equal ones share the best."""
    order = np.argsort(-scores, axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    first = np.zeros(scores.shape, np.int32)
    place = np.arange(1, scores.shape[1], dtype=np.int32)
    np.multiply(ordered[:, 1:] != ordered[:, :-1], place, out=first[:, 1:])
    np.maximum.accumulate(first, axis=1, out=first)
    found = np.empty_like(first)
    np.put_along_axis(found, order, first, axis=1)
    return found


def compare(factors: list[str], ours: np.ndarray, theirs: dict) -> None:
    """Each index has to agree within three standard errors of the difference."""
    for factor, own, *peer in zip(factors, ours, theirs["S1"], theirs["ST"], strict=True):
        place = factors.index(factor)
        for (value, low, high), other, kind in zip(own, peer, ("S1", "ST"), strict=True):
            reach = np.hypot((high - low) / 2, theirs[f"{kind}_conf"][place]) / 1.96
            print(f"{factor:12} {kind} {value:7.3f} [{low:6.3f}, {high:6.3f}]   SALib {other:7.3f}")
            assert abs(value - other) <= 3 * reach + 0.002, (factor, kind, value, other, reach)


def main() -> None:
    """Compares, then measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--quick", action="store_true", help="few rounds, nothing is written")
    arguments = parser.parse_args()
    random = np.random.default_rng(20)
    able = random.integers(1, 5, (UNITS, 1))
    levels = np.clip(able + random.integers(-1, 3, (UNITS, 47)), 1, 5)
    peer = Peer(levels)
    ours = Library(arguments.library, levels, len(peer.factors))

    calls: dict[str, Callable[[], object]] = {}
    works = {False: "the index of one institution", True: "mean shift of the ranks of 600"}
    for shift, work in works.items():
        print(work)
        compare(peer.factors, ours.shares(shift=shift).copy(), peer.shares(shift=shift))
        calls[f"ours, {work}"] = lambda shift=shift: ours.shares(shift=shift)
        calls[f"SALib, {work}"] = lambda shift=shift: peer.shares(shift=shift)
    times = medians(calls, 3 if arguments.quick else ROUNDS)
    rows = []
    for work in works.values():
        own, other = (times[f"{who}, {work}"] * 1e3 for who in ("ours", "SALib"))
        row = {"work": work, "ours_ms": round(own, 2), "salib_ms": round(other, 1), "ratio": round(other / own, 1)}
        rows.append(row)
    text = "\n".join(
        [
            "# Sensitivity: last run of `make bench-simulation`",
            "",
            f"{described(machine('numpy', 'scipy', 'SALib'))} CPU time, medians, one thread; 8,192 runs, six factors.",
            "",
            "| work | ours, ms | SALib and numpy, ms | times ours |",
            "|---|---:|---:|---:|",
            *(f"| {row['work']} | {row['ours_ms']:,} | {row['salib_ms']:,} | {row['ratio']:,} |" for row in rows),
            "",
        ]
    )
    print(text)
    if not arguments.quick:
        results = ROOT / "benches/results"
        (results / "sensitivity.json").write_text(json.dumps(rows, indent=1) + "\n")
        (results / "sensitivity.md").write_text(text)


if __name__ == "__main__":
    main()
