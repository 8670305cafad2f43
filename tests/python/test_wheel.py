"""The wheel, as a user gets it: in a fresh virtual environment of every Python that is here, without anything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import DATA, ROOT

OLDEST, NEWEST = 10, 15

PROGRAM = f"""
import sys
import spbe
score = spbe.score([3] * 47, instrument="spbe-2020", year=2024)
assert (score.index, score.predicate) == (3.0, "Baik"), score
(city,) = spbe.score(spbe.read_assessments({str(DATA / "bandar-lampung-2021-2023.csv")!r}, year=2023))
assert str(city.index_published) == "2.15", city
city.to_html()
foreign = sorted(name for name in sys.modules if name.partition(".")[0] in {{"click", "rich", "numpy", "pandas"}})
assert not foreign, foreign
print(spbe.__version__)
"""


def interpreter(minor: int) -> str | None:
    """A CPython 3.`minor` of this machine, from the path or from pyenv."""
    name = f"python3.{minor}"
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [shutil.which(name), *sorted(root.glob(f"versions/3.{minor}.*/bin/{name}"), reverse=True)]
    for candidate in candidates:
        probe = "import sys, venv; print(sys.implementation.name, sys.version_info[1])"
        if candidate is not None:
            done = subprocess.run([candidate, "-c", probe], capture_output=True, text=True, check=False)
            if done.stdout.split() == ["cpython", str(minor)]:
                return str(candidate)
    return None


INTERPRETERS = {minor: interpreter(minor) for minor in range(OLDEST, NEWEST + 1)}


def environment(folder: Path, python: str, wheel: Path) -> Path:
    """A fresh virtual environment that holds the wheel and nothing else; its Python."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    inside = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(inside), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    return inside


def test_one_wheel_serves_every_python(wheel: Path) -> None:
    assert "-cp310-abi3-" in wheel.name
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith((".pyi", "py.typed"))]
    metadata = next(name for name in names if name.endswith("METADATA"))
    required = [
        line for line in zipfile.ZipFile(wheel).read(metadata).decode().splitlines() if line.startswith("Requires-Dist")
    ]
    assert required
    assert all("extra ==" in line for line in required), required


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    source = ROOT / "spbe-py" / "python"
    here = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("_spbe.abi3")
    }
    assert {"spbe/py.typed", "spbe/_spbe.pyi", "spbe/report/page.html.j2", "spbe/report/page.css"} <= here
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    (extension,) = inside - here
    assert extension == "spbe/_spbe.abi3.so"
    assert not here - inside


@pytest.mark.parametrize("minor", INTERPRETERS)
def test_the_wheel_scores_in_a_fresh_environment(minor: int, wheel: Path, tmp_path: Path) -> None:
    python = INTERPRETERS[minor]
    if python is None:
        pytest.skip(f"SKIPPED: there is no CPython 3.{minor} here")
    inside = environment(tmp_path / "venv", python, wheel)
    done = subprocess.run(
        [inside, "-W", "error", "-I", "-c", PROGRAM], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_at_least_two_pythons_were_here() -> None:
    assert sum(python is not None for python in INTERPRETERS.values()) >= 2


def test_the_command_says_what_it_lacks(wheel: Path, tmp_path: Path) -> None:
    inside = environment(tmp_path / "venv", sys.executable, wheel)
    done = subprocess.run([inside.with_name("spbe"), "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "spbe[cli]"' in done.stderr
    assert "Traceback" not in done.stderr
