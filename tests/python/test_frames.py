"""Data frames of the real libraries in and out: the same frame gives the same numbers, whoever hands it over."""

from __future__ import annotations

import csv
import datetime
import decimal
import pickle
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import spbe
from spbe import _frames

from conftest import DATA

CODES = [str(code) for code in range(1, 48)]
ROWS = 60

Columns = dict[str, list[Any]]
Make = Callable[[Columns], object]


def answers(rows: int = ROWS, seed: int = 1, *, missing: float = 0.0) -> Columns:
    """Labels and levels of institutions."""
    draw = random.Random(seed)
    levels: Columns = {
        code: [None if draw.random() < missing else draw.randint(1, 5) for _ in range(rows)] for code in CODES
    }
    labels: Columns = {
        "nama_instansi": [f"Kota {row}" for row in range(rows)],
        "tahun": [2023 + row % 2 for row in range(rows)],
    }
    return labels | levels


def narrow(columns: Columns) -> dict[str, pa.Array]:
    """Levels as bytes, as little memory as they need."""
    return {name: pa.array(cells, pa.uint8()) if name in CODES else pa.array(cells) for name, cells in columns.items()}


def sliced(table: pa.Table, pieces: int = 5) -> pa.Table:
    """The same rows in uneven pieces, each inside larger arrays."""
    around = pa.concat_tables([table, table, table]).combine_chunks()
    rows, batches, start = table.num_rows, [], 0
    for piece in range(pieces):
        end = rows if piece == pieces - 1 else start + piece * 7 % (rows - start)
        batches.append(around.slice(rows + start, end - start))
        start = end
    return pa.concat_tables(batches)


def dictionaries(columns: Columns) -> pa.Table:
    """Every level as a word of a dictionary."""
    text = {name: [None if cell is None else str(cell) for cell in columns[name]] for name in CODES}
    return pa.table({name: pa.array(cells).dictionary_encode() for name, cells in (columns | text).items()})


def cast(kind: pa.DataType) -> Make:
    """Levels of one type."""
    return lambda columns: pa.table(
        {
            name: pa.array([None if cell is None else decimal.Decimal(cell) for cell in cells]).cast(kind)
            if name in CODES and pa.types.is_decimal(kind)
            else pa.array(cells).cast(kind)
            if name in CODES
            else pa.array(cells)
            for name, cells in columns.items()
        }
    )


def of_duckdb(columns: Columns) -> object:
    return duckdb.from_arrow(pa.table(columns)).set_alias("answers")


MAKERS: dict[str, Make] = {
    "mapping of lists": lambda columns: columns,
    "mapping of numpy": lambda columns: {
        name: cells if None in cells else np.array(cells) for name, cells in columns.items()
    },
    "mapping of strided numpy": lambda columns: {
        name: cells if None in cells else np.repeat(np.array(cells), 2)[::2] for name, cells in columns.items()
    },
    "mapping of pandas": lambda columns: dict(pd.DataFrame(columns).items()),
    "mapping of polars": lambda columns: {name: pl.Series(cells) for name, cells in columns.items()},
    "mapping of chunked pyarrow": lambda columns: {
        name: pa.chunked_array([cells[:7], cells[7:]], pa.array(cells).type) for name, cells in columns.items()
    },
    "polars": lambda columns: pl.DataFrame(columns),
    "polars bytes": lambda columns: pl.DataFrame(columns).with_columns(pl.col(CODES).cast(pl.UInt8)),
    "polars floats": lambda columns: pl.DataFrame(columns).with_columns(pl.col(CODES).cast(pl.Float64)),
    "polars text": lambda columns: pl.DataFrame(columns).with_columns(pl.col(CODES).cast(pl.String)),
    "polars categorical": lambda columns: pl.DataFrame(columns).with_columns(
        pl.col(CODES).cast(pl.String).cast(pl.Categorical)
    ),
    "polars chunks": lambda columns: pl.concat([pl.DataFrame(columns)[:11], pl.DataFrame(columns)[11:]], rechunk=False),
    "pandas": lambda columns: pd.DataFrame(columns),
    "pandas nullable": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "pandas categorical": lambda columns: pd.DataFrame(columns).astype(dict.fromkeys(CODES, "category")),
    "pyarrow": lambda columns: pa.table(columns),
    "pyarrow bytes": lambda columns: pa.table(narrow(columns)),
    "pyarrow slices of bytes": lambda columns: sliced(pa.table(narrow(columns))),
    "pyarrow slices": lambda columns: sliced(pa.table(columns)),
    "pyarrow batch": lambda columns: pa.RecordBatch.from_pydict(narrow(columns)),
    "pyarrow reader": lambda columns: pa.table(columns).to_reader(max_chunksize=17),
    "pyarrow dictionaries": dictionaries,
    "pyarrow views": cast(pa.string_view()),
    "pyarrow large text": cast(pa.large_string()),
    "pyarrow decimals": cast(pa.decimal128(5, 2)),
    "pyarrow singles": cast(pa.float32()),
    "duckdb": of_duckdb,
    "table": lambda columns: spbe.Table(pa.table(columns)),
}


