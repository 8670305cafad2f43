"""How often floating-point ways are wrong: predicates of indices exactly on a cut-off, and published values."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from instrument import Instrument
from ours import Kernel

CUTS = np.array([1.8, 2.6, 3.5, 4.2])
SEED = 59


def on_cut_offs(instrument: Instrument, each: int) -> np.ndarray:
    """Assessments whose index lies exactly on a cut-off: random levels, moved until the sum is right. Items x rows."""
    random = np.random.default_rng(SEED)
    weights = np.array(instrument.index.weights, np.int64)
    found = []
    for cut in instrument.cuts:
        mean = cut / instrument.index.total
        kept = 0
        while kept < each:
            cells = np.clip(np.rint(random.normal(mean, 1.2, (len(weights), 200_000))), 1, 5).astype(np.uint8)
            for _ in range(60):
                gap = cut - weights @ cells.astype(np.int64)
                item = random.integers(0, len(weights), cells.shape[1])
                at = (item, np.arange(cells.shape[1]))
                step = np.sign(gap) * (np.abs(gap) >= weights[item])
                cells[at] = np.clip(cells[at] + step, 1, 5)
            right = cells[:, weights @ cells.astype(np.int64) == cut]
            found.append(right[:, : each - kept])
            kept += found[-1].shape[1]
    return np.concatenate(found, axis=1)


def floats(instrument: Instrument, cells: np.ndarray) -> dict[str, np.ndarray]:
    """The index in f64, the ways people write it."""
    weights = np.array(instrument.index.weights) / instrument.index.total
    percent = np.array(instrument.index.weights) / instrument.index.total * 100
    table = pa.table({f"i{item}": pa.array(column) for item, column in enumerate(cells)})
    frame = pl.from_arrow(table)
    texts = [f"{weight:.6g}" for weight in percent]
    in_order = np.zeros(cells.shape[1])
    for weight, column in zip(weights, cells, strict=True):
        in_order += weight * column
    domains = np.zeros(cells.shape[1])
    for domain in instrument.domains:
        own = np.array(domain.items)
        share = weights[own].sum()
        domains += share * ((weights[own] @ cells[own].astype(np.float64)) / share)
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.register("assessments", table)
    terms = " + ".join(f"i{item} * {text}::DOUBLE" for item, text in enumerate(texts))
    return {
        "f64, sum of level x weight in order": in_order,
        "numpy f64, rows @ weights": np.ascontiguousarray(cells.T, dtype=np.float64) @ weights,
        "numpy f64, domains first": domains,
        "polars f64, sum_horizontal, percent": frame.select(
            pl.sum_horizontal(pl.col(f"i{item}") * float(text) for item, text in enumerate(texts)) / 100
        )
        .to_series()
        .to_numpy(),
        "duckdb DOUBLE, percent": np.asarray(
            connection.sql(f"SELECT ({terms}) / 100 AS value FROM assessments").to_arrow_table()["value"]
        ),
        "pandas f64, dot, percent": pd.DataFrame(cells.T).dot(percent).to_numpy() / 100,
    }


def findings(instrument: Instrument, kernel: Kernel, count: int) -> list[dict]:
    """Counts of wrong predicates and wrong published values, ours first."""
    weights = np.array(instrument.index.weights, np.int64)
    exact_cuts = np.array(instrument.cuts)
    result = []
    for where, cells in (
        ("predicate, index exactly on a cut-off", on_cut_offs(instrument, count // 20)),
        ("predicate, random levels", np.random.default_rng(SEED).integers(1, 6, (47, count), dtype=np.uint8)),
    ):
        sums = weights @ cells.astype(np.int64)
        expected = np.searchsorted(exact_cuts, sums, side="right")
        published = (sums + 10) // 20  # half up: hundredths of 2,000ths
        own = np.zeros((13, len(sums)), np.uint16), np.zeros(len(sums), np.uint8)
        kernel.columns(np.ascontiguousarray(cells), *own)()
        checks = [("ours", own[1], own[0][0])]
        for how, values in floats(instrument, cells).items():
            rounded = np.rint(np.round(values, 2) * 100)
            checks.append((how, np.searchsorted(CUTS, values, side="right"), rounded))
        for how, predicate, hundredths in checks:
            wrong = int(np.count_nonzero(predicate != expected))
            result.append({"how": how, "where": where, "wrong": wrong, "of": len(sums)})
            if "random" in where:
                label = "published index, random levels"
                differ = int(np.count_nonzero(hundredths != published))
                result.append(
                    {
                        "how": how + ("" if how == "ours" else ", np.round"),
                        "where": label,
                        "wrong": differ,
                        "of": len(sums),
                    }
                )
    return sorted(result, key=lambda row: row["where"], reverse=True)
