"""Who follows the tutorial in a fresh virtual environment meets no error, and sees what stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(python|sh|text)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
BETWEEN = "=" * 20


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))


def programs(found: list[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """Each Python block with the output that stands below it."""
    following = [*found[1:], ("", "")]
    return [
        (code, text if kind == "text" else None)
        for (language, code), (kind, text) in zip(found, following, strict=True)
        if language == "python"
    ]


def outputs(python: Path, codes: list[str], folder: Path) -> list[str]:
    """What each block prints, run one after another in one interpreter."""
    program = f"print({BETWEEN!r})\n".join(f"{code}\n" for code in codes)
    done = subprocess.run(
        [python, "-W", "error", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [printed.removeprefix("\n") for printed in done.stdout.split(BETWEEN)]


@pytest.mark.parametrize("page", ["tutorial.md", "tutorial.id.md"])
def test_the_tutorial_works_in_a_fresh_environment(page: str, wheel: Path, tmp_path: Path) -> None:
    found = blocks(page)
    lines = [line for language, code in found if language == "sh" for line in code.splitlines()]
    assert lines[:3] == ["python3 -m venv spbe-env", ". spbe-env/bin/activate", 'pip install "spbe[cli]"']
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SPBE_", "VIRTUAL_ENV", "PYTHON"))
    }
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"

    def shell(commands: list[str]) -> str:
        script = "set -eu\n" + "\n".join(commands).replace("spbe[cli]", f"{wheel}[cli]")
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    shell(lines[:3])
    blocks_of_code = programs(found)
    printed = outputs(tmp_path / "spbe-env/bin/python", [code for code, _ in blocks_of_code], tmp_path)
    for (code, expected), output in zip(blocks_of_code, printed, strict=True):
        assert output == (expected or ""), code
    shown = shell([lines[1], *lines[3:]])
    assert re.search(r"^spbe \d+\.\d+", shown)
    assert "Kota Bandar Lampung" in shown
    assert "Cukup" in shown
    assert len(list(tmp_path.glob("*.json"))) == 1


@pytest.mark.parametrize("page", ["howto.md", "index.md"])
def test_each_block_of_a_page_prints_what_stands_below(page: str, tmp_path: Path) -> None:
    found = programs(blocks(page))
    assert found
    for code, expected in found:
        assert outputs(Path(sys.executable), [code], tmp_path) == [expected or ""]


def test_both_tutorials_take_the_same_steps() -> None:
    english, indonesian = ([language for language, _ in blocks(page)] for page in ("tutorial.md", "tutorial.id.md"))
    assert english == indonesian
