"""Draws of ranks, and the radii of all pairs, beside numpy: `make bench-simulation`.

    python robustness.py LIBRARY [--quick]

600 institutions, 47 indicators of 59/2020, weights up to a quarter higher or lower. Both draw for themselves: the mean
ranks have to agree within the error of the draws, the radii exactly, before the clock starts. Times are CPU time of the
process, medians, all contenders in turn in one process, one thread each. Writes benches/results/robustness.json
and .md.
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

from instrument import ROOT, spbe_2020
from timing import described, machine, medians

UNITS, DRAWS, ROUNDS = 600, 2_000, 9
SIDE = 3_277  # a chance of 5 % for one level less, and for one more


class Library:
    """The functions of benches/library/robustness.rs."""

    def __init__(self, path: Path, weights: np.ndarray, levels: np.ndarray) -> None:
        self.own = c.CDLL(str(path))
        pointer, size = c.c_void_p, c.c_size_t
        self.own.robustness_new.restype = pointer
        self.own.robustness_new.argtypes = [pointer, size, pointer, size, c.c_uint16]
        self.own.robustness_ranks.argtypes = [pointer, c.c_uint64, c.c_uint32, c.c_uint32, pointer]
        self.own.robustness_radii.argtypes = [pointer, pointer]
        arguments = (weights.ctypes.data, len(weights), levels.ctypes.data, len(levels))
        self.certain, self.noisy = (self.own.robustness_new(*arguments, side) for side in (0, SIDE))
        self.counts = np.zeros((len(levels), len(levels)), np.uint32)
        self.found = np.zeros(len(levels))

    def ranks(self, *, noisy: bool, portable: bool = False) -> np.ndarray:
        """How often each unit has each rank."""
        kept = self.noisy if noisy else self.certain
        self.own.robustness_ranks(kept, 0, DRAWS, portable, self.counts.ctypes.data)
        return self.counts

    def radii(self) -> np.ndarray:
        """The radius of the nearest unit above."""
        self.own.robustness_radii(self.certain, self.found.ctypes.data)
        return self.found


def numpy_ranks(weights: np.ndarray, levels: np.ndarray, random: np.random.Generator, *, noisy: bool) -> np.ndarray:
    """Draws in blocks; scores by sgemm, order by the vector sort of 32-bit floats, one count for a whole block."""
    block, units = 200, len(levels)
    counts = np.zeros(units * units, np.int64)
    base, bytewise = levels.astype(np.float32), levels.astype(np.uint8)
    place = np.arange(units, dtype=np.int32)
    moved, small = np.empty(levels.shape, np.float32), np.empty(levels.shape, np.uint8)
    for _ in range(DRAWS // block):
        drawn = (weights * (0.75 + random.random((block, len(weights)), np.float32) / 2)).astype(np.float32)
        if noisy:
            scores = np.empty((block, units), np.float32)
            for row, own in zip(scores, drawn, strict=True):
                drawn_bytes = np.frombuffer(random.bytes(levels.size), np.uint8).reshape(levels.shape)
                np.add(bytewise, drawn_bytes >= 243, out=small)
                np.subtract(small, drawn_bytes < 13, out=small)
                np.clip(small, 1, 5, out=small)
                np.copyto(moved, small)
                np.dot(moved, own, out=row)
        else:
            scores = drawn @ base.T
        order = np.argsort(-scores, axis=1)
        ordered = np.take_along_axis(scores, order, axis=1)
        # Equal scores share the best rank.
        first = np.zeros(scores.shape, np.int32)
        np.multiply(ordered[:, 1:] != ordered[:, :-1], place[1:], out=first[:, 1:])
        np.maximum.accumulate(first, axis=1, out=first)
        counts += np.bincount((order * units + first).ravel(), minlength=len(counts))
    return counts.reshape(units, units)


def numpy_radii(weights: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Gap over distance for all pairs."""
    own = levels.astype(np.int32)
    index = own @ weights.astype(np.int32)
    distance = np.zeros((len(own), len(own)), np.int32)
    for weight, column in zip(weights.tolist(), own.T, strict=True):
        distance += weight * np.abs(column[:, None] - column)
    gap = index - index[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        radii = np.where((gap >= 0) & (distance > 0), gap / distance, np.inf)
    np.fill_diagonal(radii, np.inf)
    nearest = radii.min(axis=1)
    return np.where(np.isinf(nearest), np.nan, nearest)


def main() -> None:
    """Compares, then measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--quick", action="store_true", help="few rounds, nothing is written")
    arguments = parser.parse_args()
    random = np.random.default_rng(20)
    weights = np.array(spbe_2020().index.weights, dtype=np.uint32)
    able = random.integers(1, 5, (UNITS, 1))
    levels = np.clip(able + random.integers(-1, 3, (UNITS, len(weights))), 1, 5).astype(np.uint32)
    ours = Library(arguments.library, weights, levels)

    assert np.array_equal(ours.radii(), numpy_radii(weights, levels), equal_nan=True)
    for noisy in (False, True):
        own = ours.ranks(noisy=noisy).copy()
        assert np.array_equal(own, ours.ranks(noisy=noisy, portable=True)), "the same bits with any instructions"
        peer = numpy_ranks(weights, levels, random, noisy=noisy)
        means = [counts @ np.arange(UNITS) / DRAWS for counts in (own, peer)]
        assert np.abs(means[0] - means[1]).max() < 8, "ranks agree within the error of draws"

    calls: dict[str, Callable[[], object]] = {}
    for noisy, what in ((False, "weights"), (True, "weights and levels")):
        calls[f"ours, {what}"] = lambda noisy=noisy: ours.ranks(noisy=noisy)
        calls[f"numpy, {what}"] = lambda noisy=noisy: numpy_ranks(weights, levels, random, noisy=noisy)
    calls["ours, radii"], calls["numpy, radii"] = ours.radii, lambda: numpy_radii(weights, levels)
    times = medians(calls, 3 if arguments.quick else ROUNDS)
    rows = []
    for what, per in (("weights", DRAWS), ("weights and levels", DRAWS), ("radii", 1)):
        own, peer = (times[f"{who}, {what}"] / per * 1e6 for who in ("ours", "numpy"))
        work = "all pairs of 600" if per == 1 else f"a draw, {what}"
        rows.append({"work": work, "ours_us": round(own, 2), "numpy_us": round(peer, 1), "ratio": round(peer / own, 1)})
    text = "\n".join(
        [
            "# Robustness: last run of `make bench-simulation`",
            "",
            f"{described(machine('numpy'))} CPU time, medians, one thread, {UNITS} institutions.",
            "",
            "| work | ours, us | numpy, us | times ours |",
            "|---|---:|---:|---:|",
            *(f"| {row['work']} | {row['ours_us']:,} | {row['numpy_us']:,} | {row['ratio']:,} |" for row in rows),
            "",
        ]
    )
    print(text)
    if not arguments.quick:
        results = ROOT / "benches/results"
        (results / "robustness.json").write_text(json.dumps(rows, indent=1) + "\n")
        (results / "robustness.md").write_text(text)


if __name__ == "__main__":
    main()
