"""The stub of the extension module holds its docstrings, so that editors show them."""

from __future__ import annotations

import ast
import inspect
import os
from pathlib import Path

import spbe
from spbe import _spbe

STUB = Path(spbe.__file__).with_name("_spbe.pyi")


def documented(text: str) -> str:
    """The stub with the docstrings of the extension module in the place of its own."""
    lines = text.splitlines()
    # From the bottom up, so that the line numbers above stay true.
    for node, owner in reversed(places(ast.parse(text))):
        first, end = node.body[0], node.body[0].end_lineno or node.lineno
        docstring = literal(inspect.getdoc(owner) or "", " " * (node.col_offset + 4))
        if ast.get_docstring(node) is not None:
            lines[first.lineno - 1 : end] = docstring
        elif isinstance(node, ast.ClassDef):
            marks = getattr(first, "decorator_list", [])
            start = min([first.lineno, *(mark.lineno for mark in marks)]) - 1
            lines[start:start] = docstring
        else:
            lines[end - 1] = lines[end - 1].removesuffix(" ...")
            lines[end:end] = docstring
    return "\n".join(lines) + "\n"


def literal(text: str, indent: str) -> list[str]:
    first, *rest = text.splitlines() or [""]
    if not rest:
        return [f'{indent}"""{first}"""']
    return [f'{indent}"""{first}', *(f"{indent}{line}".rstrip() for line in rest), f'{indent}"""']


def places(tree: ast.Module) -> list[tuple[ast.ClassDef | ast.FunctionDef, object]]:
    """Every class and function of the stub, with what it describes, from the top down."""
    found: list[tuple[ast.ClassDef | ast.FunctionDef, object]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.append((node, getattr(_spbe, node.name)))
        elif isinstance(node, ast.ClassDef):
            owner = getattr(_spbe, node.name)
            found.append((node, owner))
            members = [member for member in node.body if isinstance(member, ast.FunctionDef)]
            found += [(member, getattr(owner, member.name)) for member in members if public(member.name)]
    return found


def public(name: str) -> bool:
    return not name.startswith("_")


def test_the_stub_has_the_docstrings_of_the_module() -> None:
    text = STUB.read_text(encoding="utf-8")
    wanted = documented(text)
    if os.environ.get("SPBE_WRITE"):
        STUB.write_text(wanted, encoding="utf-8")
    assert text == wanted, "SPBE_WRITE=1 pytest tests/python/test_stub.py writes them"


def test_every_public_part_of_the_module_says_what_it_is() -> None:
    for _, part in places(ast.parse(STUB.read_text(encoding="utf-8"))):
        assert inspect.getdoc(part), part
