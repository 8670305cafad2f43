# The signatures of the extension module. Docstrings are copied from it: tests/python/test_stub.py compares them, and
# writes them with SPBE_WRITE=1.
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, final

from typing_extensions import Self

from spbe.regulation import Indicator, Node, Predicate, Tier
from spbe.result import NextPredicate
from spbe.types import Answers, InstrumentLike

__all__ = [
    "Answerer",
    "Assessment",
    "Cohort",
    "CohortReader",
    "Instrument",
    "NodeScore",
    "Score",
    "ScoreRecords",
    "Table",
    "Workbook",
    "__version__",
    "assessments_document",
    "audit",
    "audit_frame",
    "competition_ranks",
    "data_file",
    "read_assessments",
    "score",
    "score_answers",
    "score_assessments",
    "score_frame",
    "score_records",
]

__version__: str

_Language = Literal["id", "en"]
_Missing = Literal["reject", "minimum", "zero", "exclude", "interval"]
_Basis = Literal["exact", "published"]

@final
class Answerer:
    """Answers requests about the built-in instruments, which it reads once. Immutable."""
    def __new__(cls) -> Self: ...
    def answer(self, request: str, /) -> str:
        """The reply to a request. Whatever the request is, the reply is JSON."""

@final
class Instrument:
    """A regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole.

    Immutable. Two instruments are equal when their checksums are: same names, same weights, same rules.
    """
    @property
    def id(self) -> str:
        """The name for programs, such as `spbe-2020`."""
    @property
    def title(self) -> str:
        """The title in Indonesian."""
    @property
    def title_en(self) -> str | None:
        """The title in English, where there is one."""
    @property
    def basis(self) -> str:
        """The regulation it is taken from."""
    @property
    def years(self) -> tuple[int, ...]:
        """The years in which assessments used it."""
    @property
    def edition(self) -> int:
        """The edition of the data; raised when a name, a weight or a rule is mended."""
    @property
    def answer_kind(self) -> Literal["level", "value"]:
        """What an answer is: `level` for whole levels, `value` for decimals."""
    @property
    def lowest_answer(self) -> int | Fraction:
        """The lowest answer: an `int` where it is whole, else a `Fraction`."""
    @property
    def highest_answer(self) -> int | Fraction:
        """The highest answer: an `int` where it is whole, else a `Fraction`."""
    @property
    def decimals(self) -> int:
        """How many decimals are published."""
    @property
    def items(self) -> tuple[str, ...]:
        """The codes that answers are given to, in the order of answers by position."""
    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers from the top down; the last is the tier of the indicators."""
    @property
    def nodes(self) -> Mapping[str, Node]:
        """The nodes above the indicators by tier and code, such as `domain:1`. Read-only."""
    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators by code, with weights and criteria. Read-only."""
    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """The predicates, lowest first."""
    @property
    def total_weight(self) -> Fraction:
        """What the weights of each tier add up to: 100 where they are percent."""
    @property
    def checksum(self) -> str:
        """SHA-256 of the canonical JSON form, in hexadecimal."""
    @staticmethod
    def builtin_ids() -> list[str]:
        """The ids of the built-in instruments, oldest regulation first."""
    @classmethod
    def builtin(cls, name: str, /, *, language: _Language = "en") -> Self:
        """A built-in instrument by its id."""
    @classmethod
    def from_toml(cls, text: str, /, *, language: _Language = "en") -> Self:
        """An instrument from TOML text."""
    @classmethod
    def from_json(cls, text: str, /, *, language: _Language = "en") -> Self:
        """An instrument from its JSON form."""
    def predicate_basis(self, year: int | None = None, /) -> _Basis:
        """Which index the predicate is read from in a year: `exact` or `published`.

        Args:
            year: the year; without one, or for a year that is not listed, the instrument's default.
        """
    def summary(self) -> dict[str, Any]:
        """Counts and titles: what `spbe instruments --format json` lists."""
    def to_toml(self) -> str:
        """The instrument as TOML text, which `from_toml` reads back to an equal instrument."""
    def to_json(self) -> str:
        """The instrument as JSON text in the canonical form."""
    def to_dict(self) -> dict[str, Any]:
        """The instrument as dictionaries and lists, in the shape of `docs/schema/instrument.schema.json`."""
    def to_html(self, *, language: _Language = "en") -> str:
        """The instrument as HTML: the tree of nodes with their weights. Notebooks show it by themselves.

        Args:
            language: the language of the words around the official names.
        """
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Assessment:
    """What was found at one institution, in one year, at one stage: its answers, checked against an instrument.

    Immutable and hashable; equal when instrument, subject and answers are.
    """
    def __new__(
        cls,
        answers: Answers,
        /,
        *,
        instrument: InstrumentLike,
        institution: str = "",
        year: int | None = None,
        stage: str | None = None,
        labels: Mapping[str, str] | None = None,
        decimal_comma: bool | None = None,
        language: _Language = "en",
    ) -> Self: ...
    @property
    def instrument(self) -> Instrument:
        """The instrument it was checked against."""
    @property
    def institution(self) -> str:
        """Who was assessed; empty where nothing was said."""
    @property
    def year(self) -> int | None:
        """The year, where it is known."""
    @property
    def stage(self) -> str | None:
        """The stage, where it is known."""
    @property
    def labels(self) -> Mapping[str, str]:
        """Whatever else is known of the institution, such as its province; read-only."""
    @property
    def answers(self) -> Mapping[str, int | Fraction | None]:
        """The answers by code, in the order of the instrument: an `int` for a whole number, else a `Fraction`; `None` for
        a missing answer. Read-only.
        """
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class Score:
    """What an assessment is worth: the exact index, every node below it, the predicate, the way to the next one.

    Numbers come in three forms. `index` (and `value` of a node) is the `float` nearest to the published number, for
    tables and plots. `index_published` (`published`) is that number as a `Decimal`, with the decimals it is printed
    with. `index_exact` (`exact`) is the value before rounding, as a `Fraction`. All are index points. Where the answers
    do not determine a number, it is `None`.

    Immutable and hashable; equal when the assessment, the options and so all numbers are. `spbe.score` makes it.
    """
    @property
    def assessment(self) -> Assessment:
        """The assessment that was scored."""
    @property
    def instrument(self) -> Instrument:
        """The instrument it was scored with."""
    @property
    def institution(self) -> str:
        """Who was assessed; empty where nothing was said."""
    @property
    def year(self) -> int | None:
        """The year, where it is known."""
    @property
    def stage(self) -> str | None:
        """The stage, where it is known."""
    @property
    def labels(self) -> Mapping[str, str]:
        """Whatever else is known of the institution, such as its province; read-only."""
    @property
    def index(self) -> float | None:
        """The index in index points: the float nearest to the published number; `None` where it is not determined."""
    @property
    def index_exact(self) -> Fraction | None:
        """The exact index in index points; `None` where it is not determined."""
    @property
    def index_published(self) -> Decimal | None:
        """The index as it is published, with its printed decimals; `None` where it is not determined."""
    @property
    def index_lowest(self) -> Fraction:
        """The lowest exact index that the answers allow; under the policy `interval` missing answers leave a range."""
    @property
    def index_highest(self) -> Fraction:
        """The highest exact index that the answers allow."""
    @property
    def predicate(self) -> str | None:
        """The official name of the predicate; `None` where more than one is possible."""
    @property
    def predicates_possible(self) -> tuple[str, ...]:
        """Every predicate that the index may have, lowest first."""
    @property
    def predicate_basis(self) -> _Basis:
        """Which index the predicate was read from: `exact` or `published`."""
    @property
    def missing_policy(self) -> _Missing:
        """What was done about missing answers: `reject`, `minimum`, `zero`, `exclude` or `interval`."""
    @property
    def missing(self) -> tuple[str, ...]:
        """The codes without an answer, in the order of the instrument."""
    @property
    def official_rule(self) -> bool:
        """Whether this is the index as the regulation defines it: nothing assumed and nothing left out."""
    @property
    def domains(self) -> Mapping[str, NodeScore]:
        """The domains by code; empty where the instrument has none. Read-only."""
    @property
    def aspects(self) -> Mapping[str, NodeScore]:
        """The aspects by code; empty where the instrument has none. Read-only."""
    def tier(self, tier: str, /) -> Mapping[str, NodeScore]:
        """The nodes of one tier above the indicators by code, for instruments with tiers of their own. Read-only.

        Args:
            tier: the tier's code, such as `aspect`.

        Raises:
            `KeyError`: the instrument has no such tier.
        """
    @property
    def nodes(self) -> Mapping[str, NodeScore]:
        """Every node above the indicators by tier and code, such as `domain:1`, in the order of the instrument. Read-only."""
    @property
    def indicators(self) -> Mapping[str, NodeScore]:
        """The indicators by code, in the order of the instrument: the level, or the mean of the items. Read-only."""
    @property
    def contributions(self) -> Mapping[str, NodeScore]:
        """What each indicator adds to the index, by code, in index points; the exact ones add up to it. Read-only."""
    @property
    def next(self) -> NextPredicate | None:
        """The way to the next predicate; `None` at the top, and where the index is not one number."""
    def to_dict(self) -> dict[str, Any]:
        """The record that the command line and every other binding give, as dictionaries, lists, text and numbers."""
    def to_json(self) -> str:
        """The record as JSON text."""
    def to_html(self, *, language: _Language = "en") -> str:
        """The score as HTML: index, predicate, and the tree of nodes with bars. Notebooks show it by themselves.

        Args:
            language: the language of the words around the official names.
        """
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class NodeScore:
    """The value of a domain, an aspect or an indicator, or what an indicator adds to the index.

    Immutable and hashable; equal when node and value are.
    """
    @property
    def tier(self) -> str:
        """The code of the tier: `domain`, `aspect`, `indicator`."""
    @property
    def code(self) -> str:
        """The code, unique in its tier."""
    @property
    def name(self) -> str:
        """The official name."""
    @property
    def name_en(self) -> str | None:
        """The English name, where there is one."""
    @property
    def value(self) -> float | None:
        """The value in index points: the float nearest to the published number; `None` where it is not determined."""
    @property
    def exact(self) -> Fraction | None:
        """The exact value as a `Fraction`; `None` where it is not determined."""
    @property
    def published(self) -> Decimal | None:
        """The value as it is published, a `Decimal` with its printed decimals; `None` where it is not determined."""
    @property
    def lowest(self) -> Fraction | None:
        """The lowest exact value that the answers allow; `None` where every answer below is left out."""
    @property
    def highest(self) -> Fraction | None:
        """The highest exact value that the answers allow; `None` where every answer below is left out."""
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

