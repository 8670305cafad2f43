from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spbe

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs the installed console script as a user would."""
    script = Path(sys.executable).parent / "spbe"
    assert script.exists(), "the package is not installed: make dev"

    def call(*arguments: object, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SPBE_")}
        done = subprocess.run(
            [script, *map(str, arguments)],
            input=stdin if stdin is not None else b"",
            capture_output=True,
            timeout=60,
            check=False,
            env=inherited | {"COLUMNS": "100"} | environment,
        )
        output, complaints = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in complaints
        return subprocess.CompletedProcess(done.args, done.returncode, output, complaints)

    return call


@pytest.fixture(scope="session", params=[instrument.id for instrument in spbe.instruments()])
def instrument(request: pytest.FixtureRequest) -> spbe.Instrument:
    return spbe.instrument(request.param)


@pytest.fixture
def levels_file(tmp_path: Path) -> Path:
    """One institution of 2023."""
    lines = (DATA / "bandar-lampung-2021-2023.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "kota.csv"
    path.write_text(f"{lines[0]}\n{lines[3]}\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this source."""
    folder = tmp_path_factory.mktemp("wheel")
    maturin = Path(sys.executable).with_name("maturin")
    command = [maturin, "build", "--release", "--locked", "--manifest-path", ROOT / "spbe-py/Cargo.toml"]
    subprocess.run([*map(str, command), "--out", str(folder)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built
