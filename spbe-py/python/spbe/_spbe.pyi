from collections.abc import Sequence
from typing import Any, Literal, final

from typing_extensions import Self

__all__ = [
    "Cohort",
    "CohortReader",
    "Instrument",
    "ScoreRecords",
    "Table",
    "Workbook",
    "__version__",
    "assessments_document",
    "audit",
    "audit_frame",
    "competition_ranks",
    "data_file",
    "score",
    "score_frame",
    "score_records",
]

__version__: str

_Language = Literal["id", "en"]

@final
class Instrument:
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def checksum(self) -> str: ...
    @staticmethod
    def builtin_ids() -> list[str]: ...
    @classmethod
    def builtin(cls, name: str, /, *, language: _Language = "en") -> Self: ...
    @classmethod
    def from_toml(cls, text: str, /, *, language: _Language = "en") -> Self: ...
    @classmethod
    def from_json(cls, text: str, /, *, language: _Language = "en") -> Self: ...
    def summary(self) -> dict[str, Any]: ...
    def to_toml(self) -> str: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

def score(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    missing: Literal["reject", "minimum", "zero", "exclude", "interval"] | None = None,
    predicate_basis: Literal["exact", "published"] | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> list[dict[str, Any]]: ...
def score_records(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    missing: Literal["reject", "minimum", "zero", "exclude", "interval"] | None = None,
    predicate_basis: Literal["exact", "published"] | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> ScoreRecords: ...
def assessments_document(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> str | None: ...
def audit(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> dict[str, Any]: ...

@final
class ScoreRecords:
    @property
    def instrument(self) -> str: ...
    def __len__(self) -> int: ...
    def labels(self) -> list[str]: ...
    def records(self, start: int, stop: int, /) -> list[dict[str, Any]]: ...
    def json(self, start: int, stop: int, /) -> str: ...

@final
class CohortReader:
    def __new__(cls) -> Self: ...
    def add(
        self,
        data: bytes,
        candidates: Sequence[Instrument],
        /,
        *,
        name: str | None = None,
        year: int | None = None,
        decimal_comma: bool | None = None,
        language: str = "en",
    ) -> None: ...
    def cohort(self, *, language: str = "en") -> Cohort: ...

@final
class Cohort:
    def __len__(self) -> int: ...
    @property
    def institutions(self) -> list[str]: ...
    @property
    def years(self) -> list[int | None]: ...
    @property
    def labels(self) -> list[str]: ...
    def rank(
        self,
        *,
        by: str = "index",
        within: Sequence[Sequence[str]] = ...,
        mix: Sequence[str] = ...,
        select: Sequence[tuple[str, Sequence[str]]] = ...,
        ties: str = "competition",
        top: int | None = None,
        bottom: int | None = None,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> list[dict[str, Any]]: ...
    def trend(
        self,
        institution: str | None = None,
        /,
        *,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]: ...
    def compare(
        self,
        first: str,
        second: str,
        /,
        *,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]: ...
    def peers(
        self,
        institution: str,
        /,
        *,
        year: int | None = None,
        stage: str | None = None,
        count: int = 5,
        visits: int = 3,
        pool: int = 50,
        reach: str | None = None,
        within: Sequence[str] | None = None,
        tier: str | None = None,
        focus: Sequence[str] = ...,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]: ...
    def agreement(
        self,
        first: str | None = None,
        second: str | None = None,
        /,
        *,
        key: str = "stage",
        instrument: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]: ...
    def statistics(
        self,
        *,
        within: Sequence[str] = ...,
        nodes: Sequence[str] | None = None,
        tier: str | None = None,
        instrument: str | None = None,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]: ...

@final
class Workbook:
    def __new__(cls, data: bytes, /) -> Self: ...
    def sheets(self) -> list[str]: ...
    def cells(self, sheets: Sequence[str], /) -> str: ...

def competition_ranks(values: Sequence[str], /) -> list[int]: ...

@final
class Table:
    def __new__(cls, frame: object) -> Self: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def shape(self) -> tuple[int, int]: ...
    @property
    def metadata(self) -> dict[str, str]: ...
    def __len__(self) -> int: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __getitem__(self, key: str, /) -> list[Any]: ...
    def head(self, rows: int = 10) -> Table: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def to_polars(self) -> Any: ...
    def to_arrow(self) -> Any: ...
    def to_pandas(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    @classmethod
    def _unpack(cls, packed: object) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[Any]]: ...

def score_frame(
    frame: object,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    missing: Literal["reject", "minimum", "zero", "exclude", "interval"] | None = None,
    predicate_basis: Literal["exact", "published"] | None = None,
    decimal_comma: bool | None = None,
    columns: Sequence[str] | None = None,
    language: _Language = "en",
) -> Table: ...
def audit_frame(
    frame: object,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> dict[str, Any]: ...
def data_file(name: str, /) -> str | None: ...
