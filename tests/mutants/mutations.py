"""Small faults put into a source text, one at a time, as a slip of the hand would make them.

Left alone: annotations, docstrings, and the words of errors that are raised (not when they are raised).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import NamedTuple

_OTHERS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_SIMPLE = (ast.Expr, ast.AugAssign, ast.Raise, ast.Assert)
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


class Mutant(NamedTuple):
    """A source with one fault in it."""

    name: str
    "Where, what, and what it became; the same as long as the line stays as it is."
    lines: range
    "Those of the statement the fault is in; empty if it runs on import."
    code: CodeType


class _Place(NamedTuple):
    """A spot in the tree where something can be put instead."""

    holder: ast.AST
    field: str
    index: int | None
    statement: ast.stmt | None
    within: tuple[str, ...]
    called: bool
    "Whether it is in a function's body, and not run on import."

    def put(self, what: object) -> None:
        if self.index is None:
            setattr(self.holder, self.field, what)
        else:
            getattr(self.holder, self.field)[self.index] = what


def mutants(source: str, file: str) -> Iterator[Mutant]:
    """Every mutant of a source, in the order of its text."""
    tree = ast.parse(source)
    seen: dict[str, int] = {}
    for node, place in list(_places(tree, None, (), called=False)):
        for instead in _instead(node, place):
            place.put(instead)
            code = compile(ast.fix_missing_locations(tree), file, "exec")
            place.put(node)
            if isinstance(node, ast.operator | ast.cmpop | ast.boolop):
                shown = f"{ast.unparse(place.holder)}: {type(node).__name__} becomes {type(instead).__name__}"
            else:
                shown = f"{_shown(node)} becomes {_shown(instead)}"
            name = f"{'.'.join(place.within) or 'module'}: {shown}"
            seen[name] = seen.get(name, 0) + 1
            again = f" ({seen[name]})" if seen[name] > 1 else ""
            yield Mutant(name + again, _lines(place), code)


def _places(
    node: ast.AST, statement: ast.stmt | None, within: tuple[str, ...], *, called: bool
) -> Iterator[tuple[ast.AST, _Place]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "ctx", "type_params") or _words(node, field):
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST) or _is_docstring(child):
                continue
            here = child if isinstance(child, ast.stmt) else statement
            # What stands in the head of a function runs where the function is defined.
            inside = (*within, node.name) if isinstance(node, _DEFINITIONS) and field == "body" else within
            later = called or (isinstance(node, ast.FunctionDef) and field == "body")
            yield child, _Place(node, field, index if isinstance(value, list) else None, here, inside, later)
            yield from _places(child, here, inside, called=later)


def _words(node: ast.AST, field: str) -> bool:
    raised = isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and field == "exc"
    return raised and isinstance(node.exc.args[0] if node.exc.args else None, ast.Constant | ast.JoinedStr)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _instead(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    for other in _OTHERS.get(type(node), ()):
        yield other()
    if isinstance(node, ast.Constant):
        yield from _constants(node.value, place)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BoolOp):
        for index in range(len(node.values)):
            rest = node.values[:index] + node.values[index + 1 :]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.comprehension):
        for index in range(len(node.ifs)):
            yield ast.comprehension(node.target, node.iter, node.ifs[:index] + node.ifs[index + 1 :], node.is_async)
    elif isinstance(node, ast.stmt):
        yield from _statements(node)
    for_types = isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"
    if place.field == "test" and not isinstance(node, ast.Compare | ast.UnaryOp) and not for_types:
        yield ast.UnaryOp(ast.Not(), node)


def _constants(value: object, place: _Place) -> Iterator[ast.AST]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and not isinstance(place.holder, ast.FormattedValue):
        yield ast.Constant(value + "XX")


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    either_way = isinstance(node.func, ast.Name) and node.func.id in ("max", "min")
    for first in range(0 if either_way else len(node.args) - 1):
        swapped = [*node.args]
        swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
        yield ast.Call(node.func, swapped, node.keywords)
    for index, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield ast.Call(node.func, node.args, node.keywords[:index] + node.keywords[index + 1 :])


def _statements(node: ast.stmt) -> Iterator[ast.AST]:
    attribute = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    if isinstance(node, _SIMPLE) or attribute:
        yield ast.Pass()
    elif isinstance(node, ast.Return) and not (node.value is None or _says_nothing(node.value)):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.With):
        yield from _withs(node)
    elif isinstance(node, ast.Try):
        yield from _tries(node)
    elif isinstance(node, ast.For):
        yield ast.For(node.target, ast.Tuple([], ast.Load()), node.body, node.orelse)


def _says_nothing(node: ast.expr) -> bool:
    """None, and True and False, whose opposites are tried."""
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))


def _withs(node: ast.With) -> Iterator[ast.AST]:
    """Without a context manager whose value nobody uses."""
    for index, item in enumerate(node.items):
        if item.optional_vars is None:
            rest = node.items[:index] + node.items[index + 1 :]
            yield ast.With(rest, node.body) if rest else ast.If(ast.Constant(True), node.body, [])


def _tries(node: ast.Try) -> Iterator[ast.AST]:
    for index in range(len(node.handlers)):
        rest = node.handlers[:index] + node.handlers[index + 1 :]
        final = node.finalbody or ([] if rest else [ast.Pass()])
        yield ast.Try(node.body, rest, node.orelse if rest else [], final)
    if node.finalbody:
        yield ast.Try(node.body, node.handlers, node.orelse, [] if node.handlers else [ast.Pass()])


def _shown(node: ast.AST) -> str:
    """A node as text, of a statement that holds others its head alone."""
    if isinstance(node, ast.Pass):
        return "nothing"
    text = ast.unparse(node).strip()
    return f"{text.splitlines()[0]} …" if isinstance(node, ast.With | ast.Try | ast.For | ast.If) else text


def _lines(place: _Place) -> range:
    statement = place.statement
    if not place.called or statement is None or isinstance(statement, _DEFINITIONS):
        return range(0)
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(last, statement.lineno) + 1)
