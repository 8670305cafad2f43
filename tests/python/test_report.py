"""`spbe report`: the page says what the records say, to everybody, and nobody's name can do anything to it."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spbe
import spbe.data
import spbe.report

from agreement_data import FILE as RATINGS
from conftest import DATA, Run

OFFICIAL = DATA / "official-2023-2024.csv"
CITY = DATA / "bandar-lampung-2021-2023.csv"
LANGUAGES = ("id", "en")

VOID = {"meta", "br", "path", "use", "rect", "circle", "line", "image"}


class Outline(HTMLParser):
    """A page taken apart; it finds out whether every element is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"{tag}: an attribute twice")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@cache
def official(language: Any = "id", institution: str = "Kabupaten Mesuji", **how: Any) -> str:
    return spbe.report.html(OFFICIAL, institution=institution, language=language, **how)


@cache
def city(language: Any = "id") -> str:
    return spbe.report.html(CITY, institution="Kota Bandar Lampung", language=language)


@cache
def rated(language: Any = "id", **how: Any) -> str:
    how = {"institution": "Kabupaten Anggrek", "stage": "mandiri", "missing": "interval"} | how
    return spbe.report.html(RATINGS, language=language, **how)


HOSTILE = "<script>alert(1)</script>\"' onload=x {{ 7*7 }} $a$ &amp; \u202egnp.exe"
OTHER = "<img src=//example.org onerror=alert(2)>"


@cache
def hostile(language: Any = "id") -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    codes = [str(code) for code in range(1, 48)]
    lines = [",".join(["institution", "province", "type", "year", *codes])]
    for year, own, theirs in ((2023, 2, 3), (2024, 3, 4)):
        for name, level in ((HOSTILE, own), (OTHER, theirs), ("Kota C", 5)):
            lines.append(",".join([quoted(name), quoted(OTHER), quoted(HOSTILE), str(year), *[str(level)] * 47]))
    return spbe.report.html("\n".join(lines).encode(), institution=HOSTILE, language=language)


@cache
def pemdi(language: Any = "id") -> str:
    codes = spbe.instrument("pemdi-2026").items
    rows = [["Kota A", "2026", *["2.5"] * len(codes)], ["Kota B", "2026", *["3.25"] * len(codes)]]
    text = "\n".join(",".join(row) for row in [["institution", "year", *codes], *rows])
    return spbe.report.html(text.encode(), institution="Kota A", instrument="pemdi-2026", language=language)


def contradictory(language: Any = "id") -> str:
    return official(language, "Kabupaten Banyuasin", year=2023)


def half_filled(language: Any = "id") -> str:
    return rated(language, institution="Kabupaten Cendana", stage="dokumen")


PAGES = (official, city, rated, hostile, pemdi, contradictory, half_filled)


@pytest.fixture(scope="module", params=[(page, language) for page in PAGES for language in LANGUAGES], ids=str)
def page(request: pytest.FixtureRequest) -> tuple[str, str]:
    make, language = request.param
    return make(language), language


def test_the_page_is_well_formed_and_accessible(page: tuple[str, str]) -> None:
    text, language = page
    assert text.startswith("<!DOCTYPE html>")
    outline = Outline(text)
    assert (outline.faults, outline.open) == ([], [])
    assert outline.all("html") == [{"lang": language}]
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    headings = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in outline.all("svg"))
    assert all(cell.get("scope") in {"row", "col"} for cell in outline.all("th"))
    assert len(outline.all("caption")) == len(outline.all("table"))


def test_the_page_loads_and_runs_nothing(page: tuple[str, str]) -> None:
    text, _ = page
    outline = Outline(text)
    tags = {tag for tag, _ in outline.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image"}
    for _, attributes in outline.elements:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "xlink:href", "srcset", "action"):
            assert attributes.get(name, "#").startswith("#")
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", text))
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_nothing_is_left_unsaid_or_half_said(page: tuple[str, str]) -> None:
    words = Outline(page[0]).words
    assert re.search(r"\b(None|nan|Undefined|Markup|0x)\b|[{}]", words.replace("{{ 7*7 }}", "")) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_files_are_text_and_nothing_else(language: str) -> None:
    text = hostile(language)
    outline = Outline(text)
    assert "<script" not in text
    assert "\u202e" not in text
    shown = HOSTILE.replace("\u202e", "\N{REPLACEMENT CHARACTER}")
    assert shown in outline.words
    assert OTHER in outline.words
    assert "{{ 7*7 }}" in outline.words
    labels = [svg["aria-label"] for svg in outline.all("svg")]
    assert any(shown in label for label in labels)