def one_by_one(columns: Columns, **options: Any) -> list[dict[str, Any]]:
    """The same answers as a file, which goes another way."""
    head = ["institution", "tahun", *CODES]
    rows = zip(columns["nama_instansi"], columns["tahun"], *(columns[code] for code in CODES), strict=True)
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return spbe.score_file("\n".join([";".join(head), *lines]).encode(), "spbe-2020", **options)


def same(table: spbe.Table, records: list[dict[str, Any]]) -> None:
    """Every number of a table against the records of a file."""
    assert len(table) == len(records)
    for row, record in zip(table.to_dicts(), records, strict=True):
        for name in ("index", "index_exact", "predicate"):
            assert row[name] == record[name]
        for tier in ("domain", "aspect"):
            for code, value in record[f"{tier}s"].items():
                assert row[f"{tier}_{code}"] == value
        if record["missing_policy"] != "reject":
            assert row["missing"] == len(record["missing"])


@pytest.mark.parametrize("maker", MAKERS)
def test_every_library_gives_the_same_numbers(maker: str) -> None:
    columns = answers()
    table = _frames.score(MAKERS[maker](columns), instrument="spbe-2020")
    same(table, one_by_one(columns))
    assert table["nama_instansi"] == columns["nama_instansi"]
    assert table["tahun"] == columns["tahun"]


@pytest.mark.parametrize("policy", ["minimum", "zero", "exclude", "interval"])
@pytest.mark.parametrize("maker", MAKERS)
def test_every_library_gives_the_same_numbers_where_answers_are_missing(maker: str, policy: Any) -> None:
    columns = answers(seed=2, missing=0.02)
    table = _frames.score(MAKERS[maker](columns), instrument="spbe-2020", missing=policy)
    same(table, one_by_one(columns, missing=policy))


@pytest.mark.parametrize("maker", MAKERS)
def test_missing_answers_are_refused_with_their_rows(maker: str) -> None:
    columns = answers(12)
    columns["7"][3] = columns["9"][3] = columns["47"][11] = None
    with pytest.raises(spbe.ScoreError) as caught:
        _frames.score(MAKERS[maker](columns), instrument="spbe-2020")
    assert [(issue.place["row"], issue.message) for issue in caught.value.issues] == [
        (4, "Kota 3 2024: 2 indicators are without an answer: 7, 9"),
        (12, "Kota 11 2024: 1 indicator is without an answer: 47"),
    ]


def long(columns: Columns) -> Columns:
    """One row an answer."""
    rows = range(len(columns["nama_instansi"]))
    return {
        "instansi": [columns["nama_instansi"][row] for row in rows for _ in CODES],
        "tahun": [columns["tahun"][row] for row in rows for _ in CODES],
        "kode_indikator": [code for _ in rows for code in CODES],
        "tingkat": [columns[code][row] for row in rows for code in CODES],
    }


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table, dict])
def test_a_long_frame_gives_one_row_an_institution(make: Make) -> None:
    columns = answers(7)
    table = _frames.score(make(long(columns)))
    same(table, one_by_one(columns))
    assert table["institution"] == columns["nama_instansi"]
    assert table["year"] == columns["tahun"]


def official() -> Columns:
    """The official results, as text."""
    with (DATA / "official-2023-2024.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] or None for row in rows] for name in rows[0]}


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table, dict])
def test_printed_results_are_audited_as_their_file_is(make: Make) -> None:
    record = _frames.audit(make(official()))
    expected = spbe.audit_file(DATA / "official-2023-2024.csv")
    for row, other in zip(record["results"], expected["results"], strict=True):
        # A file counts its heading as a row.
        assert row.pop("row") + 1 == other.pop("row")
    assert record == expected


def test_answers_are_no_printed_results() -> None:
    with pytest.raises(spbe.AuditError):
        _frames.audit(answers())


