"""A float is read as it prints, at its own width, whoever hands it over: no answer is another decimal than its text."""

from __future__ import annotations

import array
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import spbe

CODES = list(spbe.instrument("pemdi-2026").items)
PRINTED = {"float16": ["2.6", "3.12", "1.01"], "float32": ["2.6", "3.125", "1.00001"], "float64": ["2.6", "3.1234567"]}
LIMITS = {"float16": 3, "float32": 6, "float64": 15}

Make = Callable[[np.ndarray[Any, Any]], Any]


def masked(cells: np.ndarray[Any, Any]) -> Any:
    return np.ma.array(cells, mask=[False] * len(cells))


MAKERS: dict[str, Make] = {
    "numpy": lambda cells: cells,
    "numpy of the other byte order": lambda cells: cells.astype(cells.dtype.newbyteorder()),
    "numpy with steps": lambda cells: np.repeat(cells, 2)[::2],
    "numpy with a mask": masked,
    "list of numpy scalars": list,
    "list of arrays without a dimension": lambda cells: [np.array(cell) for cell in cells],
    "numpy of objects": lambda cells: np.array([*cells, None], dtype=object)[:-1],
    "pandas": pd.Series,
    "polars": pl.Series,
    "pyarrow": pa.array,
    "pyarrow in pieces": lambda cells: pa.chunked_array([pa.array(cells[:1]), pa.array(cells[1:])]),
    "memory": lambda cells: cells.data,
}


@pytest.mark.parametrize("width", PRINTED)
@pytest.mark.parametrize("maker", MAKERS)
def test_an_answer_is_what_it_prints_as(maker: str, width: str) -> None:
    for text in PRINTED[width]:
        cells = np.array([float(text)] * len(CODES), width)
        score = spbe.score(MAKERS[maker](cells), instrument="pemdi-2026")
        assert score.index_exact == Fraction(text)
        named = {code: MAKERS[maker](cells[:2]) for code in CODES}
        table = spbe.score(named, instrument="pemdi-2026", columns=["index_exact"])
        assert table["index_exact"] == [text] * 2


@pytest.mark.parametrize("width", PRINTED)
@pytest.mark.parametrize("maker", MAKERS)
def test_what_was_computed_is_refused_with_its_digits(maker: str, width: str) -> None:
    computed = np.array([8 / 3] * len(CODES)).astype(width)
    for answers in (MAKERS[maker](computed), dict.fromkeys(CODES, MAKERS[maker](computed[:1]))):
        with pytest.raises(spbe.AssessmentError, match=f"more than {LIMITS[width]} digits") as caught:
            spbe.score(answers, instrument="pemdi-2026")
        assert caught.value.code == "assessment.float_computed"
        assert caught.value.total == len(CODES)


@pytest.mark.parametrize("width", ["float16", "float32"])
def test_a_row_of_pandas_keeps_its_width(width: str) -> None:
    series = pd.Series(np.array([2.6] * len(CODES), width), index=CODES)
    assert spbe.score(series, instrument="pemdi-2026").index_exact == Fraction(13, 5)
    assert spbe.score(series[::-1], instrument="pemdi-2026").index_exact == Fraction(13, 5)
    scalars = dict(zip(CODES, np.array([2.6] * len(CODES), width), strict=True))
    assert spbe.score(scalars, instrument="pemdi-2026").index_exact == Fraction(13, 5)


def test_arrays_of_the_standard_library_are_read_alike() -> None:
    assert spbe.score(array.array("f", [2.6] * len(CODES)), instrument="pemdi-2026").index_exact == Fraction(13, 5)
    assert spbe.score(array.array("d", [2.6] * len(CODES)), instrument="pemdi-2026").index_exact == Fraction(13, 5)


def test_every_half_is_the_decimal_that_numpy_prints() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    levels = halves[(halves >= 1) & (halves <= 5)]
    for half in levels:
        text = np.format_float_positional(half, unique=True, trim="-")
        answers = [half, *([3] * (len(CODES) - 1))]
        if len(text.replace(".", "")) > 3:
            with pytest.raises(spbe.AssessmentError, match="has more than 3 digits"):
                spbe.Assessment(answers, instrument="pemdi-2026")
        else:
            assessment = spbe.Assessment(answers, instrument="pemdi-2026")
            assert assessment.answers[CODES[0]] == Fraction(text)


def test_a_missing_float_stays_missing() -> None:
    cells = np.array([np.nan] + [2.5] * (len(CODES) - 1), np.float16)
    hidden = np.ma.array(np.full(len(CODES), 2.5, np.float16), mask=[True] + [False] * (len(CODES) - 1))
    several: list[Any] = [cells, list(cells), hidden, pl.Series(cells), pa.array(cells, from_pandas=True)]
    for answers in several:
        score = spbe.score(answers, instrument="pemdi-2026", missing="exclude")
        assert score.missing == (CODES[0],)
    frame: Any = {code: np.ma.array([3, 4], mask=[code == CODES[0], False]) for code in CODES}
    table = spbe.score(frame, instrument="pemdi-2026", missing="exclude", columns=["missing"])
    assert table["missing"] == [1, 0]


def test_a_width_that_python_would_hide_is_refused() -> None:
    class Brain:
        """As much of an array of brain floats as the reader looks at."""

        dtype = "bfloat16"

        def tolist(self) -> list[float]:
            return [2.59375] * len(CODES)

    longs = np.array([2.6] * len(CODES), np.longdouble)
    columns = {"institution": ["A"], **{code: Brain() for code in CODES}}
    for answers, words in ((Brain(), "type bfloat16"), (columns, "type bfloat16"), (longs, "longdouble|float128")):
        given: Any = answers
        with pytest.raises(TypeError, match=words):
            spbe.score(given, instrument="pemdi-2026")
