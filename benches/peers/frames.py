"""Data frames through Python beside the kernel alone: `.venv/bin/python benches/peers/frames.py LIBRARY [ROWS]`.

The kernel writes whole numbers (published index and nodes in 16 bits, the sum that the exact text is of, the predicate)
into memory of the caller, once into memory used before and once into fresh memory. A frame gives the same as a table:
an f64 for each published number, the exact text, the predicate as a category. Times are CPU seconds of the process,
medians, taken in turn; memory is the highest resident set above that before the call.

"The core alone" makes the very same table without Python, by the C interface: an Arrow stream in, one out.
"""

import ctypes as c
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import spbe
from spbe import _spbe

from ours import Library, Numbers
from timing import medians

CODES = [str(code) for code in range(1, 48)]


def levels(rows: int) -> np.ndarray:
    """Levels from 1 to 5, a row an item."""
    return np.random.default_rng(20).integers(1, 6, (47, rows), dtype=np.uint8)


def kernel_call(library: Path, cells: np.ndarray, *, fresh: bool) -> Callable[[], None]:
    """A call of the kernel for the same information."""
    kernel = Library(library).kernel(spbe.instrument("spbe-2020").to_toml())
    rows = cells.shape[1]

    def call() -> None:
        published = np.empty((kernel.nodes + 1, rows), np.uint16)
        sums, predicate = np.empty(rows, np.uint16), np.empty(rows, np.uint8)
        made = kernel.columns(cells, published, predicate)
        made.kept[3].index_sum = Numbers(sums.ctypes.data, 16)
        made()

    if fresh:
        return call
    published, sums = np.ones((kernel.nodes + 1, rows), np.uint16), np.ones(rows, np.uint16)
    predicate = np.ones(rows, np.uint8)
    made = kernel.columns(cells, published, predicate)
    made.kept[3].index_sum = Numbers(sums.ctypes.data, 16)
    made.kept += (sums,)
    return made


def core_call(library: Path, table: pa.Table) -> Callable[[], None]:
    """A call that makes the table of results in the core, and takes it up as Arrow does."""
    own, toml = c.CDLL(str(library)), spbe.instrument("spbe-2020").to_toml().encode()
    instrument = c.c_void_p()
    assert own.spbe_instrument_parse(toml, c.c_size_t(len(toml)), 1, c.byref(instrument), None) == 0
    instruments = (c.c_void_p * 1)(instrument)

    def call() -> pa.Table:
        # Five pointers each, of which only the library and pyarrow know more.
        given, made = (c.c_void_p * 5)(), (c.c_void_p * 5)()
        table.to_reader()._export_to_c(c.addressof(given))
        status = own.spbe_score_arrow_stream(instruments, c.c_size_t(1), given, None, made, None)
        assert status == 0, status
        return pa.RecordBatchReader._import_from_c(c.addressof(made)).read_all()

    expected = pa.table(_spbe.score_frame(table, [spbe.instrument("spbe-2020")]))
    assert call().equals(expected.cast(call().schema)), "the core's own table differs"
    return call


def peak(kind: str, rows: int) -> tuple[float, float]:
    """Megabytes above the input while a frame is scored, and those of the result; in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--peak", kind, str(rows)], capture_output=True, text=True, check=True
    )
    above, result = done.stdout.split()
    return float(above), float(result)


def measure_peak(kind: str, rows: int) -> None:
    """What `peak` runs."""
    frame = frames(levels(rows))[kind]
    instrument = spbe.instrument("spbe-2020")
    _spbe.score_frame(frame.head(10) if kind == "polars" else frame.slice(0, 10), [instrument])
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    table = _spbe.score_frame(frame, [instrument])
    status = Path("/proc/self/status").read_text(encoding="ascii")
    highest = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    print((highest - before) / 1e6, pa.table(table).nbytes / 1e6)


def frames(cells: np.ndarray) -> dict[str, object]:
    """The levels as the frames of each library."""
    arrow = pa.table(dict(zip(CODES, map(pa.array, cells), strict=True)))
    return {"polars": pl.from_arrow(arrow), "pyarrow": arrow}


def main(library: Path, rows: int) -> None:
    """Prints the table."""
    instrument = spbe.instrument("spbe-2020")
    cells = levels(rows)
    given = frames(cells)
    calls: dict[str, Callable[[], object]] = {
        "kernel, memory used before": kernel_call(library, cells, fresh=False),
        "kernel, fresh memory": kernel_call(library, cells, fresh=True),
        "the core alone": core_call(library, given["pyarrow"]),
    }
    for name, frame in given.items():
        calls[f"frame of {name}"] = lambda frame=frame: _spbe.score_frame(frame, [instrument])
    for columns in (["index"], ["index", "predicate"], ["index_exact"]):
        calls[f"polars to {' and '.join(columns)}"] = lambda columns=columns: _spbe.score_frame(
            given["polars"], [instrument], columns=columns
        )
    out = pa.table(_spbe.score_frame(given["pyarrow"], [instrument])).nbytes
    calls["only writing as many bytes"] = lambda: np.full(out, 1, np.uint8)
    print(f"{rows:,} rows x 47 columns of bytes")
    for name, seconds in medians(calls, 15).items():
        print(f"  {name:28} {seconds * 1e3:8.1f} ms   {rows / seconds / 1e6:6.1f} M rows/s")
    for kind in given:
        above, result = peak(kind, rows)
        print(
            f"  memory above the input, {kind:8} {above:6.1f} MB, {above / result:.2f} of the result's {result:.1f} MB"
        )

    small = frames(levels(1_000))
    small["table"] = spbe.Table(small["pyarrow"])
    calls = {
        "kernel": kernel_call(library, levels(1_000), fresh=True),
        "the core alone": core_call(library, small["pyarrow"]),
    }
    for name, frame in small.items():
        calls[name] = lambda frame=frame: _spbe.score_frame(frame, [instrument])
    print("1,000 rows")
    for name, seconds in medians(calls, 41).items():
        print(f"  {name:28} {seconds * 1e6:8.1f} us")


if __name__ == "__main__":
    if sys.argv[1] == "--peak":
        measure_peak(sys.argv[2], int(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
