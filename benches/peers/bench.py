"""Our kernel beside its peers: same work, same data, one process, interleaved, results compared first.

    python bench.py LIBSPBE [--quick]

writes benches/results/latest.json, benches/results/latest.md and docs/performance.svg. A time is the CPU time of
the process per assessment, median over the rounds: on a shared machine that is what a neighbour disturbs least. Only
the speed-up of two threads is taken from wall time, from the quietest round.
"""

import os

# One thread each, and before anything is imported that reads this.
for variable in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{variable}_NUM_THREADS"] = "1"
os.environ["POLARS_MAX_THREADS"] = "1"

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

import accuracy
import peers
import picture
import roof
from instrument import ROOT, generated, spbe_2020
from ours import Kernel, Library
from timing import LASTING, described, interleave, machine

SEED = 20
WORK = "59/2020: index, 4 domains, 8 aspects published (u16), predicate (u8)"
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
INDICATORS = (20, 47, 200, 1000)
TABLE = (1_000, 1_000_000, 10_000_000)
LARGEST = {"pandas": 1_000_000, "numpy sgemm": 1_000_000}
ROUNDS = {1_000: 25, 10_000: 21, 100_000: 15, 1_000_000: 15, 10_000_000: 7}
SMALL = 10_000_000  # levels: larger batches run once a sample, from swept caches


def levels(items: int, rows: int) -> np.ndarray:
    """Levels from 1 to 5, column by column."""
    return np.random.default_rng(SEED).integers(1, 6, (items, rows), dtype=np.uint8)


