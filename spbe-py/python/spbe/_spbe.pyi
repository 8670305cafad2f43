from collections.abc import Sequence
from typing import Any, Literal, final

from typing_extensions import Self

__all__ = [
    "Instrument",
    "Workbook",
    "__version__",
    "audit",
    "compare",
    "competition_ranks",
    "data_file",
    "rank",
    "score",
    "trend",
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
class Workbook:
    def __new__(cls, data: bytes, /) -> Self: ...
    def sheets(self) -> list[str]: ...
    def cells(self, sheets: Sequence[str], /) -> str: ...

def competition_ranks(values: Sequence[str], /) -> list[int]: ...
def rank(
    files: Sequence[tuple[bytes, str | None]],
    candidates: Sequence[Instrument],
    /,
    *,
    node: str = "index",
    within: Sequence[Sequence[str]] = ...,
    mix: Sequence[str] = ...,
    select: Sequence[tuple[str, Sequence[str]]] = ...,
    ties: str = "competition",
    top: int | None = None,
    bottom: int | None = None,
    year: int | None = None,
    missing: str | None = None,
    predicate_basis: str | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> list[dict[str, Any]]: ...
def trend(
    files: Sequence[tuple[bytes, str | None]],
    candidates: Sequence[Instrument],
    /,
    *,
    institution: str | None = None,
    missing: str | None = None,
    predicate_basis: str | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> dict[str, Any]: ...
def compare(
    files: Sequence[tuple[bytes, str | None]],
    candidates: Sequence[Instrument],
    first: str,
    second: str,
    /,
    *,
    year: int | None = None,
    missing: str | None = None,
    predicate_basis: str | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> dict[str, Any]: ...
def data_file(name: str, /) -> str | None: ...
