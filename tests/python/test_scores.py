"""Scores as Python objects: what may be scored, the three forms of a number, and what a value may do."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy
import pytest
import spbe
from spbe.types import MissingPolicy

from conftest import DATA

FILE = DATA / "bandar-lampung-2021-2023.csv"


@pytest.fixture(scope="module")
def city() -> spbe.Assessment:
    """Kota Bandar Lampung 2023: an official index of 2.15, Cukup."""
    return spbe.read_assessments(FILE, year=2023)[0]


@pytest.fixture(scope="module")
def levels(city: spbe.Assessment) -> list[int]:
    return [int(level) for level in city.answers.values() if level is not None]


def score(answers: Any, **options: Any) -> spbe.Score:
    arguments: dict[str, Any] = {"instrument": "spbe-2020", "year": 2023}
    scored: spbe.Score = spbe.score(answers, **(arguments | options))
    return scored


class Series:
    """As much of a pandas series as the reader looks at."""

    def __init__(self, values: list[Any], index: list[Any]) -> None:
        self.values, self.index = values, Index(index)

    def tolist(self) -> list[Any]:
        return self.values

    def to_dict(self) -> dict[Any, Any]:
        return dict(zip(self.index.tolist(), self.values, strict=True))


class Index:
    def __init__(self, labels: list[Any]) -> None:
        self.labels = labels

    def tolist(self) -> list[Any]:
        return self.labels


class Integer:
    """As numpy's integers are: no `int`, but one can be had."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


def test_a_number_comes_in_three_forms(city: spbe.Assessment) -> None:
    scored = spbe.score(city)
    assert (scored.index, scored.index_exact, str(scored.index_published)) == (2.15, Fraction(21545, 10000), "2.15")
    assert type(scored.index) is float
    assert type(scored.index_exact) is Fraction
    assert type(scored.index_published) is Decimal
    domain = scored.domains["4"]
    assert (domain.value, domain.exact, domain.published) == (3.04, Fraction(79, 26), Decimal("3.04"))
    assert str(scored.domains["1"].published) == "1.40"
    assert scored.predicate == "Cukup"


def test_every_kind_of_number_gives_the_same_score(city: spbe.Assessment, levels: list[int]) -> None:
    codes = spbe.instrument("spbe-2020").items
    expected = score(levels)
    forms: list[Any] = [
        tuple(levels),
        [str(level) for level in levels],
        [float(level) for level in levels],
        [Decimal(level) for level in levels],
        [Fraction(level) for level in levels],
        [Integer(level) for level in levels],
        [f" {level} " for level in levels],
        memoryview(bytes(levels)),
        dict(zip(codes, levels, strict=True)),
        dict(zip(map(int, codes), levels, strict=True)),
        {f"Indikator {code}": level for code, level in zip(codes, levels, strict=True)},
        MappingProxyType(dict(zip(reversed(codes), reversed(levels), strict=True))),
        Series(levels, list(range(47))),
        Series(levels[::-1], list(codes)[::-1]),
    ]
    for form in forms:
        assert score(form) == expected
    assert expected.index_exact == spbe.score(city).index_exact


def test_a_float_is_read_as_it_prints() -> None:
    decimals = score([2.6] * 20, instrument="pemdi-2026", year=2026)
    assert decimals.index_exact == Fraction(13, 5)
    assert decimals == score([Decimal("2.60")] * 20, instrument="pemdi-2026", year=2026)
    assert decimals == score(["2,6"] * 20, instrument="pemdi-2026", year=2026)
    assert decimals == score([Fraction(13, 5)] * 20, instrument="pemdi-2026", year=2026)
    with pytest.raises(spbe.AssessmentError) as caught:
        score([0.1 + 0.2] + [3] * 19, instrument="pemdi-2026", year=2026)
    assert caught.value.code == "assessment.float_computed"


