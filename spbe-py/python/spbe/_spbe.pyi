from collections.abc import Sequence
from typing import Any, Literal, final

from typing_extensions import Self

__all__ = [
    "Answerer",
    "Instrument",
    "ScoreRecords",
    "Workbook",
    "__version__",
    "assessments_document",
    "audit",
    "competition_ranks",
    "score",
    "score_records",
]

__version__: str

_Language = Literal["id", "en"]

@final
class Answerer:
    def __new__(cls) -> Self: ...
    def answer(self, request: str, /) -> str: ...

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
class Workbook:
    def __new__(cls, data: bytes, /) -> Self: ...
    def sheets(self) -> list[str]: ...
    def cells(self, sheets: Sequence[str], /) -> str: ...

def competition_ranks(values: Sequence[str], /) -> list[int]: ...
