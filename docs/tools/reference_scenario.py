"""The page of scenario files: every parameter with its meaning, range, unit and default, from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from tables import MADE, sentence, table

from hushed.scenario.shape import Node, Place, alternatives, json_schema, place, resolved, tag_of
from hushed.scenario.wording import wanted
from hushed.scenario.writing import toml_value

HEAD = f"""\
# Scenario files

{MADE}

A scenario is a TOML file: the people, the regime, their reactions and the safeguards. What is left out has its
default. `hushed new my.toml` writes a file with all of this as comments, `hushed check my.toml` finds every mistake
in one, and `hushed schema` prints the JSON Schema from which this page is made, for editors that complete and
check.

On the command line a parameter is named by its path: `--set regime.scoring.severity=0.5`. The people are invented,
and there is no parameter that takes in anything about anybody.

## Schedules

A parameter that may be a schedule takes a number for the whole run, or a table: `at` the rounds (the first is 0),
`value` the numbers, `between` either `"step"` (a value holds until the next; the default) or `"linear"` (straight
lines). `share = {{ at = [0, 52], value = [0.3, 1.0] }}` is 0.3 for a year of weeks, and 1 from then on.
"""

SHARED = {"distribution": "Distributions", "generator": "Generators"}
_INTRODUCED = {
    "distribution": "How a trait is spread over people. A bare number gives everybody the same value.",
    "generator": 'How ties are drawn. `offline` also takes `"same"`: the ties online, where people gather too.',
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_table((), "## The file"), *_shared("distribution"), *_shared("generator")]) + "\n"


def _table(path: tuple[str, ...], heading: str) -> Iterator[str]:
    """A table of the file under its heading, then the tables in it."""
    node = place(_steps(path), None).node
    properties: dict[str, Node] = node["properties"]
    inner = [name for name, one in properties.items() if _is_table(one)]
    yield f"{heading}\n"
    if path:
        yield f"{_first_sentence(node)}\n"
    rows = [_row((*path, name), properties[name]) for name in properties if name not in inner]
    if rows:
        yield table(["Parameter", "What it is", "Allowed", "Default"], rows) + "\n"
    for name in inner:
        deeper = (*path, name)
        many = "items" in resolved(properties[name], None)
        title = f"[[{'.'.join(deeper)}]]" if many else f"[{'.'.join(deeper)}]"
        yield from _table((*deeper, "0") if many else deeper, f"{'##' if len(deeper) == 1 else '###'} `{title}`")


def _is_table(node: Node) -> bool:
    """Whether a node has a section of its own: a table of fixed parameters, alone or as an array of tables."""
    if tag_of(node):
        return False
    kinds = [resolved(kind["items"], None) if "items" in kind else kind for kind in alternatives(node)]
    return all("properties" in kind for kind in kinds)


def _row(path: tuple[str, ...], node: Node) -> list[str]:
    allowed = wanted(place(_steps(path), None), brief=True)
    for tag, heading in SHARED.items():
        allowed = allowed.replace(f"a {tag}", f"a [{tag}](#{heading.lower()})")
    return [f"`{path[-1]}`", sentence(node.get("description", "")), allowed, _default(node)]


def _default(node: Node) -> str:
    if "default" not in node:
        return "needed" if "const" not in node else f"needed: `{node['const']}`"
    return "none" if node["default"] is None else f"`{toml_value(node['default'])}`"


def _steps(path: tuple[str, ...]) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in path)


def _first_sentence(node: Node) -> str:
    return sentence(str(node.get("description", "")).split("\n")[0])


def _shared(tag: str) -> Iterator[str]:
    """Every kind of table with that tag, once."""
    kinds = {
        kind["properties"][tag]["const"]: kind
        for kind in json_schema()["$defs"].values()
        if "const" in kind.get("properties", {}).get(tag, {})
    }
    yield f"## {SHARED[tag]}\n\n{_INTRODUCED[tag]}\n"
    rows: list[list[str]] = []
    for name, kind in kinds.items():
        own = {key: inner for key, inner in kind["properties"].items() if key != tag}
        rows.append([f"`{name}`", _whole_description(kind), "", ""])
        for key, inner in own.items():
            rows.append([f"&emsp;`{key}`", sentence(inner.get("description", "")), *_allowed(inner)])
    yield table([f"`{tag}`", "What it is", "Allowed", "Default"], rows) + "\n"


def _whole_description(kind: Node) -> str:
    return sentence(" ".join(str(kind.get("description", "")).split()))


def _allowed(node: Node) -> list[str]:
    return [wanted(Place(resolved(node, None), node.get("unit", "")), brief=True), _default(node)]