@pytest.mark.parametrize("nothing", [None, float("nan"), Decimal("NaN"), "", "-", " "])
def test_what_is_missing_is_said_and_never_filled_in(nothing: Any, levels: list[int]) -> None:
    answers = [*levels[:-1], nothing]
    with pytest.raises(spbe.ScoreError) as caught:
        score(answers)
    assert caught.value.code == "score.answers_missing"
    filled = score(answers, missing="minimum")
    assert (filled.missing, filled.missing_policy, filled.official_rule) == (("47",), "minimum", False)
    assert score(dict(zip(map(str, range(1, 47)), levels, strict=False)), missing="minimum") == filled


def test_a_range_has_no_number() -> None:
    scored = score({"1": 3, "2": 4}, missing="interval")
    assert (scored.index, scored.index_exact, scored.index_published, scored.predicate) == (None, None, None, None)
    assert (scored.index_lowest, scored.index_highest) == (Fraction("1.065"), Fraction("4.961"))
    assert scored.predicates_possible == ("Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan")
    assert scored.domains["1"].value is None
    assert (scored.domains["1"].lowest, scored.domains["1"].highest) == (Fraction(3, 2), Fraction(47, 10))
    assert scored.next is None
    assert repr(scored) == (
        '<Score "" 2023: 1.07 to 4.96 Kurang or Cukup or Baik or Sangat Baik or Memuaskan, spbe-2020, interval>'
    )


def test_an_excluded_node_has_no_value() -> None:
    scored = score({"1": 3}, missing="exclude")
    node = scored.domains["2"]
    assert (node.value, node.exact, node.published, node.lowest, node.highest) == (None,) * 5
    assert "left out" in repr(node)


def test_a_score_is_its_record(instrument: spbe.Instrument) -> None:
    scored = spbe.score([3] * len(instrument.items), instrument=instrument)
    record = scored.to_dict()
    assert json.loads(scored.to_json()) == record
    assert list(scored.nodes) == list(instrument.nodes)
    for tier, nodes in (("domains", scored.domains), ("aspects", scored.aspects), ("aspects", scored.tier("aspect"))):
        assert {code: node.value for code, node in nodes.items()} == record[tier]
    assert list(scored.indicators) == list(instrument.indicators)
    assert {code: part.value for code, part in scored.contributions.items()} == record["contributions"]
    assert sum(part.exact or 0 for part in scored.contributions.values()) == scored.index_exact == 3
    assert record["instrument"] == instrument.id


def test_the_records_of_a_file_are_those_of_its_assessments() -> None:
    scores = spbe.score(spbe.read_assessments(FILE))
    assert [scored.to_dict() for scored in scores] == spbe.score_file(FILE)


def test_the_way_to_the_next_predicate(city: spbe.Assessment) -> None:
    further = spbe.score(city).next
    assert further is not None
    assert (further.predicate, further.fewest_levels, further.parts) == ("Baik", 15, 881)
    assert (further.gap, further.gap_exact) == (0.4405, Fraction("0.4405"))
    assert further.index_exact == Fraction("2.595")
    exact = spbe.score(city, predicate_basis="exact").next
    assert exact is not None
    assert exact.index_exact == Fraction("2.6")
    assert score([5] * 47).next is None


def test_an_assessment_keeps_what_it_is_given(levels: list[int]) -> None:
    labels = {"province": "Lampung"}
    own = spbe.Assessment(levels, instrument="spbe-2020", institution="Kota A", year=2023, stage="akhir", labels=labels)
    assert (own.institution, own.year, own.stage, dict(own.labels)) == ("Kota A", 2023, "akhir", labels)
    assert own.instrument == spbe.instrument("spbe-2020")
    assert list(own.answers.items())[:2] == [("1", levels[0]), ("2", levels[1])]
    assert type(own.answers["1"]) is int
    assert repr(own) == '<Assessment "Kota A" 2023 (akhir): 47 of 47 answers to spbe-2020>'
    scored = spbe.score(own)
    assert scored.assessment is own
    assert (scored.institution, scored.year, scored.stage, dict(scored.labels)) == ("Kota A", 2023, "akhir", labels)
    again = spbe.Assessment(own.answers, instrument=own.instrument, institution="Kota A", year=2023, stage="akhir")
    assert again != own
    assert (
        spbe.Assessment(
            own.answers, instrument=own.instrument, institution="Kota A", year=2023, stage="akhir", labels=own.labels
        )
        == own
    )


