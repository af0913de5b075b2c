"""Hostile scenarios and studies: made from the schemas, or files of the library and the documentation damaged."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from mutations import OF_TOML, SCALARS, mutated
from trials import TINY, Trial

from hushed.scenario.library import library_names, library_path
from hushed.scenario.shape import json_schema
from hushed.scenario.starter import starter_toml
from hushed.scenario.writing import toml_text
from hushed.studies.reader import read_study
from hushed.studies.spec import study_schema

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
MODEL = EXAMPLES / "my_model.py"
PATHS = (
    *("regime.scoring.severity", "society.population", "rounds", "seed", "safeguards.secret_scores", "model.rate", "a"),
    *("society.traits.boldness.mean", "regime.sanctions.tiers.0.domain", "title", "schema", "society.online", "", "."),
)
"""Paths that a study may try to vary."""
_FEW_UNITS = 4
_HOSTILE: tuple[Any, ...] = (
    *(0, 1, -1, 2**31, 2**63 - 1, 2**63, -(2**64), 10**30, 0.0, -0.0, 0.5, 1.0, 2.0, 1e-320, 1e308, float("inf")),
    *(
        float("nan"),
        True,
        False,
        "",
        "x",
        "same",
        "file",
        "/dev/zero",
        "../x",
        "\u202e",
        "é" * 70,
        [],
        {},
        [[]],
        [1, "x"],
    ),
    *({"at": [0, 1], "value": [0.1, 0.9]}, {"at": [1, 0], "value": [2]}, {"low": 0, "high": 1, "steps": 3}, {"x": {}}),
)


def made(rng: Random, place: Path, _kept: Path) -> Trial:
    """A damaged file or a made one, and a command that reads it."""
    study = rng.random() < 0.4
    if rng.random() < 0.3:
        content = from_schema(rng, study=study)
    else:
        content = mutated(rng.choice(studies() if study else scenarios()), rng, OF_TOML)
    return of_content(content, rng, place, study=study)


def of_content(content: bytes, rng: Random, place: Path, *, study: bool) -> Trial:
    """A file with that content, handed to a command."""
    file = place / "input.toml"
    file.write_bytes(content)
    if study:
        (place / MODEL.name).write_bytes(MODEL.read_bytes())
        return Trial("sweep", lambda: _swept(file, play=rng.random() < 0.05), (place / "out",))
    return _scenario_trial(file, rng.random(), place)


def kept(file: Path, place: Path, _kept: Path) -> Trial:
    """An input of the corpus; the name of a study begins so."""
    return of_content(file.read_bytes(), Random(1), place, study=file.name.startswith("study"))


def _scenario_trial(file: Path, which: float, place: Path) -> Trial:
    name, page = str(file), place / "out.html"
    if which < 0.03:
        return Trial("run", ["run", name, *TINY, "-o", str(place / "out")], (place / "out",))
    if which < 0.06:
        return Trial("explore", ["explore", name, "--no-open", "-o", str(page)], (page,))
    if which < 0.12:
        written = place / "out.md"
        return Trial("odd", ["odd", name, "-o", str(written)], (written,))
    return Trial("check", ["check", name, *(["--json"] if which < 0.5 else [])])


def _swept(file: Path, *, play: bool) -> None:
    """Read a study as `hushed sweep` does; play it where it is small."""
    study = read_study(file, population=30)
    if play and study.units <= _FEW_UNITS and study.replicates <= 2 and study.scenario.rounds <= 5:
        from hushed.studies.executors.in_process import InProcessExecutor
        from hushed.studies.sweep import begin, go_on

        with begin(study, file.parent / "out") as opened:
            go_on(opened, InProcessExecutor())


@cache
def scenarios() -> list[bytes]:
    """Scenarios that are right: the library's, and the one that `hushed new` writes, with every parameter set."""
    starter = starter_toml()
    everything = "\n".join(
        line[1:] if line.startswith("#") and not line.startswith("# ") else line for line in starter.splitlines()
    )
    return [*(library_path(name).read_bytes() for name in library_names()), starter.encode(), everything.encode()]


