"""The command as its users and their scripts see it: forms, languages, exit codes, standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spbe
from spbe.cli.words import _WORDS

from conftest import DATA, Run

SCRIPT = Path(sys.executable).parent / "spbe"
CITY = DATA / "bandar-lampung-2021-2023.csv"


def test_help_needs_no_tables() -> None:
    probe = (
        "import sys; from spbe.cli.app import run; code = run(['--help']);"
        "sys.exit(code or any(name.split('.')[0] == 'rich' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0


def test_a_missing_library_is_named_in_one_line() -> None:
    probe = "import sys; sys.modules['click'] = None; from spbe.cli import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "spbe[cli]"' in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_json_is_what_the_library_gives(run: Run) -> None:
    done = run("score", CITY, "-i", "spbe-2020", "--predicate-basis", "exact", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    records = json.loads(done.stdout)
    assert records == spbe.score_file(CITY, "spbe-2020", predicate_basis="exact")
    contract = ["institution", "year", "stage", "instrument", "index", "index_exact", "predicate", "predicate_basis"]
    contract += ["missing_policy", "domains", "aspects", "domains_exact", "aspects_exact"]
    for record in records:
        assert set(contract) <= set(record)
        assert list(record["aspects"]) == [str(code) for code in range(1, 9)]
    assert [record["index"] for record in records] == [1.2, 1.5, 2.15]


def test_csv_is_flat(run: Run) -> None:
    done = run("score", CITY, "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\r" not in done.stdout
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["year"], row["index"], row["index_exact"], row["predicate"]) for row in rows] == [
        ("2021", "1.2", "1.2", "Kurang"),
        ("2022", "1.5", "1.5025", "Kurang"),
        ("2023", "2.15", "2.1545", "Cukup"),
    ]
    assert (rows[2]["province"], rows[2]["domain_4"], rows[2]["aspect_8_exact"]) == ("Lampung", "3.04", "7/3")


def flat(score: dict[str, Any], labels: list[str]) -> dict[str, Any]:
    """The row of CSV of a record of JSON."""
    row = {name: score[name] for name in ("institution", "year", "stage")}
    row |= {f"label_{label}" if label == "index_lowest" else label: score["labels"].get(label) for label in labels}
    row |= {name: score[name] for name in ("instrument", "index", "index_exact")}
    spread = score["ranges"].get("index", {})
    for end in ("lowest", "highest"):
        row[f"index_{end}"] = spread.get(f"{end}_exact", score["index_exact"])
    row |= {"predicate": score["predicate"], "predicates_possible": "|".join(score["predicates_possible"])}
    row |= {name: score[name] for name in ("predicate_basis", "missing_policy")}
    row |= {"missing": " ".join(score["missing"]), "official_rule": "true" if score["official_rule"] else "false"}
    tiers = [name.removesuffix("_exact") for name in score if name.endswith("s_exact")]
    for suffix in ("", "_exact"):
        row |= {
            f"{tier[:-1]}_{code}{suffix}": value for tier in tiers for code, value in score[f"{tier}{suffix}"].items()
        }
    return row


LABELLED = """institution,year,stage,index_lowest,catatan,{codes}
"Kota ""A"", kecil",2023,mandiri,1,"dua
baris",{full}
Kabupaten Ç,2023,,,,{gaps}
""".format(codes=",".join(map(str, range(1, 48))), full=",".join("3" * 47), gaps="," * 10 + ",".join("2" * 37))


@pytest.mark.parametrize(
    ("file", "options"),
    [
        (CITY, ()),
        (DATA / "official-2023-2024.csv", ("--year", "2024")),
        ("-", ("--missing", "interval")),
        ("-", ("--missing", "exclude")),
        ("-", ("--missing", "zero", "-i", "spbe-2020", "--predicate-basis", "exact")),
    ],
)
def test_csv_holds_what_json_does(file: object, options: tuple[str, ...], run: Run) -> None:
    stdin = LABELLED.encode() if file == "-" else None
    printed = run("score", file, *options, "--format", "csv", stdin=stdin)
    assert (printed.returncode, printed.stderr) == (0, "")
    records = json.loads(run("score", file, *options, "--format", "json", stdin=stdin).stdout)
    labels = sorted({label for record in records for label in record["labels"]})
    expected = io.StringIO()
    writer = csv.DictWriter(expected, flat(records[0], labels), lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat(record, labels) for record in records)
    assert printed.stdout == expected.getvalue()


def test_csv_has_a_heading_even_without_rows(run: Run) -> None:
    empty = b'{"schema": "spbe-assessments/1", "instrument": "spbe-2020", "assessments": []}'
    done = run("score", "-", "--format", "csv", stdin=empty)
    assert done.stdout.startswith("institution,year,stage,instrument,index,")
    assert len(done.stdout.splitlines()) == 1


def test_tables_speak_both_languages(run: Run, levels_file: Path) -> None:
    indonesian, english = run("score", levels_file), run("score", levels_file, "--lang", "en")
    assert "Indeks   2,15   Cukup" in indonesian.stdout
    assert "Menuju predikat berikutnya: Baik" in indonesian.stdout
    assert "Index   2.15   Cukup" in english.stdout
    assert "To the next predicate: Baik" in english.stdout
    assert run("--lang", "en", "score", levels_file).stdout == english.stdout
    assert run("score", levels_file, SPBE_LANG="en").stdout == english.stdout
    assert run("score", levels_file, "--lang", "id", SPBE_LANG="en").stdout == indonesian.stdout
    assert "\x1b" not in indonesian.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("instruments",),
        ("show", "spbe-2018"),
        ("show", "spbe-2020"),
        ("show", "pemdi-2026"),
        ("show", "spbe-2020", "7"),
        ("show", "pemdi-2026", "5"),
        ("score", CITY),
        ("score", CITY, "--year", "2023"),
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_fit_100_columns(arguments: tuple[object, ...], language: str, run: Run) -> None:
    done = run(*arguments, "--lang", language)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("columns", ["40", "60"])
def test_a_narrow_terminal_is_no_problem(columns: str, run: Run, levels_file: Path) -> None:
    assert run("score", levels_file, COLUMNS=columns).returncode == 0
    assert run("show", "spbe-2020", COLUMNS=columns).returncode == 0


def test_standard_input_is_a_file(run: Run) -> None:
    assert (
        run("score", "-", "--format", "json", stdin=CITY.read_bytes()).stdout
        == run("score", CITY, "--format", "json").stdout
    )
    done = run("score", "-", "-i", "spbe-2020", stdin=b"institution,1\nA,9\n")
    assert done.returncode == 1
    assert done.stderr.startswith("masukan standar: baris 2, kolom `1`: ")


def test_nodes_are_found_by_every_spelling(run: Run) -> None:
    assert "Arsitektur" in run("show", "spbe-2020", "1").stdout
    assert run("show", "spbe-2020", "domain:4").stdout == run("show", "spbe-2020", "d4").stdout
    assert run("show", "spbe-2020", "aspect:7").stdout == run("show", "spbe-2020", "A7").stdout
    page = run("show", "spbe-2018", "35", "--lang", "en").stdout
    assert "Layanan Publik Instansi Pemerintah" in page
    assert "35-3" in page
    assert run("show", "spbe-2018", "a7").stdout.count("35  ") == 1
    assert "12,5" in run("show", "pemdi-2026", "5").stdout
    done = run("show", "spbe-2020", "48")
    assert (done.returncode, done.stdout) == (1, "")
    assert "48" in done.stderr


@pytest.mark.parametrize("form", ["json", "csv"])
def test_show_has_every_form(form: str, run: Run) -> None:
    for node in ((), ("7",), ("d4",)):
        done = run("show", "spbe-2020", *node, "--format", form)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) if form == "json" else list(csv.DictReader(io.StringIO(done.stdout)))
    document = json.loads(run("show", "spbe-2020", "--format", "json").stdout)
    assert spbe.Instrument.from_json(json.dumps(document)) == spbe.instrument("spbe-2020")


def test_instruments_are_listed_in_every_form(run: Run) -> None:
    assert json.loads(run("instruments", "--format", "json").stdout) == [item.summary() for item in spbe.instruments()]
    rows = list(csv.DictReader(io.StringIO(run("instruments", "--format", "csv").stdout)))
    assert [row["checksum"] for row in rows] == [item.checksum for item in spbe.instruments()]


def test_an_own_instrument_is_named_by_its_file(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        spbe.instrument("spbe-2020").to_toml().replace('id = "spbe-2020"', 'id = "kota"', 1), encoding="utf-8"
    )
    done = run("score", CITY, "-i", own, "--format", "json")
    assert {record["instrument"] for record in json.loads(done.stdout)} == {"kota"}
    own.write_text("schema = 3\n", encoding="utf-8")
    done = run("show", own, "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert all(line.startswith(f"{own}: ") for line in done.stderr.splitlines()[:-1])
    own.write_bytes(b"\xff\xfe")
    assert run("show", own, "--lang", "en").stderr == f"{own}: not UTF-8 text\n"


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_all_problems_are_listed_and_nothing_is_printed(form: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "salah.csv"
    path.write_text("institution,year,1,2,3\nA,2023,7,x,2.5\n,2023,1,1,1\n", encoding="utf-8")
    done = run("score", path, "-i", "spbe-2020", "--format", form)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines[-1] == "4 masalah"
    assert len(lines) == 5
    assert [re.match(r".*: (baris \d+), (kolom .+?): ", line).groups() for line in lines[:3]] == [  # type: ignore[union-attr]
        ("baris 2", "kolom `1`"),
        ("baris 2", "kolom `2`"),
        ("baris 2", "kolom `3`"),
    ]
    assert all(line.startswith(f"{path}: ") for line in lines[:-1])
    assert run("score", path, "-i", "spbe-2020", "--lang", "en").stderr.splitlines()[-1] == "4 problems"


def test_problems_past_the_limit_are_counted(run: Run) -> None:
    content = "institution,1\n" + "".join(f"Kota {number},9\n" for number in range(1500))
    lines = run("score", "-", "-i", "spbe-2020", stdin=content.encode()).stderr.splitlines()
    assert lines[-2:] == ["... dan 1.400 lagi", "1.500 masalah"]


@pytest.mark.parametrize("name", ["nosuch.csv", "folder", "nosuch.toml"])
def test_an_unreadable_file_is_one_line(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for command in ("score", "audit", "show"):
        if command == "show" and not name.endswith(".toml"):
            continue
        done = run(command, tmp_path / name)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("score",),
        ("nosuch",),
        ("score", CITY, "--missing", "guess"),
        ("score", CITY, "--year", "23"),
        ("score", CITY, "--format", "xml"),
        ("score", CITY, "--nosuch"),
        ("instruments", "--lang", "fr"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[object, ...], run: Run) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_an_unknown_instrument_is_a_problem_of_the_input(run: Run) -> None:
    done = run("score", CITY, "-i", "spbe-2021", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, "")
    assert "spbe-2021" in done.stderr


def test_answers_are_not_audited(run: Run) -> None:
    done = run("audit", CITY)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "1 masalah"


class TestMissingAnswers:
    @pytest.fixture
    def gaps(self, levels_file: Path) -> Path:
        lines = list(csv.reader(io.StringIO(levels_file.read_text(encoding="utf-8"))))
        lines[1][4], lines[1][50] = "", "-"
        with levels_file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(lines)
        return levels_file

    def test_they_are_rejected_by_default(self, gaps: Path, run: Run) -> None:
        done = run("score", gaps)
        assert (done.returncode, done.stdout) == (1, "")
        assert "2 indikator belum dijawab: 1, 47" in done.stderr

    @pytest.mark.parametrize("policy", ["minimum", "zero", "exclude", "interval"])
    def test_every_policy_is_echoed(self, policy: str, gaps: Path, run: Run) -> None:
        (record,) = json.loads(run("score", gaps, "--missing", policy, "--format", "json").stdout)
        assert (record["missing_policy"], record["missing"]) == (policy, ["1", "47"])
        assert record["official_rule"] is False
        assert "Belum dijawab (2): 1, 47" in run("score", gaps, "--missing", policy).stdout

    def test_excluding_is_not_the_official_index(self, gaps: Path, run: Run) -> None:
        assert "bukan indeks resmi" in run("score", gaps, "--missing", "exclude").stdout
        assert "not the official index" in run("score", gaps, "--missing", "exclude", "--lang", "en").stdout

    def test_an_interval_is_shown_as_one(self, gaps: Path, run: Run) -> None:
        assert "2,15–2,33" in run("score", gaps, "--missing", "interval").stdout
        (record,) = json.loads(run("score", gaps, "--missing", "interval", "--format", "json").stdout)
        assert record["index"] is None
        assert record["ranges"]["index"]["highest_exact"] == "2.3265"


def test_an_undetermined_predicate_is_said_so(run: Run) -> None:
    content = b"nama_instansi,tahun,d1,d2,d3,d4\nKabupaten Aceh Tengah,2025,3.00,2.20,1.36,3.15\n"
    done = run("score", "-", stdin=content)
    assert "predikat belum pasti: Cukup atau Baik" in done.stdout
    assert "dihitung dari nilai tercetak" in done.stdout
    assert json.loads(run("score", "-", "--format", "json", stdin=content).stdout)[0]["predicate"] is None


def test_a_decimal_comma_is_read_on_request(run: Run) -> None:
    content = b'institution,1,2\nA,"1,260","2,5"\n'
    done = run("score", "-", "-i", "pemdi-2026", "--missing", "minimum", stdin=content)
    assert done.returncode == 1
    options = ("-i", "pemdi-2026", "--missing", "minimum", "--decimal-comma", "--format", "json")
    (record,) = json.loads(run("score", "-", *options, stdin=content).stdout)
    assert record["indicators"]["1"] == "1.26"


def test_names_cannot_command_the_terminal(run: Run) -> None:
    hostile = "institution,1\n[bold]Kota[/bold]\u202eX,9\n".encode()
    assert "\u202e" not in run("score", "-", "-i", "spbe-2020", stdin=hostile).stderr
    (line,) = (line for line in CITY.read_text(encoding="utf-8").splitlines() if ",2023," in line)
    heading = CITY.read_text(encoding="utf-8").splitlines()[0]
    line = line.replace("Kota", "[red]Kota[/red]\u202e")
    page = run("score", "-", stdin=f"{heading}\n{line}\n".encode()).stdout
    assert "[red]Kota[/red]" in page
    assert "\u202e" not in page


def test_a_closed_pipe_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        arguments = [str(SCRIPT), "audit", str(DATA / "official-2023-2024.csv"), "--format", "json"]
        done = subprocess.run(arguments, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.stderr == b""
    assert done.returncode == 141


def test_output_is_utf8_in_any_locale(run: Run, levels_file: Path) -> None:
    done = run("score", levels_file, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "█" in done.stdout


def test_the_version_is_the_packages(run: Run) -> None:
    assert run("--version").stdout == f"spbe {spbe.__version__}\n"


def test_every_phrase_has_the_same_fields_in_both_languages() -> None:
    fields = re.compile(r"{(\w+)}")
    for key, (indonesian, english) in _WORDS.items():
        assert sorted(fields.findall(indonesian)) == sorted(fields.findall(english)), key


def test_a_table_too_wide_says_what_it_leaves_out(run: Run) -> None:
    codes = list(map(str, range(1, 21)))
    rows = [f"Kabupaten {name},2026,mandiri,{','.join(['2.5'] * 20)}" for name in "AB"]
    content = "\n".join([f"institution,year,stage,{','.join(codes)}", *rows]).encode()
    assert "Layar kurang lebar" in run("score", "-", stdin=content).stdout
    assert "A7" in run("score", "-", stdin=content, COLUMNS="140").stdout


def test_an_own_instrument_may_have_one_tier(run: Run, tmp_path: Path) -> None:
    document = spbe.instrument("spbe-2020").to_dict()
    document["tiers"] = document["tiers"][-1:]
    document["id"] = "kota"
    del document["nodes"]
    for entry in document["indicators"]:
        del entry["parent"]
    own = tmp_path / "own.json"
    own.write_text(json.dumps(document), encoding="utf-8")
    for arguments in (
        ("show", own),
        ("show", own, "7"),
        ("score", CITY, "-i", own),
        ("score", CITY, "-i", own, "--year", 2023),
    ):
        for form in ("table", "json", "csv"):
            done = run(*arguments, "--format", form)
            assert (done.returncode, done.stderr) == (0, "")
    (record,) = json.loads(run("score", CITY, "-i", own, "--year", 2023, "--format", "json").stdout)
    assert (record["index_exact"], record["domains"]) == ("2.1545", {})
