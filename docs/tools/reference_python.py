"""The page of the Python interface: everything in `hushed.__all__`, from signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Iterator
from typing import Any

from tables import MADE, placeholders, sentence, table

import hushed

HEAD = f"""\
# Python

{MADE}

What `import hushed` offers. Importing it is light; heavy libraries load when something needs them. Everything past
the first argument is given by name. What a user gets wrong is an `InputError`, which says what is allowed.

Everything else can be imported from its own room, such as `hushed.society` or `hushed.engine`, and may change;
these names are kept.
"""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "Scenarios": ("read_scenario", "parse_scenario", "Scenario"),
    "Experiments": ("run", "compare", "attribute", "recover", "scan", "what_restores"),
    "Studies": ("sweep", "open_study", "sensitivity"),
    "Results": ("load", "save"),
    "Models of your own": ("check_model",),
    "What experiments give": ("Comparison", "Attribution", "Recovery", "Loops", "Restoration"),
    "Mistakes": ("InputError",),
}
"""Where each name stands; names that are not here come last."""
WIDEST = 88


def page() -> str:
    """The whole page."""
    named = [name for group in QUESTIONS.values() for name in group]
    others = tuple(name for name in hushed.__all__ if name not in named and name != "__version__")
    groups = QUESTIONS | ({"Others": others} if others else {})
    parts = [HEAD]
    for heading, names in groups.items():
        parts += [f"## {heading}\n", *(line for name in names for line in _described(name))]
    return "\n".join([*parts, "`hushed.__version__` is the version, as text."]) + "\n"


def _described(name: str) -> Iterator[str]:
    thing = getattr(hushed, name)
    yield f"### {name}\n"
    if not isinstance(thing, type):
        yield f"```py\n{_signature(name, thing)}\n```\n"
    yield _prose(inspect.getdoc(thing) or "") + "\n"
    rows = list(_members(thing)) if isinstance(thing, type) else []
    if rows:
        yield table(["", "Type", "What it is"], rows) + "\n"


def _signature(name: str, function: Any) -> str:
    """A call, one line for each argument where it does not fit on one."""
    signature = inspect.signature(function)
    given = list(signature.parameters.values())
    words = [_argument(one) for one in given]
    star = next((place for place, one in enumerate(given) if one.kind == one.KEYWORD_ONLY), None)
    if star is not None:
        words.insert(star, "*")
    gives = f" -> {_plain(signature.return_annotation)}"
    line = f"{name}({', '.join(words)}){gives}"
    if len(line) <= WIDEST:
        return line
    return "\n".join([f"{name}(", *(f"    {one}," for one in words), f"){gives}"])


def _argument(one: inspect.Parameter) -> str:
    default = "" if one.default is one.empty else f" = {one.default!r}"
    return f"{one.name}: {_plain(one.annotation)}{default}"


def _plain(annotation: Any) -> str:
    """A type as it is written in the source, forward references without their quotes."""
    return str(annotation).replace("'", "")


def _prose(docstring: str) -> str:
    """A docstring as paragraphs; an indented part is code."""
    return placeholders(textwrap.dedent(docstring))


def _members(kind: type) -> Iterator[list[str]]:
    """Its fields, then what else it offers, each with its first sentence."""
    said = _said_of_fields(kind)
    for name, annotation in inspect.get_annotations(kind).items():
        if not name.startswith("_"):
            yield [f"`{name}`", f"`{_plain(annotation)}`" if len(_plain(annotation)) < 50 else "", said.get(name, "")]
    for name, member in vars(kind).items():
        what = member.func if hasattr(member, "func") else getattr(member, "fget", member)
        if name.startswith("_") or not inspect.isfunction(what):
            continue
        given = [_argument(one) for one in inspect.signature(what).parameters.values() if one.name != "self"]
        call = f"{name}({', '.join(given)})" if what is member else name
        first = sentence((inspect.getdoc(what) or "").split("\n\n")[0])
        yield [f"`{call}`", f"`{_plain(inspect.signature(what).return_annotation)}`", placeholders(first)]


def _said_of_fields(kind: type) -> dict[str, str]:
    """What a class says of its fields: in their descriptions, or in a text below a field."""
    described = {name: field.description or "" for name, field in getattr(kind, "model_fields", {}).items()}
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    lines = definition.body if isinstance(definition, ast.ClassDef) else []
    for line, below in itertools.pairwise(lines):
        text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else None
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and isinstance(text, str):
            described[line.target.id] = " ".join(text.split())
    return {name: sentence(placeholders(text)) for name, text in described.items()}
