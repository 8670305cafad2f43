"""The command in a shell: help, completion, files written whole, terminals with and without colours."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from spbe.cli.commands import NAMES

from conftest import DATA, Run

FOLDER = Path(sys.executable).parent
CITY = DATA / "bandar-lampung-2021-2023.csv"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_examples(name: str, language: str, run: Run) -> None:
    done = run(name, "--help", "--lang", language)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("Contoh:" if language == "id" else "Examples:") in done.stdout
    assert f"  spbe {name}" in done.stdout
    english = re.search(r"\b(Usage|Options|Show this|INTEGER RANGE)\b", done.stdout)
    assert bool(english) == (language == "en")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("scor",), "perintah 'scor' tidak ada."),
        (("score",), "kurang argumen 'FILE'."),
        (("score", CITY, "--year", "x"), "'x' bukan bilangan bulat."),
        (("score", CITY, "--year", "23"), "23 di luar rentang 1900<=x<=2999."),
        (("score", CITY, "--missing", "guess"), "'guess' bukan salah satu dari 'reject', "),
        (("score", CITY, "--missin", "zero"), "opsi '--missin' tidak ada. Maksud Anda '--missing'?"),
        (("score", CITY, "--year"), "opsi '--year' memerlukan nilai."),
        (("score", CITY, "--decimal-comma=1"), "opsi '--decimal-comma' tidak menerima nilai."),
        (("score", CITY, "more"), "argumen berlebih (more)"),
        (("score", CITY, "--format", "csv", "-o", "x.json"), "nama x.json berarti json, tetapi diminta csv"),
    ],
)
def test_usage_errors_are_indonesian(arguments: tuple[object, ...], complaint: str, run: Run) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert not re.search(r"\b(is|not|No|such|does|requires|Invalid|Missing|unexpected)\b", done.stderr)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("spbe sc", {"score"}),
        ("spbe show spbe-", {"spbe-2018", "spbe-2020"}),
        ("spbe show pemdi-2026 a", {f"a{code}" for code in range(1, 8)}),
        ("spbe score --mis", {"--missing"}),
        ("spbe score x --missing in", {"interval"}),
    ],
)
def test_bash_completes(typed: str, expected: set[str]) -> None:
    script = (
        'source <(spbe completion bash); complete -p spbe >/dev/null; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_spbe_completion spbe; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = os.environ | {"PATH": f"{FOLDER}:{os.environ['PATH']}"}
    command = ["bash", "-c", script, "bash", *typed.split(" ")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert set(done.stdout.split()) == expected
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script(shell: str, run: Run) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_SPBE_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize("form", ["json", "csv", "txt"])
@pytest.mark.parametrize("command", ["instruments", "show", "score", "audit"])
def test_an_output_file_holds_what_would_be_printed(command: str, form: str, run: Run, tmp_path: Path) -> None:
    inputs = {"show": "spbe-2020", "score": CITY, "audit": DATA / "official-2023-2024.csv"}
    arguments = [command, *([inputs[command]] if command in inputs else [])]
    path = tmp_path / f"out.{form}"
    written = run(*arguments, "-o", path)
    printed = run(*arguments, "--format", "table" if form == "txt" else form)
    assert (written.stdout, written.stderr, written.returncode) == ("", "", printed.returncode)
    assert path.read_text(encoding="utf-8") == printed.stdout
    assert list(tmp_path.iterdir()) == [path]


def test_an_output_file_is_replaced_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    path, link = tmp_path / "out.csv", tmp_path / "link.csv"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert run("score", "-", "-o", link, stdin=b"institution,1\nA,9\n").returncode == 1
    assert path.read_text(encoding="utf-8") == "before"
    assert run("score", CITY, "-o", link).returncode == 0
    assert path.read_text(encoding="utf-8").startswith("institution,")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert run("score", CITY, "-o", "/dev/stdout", "--format", "csv").stdout == path.read_text(encoding="utf-8")
    for wrong, reason in ((tmp_path, "ini folder"), (tmp_path / "no" / "out.csv", "folder tidak ditemukan")):
        done = run("score", CITY, "-o", wrong)
        assert (done.returncode, done.stderr) == (1, f"{wrong}: tidak dapat ditulis ({reason})\n")


@pytest.mark.parametrize("spelling", ["{0}", "{0.parent}/../{0.parent.name}/{0.name}"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "IN", "-o", "IN"),
        ("convert", "IN", "IN"),
        ("trend", CITY, "--also", "IN", "-o", "IN"),
        ("whatif", CITY, "Bandar", "--changes", "IN", "-o", "IN"),
        ("plan", CITY, "IN", "Bandar", "-o", "IN"),
    ],
)
def test_an_output_is_never_one_of_the_inputs(
    arguments: tuple[object, ...], spelling: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(CITY.read_bytes())
    *first, last = [path if argument == "IN" else argument for argument in arguments]
    done = run(*first, spelling.format(last))
    assert (done.returncode, done.stdout) == (2, "")
    assert "in.csv juga dibaca" in done.stderr
    assert path.read_bytes() == CITY.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "ending", "endings"),
    [
        (("score", CITY), "xls", ".txt, .json, .csv atau .xlsx, atau sebutkan --format"),
        (("rank", CITY), "pdf", ".txt, .json atau .csv, atau sebutkan --format"),
        (("form", "-i", "spbe-2020"), "csv", "harus berakhiran .xlsx"),
        (("report", CITY, "Bandar"), "pdf", "harus berakhiran .html atau .htm"),
    ],
)
def test_an_output_is_what_its_name_says(
    arguments: tuple[object, ...], ending: str, endings: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{ending}"
    done = run(*arguments, "-o", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert endings in done.stderr
    assert not path.exists()


def test_an_unknown_ending_is_taken_with_a_form(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.dat"
    assert run("score", CITY, "-o", path, "--format", "csv").returncode == 0
    assert path.read_text(encoding="utf-8") == run("score", CITY, "--format", "csv").stdout


@pytest.mark.parametrize("arguments", [("form", "-i", "spbe-2020"), ("report", CITY, "Bandar")])
def test_a_hyphen_is_standard_output(arguments: tuple[object, ...], tmp_path: Path) -> None:
    command = [str(FOLDER / "spbe"), *map(str, arguments), "-o", "-"]
    done = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    assert done.stdout.startswith((b"PK", b"<!DOCTYPE html>"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["whatif", "peers", "plan", "forecast"])
def test_what_is_missing_is_named(command: str, run: Run) -> None:
    assert "kurang argumen 'INSTITUTION'." in run(command, CITY).stderr
    assert "kurang argumen 'FILE...'." in run(command).stderr
    assert "kurang argumen 'FILE...'." in run(command, "Bandar").stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("robustness", CITY, "--reach", "0.1", "--dirichlet", "5"), "--reach tidak dapat bersama --dirichlet"),
        (("robustness", CITY, "--draws", "0", "--against", "Bandar"), "--against hanya bersama --draws > 0"),
        (("robustness", CITY, "--draws", "0", "--coverage", "0.5"), "--coverage hanya bersama --draws > 0"),
        (("plan", CITY, "Bandar", "--frontier", "--target", "2.6"), "--frontier tidak dapat bersama --target"),
        (("plan", CITY, "Bandar", "--frontier", "--predicate", "Baik"), "--frontier tidak dapat bersama --predicate"),
        (("plan", CITY, "Bandar", "--frontier", "--plans", "3"), "--frontier tidak dapat bersama --plans"),
        (("plan", CITY, "Bandar", "--differ", "3"), "--differ hanya bersama --plans"),
        (("whatif", CITY, "Bandar", "--set", "12=3", "--until", "2026"), "--until hanya bersama --changes"),
        (("forecast", CITY, "Bandar", "--until", "2026"), "--until hanya bersama --changes"),
        (("forecast", CITY, "Bandar", "--downward", "0.3"), "--downward hanya bersama --confidence"),
    ],
)
def test_no_option_is_ignored(arguments: tuple[object, ...], complaint: str, run: Run) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("option", "near"), [("--tahun", "--year"), ("--keluaran", "--output"), ("--yaer", "--year"), ("--xyz", None)]
)
def test_a_near_option_is_named(option: str, near: str | None, run: Run) -> None:
    done = run("score", CITY, option, "2023")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith(f"Maksud Anda '{near}'?" if near else f"opsi '{option}' tidak ada.")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (("forecast", CITY, "Bandar", "--confidence", "0,8"), ("forecast", CITY, "Bandar", "--confidence", "0.8")),
        (("forecast", CITY, "Bandar", "--confidence", "80 %"), ("forecast", CITY, "Bandar", "--confidence", "0.8")),
        (("robustness", CITY, "--reach", "12,5%"), ("robustness", CITY, "--reach", "0.125")),
        (("robustness", CITY, "--coverage", "80%"), ("robustness", CITY, "--coverage", "0.8")),
        (("robustness", CITY, "--confidence", "12=0,8"), ("robustness", CITY, "--confidence", "12=0.8")),
    ],
)
def test_a_number_has_a_comma_a_point_or_percent(
    typed: tuple[object, ...], plain: tuple[object, ...], run: Run
) -> None:
    done = run(*typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run(*plain).stdout


def test_an_english_thousand_is_no_decimal(run: Run) -> None:
    assert run("plan", CITY, "Bandar", "--budget", "1,000", "--lang", "en").returncode == 1


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_many_ranks_fit_the_terminal(columns: int, run: Run) -> None:
    file = DATA / "official-2023-2024.csv"
    page = run("robustness", file, "--year", "2024", "--draws", "0", COLUMNS=str(columns)).stdout
    lines = page.splitlines()[3:-3]
    assert max(map(len, lines)) <= columns
    assert ("…" in page) == (columns < 160)


def test_a_page_of_an_instrument_fits_the_terminal(run: Run) -> None:
    assert max(map(len, run("show", "spbe-2020", COLUMNS="80").stdout.splitlines())) <= 80


def test_nobody_is_a_heading_and_a_sentence(run: Run) -> None:
    file = DATA / "official-2023-2024.csv"
    conditions = ("--year", "2024", "--where", "province=Lampung", "--where", "province=Bali")
    ranked = run("rank", file, "--year", "2024", "--format", "csv").stdout.splitlines()
    assert run("rank", file, *conditions, "--format", "csv").stdout.splitlines() == ranked[:1]
    assert run("rank", file, *conditions).stdout == "Tidak ada yang memenuhi syarat.\n"
    best, other = (run("peers", file, who, "--year", "2024", "--format", "csv") for who in ("Banyuwangi", "Mesuji"))
    assert best.stdout.splitlines() == other.stdout.splitlines()[:1]


def test_a_sheet_is_asked_of_a_workbook(run: Run, tmp_path: Path) -> None:
    for command in ("score", "rank"):
        done = run(command, CITY, "--sheet", "X")
        assert (done.returncode, done.stdout) == (1, "")
        assert "berkas ini bukan lembar kerja, sehingga tidak ada lembar `X`" in done.stderr
    path = tmp_path / "satu.xlsx"
    assert run("convert", CITY, path).returncode == 0
    done = run("score", path, "--sheet", "X")
    assert "lembar `X` tidak ada; yang ada: " in done.stderr


def test_several_sheets_name_the_option(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hasil.xlsx"
    assert run("score", CITY, "-o", path).returncode == 0
    done = run("score", path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == ["Pilih lembarnya dengan --sheet NAMA.", "1 masalah"]


def test_a_usage_error_is_one_line(run: Run) -> None:
    assert run("completion").stderr.splitlines()[0].endswith("Pilihan: bash, zsh, fish")


@pytest.mark.parametrize(
    ("redirected", "code", "complaint"),
    [
        (f"score {CITY} >&-", 1, "keluaran tidak dapat ditulis"),
        (f"score {CITY} >/dev/full", 1, "keluaran tidak dapat ditulis"),
        ("score - <&-", 1, "masukan standar: tidak dapat dibaca"),
        (f"score {CITY} 2>&-", 0, ""),
    ],
)
def test_closed_streams_are_said(redirected: str, code: int, complaint: str) -> None:
    command = ["bash", "-c", f"{FOLDER / 'spbe'} {redirected}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr.startswith(complaint)
    assert len(done.stderr.splitlines()) == (1 if complaint else 0)


@pytest.mark.parametrize(
    "arguments",
    [("robustness", "--draws", "100000000"), ("sensitivity", "--samples", "1000000")],
)
def test_an_interrupt_ends_long_work(arguments: tuple[str, ...]) -> None:
    command, *options = arguments
    official = str(DATA / "official-2023-2024.csv")
    process = subprocess.Popen(
        [FOLDER / "spbe", command, official, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 130
    assert time.monotonic() - begun < 10


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """What the command writes to a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "CI"}}
    process = subprocess.Popen(
        [FOLDER / "spbe", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=inherited | {"TERM": "xterm-256color", "COLUMNS": "100"} | environment,
    )
    os.close(theirs)
    written = b""
    until = time.monotonic() + 60
    while time.monotonic() < until and select.select([ours], [], [], 30)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return written.decode()


def test_colours_are_for_terminals_that_want_them(run: Run) -> None:
    assert "\x1b[1m" in on_a_terminal("score", CITY)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", on_a_terminal("score", CITY, NO_COLOR="1"))
    assert "\x1b" not in run("score", CITY).stdout


def test_quick_work_shows_no_progress() -> None:
    assert "Membaca" not in on_a_terminal("score", CITY)


def test_starting_is_quick() -> None:
    """The bound is 0.3 seconds; of the processor, because other work may run beside a test."""
    for arguments in (["--help"], ["score", str(CITY), "--format", "csv"], ["score", str(CITY)]):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([FOLDER / "spbe", *arguments], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        assert taken < 0.3, arguments