def test_decimal_values_are_what_was_written() -> None:
    codes = [item["code"] for item in spbe.instrument("pemdi-2026").to_dict()["indicators"]]
    written = ["1.26", "2.07", "3.3", "4.999", "1.00005"]
    expected = [text.rstrip("0") for text in written]
    for cells in (
        written,
        [float(text) for text in written],
        [decimal.Decimal(text) for text in written],
        np.array([float(text) for text in written]),
        pl.Series([decimal.Decimal(text) for text in written]),
        pa.array([float(text) for text in written]),
    ):
        table = _frames.score(dict.fromkeys(codes, cells), instrument="pemdi-2026")
        assert table["index_exact"] == expected
    with pytest.raises(spbe.AssessmentError, match=r"row 2, column `1.*computed and not written") as caught:
        _frames.score({code: [1.5, 1.1 + 2.2] for code in codes}, instrument="pemdi-2026")
    assert caught.value.total == len(codes)


def test_what_comes_out_is_what_each_library_takes() -> None:
    columns = answers(9)
    columns["tanggal"] = [datetime.date(2024, 1, 1 + row) for row in range(9)]
    table = _frames.score(pl.DataFrame(columns), instrument="spbe-2020")
    rows = table.to_dicts()
    assert rows[0]["tanggal"] == datetime.date(2024, 1, 1)
    assert table.to_polars().to_dicts() == rows
    assert table.to_arrow().to_pylist() == rows
    assert pl.DataFrame(table).to_dicts() == rows
    assert pa.table(table).to_pylist() == rows
    assert pa.schema(table) == pa.table(table).schema
    assert table.to_pandas().to_dict("records") == rows
    assert duckdb.from_arrow(table.to_arrow()).order("nama_instansi").project("predicate").fetchall() == [
        (row["predicate"],) for row in rows
    ]
    names = [entry["name"]["id"] for entry in spbe.instrument("spbe-2020").to_dict()["predicates"]]
    predicates = table.to_pandas()["predicate"]
    assert list(predicates.cat.categories) == names
    assert predicates.cat.ordered
    assert table.to_pandas()["index"].dtype == np.float64


def test_labels_are_handed_on_without_a_copy() -> None:
    columns = narrow(answers())
    before, after = pa.table(columns), pa.table(_frames.score(pa.table(columns), instrument="spbe-2020"))
    for name in ("nama_instansi", "tahun"):
        ours, theirs = before[name].chunk(0).buffers(), after[name].chunk(0).buffers()
        assert [part and part.address for part in ours] == [part and part.address for part in theirs]


def test_pandas_without_pyarrow_works_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = answers()
    expected = _frames.score(columns, instrument="spbe-2020")

    def export(_frame: object, requested_schema: object = None) -> object:
        raise ImportError("pyarrow")

    monkeypatch.setattr(pd.DataFrame, "__arrow_c_stream__", export)
    monkeypatch.setattr(pd.Series, "__arrow_c_stream__", export, raising=False)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    frame = pd.DataFrame(columns)
    frame["47"] = frame["47"].astype("Int64")
    frame["46"] = frame["46"].astype("float64")
    table = _frames.score(frame, instrument="spbe-2020")
    assert table.to_dicts() == expected.to_dicts()
    back = table.to_pandas()
    assert back.to_dict("records") == expected.to_dicts()
    assert back["predicate"].cat.ordered
    assert back["index"].dtype == np.float64


def test_a_table_is_a_value() -> None:
    columns = answers(30, missing=0.01)
    columns["waktu"] = [datetime.datetime(2024, 1, 1, row % 24) for row in range(30)]
    table = _frames.score(sliced(pa.table(columns)), instrument="spbe-2020", missing="exclude")
    again = pickle.loads(pickle.dumps(table))
    assert again.to_dicts() == table.to_dicts()
    assert again.to_arrow().schema.equals(table.to_arrow().schema, check_metadata=True)
    assert again.metadata == {
        "spbe.checksum": spbe.instrument("spbe-2020").checksum,
        "spbe.instrument": "spbe-2020",
        "spbe.missing_policy": "exclude",
    }
    assert table.shape == (30, 2 + 1 + 3 + 12 + 1)
    assert "index" in table
    assert "indeks" not in table
    assert len(table.head(3)) == 3
    assert len(table.head(99)) == 30
    assert table.head(12).to_dicts() == table.to_dicts()[:12]
    with pytest.raises(KeyError, match="indeks"):
        table["indeks"]


