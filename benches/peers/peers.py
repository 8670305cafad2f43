"""The same work as an expert of each tool would write it: published values (u16 hundredths) and the predicate (u8).

All are exact: sums of bytes, then 16-bit integers, rounded half up by an integer division. None checks the levels,
which ours does. Each function takes the data in the tool's own layout and returns a call.
"""

import functools
import operator
from collections.abc import Callable
from math import gcd

import duckdb
import numba
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from instrument import Group, Instrument

CHUNK = 16_384  # rows: what is in hand stays in the second-level cache; the fastest of 4,096 to 65,536
LEVELS = 5


def hundredths(group: Group) -> tuple[int, int, int]:
    """`(sum * factor + half) // divisor`, in 16 bits."""
    common = gcd(100, group.total)
    factor, total = 100 // common, group.total // common
    half = total // 2  # of an odd total too: what is added is whole, so the quotient is the same
    assert LEVELS * group.total * factor + half < 2**16, group
    return factor, half, total


def terms(instrument: Instrument, group: Group) -> dict[int, int]:
    """A group as weights of aspects, in units of the group."""
    found = {}
    for position, aspect in enumerate(instrument.aspects):
        if set(aspect.items) <= set(group.items):
            found[position] = group.weights[group.items.index(aspect.items[0])]
    return found


# ---- numpy ---------------------------------------------------------------------------------------


