"""The notebooks run, and show what is committed; SPBE_WRITE=1 writes what they show."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from conftest import ROOT

FOLDER = ROOT / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """The notebook as it comes out of a fresh kernel, without anything of this machine or moment."""
    notebook: Any = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}, record_timing=False
    )
    client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            # Ids that pandas draws at random.
            for kind, content in output.get("data", {}).items():
                if kind == "text/html":
                    output.data[kind] = re.sub(r"T_[0-9a-f]{5}", "T_00000", content)
                elif kind == "text/plain":
                    output.data[kind] = re.sub(r" at 0x[0-9a-f]+", "", content)
    return notebook


def shown(notebook: Any) -> list[Any]:
    """All outputs; of pictures only that there is one, because their bytes depend on the fonts of a machine."""
    outputs = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = {kind: "" if kind.startswith("image/") else text for kind, text in output.get("data", {}).items()}
            outputs.append((output["output_type"], output.get("name"), output.get("text"), data))
    return outputs


def test_there_are_notebooks() -> None:
    assert len(NAMES) >= 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("default")
def test_a_notebook_shows_what_is_committed(name: str) -> None:
    path = FOLDER / name
    committed: Any = nbformat.read(path, as_version=4)
    notebook = executed(path)
    if os.environ.get("SPBE_WRITE"):
        nbformat.write(notebook, path)
    assert shown(committed) == shown(notebook), "SPBE_WRITE=1 pytest tests/python/test_notebooks.py writes it"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_says_nothing_of_the_machine(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)/", text)
    assert "Traceback" not in text
    assert '"output_type": "error"' not in text
