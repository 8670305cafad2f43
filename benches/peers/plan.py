"""Plans beside HiGHS (scipy.optimize.milp): `make bench-simulation`.

    python plan.py LIBRARY [--quick]

Institutions of 59/2020 with random levels and costs of 5 to 399 a step. Every cost is compared with HiGHS (no gap)
before the clock starts. Times are CPU time of the process, in turn in one process, one thread each. Writes
benches/results/plan.json (`work, ours_us, peer, peer_us, ratio`) and plan.md.
"""

import os

# One thread each, and before anything is imported that reads this.
for variable in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{variable}_NUM_THREADS"] = "1"

import argparse
import ctypes as c
import json
import statistics
import time
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from instrument import ROOT, spbe_2020
from timing import described, machine

TARGETS = np.array([260, 350, 420], np.int64)
SEED = 20


class Library:
    """The functions of benches/library/plan.rs."""

    def __init__(self, path: Path, costs: np.ndarray, rules: np.ndarray) -> None:
        self.own = c.CDLL(str(path))
        self.own.plan_new.restype = c.c_void_p
        self.own.plan_new.argtypes = [c.c_void_p, c.c_void_p, c.c_size_t]
        self.own.plan_least.argtypes = [
            c.c_void_p,
            c.c_void_p,
            c.c_size_t,
            c.c_void_p,
            c.c_size_t,
            c.c_void_p,
            c.c_void_p,
        ]
        self.own.plan_frontier.argtypes = [c.c_void_p] * 3
        self.own.plan_frontier.restype = c.c_size_t
        self.own.plan_whole.argtypes = [c.c_void_p, c.c_void_p, c.c_int64]
        self.own.plan_whole.restype = c.c_int64
        self.costs, self.rules = np.ascontiguousarray(costs), np.ascontiguousarray(rules)
        self.handle = self.own.plan_new(self.costs.ctypes.data, self.rules.ctypes.data, len(rules))

    def least(self, levels: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Costs and levels at the end, institution by institution."""
        found = np.empty((len(levels), len(targets)), np.int64)
        after = np.empty((len(levels), len(targets), 47), np.int64)
        self.own.plan_least(
            self.handle,
            levels.ctypes.data,
            len(levels),
            targets.ctypes.data,
            len(targets),
            found.ctypes.data,
            after.ctypes.data,
        )
        return found, after

    def frontier(self, levels: np.ndarray) -> np.ndarray:
        """The least cost of every sum."""
        found = np.empty(8001, np.int64)
        return found[: self.own.plan_frontier(self.handle, levels.ctypes.data, found.ctypes.data)]

    def whole(self, levels: np.ndarray, target: int) -> int:
        """The cost of a whole plan."""
        return self.own.plan_whole(self.handle, levels.ctypes.data, target)


def highs(parts: np.ndarray, costs: np.ndarray, rules: np.ndarray, levels: np.ndarray, target: int) -> int:
    """The same by HiGHS: one yes or no for each step."""
    name: dict[tuple[int, int], int] = {}
    for item, level in enumerate(levels):
        for step in range(int(level) + 1, 6):
            name[item, step] = len(name)
    data, columns, starts, lower = [], [], [0], []

    def row(terms: list[tuple[int, float]], least: float) -> None:
        for column, term in terms:
            columns.append(column)
            data.append(term)
        starts.append(len(columns))
        lower.append(least)

    row([(own, float(parts[item])) for (item, _), own in name.items()], target * 20 - float(parts @ levels))
    for (item, step), own in name.items():
        if (item, step - 1) in name:
            row([(name[item, step - 1], 1.0), (own, -1.0)], 0.0)
    for item, level, other, needs in rules:
        if levels[item] < level and levels[other] < needs:
            row([(name[other, needs], 1.0), (name[item, level], -1.0)], 0.0)
    matrix = csr_array((data, columns, starts), shape=(len(lower), len(name)))
    prices = np.array([costs[item, step - 2] for item, step in name], float)
    result = milp(
        prices,
        constraints=LinearConstraint(matrix, np.array(lower), np.inf),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(name)),
        options={"mip_rel_gap": 0},
    )
    return -1 if result.x is None else round(result.fun)


def drawn_rules(random: np.random.Generator, count: int) -> np.ndarray:
    """Rules along one order of the indicators, so that they cannot go in a circle."""
    order = random.permutation(47)
    pairs = np.sort(np.array([random.choice(47, 2, replace=False) for _ in range(count)]).reshape(-1, 2), axis=1)
    wanted = random.integers(2, 6, (count, 2))
    return np.column_stack([order[pairs[:, 0]], wanted[:, 0], order[pairs[:, 1]], wanted[:, 1]]).astype(np.int64)


def spent(call: object, repeats: int) -> float:
    """Microseconds of processor time a call."""
    start = time.process_time_ns()
    for _ in range(repeats):
        call()
    return (time.process_time_ns() - start) / repeats / 1000


def main() -> None:
    """Compares, then measures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("library", type=Path)
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    rounds = 8 if given.quick else 40
    random = np.random.default_rng(SEED)
    parts = np.array(spbe_2020().index.weights, np.int64)
    costs = random.integers(5, 400, (47, 4)).astype(np.int64)
    levels = random.integers(1, 4, (600, 47)).astype(np.int64)
    results = []

    def note(work: str, ours: list[float], theirs: list[float]) -> None:
        total = sum(theirs) / sum(ours)
        median = statistics.median(their / our for our, their in zip(ours, theirs, strict=True))
        results.append(
            {
                "work": work,
                "ours_us": round(statistics.median(ours), 2),
                "peer": "scipy.optimize.milp",
                "peer_us": round(statistics.median(theirs), 1),
                "ratio": round(median, 1),
                "ratio_total": round(total, 1),
                "solves": len(ours),
            }
        )
        print(results[-1])

    free = Library(given.library, costs, np.empty((0, 4), np.int64))
    found, after = free.least(levels, TARGETS)
    reached = after @ parts
    assert (reached >= TARGETS * 20).all(), "every target is met"
    assert (after >= levels[:, None]).all()
    ours, theirs = [], []
    for number in range(rounds):
        one = levels[number : number + 1]
        for place, target in enumerate(TARGETS):
            goal = TARGETS[place : place + 1]
            start = time.process_time_ns()
            expected = highs(parts, costs, np.empty((0, 4), np.int64), one[0], int(target))
            theirs.append((time.process_time_ns() - start) / 1000)
            assert found[number, place] == expected, (number, target)
            ours.append(spent(lambda: free.least(one, goal), 50))
    note("least cost, nothing but the index", ours, theirs)

    cells = free.frontier(levels[0])
    for need in range(0, len(cells), 37):
        goal = np.array([-(-(int(parts @ levels[0]) + need) // 20)], np.int64)
        alone = free.least(levels[:1], goal)[0][0, 0]
        assert alone == cells[int(goal[0]) * 20 - int(parts @ levels[0])], need
    all_at_once = min(spent(lambda: free.frontier(levels[0]), 100) for _ in range(rounds))
    country = min(spent(lambda: free.least(levels, TARGETS), 1) for _ in range(rounds))
    results.append({"work": "all targets of one institution at once", "ours_us": round(all_at_once, 1)})
    results.append({"work": "600 institutions to 2.60, 3.50 and 4.20", "ours_us": round(country)})
    print(results[-2], results[-1])

    for count in (20, 60, 150):
        ours, theirs = [], []
        for number in range(rounds):
            rules = drawn_rules(random, count)
            library = Library(given.library, costs, rules)
            for target in (260, 350) if given.quick else (260, 350, 420):
                start = time.process_time_ns()
                expected = highs(parts, costs, rules, levels[number], target)
                theirs.append((time.process_time_ns() - start) / 1000)
                assert library.whole(levels[number], target) == expected, (number, count, target)
                ours.append(spent(lambda: library.whole(levels[number], target), 3))
        note(f"whole plan, {count} random prerequisites", ours, theirs)

    about = described(machine("numpy", "scipy"))
    lines = ["| work | ours | HiGHS | ratio, median | ratio, total |", "|---|---|---|---|---|"]
    for own in results:
        peer = f"{own['peer_us']:,.0f} us | {own['ratio']:,.0f} | {own['ratio_total']:,.0f}" if "peer" in own else "| |"
        lines.append(f"| {own['work']} | {own['ours_us']:,} us | {peer} |")
    text = "\n".join(lines) + f"\n\n{about}\n"
    print(text)
    if not given.quick:
        folder = ROOT / "benches" / "results"
        (folder / "plan.json").write_text(json.dumps({"about": about, "results": results}, indent=2) + "\n")
        (folder / "plan.md").write_text(text)


if __name__ == "__main__":
    main()
