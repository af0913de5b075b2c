"""What the scope tests read of the package: its source as syntax trees, and where something stands in it."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel

import hushed

PACKAGE = Path(hushed.__file__).parent
ROOT = Path(__file__).resolve().parents[2]


def sources() -> list[Path]:
    """Every Python file of the package."""
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 50, "the tests must see the package"
    return found


@cache
def tree_of(source: Path) -> ast.Module:
    return ast.parse(source.read_text(encoding="utf-8"))


def name_of(source: Path) -> str:
    """A file's place in the package, such as 'society/loading.py'."""
    return source.relative_to(PACKAGE).as_posix()


def place(source: Path, node: ast.AST) -> str:
    """File and line, as an editor opens them."""
    return f"src/hushed/{name_of(source)}:{getattr(node, 'lineno', 1)}"


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file."""
    for source in sources():
        for node in ast.walk(tree_of(source)):
            yield source, node


def imports() -> Iterator[tuple[Path, ast.AST, str]]:
    """Every module imported anywhere, also inside functions and for types alone, with what is taken from it."""
    for source, node in nodes():
        if isinstance(node, ast.Import):
            for each in node.names:
                yield source, node, each.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(source, node)}: a relative import hides where it leads"
            for each in node.names:
                yield source, node, f"{node.module}.{each.name}"


def definitions() -> Iterator[tuple[Path, ast.AST, str]]:
    """Every name the package gives: to files and folders, classes, functions, parameters, variables and fields."""
    for source in sources():
        for part in source.relative_to(PACKAGE).with_suffix("").parts:
            yield source, tree_of(source), part
    for source, node in nodes():
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield source, node, node.name
        elif isinstance(node, ast.arg):
            yield source, node, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield source, node, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield source, node, node.attr


def docstrings() -> Iterator[tuple[Path, ast.AST, str]]:
    """Every docstring, and every string that stands alone to explain the line above it."""
    for source, node in nodes():
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield source, node, node.value.value


def dotted(node: ast.AST) -> str:
    """A chain of attributes as text, such as 'np.random.default_rng'; '' for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    return ""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call with the name of what is called, as far as it has one."""
    for source, node in nodes():
        if isinstance(node, ast.Call):
            yield source, node, dotted(node.func)


def models() -> list[type[BaseModel]]:
    """Every group of parameters in the package, wherever it is defined."""
    for source in sources():
        if source.name != "__main__.py":
            parts = ("hushed", *source.relative_to(PACKAGE).with_suffix("").parts)
            importlib.import_module(".".join(part for part in parts if part != "__init__"))
    found: list[type[BaseModel]] = []
    waiting = list(BaseModel.__subclasses__())
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if each.__module__.split(".")[0] == "hushed":
            found.append(each)
    assert len(found) > 30
    return sorted(set(found), key=lambda model: model.__qualname__)