def places(outputs: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Memory for results, written once so that no page is new to any contender."""
    return np.ones((outputs, rows), np.uint16), np.ones(rows, np.uint8)


def lasting(shape: tuple[int, int]) -> int:
    """How long a sample of that many items x assessments lasts at least."""
    return LASTING if shape[0] * shape[1] < SMALL else 0


def medians(calls: dict[str, Callable], rounds: int, shape: tuple[int, int]) -> dict[str, float]:
    """Nanoseconds an assessment, CPU time; `shape` is items x assessments."""
    times = interleave(calls, rounds, lasting=lasting(shape))
    return {name: statistics.median(own) / shape[1] for name, own in times.items()}


def fastest(times: dict[str, float], names: list[str]) -> float:
    """The least of several."""
    return min(times[name] for name in names)


def same(name: str, found: tuple[np.ndarray, np.ndarray], expected: tuple[np.ndarray, np.ndarray]) -> None:
    """Ends the run if results differ."""
    for ours, theirs in zip(expected, found, strict=True):
        if not np.array_equal(ours, theirs):
            raise SystemExit(f"{name} differs in {np.count_nonzero(ours != theirs)} numbers")


def measure(kernel: Kernel, rows: int, rounds: int) -> list[dict]:
    """One size: both layouts, every peer, and the roof."""
    instrument = spbe_2020()
    cells = levels(kernel.items, rows)
    by_row = np.ascontiguousarray(cells.T)
    own, other = places(13, rows), places(13, rows)
    table = peers.arrow_table(cells)

    polars, polars_streaming = peers.polars_columns(instrument, table)
    calls = {
        "ours columns": kernel.columns(cells, *own),
        "ours rows": kernel.rows(by_row, *own),
        "numba": peers.numba_call(instrument, "columns", cells, *other),
        "numba rows": peers.numba_call(instrument, "rows", by_row, *other),
        "numpy columns": peers.numpy_columns(instrument, cells, *other),
        "numpy sgemm": peers.numpy_rows(instrument, by_row, *other),
        "polars": polars,
        "polars streaming": polars_streaming,
        "duckdb own table": peers.duckdb_columns(instrument, table, own=True),
        "duckdb Arrow": peers.duckdb_columns(instrument, table, own=False),
        "pandas": peers.pandas_columns(instrument, cells),
    }
    calls = {name: call for name, call in calls.items() if rows <= LARGEST.get(name, rows)}
    calls["ours columns"]()
    expected = tuple(part.copy() for part in own)
    for name, call in calls.items():
        for part in (*own, *other):
            part.fill(0)
        result = call()
        if name.startswith("ours"):  # noqa: SIM108
            found = own
        else:
            found = other if result is None else peers.frame_arrays(result)
        same(name, found, expected)
        del result, found
    del expected

    # The passes of the roof come last: they overwrite the results.
    readers, writers = roof.readers(cells), roof.writers(*other)
    times = medians({**calls, **readers, **writers}, rounds, cells.shape)
    limit = fastest(times, list(readers)) + fastest(times, list(writers))
    plain = fastest(times, list(readers)) + times["plain stores (numba)"]
    result = []
    for layout, mine, others in (
        ("columns", "ours columns", ["numba", "numpy columns", "polars", "duckdb own table", "duckdb Arrow", "pandas"]),
        ("rows", "ours rows", ["numba rows", "numpy sgemm", "polars", "duckdb own table"]),
    ):
        for peer in ("roof", "roof, plain stores", *others):
            times["polars"] = fastest(times, ["polars", "polars streaming"])
            peer_ns = {"roof": limit, "roof, plain stores": plain}.get(peer) or times.get(peer)
            if peer_ns is not None:
                result.append(entry(WORK, layout, rows, times[mine], peer, peer_ns, limit))
    return result


def entry(work: str, layout: str, n: int, ours: float, peer: str, peer_ns: float, limit: float | None) -> dict:
    """A line of latest.json."""
    return {
        "work": work,
        "layout": layout,
        "n": n,
        "threads": 1,
        "ours_ns": round(ours, 3),
        "peer": peer,
        "peer_ns": round(peer_ns, 3),
        "ratio": round(peer_ns / ours, 2),
        "roof_fraction": None if limit is None else round(limit / ours, 3),
    }


def measure_indicators(library: Library, count: int, rounds: int) -> list[dict]:
    """One generated instrument, about 47 MB of levels at any number of indicators."""
    kernel, rows = library.kernel(generated(count)), 47_000_000 // count
    cells = levels(count, rows)
    by_row = np.ascontiguousarray(cells.T)
    own = places(1 + kernel.nodes, rows)
    calls = {"columns": kernel.columns(cells, *own), "rows": kernel.rows(by_row, *own)}
    results = []
    for call in calls.values():
        own[0].fill(0)
        call()
        results.append((own[0].copy(), own[1].copy()))
    same("rows", *results)
    readers, writers = roof.readers(cells), roof.writers(*own)
    times = medians({**calls, **readers, **writers}, rounds, cells.shape)
    limit = fastest(times, list(readers)) + fastest(times, list(writers))
    work = f"generated, {count} indicators: index, 10 nodes published (u16), predicate (u8)"
    return [entry(work, layout, rows, times[layout], "roof", limit, limit) for layout in calls]


def measure_threads(kernel: Kernel, rows: int, rounds: int) -> list[dict]:
    """Wall time of one thread and of two, each in its quietest round."""
    cells = levels(kernel.items, rows)
    by_row = np.ascontiguousarray(cells.T)
    one, two = places(13, rows), places(13, rows)
    result = []
    for layout, data in (("columns", cells), ("rows", by_row)):
        run = getattr(kernel, layout)
        calls = {"one": run(data, *one, threads=1), "two": run(data, *two, threads=2)}
        times = interleave(calls, rounds, clock=time.perf_counter_ns, lasting=lasting(cells.shape))
        same("two threads", two, one)
        quiet = {name: min(t) / rows for name, t in times.items()}
        result.append(entry(WORK, layout, rows, quiet["two"], "ours, one thread", quiet["one"], None) | {"threads": 2})
    return result


def report(about: dict, rows: list[dict], findings: list[dict]) -> str:
    """The table, for people."""
    lines = [
        "# Last run of `make bench`",
        "",
        described(about),
        "",
        "Nanoseconds an assessment, median CPU time, interleaved in one process, one thread. Results were equal before",
        "the clock started. `ratio` is the peer's time by ours. Roof: the fastest pass that reads the levels plus the",
        "fastest that writes 27 bytes a row; below about 100,000 rows all is in cache and the roof says little.",
    ]
    for layout in ("columns", "rows"):
        for n in TABLE:
            own = [
                row
                for row in rows
                if row["work"] == WORK and row["threads"] == 1 and (row["layout"], row["n"]) == (layout, n)
            ]
            if not own:
                continue
            lines += ["", f"## {layout.capitalize()}, {n:,} assessments", "", "| | ns | ratio |", "|---|---:|---:|"]
            share = f", {own[0]['roof_fraction']:.2f} of the roof" if n > 100_000 else ""
            lines += [f"| **ours**{share} | **{own[0]['ours_ns']:.2f}** | 1 |"]
            lines += [f"| {row['peer']} | {row['peer_ns']:.2f} | {row['ratio']:.2f} |" for row in own]
    lines += [
        "",
        "## Indicators",
        "",
        "| indicators | layout | rows | ns | roof | of the roof |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    for row in (row for row in rows if row["work"].startswith("generated")):
        count = row["work"].split()[1]
        lines += [
            f"| {count} | {row['layout']} | {row['n']:,} | {row['ours_ns']:.2f} | {row['peer_ns']:.2f} "
            f"| {row['roof_fraction']:.2f} |"
        ]
    lines += ["", "## Two threads", "", "Wall time, quietest round.", "", "| layout | rows | one | two | speed-up |"]
    lines += ["|---|---:|---:|---:|---:|"]
    for row in (row for row in rows if row["threads"] == 2):
        lines += [
            f"| {row['layout']} | {row['n']:,} | {row['peer_ns']:.2f} | {row['ours_ns']:.2f} | {row['ratio']:.2f} |"
        ]
    lines += ["", "## Accuracy", "", "| how the index is computed | where | wrong | of |", "|---|---|---:|---:|"]
    lines += [f"| {row['how']} | {row['where']} | {row['wrong']:,} | {row['of']:,} |" for row in findings]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures, compares, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, help="libspbe.so, built for release")
    parser.add_argument("--quick", action="store_true", help="few rounds and rows, to see that it runs; writes nothing")
    asked = parser.parse_args()
    pa.set_cpu_count(1)
    library = Library(asked.library.resolve())
    kernel = library.kernel((ROOT / "spbe-core/instruments/spbe-2020.toml").read_text())
    sizes = SIZES[:3] if asked.quick else SIZES

    rows = []
    for size in sizes:
        print(f"  {size:>10,} assessments ...", flush=True)
        rows += measure(kernel, size, 3 if asked.quick else ROUNDS[size])
    for count in INDICATORS:
        print(f"  {count:>10,} indicators ...", flush=True)
        rows += measure_indicators(library, count, 3 if asked.quick else 15)
    for size in (200_000,) if asked.quick else (1_000_000, 10_000_000):
        print(f"  {size:>10,} assessments on two threads ...", flush=True)
        rows += measure_threads(kernel, size, 3 if asked.quick else 41 if size < 10_000_000 else 15)
    print("  accuracy ...", flush=True)
    findings = accuracy.findings(spbe_2020(), kernel, 20_000 if asked.quick else 1_000_000)
    about = machine("numpy", "polars", "duckdb", "pandas", "numba", "pyarrow")
    text = report(about, rows, findings)
    print(text)
    if not asked.quick:
        results = ROOT / "benches/results"
        results.mkdir(exist_ok=True)
        (results / "latest.json").write_text(json.dumps(rows, indent=1) + "\n")
        (results / "latest.md").write_text(text)
        picture.draw(rows, about, ROOT / "docs/performance.svg")


if __name__ == "__main__":
    main()