@cache
def studies() -> list[bytes]:
    """Studies that are right: the documentation's, and a small one."""
    small = b"""study = 1
scenario = "sesame-credit"
replicates = 1
outcomes = ["chill", "seen"]
keep = { every = 2 }
[set]
"society.population" = 30
rounds = 2
[uncertainties]
"society.traits.boldness.mean" = { low = 1.0, high = 3.0, steps = 2, scale = "log" }
[levers]
"regime.scoring.severity" = [0.1, 0.4]
"""
    return [*(path.read_bytes() for path in sorted(EXAMPLES.glob("*.toml"))), small, small]


def from_schema(rng: Random, *, study: bool) -> bytes:
    """TOML of a document that the schema allows in shape, with some of its values hostile."""
    schema = study_schema() if study else json_schema()
    hostile = rng.choice((0.0, 0.02, 0.1, 0.4))
    document = _value(schema, schema, rng, hostile)
    if study and isinstance(document, dict):
        document |= {"study": 1, "scenario": rng.choice(("sesame-credit", "informers", "input.toml"))}
        for table in ("uncertainties", "levers", "set"):
            if rng.random() < 0.5:
                document[table] = {rng.choice(PATHS): _hostile(rng) for _ in range(rng.randrange(3))}
    try:
        return toml_text(document if isinstance(document, dict) else {"schema": document}).encode("utf-8", "replace")
    except TypeError:
        return b"schema = 1\nrounds = " + rng.choice(SCALARS).encode()


def _hostile(rng: Random) -> Any:
    """A value few expect; a copy, since documents are changed after they were drawn."""
    return deepcopy(rng.choice(_HOSTILE))


def _value(node: dict[str, Any], whole: dict[str, Any], rng: Random, hostile: float) -> Any:
    while "$ref" in node:
        node = whole["$defs"][node["$ref"].rpartition("/")[2]]
    if rng.random() < hostile:
        return _hostile(rng)
    choices = [each for kind in ("oneOf", "anyOf", "allOf") for each in node.get(kind, ())]
    if choices:
        return _value(rng.choice([each for each in choices if each.get("type") != "null"]), whole, rng, hostile)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return rng.choice(node["enum"])
    return _OF_TYPE.get(node.get("type", ""), lambda *_: _hostile(rng))(node, whole, rng, hostile)


def _table(node: dict[str, Any], whole: dict[str, Any], rng: Random, hostile: float) -> dict[str, Any]:
    needed, share = node.get("required", ()), rng.choice((0.1, 0.5, 0.9))
    return {
        key: _value(inner, whole, rng, hostile)
        for key, inner in node.get("properties", {}).items()
        if key in needed or rng.random() < share
    }


def _number(node: dict[str, Any], _whole: dict[str, Any], rng: Random, hostile: float) -> float:
    low = node.get("minimum", node.get("exclusiveMinimum", -10.0))
    high = node.get("maximum", node.get("exclusiveMaximum", max(low, 0) + 10.0))
    edge = rng.random() < 0.2 + hostile
    drawn = rng.choice((low, high)) if edge else low + rng.random() * (min(high, low + 50.0) - low)
    return int(drawn) if node["type"] == "integer" else float(drawn)


def _text(node: dict[str, Any], _whole: dict[str, Any], rng: Random, _share: float) -> str:
    length = rng.choice((0, 1, 20, node.get("maxLength", 50), node.get("maxLength", 50) + 1))
    return "".join(
        chr(rng.choice((0x41, 0x20, 0x22, 0x5C, 0x7F, 0xE9, 0x202E, 0x1F4A5, 0x0A, 0x09))) for _ in range(length)
    )


def _array(node: dict[str, Any], whole: dict[str, Any], rng: Random, hostile: float) -> list[Any]:
    return [_value(node.get("items", {}), whole, rng, hostile) for _ in range(rng.choice((0, 1, 2, 2, 3)))]


_OF_TYPE: dict[str, Callable[..., Any]] = {
    "object": _table,
    "number": _number,
    "integer": _number,
    "string": _text,
    "array": _array,
    "boolean": lambda _node, _whole, rng, _hostile: rng.random() < 0.5,
}
