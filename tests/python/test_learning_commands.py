"""`spbe peers`, `spbe agreement`, `spbe stats`: what people and their scripts see."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
from pathlib import Path

import pytest
import spbe

import agreement_data
from agreement_data import FILE as RATINGS
from conftest import DATA, Run

OFFICIAL = DATA / "official-2023-2024.csv"

COMMANDS = [
    ("peers", OFFICIAL, "Mesuji"),
    ("agreement", RATINGS),
    ("stats", OFFICIAL, "--within", "type"),
]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_fits_the_terminal(run: Run, command: tuple[object, ...], columns: int, language: str) -> None:
    done = run(*command, "--lang", language, COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= min(columns, 100)
    assert len(lines) > 20


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_takes_less_than_a_third_of_a_second(run: Run, command: tuple[object, ...]) -> None:
    def spent() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run(*command).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Processor time of the best of five: a busy machine says nothing of the command.
    assert min(spent() for _ in range(5)) < float(os.environ.get("SPBE_COMMAND_SECONDS", "0.3"))


def test_json_is_what_the_library_gives(run: Run) -> None:
    official, ratings = spbe.cohort(OFFICIAL), spbe.cohort(RATINGS)
    for command, expected in (
        (COMMANDS[0], official.peers("Mesuji", language="id")),
        (COMMANDS[1], ratings.agreement()),
        (COMMANDS[2], official.statistics(within=["type"])),
    ):
        done = run(*command, "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == expected


def test_peers_say_what_to_learn_and_which_visits_together(run: Run) -> None:
    page = run("peers", OFFICIAL, "pesisir barat", "--within", "province", "--lang", "en").stdout
    assert "Better: 10 of 15 compared (Lampung; published values of each domain)." in page
    assert "Visit Provinsi Lampung and Kabupaten Pesawaran: together +1.386" in page
    assert "Proven: no other set" in page
    done = run("peers", OFFICIAL, "pesisir barat", "--within", "province", "--format", "csv", "--count", "2")
    rows = table(done.stdout)
    assert {row["list"] for row in rows} == {"peer", "visits"}
    first = rows[0]
    assert (first["peer"], first["part"], first["own"], first["theirs"]) == (
        "Kabupaten Pringsewu",
        "domain:4",
        "3.54",
        "3.75",
    )
    alone = run("peers", OFFICIAL, "Sumedang", "--within", "all", "--focus", "d2").stdout
    assert "Domain 3" not in alone


def test_who_has_no_better_one_is_told_so(run: Run) -> None:
    best = max(spbe.score_file(OFFICIAL, year=2024), key=lambda score: score["index"])
    done = run("peers", OFFICIAL, best["institution"], "--within", "all", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nobody here is better" in done.stdout


def test_agreement_names_what_is_rated_too_high_time_and_again(run: Run) -> None:
    page = run("agreement", RATINGS, "--lang", "en").stdout
    study = spbe.cohort(RATINGS).agreement()
    systematic = [item["code"] for item in study["items"] if item["systematic"]]
    assert systematic
    assert set(systematic) <= agreement_data.OVERRATED
    for code in systematic:
        assert any(line.lstrip().startswith(f"{code} ") and "▲▲" in line for line in page.splitlines())
    rows = table(run("agreement", RATINGS, "--format", "csv").stdout)
    assert len(rows) == 48
    assert (rows[0]["code"], rows[0]["pairs"]) == ("", "564")
    assert [row["code"] for row in rows if row["systematic"] == "true"] == systematic
    two = run("agreement", RATINGS, "--between", "dokumen,akhir", "--format", "json")
    assert json.loads(two.stdout)["first"] == "dokumen"


def test_the_ratings_are_those_that_their_maker_makes() -> None:
    assert RATINGS.read_text() == agreement_data.content(), "SPBE_WRITE=1 python tests/python/agreement_data.py"


def test_statistics_stand_beside_each_other_by_group(run: Run) -> None:
    page = run("stats", OFFICIAL, "--year", "2024", "--lang", "en").stdout
    assert "All 615 19 127 239 182 48" in " ".join(page.split())
    assert "Cronbach's alpha 0.91: the parts clearly measure one thing." in page
    rows = table(run("stats", OFFICIAL, "--within", "province,type", "--node", "index,d4", "--format", "csv").stdout)
    assert {row["node"] for row in rows} == {"index", "domain:4"}
    assert {"year", "province", "type", "median", "predicate_Memuaskan"} <= set(rows[0])
    # Very many groups: lines in place of laid-out tables, and the same figures.
    page = run("stats", OFFICIAL, "--within", "province,type", "--node", "index", "--lang", "en").stdout
    assert sum(line.startswith("2024, Lampung, kabupaten") for line in page.splitlines()) == 2


def test_too_few_institutions_are_said_to_be(run: Run) -> None:
    page = run("stats", RATINGS, "--missing", "minimum", "--lang", "en").stdout
    assert "Only 12 institutions for 47 indicator values: do not rely on these figures." in page


def test_one_of_several_instruments_is_asked_about(run: Run, tmp_path: Path) -> None:
    pemdi = tmp_path / "pemdi.csv"
    pemdi.write_text("institution,year,stage,1,2\nA,2026,mandiri,2.5,3\nA,2026,akhir,2,3\n")
    for command in (("agreement", RATINGS, pemdi), ("stats", RATINGS, pemdi, "--missing", "minimum")):
        refused = run(*command, "--lang", "en")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "is one of several: spbe-2020, pemdi-2026" in refused.stderr
        for instrument in ("spbe-2020", "pemdi-2026"):
            done = run(*command, "--of", instrument, "--format", "json")
            assert json.loads(done.stdout)["instrument"] == instrument, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("peers", OFFICIAL, "Bandung"), 1, "`Bandung` is one of several: Kabupaten Bandung, Kabupaten Bandung Barat"),
        (("peers", OFFICIAL, "Atlantis"), 1, "the cohort has no Atlantis"),
        (("peers", OFFICIAL), 2, "Missing argument 'INSTITUTION'"),
        (("peers", OFFICIAL, "Mesuji", "--focus", "d9"), 1, "no node `d9`"),
        (("peers", OFFICIAL, "Mesuji", "--focus", "12"), 1, "`indicator:12` is not compared here, but every "),
        (("peers", OFFICIAL, "Mesuji", "--reach", "0"), 1, "a reach is above 0, found 0"),
        (("peers", OFFICIAL, "Mesuji", "--reach", "-1"), 1, "a reach is above 0, found -1"),
        (("peers", OFFICIAL, "Mesuji", "--tier", "pilar"), 1, "no tier `pilar`, only domain, aspect, indicator"),
        (("peers", OFFICIAL, OFFICIAL, "Mesuji"), 1, "is there already"),
        (("agreement", OFFICIAL), 1, "no institution has answers of two different stages"),
        (("agreement", RATINGS, "--key", "provinsi"), 1, "ratings are told apart by stage or year, found `provinsi`"),
        (("agreement", RATINGS, "--between", "mandiri"), 2, "--between names two ratings"),
        (("agreement", RATINGS, "--between", "mandiri,visitasi"), 1, "no unit has the stage `visitasi`"),
        (("stats", OFFICIAL, "--of", "pemdi-2026"), 1, "no unit has the instrument `pemdi-2026`"),
        (("rank", OFFICIAL, "--top", "1", "--bottom", "1"), 2, "--top, --bottom"),
        (("stats", OFFICIAL, "--within", "pulau"), 1, "nothing is labelled `pulau`"),
        (("stats", OFFICIAL, "--tier", "pilar"), 1, "no tier `pilar`, only domain, aspect, indicator"),
        (("stats", DATA / "absent.csv"), 1, "file not found"),
    ],
    ids=lambda value: " ".join(Path(str(part)).name for part in value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_answered_is_named(run: Run, arguments: tuple[object, ...], code: int, complaint: str) -> None:
    done = run(*arguments, "--lang", "en")
    assert (done.returncode, done.stdout) == (code, "")
    assert complaint.replace("`", "") in done.stderr.replace("`", "")


def test_a_problem_names_the_file_that_has_it(run: Run, tmp_path: Path) -> None:
    sick = tmp_path / "sakit.csv"
    sick.write_text("institution;year;" + ";".join(map(str, range(1, 48))) + "\nKota A;2024" + ";9" * 47 + "\n")
    done = run("stats", OFFICIAL, sick, "--lang", "en")
    assert done.returncode == 1
    assert sum(line.startswith(f"{sick}: row ") for line in done.stderr.splitlines()) == 47


def test_the_page_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "peers.json"
    assert run("peers", OFFICIAL, "Mesuji", "-o", target).stdout == ""
    assert json.loads(target.read_text())["institution"] == "Kabupaten Mesuji"
