"""The exact distribution of the index beside numpy and drawing: `make bench-simulation`.

    python forecast.py LIBRARY [--quick]

47 uncertain indicators of 59/2020, five levels each: the chance of all 8,001 sums. Every result is compared before the
clock starts. Times are CPU time of the process, medians, all contenders in turn in one process, one thread each. Writes
benches/results/forecast.json (`work, ours_us, peer, peer_us, ratio`) and forecast.md.
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

ROUNDS = 15
DRAWS = 100_000


class Library:
    """The functions of benches/library/forecast.rs."""

    def __init__(self, path: Path, *, portable: bool) -> None:
        self.own = c.CDLL(str(path))
        self.own.forecast_new.restype = c.c_void_p
        self.own.forecast_distribution.argtypes = [c.c_void_p] * 3
        self.handle = self.own.forecast_new(int(portable))
        self.found = np.empty(8001)
        # To ask for the address of an array takes as long as a part of the work.
        self.place = self.found.ctypes.data

    def distribution(self, chances: int) -> np.ndarray:
        """`chances`: the address of items x levels."""
        self.own.forecast_distribution(self.handle, chances, self.place)
        return self.found


def shift_add(weights: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """One indicator after the other: five shifted copies, added."""
    sums = np.ones(1)
    for weight, own in zip(weights, chances, strict=True):
        longer = np.zeros(len(sums) + 4 * weight)
        for level, chance in enumerate(own):
            longer[level * weight : level * weight + len(sums)] += chance * sums
        sums = longer
    return sums


def classes(weights: np.ndarray, chances: np.ndarray) -> dict[int, np.ndarray]:
    """Indicators of equal weight convolved in steps of that weight."""
    found: dict[int, np.ndarray] = {}
    for weight, own in zip(weights.tolist(), chances, strict=True):
        found[weight] = np.convolve(found[weight], own) if weight in found else own
    return found


def class_convolve(weights: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Classes of equal weight first; then each class is added to the sums, a shifted copy for each of its places."""
    sums = np.ones(1)
    for weight, steps in classes(weights, chances).items():
        longer = np.zeros(len(sums) + weight * (len(steps) - 1))
        for place, chance in enumerate(steps):
            longer[place * weight : place * weight + len(sums)] += chance * sums
        sums = longer
    return sums


def lattice(weights: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """The same up the lattice of common divisors: 30 and 60, then 50 in steps of ten, 55 in steps of five, 26."""
    found = classes(weights, chances)
    unit, sums = 30, found[30]
    for weight in (60, 50, 55, 26):
        divisor = np.gcd(unit, weight)
        a, b = unit // divisor, weight // divisor
        steps = found[weight]
        longer = np.zeros(a * (len(sums) - 1) + b * (len(steps) - 1) + 1)
        end = a * (len(sums) - 1) + 1
        for place, chance in enumerate(steps):
            longer[b * place : b * place + end : a] += chance * sums
        unit, sums = divisor, longer
    return sums


def fourier(weights: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """The product of characteristic functions, transformed back: small chances drown in roundings."""
    length = 8192
    angle = -2j * np.pi * np.arange(length // 2 + 1) / length
    classes_of = classes(weights, chances)
    product = np.ones(length // 2 + 1, dtype=complex)
    for weight, steps in classes_of.items():
        product *= np.polynomial.polynomial.polyval(np.exp(angle * weight), steps)
    return np.fft.irfft(product, length)[:8001]


def drawn(weights: np.ndarray, chances: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Monte Carlo: as many indices as `DRAWS`, counted."""
    sums = np.zeros(DRAWS, dtype=np.int32)
    for weight, own in zip(weights, chances, strict=True):
        levels = np.searchsorted(np.cumsum(own)[:-1], random.random(DRAWS), side="right")
        sums += (weight * levels).astype(np.int32)
    return np.bincount(sums, minlength=8001) / DRAWS


def main() -> None:
    """Compares, then measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--quick", action="store_true", help="few rounds, nothing is written")
    arguments = parser.parse_args()
    index = spbe_2020().index
    assert index.total == 2000
    weights = np.array(index.weights)
    random = np.random.default_rng(20)
    chances = np.ascontiguousarray(random.dirichlet(np.full(5, 0.8), 47) * 0.98 + 0.004)
    chances /= chances.sum(axis=1, keepdims=True)
    place = chances.ctypes.data
    wide, portable = (Library(arguments.library, portable=own) for own in (False, True))

    ours = wide.distribution(place).copy()
    assert np.array_equal(ours, portable.distribution(place)), "the same bits with any instructions"
    assert abs(ours.sum() - 1) < 1e-12
    for peer in (shift_add, class_convolve, lattice):
        assert np.allclose(ours, peer(weights, chances), rtol=1e-12, atol=0), peer.__name__
    assert np.allclose(ours, fourier(weights, chances), rtol=0, atol=1e-12)
    # Draws agree within their error: the largest gap of the two cumulative curves stays below that of Kolmogorov at
    # 1e-6.
    gap = np.abs(np.cumsum(ours) - np.cumsum(drawn(weights, chances, random))).max()
    assert gap < 2.7 / DRAWS**0.5, gap

    calls: dict[str, Callable[[], object]] = {
        "ours": lambda: wide.distribution(place),
        "ours, portable": lambda: portable.distribution(place),
        "numpy shift-add": lambda: shift_add(weights, chances),
        "numpy classes": lambda: class_convolve(weights, chances),
        "numpy lattice": lambda: lattice(weights, chances),
        "numpy FFT": lambda: fourier(weights, chances),
        f"numpy, {DRAWS:,} draws": lambda: drawn(weights, chances, random),
    }
    times = medians(calls, 3 if arguments.quick else ROUNDS)
    rows = [
        {
            "work": "distribution of 47 uncertain indicators",
            "ours_us": round(times["ours"] * 1e6, 2),
            "peer": name,
            "peer_us": round(own * 1e6, 1),
            "ratio": round(own / times["ours"], 1),
        }
        for name, own in times.items()
        if name != "ours"
    ]
    text = "\n".join(
        [
            "# The distribution of the index: last run of `make bench-simulation`",
            "",
            f"{described(machine('numpy'))} CPU time, medians, one thread.",
            "",
            "Ours, through ctypes, with the chances copied in and 8,001 chances copied out: "
            f"{times['ours'] * 1e6:.1f} us.",
            "",
            "| beside | us | times ours |",
            "|---|---:|---:|",
            *(f"| {row['peer']} | {row['peer_us']:,} | {row['ratio']:,} |" for row in rows),
            "",
        ]
    )
    print(text)
    if not arguments.quick:
        results = ROOT / "benches/results"
        (results / "forecast.json").write_text(json.dumps(rows, indent=1) + "\n")
        (results / "forecast.md").write_text(text)


if __name__ == "__main__":
    main()