def test_nested_labels_go_through_and_are_pickled() -> None:
    columns = pa.table(answers(4)).append_column("unit", pa.array([["a"], [], None, ["b", "c"]]))
    columns = columns.append_column(
        "lain", pa.array([{"x": 1, "y": "z"}, None, {"x": 2, "y": None}, {"x": 3, "y": "w"}])
    )
    table = _frames.score(columns, instrument="spbe-2020")
    assert table.to_arrow()["unit"].to_pylist() == [["a"], [], None, ["b", "c"]]
    again = pickle.loads(pickle.dumps(table)).to_arrow()
    assert again["unit"].to_pylist() == [["a"], [], None, ["b", "c"]]
    assert again["lain"].to_pylist() == columns["lain"].to_pylist()
    with pytest.raises(TypeError, match="to_arrow"):
        table["unit"]


def test_a_table_shows_its_ends() -> None:
    table = _frames.score(answers(), instrument="spbe-2020", columns=["index", "index_exact", "predicate"])
    lines = repr(table).splitlines()
    assert lines[0] == "Table: 60 rows x 5 columns"
    assert lines[1].split() == ["nama_instansi", "tahun", "index", "index_exact", "predicate"]
    assert len(lines) == 2 + 11
    assert "Kota 59" in lines[-1]
    html = _frames.score(answers(2) | {"<b>": ["&", '"']}, instrument="spbe-2020")._repr_html_()
    assert "&lt;b&gt;" in html
    assert "&amp;" in html
    assert "2 rows x 18 columns" in html


def test_columns_are_chosen_by_name() -> None:
    table = _frames.score(answers(), instrument="spbe-2020", columns=["aspect_8_exact", "index"])
    assert table.columns == ["nama_instansi", "tahun", "aspect_8_exact", "index"]
    with pytest.raises(spbe.AssessmentError) as caught:
        _frames.score(answers(), instrument="spbe-2020", columns=["aspek_8"], language="id")
    assert caught.value.code == "assessment.result_column_unknown"


