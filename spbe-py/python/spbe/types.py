"""The types that the functions of this package take, for annotations in other programs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

from spbe._spbe import Instrument

Language: TypeAlias = Literal["id", "en"]
"""The language of messages."""

MissingPolicy: TypeAlias = Literal["reject", "minimum", "zero", "exclude", "interval"]
"""What happens to an indicator without an answer."""

PredicateBasis: TypeAlias = Literal["exact", "published"]
"""Which index a predicate is read from."""

InstrumentLike: TypeAlias = Instrument | str | os.PathLike[str]
"""An instrument, the id of a built-in one, or the path of a TOML or JSON file."""

FileLike: TypeAlias = str | os.PathLike[str] | bytes
"""The path of a file, or its content."""

Answer: TypeAlias = int | float | str | Decimal | Fraction | None
"""One answer; `None`, a NaN, `-` and an empty text are a missing one."""

Answers: TypeAlias = Sequence[Answer] | Mapping[str, Answer] | Mapping[int, Answer]
"""Answers by position, in the order of `Instrument.items`, or by code."""


@runtime_checkable
class ArrowStream(Protocol):
    """A data frame: any object with the capsule interface of Arrow, such as those of polars, pandas and pyarrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The capsule of a stream of record batches."""


Columns: TypeAlias = Mapping[str, Sequence[Any]]
"""A data frame as a mapping of columns."""

Frame: TypeAlias = ArrowStream | Columns
"""What `spbe.score` takes for a data frame."""