def test_a_value_that_is_not_whole_comes_back_as_a_fraction() -> None:
    own = spbe.Assessment([1.26] + [3] * 19, instrument="pemdi-2026")
    assert list(own.answers.values())[:2] == [Fraction(126, 100), 3]


@pytest.mark.parametrize(
    "part",
    [
        lambda scored: scored,
        lambda scored: scored.assessment,
        lambda scored: scored.next,
        lambda scored: scored.domains["4"],
        lambda scored: scored.indicators["7"],
        lambda scored: scored.contributions["7"],
        lambda scored: scored.instrument.nodes["domain:1"],
        lambda scored: scored.instrument.indicators["7"],
        lambda scored: scored.instrument.predicates[0],
    ],
)
def test_values_are_frozen_equal_hashable_and_travel(part: Callable[[spbe.Score], Any], city: spbe.Assessment) -> None:
    value, same = part(spbe.score(city)), part(spbe.score(city))
    other = part(spbe.score(spbe.read_assessments(FILE, year=2021)[0]))
    assert value == same
    assert hash(value) == hash(same)
    assert value != "other"
    if isinstance(value, (spbe.Score, spbe.Assessment)):
        assert value != other
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert again == value
        assert hash(again) == hash(value)
    assert copy.copy(value) == copy.deepcopy(value) == value
    with pytest.raises(AttributeError):
        value.year = 2020


def test_options_of_a_score_travel_too(levels: list[int]) -> None:
    scored = score([*levels[:-1], None], missing="interval", predicate_basis="exact")
    again = pickle.loads(pickle.dumps(scored))
    assert (again, again.missing_policy, again.predicate_basis) == (scored, "interval", "exact")


def test_a_list_of_assessments_gives_a_list(city: spbe.Assessment) -> None:
    assert spbe.score([city, city]) == [spbe.score(city)] * 2
    assert spbe.score((city,)) == [spbe.score(city)]
    assert spbe.score([]) == []


def test_the_problems_of_all_assessments_are_said_at_once(city: spbe.Assessment) -> None:
    gaps = [spbe.Assessment({"1": 3}, instrument="spbe-2020", institution=name) for name in ("Kota A", "Kota B")]
    with pytest.raises(spbe.ScoreError) as caught:
        spbe.score([gaps[0], city, gaps[1]])
    assert [issue.at for issue in caught.value.issues] == ["assessments[1]", "assessments[3]"]
    assert "Kota A" in caught.value.issues[0].message


def test_the_year_is_taken_where_none_is_known(city: spbe.Assessment, levels: list[int]) -> None:
    unknown = spbe.Assessment(levels, instrument="spbe-2020")
    assert spbe.score(unknown).predicate_basis == "exact"
    dated = spbe.score(unknown, year=2023)
    assert (dated.year, dated.predicate_basis) == (2023, "published")
    assert spbe.score(city, year=2023) == spbe.score(city)
    with pytest.raises(ValueError, match="year: the assessment is of 2023, not of 2024"):
        spbe.score(city, year=2024)
    with pytest.raises(ValueError, match="year: expected 1900 to 2999, found -1"):
        score(levels, year=-1)