def test_the_year_decides_the_basis_and_the_rows() -> None:
    columns = answers()
    table = _frames.score(columns, instrument="spbe-2020", year=2024)
    assert table["tahun"] == [2024] * (ROWS // 2)
    same(table, one_by_one(columns, year=2024))
    for basis in ("exact", "published"):
        same(
            _frames.score(columns, instrument="spbe-2020", predicate_basis=basis),
            one_by_one(columns, predicate_basis=basis),
        )


def test_the_instrument_is_found_by_the_codes() -> None:
    assert _frames.score(answers()).metadata["spbe.instrument"] == "spbe-2020"


BAD: list[tuple[object, str]] = [
    (7, "found int"),
    ("levels.csv", "found str"),
    ([1, 2], "found list"),
    (pl.Series([1]), "one column"),
    (pa.chunked_array([[1]]), "one column"),
    ({"1": [object()]}, 'row 1, column "1": a cell of type object'),
    ({"1": [True, 1]}, "mixes cells"),
    ({"1": ["x", 1.5]}, "mixes cells"),
    ({"1": np.ones((2, 2))}, "several dimensions"),
]


@pytest.mark.parametrize(("value", "words"), BAD)
def test_what_is_no_frame_is_a_type_error(value: object, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        _frames.score(value)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r'"2" has 2 rows, the column "1" has 1'):
        _frames.score({"1": [1], "2": [1, 2]})


def test_a_capsule_of_another_name_is_refused() -> None:
    class Wrong:
        def __arrow_c_stream__(self) -> object:
            return spbe.Table(answers()).__arrow_c_schema__()

    class Worse:
        def __arrow_c_array__(self) -> object:
            return 1, 2

    with pytest.raises(TypeError, match="arrow_array_stream"):
        _frames.score(Wrong())
    with pytest.raises(TypeError, match="arrow_schema"):
        _frames.score(Worse())


def test_a_stream_that_breaks_says_why() -> None:
    def batches() -> Any:
        yield pa.RecordBatch.from_pydict(narrow(answers(3)))
        raise RuntimeError("disk full")

    schema = pa.RecordBatch.from_pydict(narrow(answers(3))).schema
    with pytest.raises(ValueError, match="disk full"):
        _frames.score(pa.RecordBatchReader.from_batches(schema, batches()))
    reader = pa.table(answers()).to_reader()
    _frames.score(reader)
    assert len(_frames.score(reader)) == 0


@pytest.mark.parametrize("language", ["en", "id"])
def test_wrong_cells_are_named_by_row_and_column(language: Any) -> None:
    frame = pl.DataFrame(answers()).with_columns(
        pl.Series("7", [3.5, 9.0] + [1.0] * (ROWS - 2)), pl.lit("x").alias("8")
    )
    with pytest.raises(spbe.AssessmentError) as caught:
        _frames.score(frame, instrument="spbe-2020", language=language)
    places = [(issue.place["row"], issue.place["column"], issue.code) for issue in caught.value.issues[:4]]
    assert places == [
        (1, "7", "assessment.level_not_whole"),
        (1, "8", "assessment.number"),
        (2, "7", "assessment.level_out_of_range"),
        (2, "8", "assessment.number"),
    ]
    assert caught.value.total == ROWS + 2
    with pytest.raises(spbe.AssessmentError) as caught:
        _frames.score(pl.DataFrame(answers()).with_columns(pl.lit(value=True).alias("7")), instrument="spbe-2020")
    assert [(issue.place, issue.code) for issue in caught.value.issues] == [({"column": "7"}, "assessment.column_type")]


def test_a_million_rows_are_scored() -> None:
    rows = 1_000_000
    draw = np.random.default_rng(1)
    frame = pl.DataFrame({code: draw.integers(1, 6, rows, dtype=np.uint8) for code in CODES})
    table = _frames.score(frame, instrument="spbe-2020")
    assert table.shape == (rows, 15)
    some = [0, 1, 65_535, 65_536, 499_999, 500_000, 500_032, rows - 1]
    picked = frame[some].with_columns(
        pl.Series("nama_instansi", map(str, some)), pl.Series("tahun", [2024] * len(some))
    )
    expected = one_by_one(picked.to_dict(as_series=False))
    same(spbe.Table(table.to_polars()[some]), expected)


def empty_columns() -> list[tuple[str, object]]:
    """The same two rows with a column of labels, and one of answers, that hold nothing."""
    columns: Columns = {"institution": ["A", "B"], "stage": [None, None], "year": [2024, 2024], "note": [None, None]}
    columns |= {code: [3, 4] for code in CODES} | {"7": [None, None]}
    polars = pl.DataFrame(columns)
    return [
        ("mapping", columns),
        ("polars", polars),
        ("polars with a literal", polars.with_columns(pl.lit(None).alias("7"), pl.lit(None).alias("note"))),
        ("polars in pieces", pl.concat([polars[:1], polars[1:]], rechunk=False)),
        ("polars, sliced", pl.concat([polars, polars])[1:3]),
        ("mapping of polars", {name: pl.Series(cells) for name, cells in columns.items()}),
        ("pandas", pd.DataFrame(columns)),
        ("pyarrow", pa.table(columns)),
        ("table", spbe.Table(polars)),
        ("table given back", spbe.Table(polars).to_polars()),
    ]


@pytest.mark.parametrize("name", [name for name, _ in empty_columns()])
def test_a_column_without_any_value_is_read(name: str) -> None:
    frame = dict(empty_columns())[name]
    table = spbe.score(frame, missing="exclude", columns=["index", "missing"])  # type: ignore[call-overload]
    assert table["missing"] == [1, 1]
    assert table["note"] == table["stage"] == [None, None]
    assert table.to_polars()["note"].to_list() == [None, None]
    with pytest.raises(spbe.ScoreError, match="1 indicator is without an answer: 7"):
        spbe.score(frame)  # type: ignore[call-overload]


def test_lists_and_structures_without_values_are_handed_on() -> None:
    nested = pl.DataFrame({"lists": [[], [None]], "parts": [{"a": None, "b": 1}, None]})
    frame = pl.DataFrame({"institution": ["A", "B"], "year": [2024, 2024], **{code: [3, 4] for code in CODES}})
    table = spbe.score(frame.hstack(nested), columns=["index"]).to_polars()
    assert table["lists"].to_list() == [[], [None]]
    assert table["parts"].to_list() == [{"a": None, "b": 1}, None]


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_type_that_arrow_does_not_have_is_said_at_its_columns(language: Any) -> None:
    frame = pl.DataFrame(answers(3)).cast({"7": pl.Int128, "9": pl.Int128})
    with pytest.raises(spbe.AssessmentError) as caught:
        spbe.score(frame, language=language)
    places = [(issue.place, issue.code) for issue in caught.value.issues]
    assert places == [({"column": code}, "assessment.column_type") for code in ("7", "9")]
    with pytest.raises(spbe.AssessmentError) as caught:
        _frames.score({name: frame[name] for name in frame.columns}, language=language)
    assert [issue.place for issue in caught.value.issues] == [{"column": "7"}]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ({"Kota Z", "Kota A"}, "a set, which has no order"),
        (frozenset(["Kota Z", "Kota A"]), "a set, which has no order"),
        ({"Kota Z": 1, "Kota A": 2}, "a mapping"),
        ("AB", "a text"),
        (b"AB", "a text"),
        (2, "one object"),
    ],
)
def test_a_column_has_its_cells_in_order(column: object, words: str) -> None:
    columns: dict[str, Any] = {"institution": column, "year": [2024, 2024], **{code: [3, 4] for code in CODES}}
    with pytest.raises(TypeError, match=f'the column "institution" is {words}'):
        spbe.score(columns)


