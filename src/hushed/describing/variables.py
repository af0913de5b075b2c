"""What code says of its own fields and functions, as text: so that a description cannot drift from what runs."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from types import ModuleType
from typing import Any


def field_texts(kind: type) -> dict[str, str]:
    """Every field of a class or member of an enumeration, with the string that stands below it ('' if none does)."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(node, ast.ClassDef)
    texts: dict[str, str] = {}
    for before, after in zip(node.body, [*node.body[1:], None], strict=True):
        name = _assigned(before)
        if name:
            said = after.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else None
            texts[name] = " ".join(str(said.value).split()) if said else ""
    return texts


def field_kinds(kind: type) -> dict[str, str]:
    """Every annotated field of a class, with its type as it is written."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(node, ast.ClassDef)
    fields = (each for each in node.body if isinstance(each, ast.AnnAssign))
    return {_assigned(each): ast.unparse(each.annotation) for each in fields}


def _assigned(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def public_functions(module: ModuleType) -> tuple[str, ...]:
    """The names of the functions a module defines for others, in the order of its text."""
    body = ast.parse(inspect.getsource(module)).body
    return tuple(node.name for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def paragraphs(text: str | None) -> tuple[str, ...]:
    """The paragraphs of a docstring, each on one line; `Source:` always begins one of its own."""
    clean = re.sub(r"\s+(?=Source: )", "\n\n", inspect.cleandoc(text or ""))
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", clean) if part.strip())


def code_of(function: Any) -> str:
    """The text of a function without decorators, types and docstring: what is computed, and nothing else."""
    plain = inspect.unwrap(getattr(function, "py_func", function))
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(plain))).body
    assert isinstance(node, ast.FunctionDef)
    node.decorator_list, node.returns = [], None
    for argument in (*node.args.args, *node.args.kwonlyargs):
        argument.annotation = None
    if ast.get_docstring(node):
        node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(node)
