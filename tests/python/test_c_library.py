"""The C library scores the frames of Python's libraries, handed over by the Arrow C stream interface."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from conftest import ROOT

LEVELS = {str(code): [2, 3] for code in range(1, 48)}
COLUMNS = {"institution": ["Kota A", "Kota B"], "year": [2023, 2024], **LEVELS}


class Stream(ctypes.Structure):
    """`struct ArrowArrayStream`."""

    _fields_ = [(name, ctypes.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "data")]


class Library:
    """The C library with one instrument."""

    def __init__(self, path: Path) -> None:
        self.c = ctypes.CDLL(str(path))
        self.instrument = ctypes.c_void_p()
        self.c.spbe_instrument_free.argtypes = [ctypes.c_void_p]
        status = self.c.spbe_instrument_builtin(b"spbe-2020", ctypes.c_size_t(9), ctypes.byref(self.instrument), None)
        assert status == 0

    def score(self, frame: Any) -> pl.DataFrame:
        """The results of a frame; the message of the library where it fails."""
        source, results, error = Stream(), Stream(), ctypes.c_void_p()
        pa.RecordBatchReader.from_stream(frame)._export_to_c(ctypes.addressof(source))
        instruments = (ctypes.c_void_p * 1)(self.instrument)
        status = self.c.spbe_score_arrow_stream(
            instruments, ctypes.c_size_t(1), ctypes.byref(source), None, ctypes.byref(results), ctypes.byref(error)
        )
        assert source.release is None, "the library takes the frame over"
        if status != 0:
            message = ctypes.c_char_p()
            self.c.spbe_error_message(error, ctypes.c_uint32(0), ctypes.byref(message), None)
            text = (message.value or b"").decode()
            self.c.spbe_text_free(message)
            self.c.spbe_error_free(error)
            raise ValueError(text)
        table = pa.RecordBatchReader._import_from_c(ctypes.addressof(results)).read_all()
        scored = pl.from_arrow(table)
        assert isinstance(scored, pl.DataFrame)
        return scored


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    cargo = shutil.which("cargo")
    assert cargo is not None
    subprocess.run([cargo, "build", "--quiet", "--locked", "--package", "spbe-ffi"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    library = Library(target / "debug" / "libspbe.so")
    yield library
    library.c.spbe_instrument_free(library.instrument)


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(COLUMNS),
        pl.DataFrame(COLUMNS).with_columns(pl.col("1").cast(pl.String), pl.col("institution").cast(pl.Categorical)),
        pl.concat([pl.DataFrame(COLUMNS).head(1), pl.DataFrame(COLUMNS).tail(1)], rechunk=False),
        pa.table(COLUMNS),
    ],
    ids=["polars", "polars with other types", "polars in chunks", "pyarrow"],
)
def test_a_frame_goes_in_and_results_come_out(library: Library, frame: Any) -> None:
    scored = library.score(frame).select("institution", "index", "index_exact", "predicate", "domain_4")
    assert scored.rows() == [("Kota A", 2.0, "2", "Cukup", 2.0), ("Kota B", 3.0, "3", "Baik", 3.0)]


def test_a_slice_is_read_from_its_own_start(library: Library) -> None:
    assert library.score(pa.table(COLUMNS).slice(1)).select("institution", "index").rows() == [("Kota B", 3.0)]


def test_every_problem_of_a_frame_has_its_row(library: Library) -> None:
    frame = pl.DataFrame(COLUMNS).with_columns(pl.lit(9).alias("7"))
    with pytest.raises(ValueError, match="row 1, column `7`: 9 is outside 1 to 5\nrow 2, column `7`"):
        library.score(frame)