def numbers(language: str, text: str) -> str:
    return text.replace(".", ",") if language == "id" else text


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_values_stand_on_the_page_as_the_records_have_them(language: str) -> None:
    words = Outline(official(language)).words
    cohort = spbe.cohort(OFFICIAL)
    name, of = "Kabupaten Mesuji", {"id": "dari", "en": "of"}[language]
    own = [
        record
        for record in cohort.rank(within=[[], ["province"], ["type"], ["province", "type"]])
        if (record["institution"], record["year"]) == (name, 2024)
    ]
    assert len(own) == 4
    assert numbers(language, f"{own[0]['index']:.2f}") in words
    for record in own:
        assert f"{record['rank']} {of} {record['of']}" in words
        assert numbers(language, f"{record['percentile']:.1f}") in words
        assert record["next_institution"] is None or record["next_institution"] in words
    for code in "1234":
        (place,) = [
            record for record in cohort.rank(by=f"d{code}") if (record["institution"], record["year"]) == (name, 2024)
        ]
        assert numbers(language, f"{place['value']:.2f}") in words
        assert f"{place['rank']} {of} {place['of']}" in words
    (track,) = cohort.trend(name)["institutions"]
    (change,) = track["changes"]
    assert numbers(language, f"+{change['change_exact']}") in words
    for part in change["attribution"]["domain"]["parts"]:
        assert signed(language, part["contribution_exact"]) in words
    study = cohort.peers(name)
    for peer in study["peers"]:
        assert peer["institution"] in words
        for lesson in peer["lessons"]:
            assert numbers(language, f"(+{lesson['worth_exact']})") in words
    for plan in study["visits"]:
        assert numbers(language, f"+{plan['worth_exact']}") in words
        assert all(host["institution"] in words for host in plan["hosts"])
    assert {"id": "nilai tercetak saja", "en": "printed values only"}[language] in words