class Tail:
    """From sums of aspects (u8) to published values, in buffers of a chunk; shared by both numpy peers."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.steps = [(group, terms(instrument, group), *hundredths(group)) for group in instrument.groups]
        self.sum, self.part = np.empty(CHUNK, np.uint16), np.empty(CHUNK, np.uint16)
        self.flag = np.empty(CHUNK, np.bool_)

    def __call__(self, aspects: np.ndarray, published: np.ndarray, predicate: np.ndarray) -> None:
        size = aspects.shape[1]
        total, part, flag = self.sum[:size], self.part[:size], self.flag[:size]
        for out, (group, weights, factor, half, divisor) in zip(published, self.steps, strict=True):
            (first, weight), *rest = weights.items()
            np.multiply(aspects[first], np.uint16(weight), out=total, dtype=np.uint16)
            for position, weight in rest:
                np.multiply(aspects[position], np.uint16(weight), out=part, dtype=np.uint16)
                np.add(total, part, out=total)
            if group is self.instrument.index:
                predicate[:] = 0
                for cut in self.instrument.cuts:
                    np.greater_equal(total, np.uint16(cut), out=flag)
                    np.add(predicate, flag.view(np.uint8), out=predicate)
            if factor > 1:
                np.multiply(total, np.uint16(factor), out=total)
            if half:
                np.add(total, np.uint16(half), out=total)
            np.floor_divide(total, np.uint16(divisor), out=out)


def numpy_columns(instrument: Instrument, cells: np.ndarray, published: np.ndarray, predicate: np.ndarray) -> Callable:
    """Sums of bytes, chunk by chunk, in buffers that stay in cache."""
    tail, rows = Tail(instrument), cells.shape[1]
    sums = np.empty((len(instrument.aspects), CHUNK), np.uint8)

    def call() -> None:
        for start in range(0, rows, CHUNK):
            end = min(start + CHUNK, rows)
            for aspect, out in zip(instrument.aspects, sums[:, : end - start], strict=True):
                first, second, *rest = aspect.items
                np.add(cells[first, start:end], cells[second, start:end], out=out)
                for item in rest:
                    np.add(out, cells[item, start:end], out=out)
            tail(sums[:, : end - start], published[:, start:end], predicate[start:end])

    return call


def numpy_rows(instrument: Instrument, cells: np.ndarray, published: np.ndarray, predicate: np.ndarray) -> Callable:
    """The sums of aspects by one matrix product in f32, which holds them exactly."""
    tail, chunk = Tail(instrument), 4096
    matrix = np.zeros((len(instrument.aspects), cells.shape[1]), np.float32)
    for row, aspect in zip(matrix, instrument.aspects, strict=True):
        row[list(aspect.items)] = 1
    floats, sums = np.empty((chunk, cells.shape[1]), np.float32), np.empty((len(matrix), chunk), np.float32)
    whole = np.empty(sums.shape, np.uint8)

    def call() -> None:
        for start in range(0, len(cells), chunk):
            end = min(start + chunk, len(cells))
            size = end - start
            np.copyto(floats[:size], cells[start:end])
            out = sums[:, :size] if size == chunk else np.empty((len(matrix), size), np.float32)
            np.matmul(matrix, floats[:size].T, out=out)
            np.copyto(whole[:, :size], out, casting="unsafe")
            tail(whole[:, :size], published[:, start:end], predicate[start:end])

    return call


# ---- polars --------------------------------------------------------------------------------------


def arrow_table(cells: np.ndarray) -> pa.Table:
    """The columns as Arrow, without a copy."""
    return pa.table({f"i{item}": pa.array(column) for item, column in enumerate(cells)})


def polars_columns(instrument: Instrument, table: pa.Table) -> tuple[Callable, Callable]:
    """The lazy query by the engine in memory and by the streaming one."""
    frame = pl.from_arrow(table, rechunk=False)
    u16 = functools.partial(pl.lit, dtype=pl.UInt16)
    add = functools.partial(functools.reduce, operator.add)
    aspects = [
        add(pl.col(f"i{item}") for item in aspect.items).cast(pl.UInt16).alias(f"s{position}")
        for position, aspect in enumerate(instrument.aspects)
    ]
    sums, published = [], []
    for place, group in enumerate(instrument.groups):
        weights = terms(instrument, group)
        total = add(
            pl.col(f"s{position}") * u16(weight) if weight > 1 else pl.col(f"s{position}")
            for position, weight in weights.items()
        )
        sums.append(total.alias(f"t{place}"))
        factor, half, divisor = hundredths(group)
        value = pl.col(f"t{place}")
        value = value * u16(factor) if factor > 1 else value
        value = value + u16(half) if half else value
        published.append((value // u16(divisor) if divisor > 1 else value).alias(f"p{place}"))
    predicate = add((pl.col("t0") >= u16(cut)).cast(pl.UInt8) for cut in instrument.cuts).alias("predicate")
    query = frame.lazy().select(aspects).select(sums).select(*published, predicate)

    def call() -> pl.DataFrame:
        return query.collect()

    def call_streaming() -> pl.DataFrame:
        return query.collect(engine="streaming")

    return call, call_streaming


def frame_arrays(frame: pl.DataFrame | pd.DataFrame | pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """A result as arrays, for the comparison."""
    columns = [np.asarray(frame[f"p{place}"]) for place in range(13)]
    return np.stack(columns), np.asarray(frame["predicate"])


# ---- duckdb --------------------------------------------------------------------------------------


def duckdb_columns(instrument: Instrument, table: pa.Table, own: bool) -> Callable:
    """On the Arrow table, or on duckdb's own, which is loaded before the clock starts.

    Arrow brings no statistics, without which duckdb checks every integer addition for overflow; there f32 is faster.
    """
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.register("arrow", table)
    source, narrow, wide = "arrow", "FLOAT", "FLOAT"
    if own:
        connection.execute("CREATE TABLE own AS SELECT * FROM arrow")
        connection.unregister("arrow")
        source, narrow, wide = "own", "UTINYINT", "USMALLINT"
    aspects = ", ".join(
        f"({' + '.join(f'i{item}::{narrow}' for item in aspect.items)})::{wide} AS s{position}"
        for position, aspect in enumerate(instrument.aspects)
    )
    sums, published = [], []
    for place, group in enumerate(instrument.groups):
        weights = terms(instrument, group)
        total = " + ".join(f"s{at} * {weight}::{wide}" if weight > 1 else f"s{at}" for at, weight in weights.items())
        sums.append(f"{total} AS t{place}")
        factor, half, divisor = hundredths(group)
        value = f"t{place} * {factor}::{wide}" if factor > 1 else f"t{place}"
        value = f"({value} + {half}::{wide})" if half else value
        if divisor > 1:
            value = f"{value} // {divisor}::{wide}" if own else f"floor({value} / {divisor}::{wide})"
        published.append(f"({value})::USMALLINT AS p{place}")
    predicate = " + ".join(f"(t0 >= {cut}::{wide})::UTINYINT" for cut in instrument.cuts)
    query = (
        f"SELECT {', '.join(published)}, {predicate} AS predicate FROM (SELECT {', '.join(sums)} FROM "
        f"(SELECT {aspects} FROM {source}))"
    )

    def call() -> pa.Table:
        return connection.sql(query).to_arrow_table()

    return call


# ---- pandas --------------------------------------------------------------------------------------


def pandas_columns(instrument: Instrument, cells: np.ndarray) -> Callable:
    """Whole columns."""
    # One block without a copy: the columns of the transposed array are contiguous.
    frame = pd.DataFrame(cells.T, columns=[f"i{item}" for item in range(len(cells))], copy=False)

    def call() -> pd.DataFrame:
        sums = [
            functools.reduce(operator.add, (frame[f"i{item}"] for item in aspect.items)).astype(np.uint16)
            for aspect in instrument.aspects
        ]
        published = {}
        for place, group in enumerate(instrument.groups):
            weights = terms(instrument, group)
            total = functools.reduce(operator.add, (sums[at] * np.uint16(weight) for at, weight in weights.items()))
            factor, half, divisor = hundredths(group)
            if group is instrument.index:
                predicate = sum((total >= cut).astype(np.uint8) for cut in instrument.cuts)
            published[f"p{place}"] = (total * np.uint16(factor) + np.uint16(half)) // np.uint16(divisor)
        return pd.DataFrame({**published, "predicate": predicate}, copy=False)

    return call


# ---- numba ---------------------------------------------------------------------------------------


def numba_source(instrument: Instrument, layout: str) -> str:
    """Straight code for one instrument, as an expert would generate or type it."""
    lines = ["def score(cells, published, predicate):", "    rows = predicate.shape[0]"]
    if layout == "columns":
        # Blocks that stay in cache; one-dimensional slices and loops without a branch, which LLVM vectorises.
        lines += [
            f"    s = np.empty(({len(instrument.aspects)}, 4096), np.uint8)",
            "    for start in range(0, rows, 4096):",
            "        end = min(start + 4096, rows)",
        ]
        for position, aspect in enumerate(instrument.aspects):
            names = [f"c{item}" for item in aspect.items]
            lines += [
                f"        {name} = cells[{item}, start:end]" for name, item in zip(names, aspect.items, strict=True)
            ]
            lines += [f"        s{position} = s[{position}]", "        for i in range(end - start):"]
            lines += [f"            s{position}[i] = {' + '.join(f'{name}[i]' for name in names)}"]
        indent = " " * 8
    else:
        lines += ["    for row in range(rows):"]
        indent = " " * 8
        for position, aspect in enumerate(instrument.aspects):
            total = " + ".join(f"cells[row, {item}]" for item in aspect.items)
            lines.append(f"{indent}s{position} = np.uint16({total})")
    for place, group in enumerate(instrument.groups):
        weights = terms(instrument, group)
        factor, half, divisor = hundredths(group)
        value = f"np.uint16((np.uint32(t) * np.uint32({factor}) + np.uint32({half})) // np.uint32({divisor}))"
        cuts = " + ".join(f"np.uint8(t >= np.uint16({cut}))" for cut in instrument.cuts)
        at = "[i]" if layout == "columns" else ""
        total = " + ".join(f"np.uint16(s{position}{at}) * np.uint16({weight})" for position, weight in weights.items())
        if layout == "columns":
            lines += [f"{indent}p = published[{place}, start:end]", f"{indent}q = predicate[start:end]"]
            lines += [f"{indent}for i in range(end - start):", f"{indent}    t = np.uint16({total})"]
            lines += [f"{indent}    q[i] = np.uint8({cuts})"] if place == 0 else []
            lines += [f"{indent}    p[i] = {value}"]
        else:
            lines += [f"{indent}t = np.uint16({total})"]
            lines += [f"{indent}predicate[row] = np.uint8({cuts})"] if place == 0 else []
            lines += [f"{indent}published[{place}, row] = {value}"]
    return "\n".join(lines)


def numba_call(
    instrument: Instrument, layout: str, cells: np.ndarray, published: np.ndarray, predicate: np.ndarray
) -> Callable:
    """The compiled code as a call."""
    space = {"np": np}
    exec(numba_source(instrument, layout), space)
    score = numba.njit(error_model="numpy")(space["score"])
    score(cells, published, predicate)
    return lambda: score(cells, published, predicate)
