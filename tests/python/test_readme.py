"""The README shows what the project does: its examples run, and give what stands beside them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = Path(sys.executable).with_name("spbe")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


def test_the_python_example_prints_what_its_comment_says() -> None:
    (example,) = blocks("python")
    expected = example.rsplit("#", 1)[1].strip()
    assert run(sys.executable, "-c", example).strip() == expected


def test_the_c_example_is_the_one_that_is_compiled() -> None:
    (example,) = blocks("c")
    assert example == (ROOT / "spbe-ffi" / "examples" / "c" / "score.c").read_text(encoding="utf-8")


def test_the_excerpt_of_the_demo_is_what_the_demo_prints() -> None:
    excerpt = next(block for block in blocks("text") if "Hasil 2023 di samping laporan resmi" in block)
    printed = [line.rstrip() for line in run(sys.executable, "spbe-py/demo.py", COLUMNS="96").splitlines()]
    lines = [line for line in excerpt.splitlines() if line.strip() not in ("", "...")]
    assert len(lines) > 20
    assert [line for line in lines if line not in printed] == []


def test_the_commands_run_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "spbe").symlink_to(COMMAND)
    script = "".join(block for block in blocks("sh") if ".venv/bin/spbe" in block)
    script = re.sub(r"^(\.venv/bin/spbe score formulir\.xlsx).*$", r"\1 && exit 9 || test $? = 1", script, flags=re.M)
    assert script.count(".venv/bin/spbe") >= 15
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "formulir.xlsx").exists()
    assert (tmp_path / "hasil.xlsx").exists()


def test_the_problems_shown_are_those_reported(tmp_path: Path) -> None:
    shown = next(block for block in blocks("text") if "kota.csv" in block).splitlines()
    content = re.search(r"printf '(.*)' > kota.csv", shown[0])
    assert content is not None
    (tmp_path / "kota.csv").write_text(content[1].replace("\\n", "\n"), encoding="utf-8")
    command = shown[1].removeprefix("$ spbe ").split()
    done = subprocess.run([COMMAND, *command], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == shown[2:]


def test_every_path_named_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