def test_every_problem_of_answers_is_said_at_its_code(levels: list[int]) -> None:
    with pytest.raises(spbe.AssessmentError) as caught:
        score([7, "many", 2.5, *levels[3:-1], 10**40])
    assert [(issue.number, issue.at) for issue in caught.value.issues] == [
        (316, "column `1`"),
        (314, "column `2`"),
        (315, "column `3`"),
        (314, "column `47`"),
    ]
    with pytest.raises(spbe.AssessmentError, match="expected 47 answers, found 2"):
        score([1, 2])
    with pytest.raises(spbe.AssessmentError, match="has no indicator `99`"):
        score({"99": 1})


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([[1]], "answer 1: expected a number, text or None, found list"),
        ([1, True], "answer 2: expected a number, text or None, found bool"),
        ({"7": b"3"}, "answer to 7: expected a number, text or None, found bytes"),
        ({1.5: 3}, "expected the code of an indicator as text or a whole number, found float"),
        ("kota.csv", "found str; a file is read by `score_file` or `read_assessments`"),
        (b"kota", "found bytes"),
        ({1, 2, 3}, "expected a sequence or a mapping of answers, found set"),
        ((level for level in [1, 2]), "found generator"),
        (3, "found int"),
        (None, "found NoneType"),
        (numpy.array(3), "expected a sequence or a mapping of answers, found ndarray without a dimension"),
        ({numpy.float64(1): 3}, "expected the code of an indicator as text or a whole number, found float64"),
    ],
)
def test_what_is_no_answer_is_a_type_error(answers: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        score(answers)
    assert message in str(caught.value)


def test_an_assessment_brings_its_instrument(city: spbe.Assessment, levels: list[int]) -> None:
    with pytest.raises(TypeError, match="instrument: an assessment brings its own"):
        score(city)
    with pytest.raises(TypeError, match="instrument: name the instrument"):
        spbe.score(levels)  # type: ignore[arg-type]


@pytest.mark.parametrize("option", [{"columns": ["index"]}, {"decimal_comma": False}])
def test_an_option_that_would_change_nothing_is_refused(city: spbe.Assessment, option: dict[str, Any]) -> None:
    for assessments in (city, [city], (city,), []):
        with pytest.raises(TypeError, match=next(iter(option))):
            spbe.score(assessments, **option)


def test_a_tier_that_is_not_there_is_refused(city: spbe.Assessment) -> None:
    whole = spbe.score(city)
    assert whole.tier("domain") == whole.domains
    for tier in ("domains", "indicator", ""):
        with pytest.raises(KeyError, match="the tiers above the indicators are domain, aspect"):
            whole.tier(tier)
    assert spbe.score([3] * 20, instrument="pemdi-2026").domains == {}


def test_a_sheet_of_what_has_no_sheets_is_refused() -> None:
    reads: list[Callable[..., object]] = [spbe.score_file, spbe.read_assessments, spbe.audit_file, spbe.cohort]
    for read in reads:
        messages = []
        for language in ("id", "en"):
            with pytest.raises(spbe.WorkbookError) as caught:
                read(FILE, sheet="Lembar", language=language)
            assert (caught.value.number, caught.value.code) == (958, "workbook.none")
            messages.append(str(caught.value))
        assert messages[0] != messages[1]


def test_a_table_of_printed_results_holds_no_answers() -> None:
    with pytest.raises(spbe.AssessmentError) as caught:
        spbe.read_assessments(DATA / "official-2023-2024.csv")
    assert caught.value.code == "assessment.not_answers"


def test_an_instrument_shows_its_tree(instrument: spbe.Instrument) -> None:
    last = instrument.tiers[-1].code
    assert last == "indicator"
    for tier in instrument.tiers[:-1]:
        assert sum(node.weight for node in instrument.nodes.values() if node.tier == tier.code) == 100
    assert sum(indicator.weight for indicator in instrument.indicators.values()) == instrument.total_weight == 100
    codes = [code for indicator in instrument.indicators.values() for code in indicator.items]
    assert tuple(codes) == instrument.items
    for indicator in instrument.indicators.values():
        assert indicator.parent in instrument.nodes
        assert indicator.name
        assert Fraction(indicator.weight_printed) == indicator.weight
    assert [predicate.name for predicate in instrument.predicates][-1] == "Memuaskan"
    assert instrument.predicates[-1].highest == instrument.highest_answer == 5
    assert instrument.decimals == 2


def test_an_instrument_says_its_rules() -> None:
    own = spbe.instrument("spbe-2020")
    assert (own.answer_kind, own.lowest_answer, own.years[:2], own.edition) == ("level", 1, (2021, 2022), 1)
    assert (own.predicate_basis(2023), own.predicate_basis(2024), own.predicate_basis()) == (
        "published",
        "exact",
        "exact",
    )
    criterion = own.indicators["1"].criteria[1]
    assert (criterion.level, criterion.level_name) == (2, "Terkelola")
    assert criterion.criterion_en
    assert own.title_en is not None
    assert "59" in own.basis


def test_notebooks_show_scores_and_instruments(city: spbe.Assessment, instrument: spbe.Instrument) -> None:
    scored = spbe.score(city)
    shown = scored._repr_html_()
    assert shown == scored.to_html(language="en")
    for part in ("2.15", "Cukup", "79/26", "Kota Bandar Lampung 2023", "calc(100% * 79/26 / (5))", "47 indicators"):
        assert part in shown
    indonesian = scored.to_html(language="id")
    assert "2,15" in indonesian
    assert "47 indikator" in indonesian
    tree = instrument._repr_html_()
    assert instrument.basis in tree
    for node in instrument.nodes.values():
        assert node.name in tree
    assert "indikator" in instrument.to_html(language="id")
    with pytest.raises(ValueError, match='language: expected one of id, en, found "fr"'):
        scored.to_html(language="fr")  # type: ignore[arg-type]


def test_names_from_files_are_escaped() -> None:
    own = spbe.Assessment({"1": 3}, instrument="spbe-2020", institution="<b>Kota & Desa</b>")
    policies: tuple[MissingPolicy, ...] = ("exclude", "interval", "zero", "minimum")
    for missing in policies:
        shown = spbe.score(own, missing=missing)._repr_html_()
        assert "&lt;b&gt;Kota &amp; Desa&lt;/b&gt;" in shown
        assert "<b>" not in shown


def test_a_frame_gives_a_table_and_a_mapping_of_numbers_a_score(levels: list[int]) -> None:
    codes = spbe.instrument("spbe-2020").items
    columns: dict[str, list[Any]] = {
        "institution": ["A", "B"],
        **{code: [level, level] for code, level in zip(codes, levels, strict=True)},
    }
    table = spbe.score(columns, year=2023)
    assert type(table) is spbe.Table
    assert table["index"] == [2.15, 2.15]
    assert type(score(dict(zip(codes, levels, strict=True)))) is spbe.Score
    assert type(score(dict(zip(codes, map(str, levels), strict=True)))) is spbe.Score
    with pytest.raises(TypeError, match="columns: only a data frame has columns"):
        score(levels, columns=["index"])


def test_arrays_hold_answers_and_frames_rows(levels: list[int]) -> None:
    import pandas
    import polars
    import pyarrow

    codes = [str(code) for code in range(1, 48)]
    expected = score(levels)
    series = pandas.Series(levels, index=codes)
    for answers in (
        numpy.array(levels),
        numpy.array(levels, dtype="uint8"),
        numpy.array(levels, dtype="float64"),
        list(numpy.array(levels)),
        pandas.Series(levels),
        series,
        series.sort_index(),
        polars.Series(levels),
        pyarrow.array(levels),
        pyarrow.table({"level": levels})["level"],
        pyarrow.chunked_array([levels[:20], levels[20:]]),
        dict(zip(numpy.arange(1, 48), levels, strict=True)),
    ):
        assert score(answers) == expected
    gap = pandas.Series([*levels[:-1], None], index=codes, dtype="Int64")
    assert score(gap, missing="minimum").missing == ("47",)
    assert score(list(gap), missing="minimum").missing == ("47",)
    for frame in (pandas.DataFrame([levels], columns=codes), polars.DataFrame({code: [1] for code in codes})):
        assert type(spbe.score(frame, instrument="spbe-2020", year=2023)) is spbe.Table