def score_answers(
    answers: Answers,
    instrument: Instrument,
    /,
    *,
    year: int | None = None,
    missing: _Missing | None = None,
    predicate_basis: _Basis | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> Score:
    """Scores answers by position or code."""

def score_assessments(
    assessments: Sequence[Assessment],
    /,
    *,
    year: int | None = None,
    missing: _Missing | None = None,
    predicate_basis: _Basis | None = None,
    language: _Language = "en",
) -> list[Score]:
    """Scores assessments, each with its instrument; the problems of all are raised at once."""

def read_assessments(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> list[Assessment]:
    """The assessments of a file."""

def score(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    missing: _Missing | None = None,
    predicate_basis: _Basis | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> list[dict[str, Any]]:
    """The records of `spbe score`: one for each assessment or printed result of a file."""

def score_records(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    missing: _Missing | None = None,
    predicate_basis: _Basis | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> ScoreRecords:
    """Reads a file and scores it; its records are made when they are asked for."""

def assessments_document(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> str | None:
    """The assessments of a file as our JSON document; `None` if it holds printed results instead."""

def audit(
    data: bytes,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> dict[str, Any]:
    """The record of `spbe audit`: whether each printed result of a file can be right."""

@final
class ScoreRecords:
    """The scores of a file: all of them can be computed, and each is when it is asked for."""
    @property
    def instrument(self) -> str:
        """The id of the instrument that they are scored by."""
    def __len__(self) -> int: ...
    def labels(self) -> list[str]:
        """The names of all labels of the file, in alphabetical order."""
    def records(self, start: int, stop: int, /) -> list[dict[str, Any]]:
        """The records from one position up to another, as `spbe.score_file` gives them."""
    def json(self, start: int, stop: int, /) -> str:
        """The same as indented JSON, without the brackets around the list."""
    def headlines(self, start: int, stop: int, /) -> list[dict[str, Any]]:
        """Of the same records what a line on each tells: the fields about the whole, of the ranges the index's."""
    def csv_heading(self) -> str:
        """The heading of the rows of CSV."""
    def csv(self, start: int, stop: int, /) -> str:
        """The same as flat rows of CSV."""

@final
class CohortReader:
    """Files on their way to a cohort."""
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
    ) -> None:
        """Adds the records of one file."""
    def cohort(self, *, language: str = "en") -> Cohort:
        """The cohort of all files; every duplicate and every clash is raised at once."""

@final
class Cohort:
    """Many assessments at once: institutions of several years, stages and instruments."""
    def __len__(self) -> int: ...
    @property
    def institutions(self) -> list[str]:
        """The names of the institutions, in order, each once."""
    @property
    def years(self) -> list[int | None]:
        """The years, ascending."""
    @property
    def labels(self) -> list[str]:
        """The labels that institutions have, such as `province` and `type`."""
    def find(
        self,
        institution: str,
        /,
        *,
        year: int | None = None,
        stage: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """The assessment that a name means: a dictionary with `institution`, `year`, `stage` and `instrument`.

        A name goes in any case and spacing, and a part of it that no other institution has is enough; an empty one
        means the only institution. Without a year it is the latest, without a stage the only one. All questions about
        one institution find it so.
        """
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
        if_value: dict[str, str | int | float | Decimal | Fraction] | None = None,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> list[dict[str, Any]]:
        """The places of its institutions: the records of `spbe rank --format json`.

        Ranked `by` the index or a node, once in each grouping of `within` (among all unless given). Years, stages and
        instruments are ranked apart unless `mix` names them; `select` ranks only those with a value of a label. `ties`
        is `competition` (1, 2, 2, 4), `dense` (1, 2, 2, 3) or `fractional` (1, 2.5, 2.5, 4). `if_value` asks where an
        institution would stand if only its own value changed, by its name: `{"Kabupaten Mesuji": "2.60"}`.
        """
    def trend(
        self,
        institution: str | None = None,
        /,
        *,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """What changed over the years, of one institution or of all: the record of `spbe trend --format json`."""
    def compare(
        self,
        first: str,
        second: str,
        /,
        *,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """Two assessments side by side, their difference taken apart: the record of `spbe compare --format json`.

        Each is named by its institution, with year and stage where there are several:
        `Kota Denpasar 2021 (mandiri)`.
        """
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
        reach: float | str | None = None,
        within: Sequence[str] | None = None,
        tier: str | None = None,
        focus: Sequence[str] = ...,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """Whom an institution can learn from: the record of `spbe peers --format json`.

        Compared are institutions of the same instrument, year and stage that share the labels of `within` (their
        `type` unless given). `peers` are the nearest better ones; `visits` the best sets of one visit, of two, and so
        on, among the `pool` nearest. `focus` limits what is learned to some nodes, `reach` how far one visit lifts one.
        """
    def plan(
        self,
        institution: str,
        /,
        *,
        year: int | None = None,
        stage: str | None = None,
        target: float | str | None = None,
        predicate: str | None = None,
        targets: Sequence[Mapping[str, Any]] | str | None = None,
        budget: float | str | None = None,
        costs: Sequence[Mapping[str, Any]] | str | None = None,
        rules: Sequence[Mapping[str, Any]] | str | None = None,
        bounds: Sequence[Mapping[str, Any]] | str | None = None,
        locked: Sequence[str] = ...,
        capacities: Sequence[Mapping[str, Any]] | str | None = None,
        periods: Sequence[Mapping[str, Any]] | str | None = None,
        pace: int | None = None,
        most_changed: int | None = None,
        plans: int = 1,
        differ: int = 1,
        grid: str = "levels",
        most_nodes: int | None = None,
        frontier: bool = False,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """The cheapest way to a target: the record of `spbe plan --format json`.

        Without `target`, `predicate`, `targets` and `budget` it is the way to the next predicate; with a budget and no
        target for the index, the best index that it buys. Each step costs 1 unless `costs` says otherwise. `costs`,
        `rules` (prerequisites), `bounds`, `capacities`, `periods` and `targets` are lists of dictionaries, or the text
        of a CSV or JSON file. `plans` asks for several, each of which differs from every better one in at least `differ`
        indicators. With `frontier` it is the least cost of every index instead. A search that is cut off after
        `most_nodes` says so: `optimal` is then `False`, and `bound` is what no plan can better.
        """
    def what_if(
        self,
        institution: str,
        changes: Mapping[str, Any] | Mapping[int, Any] | Sequence[Mapping[str, Any]] | str | None = None,
        /,
        *,
        units: Sequence[str] = ...,
        until: str | None = None,
        within: Sequence[str] = ...,
        year: int | None = None,
        stage: str | None = None,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """What if levels were different: the record of `spbe whatif --format json`.

        `changes` are levels by indicator, or a list of dictionaries (`indicator`, `to`, and as wanted `scenario`, `unit`,
        `date`), or the text of a CSV file with these columns. Each scenario gets its score, what each change adds
        exactly, the course by date, and the rank, among all and among those that share the labels of `within`. `units`
        and `until` limit what is done. `steps` say what one level more of each indicator is worth.
        """
    def forecast(
        self,
        institution: str,
        beliefs: Mapping[str, Any] | Mapping[int, Any] | Sequence[Mapping[str, Any]] | str | None = None,
        /,
        *,
        confidence: float | str | Fraction | Decimal | None = None,
        downward: float | str | Fraction | Decimal | None = None,
        learn: Sequence[str] | None = None,
        smoothing: float | str | Fraction | Decimal | None = None,
        shrinkage: float | str | Fraction | Decimal | None = None,
        scenarios: Mapping[str, float | str | Fraction | Decimal] | None = None,
        common: float | str | Fraction | Decimal | None = None,
        changes: Mapping[str, Any] | Mapping[int, Any] | Sequence[Mapping[str, Any]] | str | None = None,
        until: str | None = None,
        target: float | str | None = None,
        quantiles: Sequence[float | str] = ...,
        year: int | None = None,
        stage: str | None = None,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """How likely each predicate is: the record of `spbe forecast --format json`.

        `beliefs` are the confidence in the level of each indicator, or a list of dictionaries (`indicator` with `level`
        and `probability`, or with `confidence`; as wanted `scenario`), or the text of a CSV file with these columns.
        `confidence` is that in all others, and `downward` the share of doubt that lies below (a half unless given);
        `learn` names two stages, and takes what became of the answers of other institutions: with `smoothing` pairs more
        (1), spread evenly, and an indicator's own pairs as strong as all once they are `shrinkage` (10). `scenarios` have
        a probability each; `common` is that with which indicators follow one mood. `changes` are those of a plan, one
        outlook for each scenario of theirs; `target` is a predicate or an index, the next predicate unless given.
        """
    def agreement(
        self,
        first: str | None = None,
        second: str | None = None,
        /,
        *,
        key: str = "stage",
        instrument: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """How far two ratings agree, indicator by indicator: the record of `spbe agreement --format json`.

        `key` tells the ratings of an institution apart: its `stage`, or `year`. The first and the last rating are
        compared unless two are named; Krippendorff's alpha takes in all of them.
        """
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
    ) -> dict[str, Any]:
        """How scores lie, go together and come about: the record of `spbe stats --format json`.

        Groups are made by year, stage and the labels of `within`; `nodes` are described in each (the index and the top
        tier unless given). The structure is of one `tier`, the finest that is known unless given, in the latest year.
        """
    def robustness(
        self,
        *,
        year: int | None = None,
        stage: str | None = None,
        only: Sequence[tuple[str, Sequence[str]]] = ...,
        tier: str | None = None,
        reach: float | str | None = None,
        dirichlet: float | str | None = None,
        confidence: float | str | None = None,
        confidences: dict[str, float | str] | None = None,
        draws: int = 10000,
        seed: int = 0,
        coverage: float | str | None = None,
        against: Sequence[str] = ...,
        threads: int = 1,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """How firm ranks and predicates are: the record of `spbe robustness --format json`.

        Each weight is up to `reach` (a quarter unless given; 0 leaves them) higher or lower, or their shares have a
        Dirichlet distribution with parameters that add up to `dirichlet`. `confidence` is the chance that a level is
        right, else it is one off; `confidences` that of single indicators. `only` ranks those with a value of a label;
        `against` names institutions that all are compared with. The result depends on the `seed`, not on `threads`.
        """
    def sensitivity(
        self,
        institution: str | None = None,
        /,
        *,
        year: int | None = None,
        stage: str | None = None,
        only: Sequence[tuple[str, Sequence[str]]] = ...,
        tier: str | None = None,
        reach: float | str | None = None,
        dirichlet: float | str | None = None,
        by: str | None = None,
        confidence: float | str | None = None,
        confidences: dict[str, float | str] | None = None,
        publication: bool = True,
        aggregation: bool = True,
        outputs: Sequence[str] = ...,
        samples: int = 1024,
        seed: int = 0,
        threads: int = 1,
        missing: str | None = None,
        predicate_basis: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """Which uncertainty moves the ranking: the record of `spbe sensitivity --format json`.

        Factors are the weights (one for each node of the tier `by`, if given), the levels where a `confidence` is given,
        the rule of publication and the way of aggregation (`publication`, `aggregation`). `outputs` are `rank_shift`,
        `predicate_change`, and of one `institution` its `index` and `rank`. Weights and levels are as in `robustness`.
        """

@final
class Workbook:
    """An XLSX workbook."""
    def __new__(cls, data: bytes, /) -> Self: ...
    def sheets(self) -> list[str]:
        """The names of the sheets that hold cells and are shown, in their order."""
    def cells(self, sheets: Sequence[str], /) -> str:
        """The cells of some sheets in the form that `docs/json.md` describes, as JSON text."""

def competition_ranks(values: Sequence[str], /) -> list[int]:
    """The rank of each value, the highest first; equal values share the best rank, and the next rank is skipped."""

@final
class Table:
    """Rows and named columns: what `score` gives for a data frame, and every other result of many rows.

    A table speaks the capsule interface of Arrow: polars, pandas, pyarrow, duckdb and others take it as it is
    (`polars.DataFrame(table)`, `pyarrow.table(table)`), without a copy where they can. It never changes.
    """
    def __new__(cls, frame: object) -> Self: ...
    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and how many columns."""
    @property
    def metadata(self) -> dict[str, str]:
        """What the table says of how it was made, such as `spbe.instrument` and `spbe.missing_policy`."""
    def __len__(self) -> int: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __getitem__(self, key: str, /) -> list[Any]: ...
    def head(self, rows: int = 10) -> Table:
        """The first rows."""
    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
    def to_polars(self) -> Any:
        """The table as a `polars.DataFrame`; polars must be installed."""
    def to_arrow(self) -> Any:
        """The table as a `pyarrow.Table`; pyarrow must be installed."""
    def to_pandas(self) -> Any:
        """The table as a `pandas.DataFrame`; pandas must be installed, pyarrow need not be."""
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
    missing: _Missing | None = None,
    predicate_basis: _Basis | None = None,
    decimal_comma: bool | None = None,
    columns: Sequence[str] | None = None,
    language: _Language = "en",
) -> Table:
    """The table of a data frame of answers, wide or long, or of printed results."""

def audit_frame(
    frame: object,
    candidates: Sequence[Instrument],
    /,
    *,
    year: int | None = None,
    decimal_comma: bool | None = None,
    language: _Language = "en",
) -> dict[str, Any]:
    """The record of `spbe audit` for a data frame of printed results."""

def data_file(name: str, /) -> str | None:
    """The text of a file of published data, by its name."""
