"""The command in a shell: help, completion, files written whole, terminals with and without colours."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
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