def signed(language: str, exact: str) -> str:
    return numbers(language, f"−{exact[1:]}" if exact.startswith("-") else f"+{exact}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_give_the_exact_index_and_the_way_to_the_next_predicate(language: str) -> None:
    words = Outline(city(language)).words
    (score,) = spbe.score(spbe.read_assessments(CITY, year=2023))
    assert numbers(language, "2.1545") in words
    assert {"id": "indeks terpublikasi", "en": "the published index"}[language] in words
    for node in score.nodes.values():
        assert numbers(language, str(node.published)) in words
        assert (node.name if language == "id" or node.name_en is None else node.name_en) in words
    record = score.to_dict()["next"]
    for fact in (record["gap_exact"], record["index_exact"], str(record["parts"]), str(record["fewest_levels"])):
        assert numbers(language, fact) in words
    for track in spbe.cohort(CITY).trend("Kota Bandar Lampung")["institutions"]:
        for change in track["changes"]:
            assert numbers(language, f"+{change['change_exact']}") in words


def test_the_room_to_rise_is_what_the_highest_answers_would_add() -> None:
    words = Outline(city("en")).words
    assessment = spbe.read_assessments(CITY, year=2023)[0]
    before = spbe.score(assessment, missing="reject")
    assert before.index_exact is not None
    for code in ("45", "46", "47", "39"):
        answers = dict(assessment.answers) | {code: 5}
        after = spbe.score(answers, instrument="spbe-2020", year=2023)
        assert after.index_exact is not None
        assert f"+{float(after.index_exact - before.index_exact):g}" in words
    assert "Sectoral public service 1" in words


def test_who_stands_alone_has_no_ranks_and_nobody_to_learn_from() -> None:
    outline = Outline(city("en"))
    ids = {section["id"] for section in outline.all("section") if "id" in section}
    assert ids == {"nodes", "track", "next"}
    assert len(outline.all("svg")) == 2
    ids = {section["id"] for section in Outline(official()).all("section") if "id" in section}
    assert ids == {"places", "nodes", "track", "next", "peers"}


def test_missing_answers_are_said_and_leave_a_range() -> None:
    words = Outline(half_filled("en")).words
    assert "1 indicator is without an answer: 20." in words
    assert "3.05–3.15" in words
    assert "This is not the official index" in words
    with pytest.raises(spbe.CohortError, match="20"):
        rated(missing=None)


def test_printed_values_that_contradict_each_other_are_said() -> None:
    words = Outline(contradictory("en")).words
    assert "The printed values do not fit together: Kabupaten Banyuasin 2023" in words
    assert "Index 1.05, predicate Kurang (Poor)." in words


def test_the_report_of_an_earlier_year_ends_there() -> None:
    words = Outline(official("en", year=2023)).words
    assert "Rank 97 of 621" in words
    assert "2024 to" not in words
    assert "From year to year" not in words
    files = [f"institution,d1,d2,d3,d4\nKota A,{value},2,2,2\n".encode() for value in (2, 3)]
    assert "Kota A" in spbe.report.html(files[0], institution="Kota A", instrument="spbe-2020", year=2022)


def test_files_are_put_together() -> None:
    lines = CITY.read_text(encoding="utf-8").splitlines()
    files = ["\n".join([lines[0], line]).encode() for line in lines[1:]]
    assert spbe.report.html(*files, institution="Kota Bandar Lampung") == city()


def test_the_same_files_give_the_same_page() -> None:
    assert official.__wrapped__() == official()
    assert city.__wrapped__() == city()


def test_the_command_writes_the_page_of_the_library(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    done = run("report", OFFICIAL, "mesuji", "-o", target, "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert target.read_text(encoding="utf-8") == official("en")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert run("report", "-", "mesuji", "-o", "-", stdin=OFFICIAL.read_bytes()).stdout == official("id")


def test_the_command_says_what_is_wrong_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    done = run("report", OFFICIAL, "Atlantis", "-o", target, "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{OFFICIAL}: the cohort has no `Atlantis`\n1 problem\n"
    done = run("report", RATINGS, "Anggrek", "-o", target, "--lang", "en", "--missing", "zero")
    assert (done.returncode, "is one of several" in done.stderr) == (1, True)
    done = run("report", CITY, "lampung", "--also", tmp_path / "none.csv", "-o", target, "--lang", "en")
    assert (done.returncode, done.stderr) == (1, f"{tmp_path / 'none.csv'}: file not found\n")
    assert run("report", OFFICIAL, "mesuji").returncode == 2
    assert not target.exists()


@pytest.mark.parametrize("module", ["jinja2", "matplotlib"])
def test_a_missing_library_is_named_with_its_extra(module: str, tmp_path: Path) -> None:
    probe = (
        f"import sys; sys.modules[{module!r}] = None; from spbe.cli.app import run;"
        f"sys.exit(run(['report', {str(CITY)!r}, 'lampung', '-o', sys.argv[1]]))"
    )
    command = [sys.executable, "-c", probe, str(tmp_path / "report.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f'pustaka "{module}" belum terpasang; jalankan: pip install "spbe[report]"\n'
    probe = f"import sys; sys.modules[{module!r}] = None; import spbe.report; spbe.report.html(b'', institution='')"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert f'reports need {module}; run: pip install "spbe[report]"' in done.stderr


def test_a_printed_index_with_a_third_decimal_is_not_rounded_again(tmp_path: Path) -> None:
    table = tmp_path / "finer.csv"
    table.write_text("institution,year,index\nKota A,2023,2.595\nKota B,2023,2.585\n", encoding="utf-8")
    page = "".join(Outline(spbe.report.html(table, institution="Kota A", instrument="spbe-2020", language="en")).text)
    assert "2.595" in page
    assert "2.5945" in page
    assert "2.6045" not in page
    assert "Cukup (Fair) or Baik (Good)" in page, page
    page = "".join(Outline(spbe.report.html(table, institution="Kota B", instrument="spbe-2020", language="en")).text)
    assert "2.585" in page
    assert "2.58 " not in page


def test_a_report_of_the_only_institution_needs_no_name(tmp_path: Path) -> None:
    table = tmp_path / "alone.csv"
    heading = ",".join(["year", *map(str, range(1, 48))])
    table.write_text(f"{heading}\n2024{',3' * 47}\n", encoding="utf-8")
    page = "".join(Outline(spbe.report.html(table, institution="", instrument="spbe-2020", language="en")).text)
    assert "3.00" in page