def test_what_has_an_order_is_a_column() -> None:
    names = {"Kota Z": 1, "Kota A": 2}
    for column in (names.keys(), range(2), (name for name in names), iter(names)):
        columns: dict[str, Any] = {"institution": column, "year": [2024, 2024], **{code: [3, 4] for code in CODES}}
        assert len(spbe.score(columns)["institution"]) == 2


COMMA = {key: ["1,260"] for key in spbe.instrument("pemdi-2026").items}


@pytest.mark.parametrize("make", [dict, pl.DataFrame, pd.DataFrame, pa.table, long])
def test_a_comma_that_may_be_of_thousands_asks(make: Make) -> None:
    if make is long:
        cells = {"instansi": ["A"] * 20, "tahun": [2026] * 20, "kode_indikator": list(COMMA), "nilai": ["1,260"] * 20}
        frame: object = pl.DataFrame(cells)
    else:
        frame = make({"institution": ["A"], "year": [2026], **COMMA})
    with pytest.raises(spbe.AssessmentError) as caught:
        _frames.score(frame, instrument="pemdi-2026")
    assert {issue.code for issue in caught.value.issues} == {"assessment.number"}
    assert "decimal comma" in str(caught.value) or "1,260" in str(caught.value)
    assert _frames.score(frame, instrument="pemdi-2026", decimal_comma=True)["index_exact"] == ["1.26"]
    with pytest.raises(spbe.AssessmentError):
        _frames.score(frame, instrument="pemdi-2026", decimal_comma=False)
    with pytest.raises(spbe.AssessmentError, match="1,260"):
        spbe.score(["1,260"] * 20, instrument="pemdi-2026")


def test_a_comma_that_can_only_be_decimal_is() -> None:
    for cell, exact in (("1,26", "1.26"), ("1,2600", "1.26"), ("3,5", "3.5")):
        table = _frames.score({key: [cell] for key in COMMA}, instrument="pemdi-2026")
        assert table["index_exact"] == [exact]


def test_numbers_of_every_kind_stand_in_a_list() -> None:
    codes = spbe.instrument("pemdi-2026").items
    for cells in ([Fraction(13, 5)], [decimal.Decimal("2.6"), Fraction(13, 5)], ["2.6"]):
        table = _frames.score(dict.fromkeys(codes, cells), instrument="pemdi-2026", columns=["index_exact"])
        assert table["index_exact"] == ["2.6"] * len(cells)
    for cell in (Fraction(4, 3), 10**20, -(10**40), np.uint64(2**63)):
        with pytest.raises(spbe.AssessmentError, match="row 1, column `1`"):
            _frames.score({code: [cell] for code in CODES}, instrument="spbe-2020")


def test_a_lazy_frame_is_told_to_collect() -> None:
    lazy: Any = pl.DataFrame(answers(2)).lazy()
    uses: list[Callable[[Any], object]] = [spbe.score, _frames.score, spbe.audit_frame, spbe.Table]
    for use in uses:
        with pytest.raises(TypeError, match=r"LazyFrame, which has no rows yet: give what its `collect\(\)` does"):
            use(lazy)
    with pytest.raises(TypeError, match="collect"):
        spbe.score(lazy, instrument="spbe-2020")


def test_a_table_is_asked_by_names() -> None:
    table = spbe.score(answers(3), instrument="spbe-2020", columns=["index"])
    with pytest.raises(TypeError, match=r"by name, found int; its rows are `to_dicts\(\)`, its names `columns`"):
        list(table)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="rows: expected a whole number from 0, found -1"):
        table.head(-1)
    assert table.head(0).to_dicts() == []
