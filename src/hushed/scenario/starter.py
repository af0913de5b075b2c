"""The commented file that a new scenario starts from, written from the models so that it cannot drift from them."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from hushed.scenario.shape import Node, alternatives, place, resolved, tag_of
from hushed.scenario.wording import sentence, wanted
from hushed.scenario.writing import toml_value

_WIDTH = 100

_HEAD = """\
# A scenario for hushed: invented people, what a regime does to them, and which safeguards they have.
#
# Lines that begin with '# ' explain; lines that begin with '#' alone are parameters at their defaults: take the
# '#' away and change the value. A parameter that may be a schedule takes a number for the whole run or, for
# example, { at = [0, 52], value = [0.3, 1.0], between = "step" }: 0.3 from the start, 1.0 from round 52.
# `hushed check FILE` finds mistakes, `hushed run FILE` runs it.
#
# Everything here is an assumption to be changed. The people are invented; it is a model and no forecast.
"""

_CHOSEN: dict[str, Any] = {
    "schema": 1,
    "title": "My scenario",
    "rounds": 104,
    "seed": 1,
    "society.population": 10_000,
    "society.online": {"generator": "holme-kim", "mean_degree": 10},
    "regime.observation.surveillance": 0.1,
    "regime.scoring.severity": 0.3,
    "regime.association.weight": 0.2,
    "regime.enrolment.share": {"at": [0, 52], "value": [0.3, 0.8], "between": "step"},
    "reactions.encouragement": 0.2,
}
"""What the starter sets: a gentle regime whose effects can be seen."""

_SHOWN: dict[str, Any] = {
    "society.offline": {"generator": "watts-strogatz", "mean_degree": 10, "rewiring": 0.1},
    "regime.sanctions.tiers.0.domain": "travel",
    "regime.sanctions.tiers.0.threshold": 0.4,
}
"""What it shows commented out where there is no default to show."""


def starter_toml() -> str:
    """A commented scenario that can be run as it is: every parameter with its sentence, range, unit and default."""
    return "\n".join([_HEAD, *_table(())]) + "\n"


def _table(path: tuple[str, ...]) -> Iterator[str]:
    """The parameters of a table, then the tables in it."""
    properties = place(path, None).node["properties"]
    inner = [name for name in properties if _is_table(properties[name])]
    for name in properties:
        if name not in inner:
            yield from _parameter((*path, name), properties[name])
    for name in inner:
        yield from _headed((*path, name), properties[name])


def _is_table(node: Node) -> bool:
    """Whether a node is written under a header of its own, alone or as an array of tables."""
    kinds = alternatives(node)
    return all(kind.get("type") == "object" or _is_array_of_tables(kind) for kind in kinds)


def _is_array_of_tables(node: Node) -> bool:
    return "items" in node and "properties" in resolved(node["items"], None)


def _headed(path: tuple[str, ...], node: Node) -> Iterator[str]:
    kind, name = resolved(node, None), ".".join(path)
    yield ""
    yield from _comment(sentence(node.get("description") or kind.get("description", "").split("\n")[0]))
    if tag_of(node):
        yield from _tagged(name, node)
    elif _is_array_of_tables(kind):
        yield f"#[[{name}]]"
        items = resolved(kind["items"], None)
        for key, inner in items["properties"].items():
            yield from _parameter((*path, "0", key), inner)
    else:
        yield from _plain(path, kind)


def _plain(path: tuple[str, ...], table: Node) -> Iterator[str]:
    """A table and what is in it; one that holds only tables needs no header."""
    properties = table["properties"].values()
    named = [inner for inner in properties if tag_of(inner) and not _is_table(inner)]
    if named:
        yield f"# A {tag_of(named[0])} is one of these:"
        yield from _kinds(named[0])
    if not all(_is_table(inner) for inner in properties):
        yield f"[{'.'.join(path)}]"
    yield from _table(path)


def _kinds(node: Node) -> Iterator[str]:
    """Every kind that a table can name, with its parameters."""
    tag = tag_of(node)
    for kind in alternatives(node):
        if "properties" in kind:
            keys = [key for key in kind["properties"] if key != tag]
            yield f"#   {kind['properties'][tag]['const']}" + (f": {', '.join(keys)}" if keys else "")


def _tagged(name: str, node: Node) -> Iterator[str]:
    """A table that names its kind: every kind with its parameters, and one of them written out."""
    yield from _kinds(node)
    mark = "" if name in _CHOSEN else "#"
    yield f"{mark}[{name}]"
    for key, value in (_CHOSEN.get(name) or _SHOWN[name]).items():
        yield f"{mark}{key} = {toml_value(value)}"


def _parameter(path: tuple[str, ...], node: Node) -> Iterator[str]:
    name = ".".join(path)
    at = place(tuple(int(part) if part.isdecimal() else part for part in path), None)
    yield from _comment(f"{sentence(node.get('description', ''))} Allowed: {wanted(at, brief=True)}.")
    if name in _CHOSEN:
        yield f"{path[-1]} = {toml_value(_CHOSEN[name])}"
    else:
        yield f"#{path[-1]} = {toml_value(_SHOWN.get(name, node.get('default')))}"


def _comment(text: str) -> Iterator[str]:
    for line in wrap(text.strip(), _WIDTH, break_on_hyphens=False):
        yield f"# {line}"
