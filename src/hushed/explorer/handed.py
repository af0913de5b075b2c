"""What is handed to the page: the scenarios it can play, what its numbers mean, and what it is to open."""

from __future__ import annotations

import json
import shlex
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from hushed.errors import InputError, harmless
from hushed.outcomes import OUTCOMES
from hushed.results.about import COMMANDS
from hushed.results.contents import made_sense_of
from hushed.results.store import is_result, load
from hushed.scenario.library import library_names
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.shape import json_schema

SHOWN = ("run", "comparison", "attribution")
"""Kinds of results that the page can show."""
STORY, SCENARIO = "story", "scenario"


class Opened(NamedTuple):
    """What a page opens."""

    kind: str
    "story, scenario, or the kind of a result: run, comparison, attribution."
    title: str | None
    "The title of the scenario; None for the story."
    handed: dict[str, Any]
    "`Handed` of explorer/src/contract.ts, as JSON can say it."


def story() -> Opened:
    """The page that tells the story of a society that learns to keep quiet."""
    return Opened(STORY, None, _handed())


def scenario_opened(scenario: Scenario, name: str) -> Opened:
    """The page that plays a scenario; InputError if its ties come from a file.

    The page draws people one by one. Those of a network that somebody loaded could be known by their place in it, so
    they are never drawn.
    """
    if scenario.society.file is not None:
        raise InputError(
            f"{name}: its ties come from a file, and the explorer draws people one by one; single people of a real "
            f"network are never drawn, and their labels are gone. "
            f"Play it, and open what came out: hushed run {shlex.quote(name)} -o RESULT, then hushed explore RESULT"
        )
    return Opened(SCENARIO, scenario.title, _handed(start=_start(scenario, name)))


def result_opened(folder: str | Path) -> Opened:
    """The page that shows a stored run, comparison or attribution; InputError for any other folder.

    Beside it the page can play the scenario anew, unless its ties came from a file.
    """
    from hushed.explorer.told import told

    dataset = load(folder)
    kind = str(dataset.attrs["experiment"])
    _check_shown(folder, kind, own="model" in dataset.attrs)
    scenario = parse_scenario(dataset.attrs["scenario"])
    start = None if scenario.society.file else _start(scenario, Path(folder).resolve().name)
    with made_sense_of(folder):
        result = told(dataset, folder)
        # Refused here, where the folder can be named: JSON knows no infinity, and no sound result has one.
        json.dumps(result, allow_nan=False)
    return Opened(kind, scenario.title, _handed(start=start, result=result))


def opened(source: str | Path | Scenario | None = None) -> Opened:
    """What a page opens: a scenario, the name or file of one, a result's folder; or nothing, for the story."""
    if source is None:
        return story()
    if isinstance(source, Scenario):
        return scenario_opened(source, "scenario")
    return result_opened(source) if is_shown_as_result(source) else scenario_opened(read_scenario(source), str(source))


def is_shown_as_result(source: str | Path) -> bool:
    """Whether a source is a stored result; InputError if it is the folder of a sweep, which no page shows."""
    from hushed.studies.folder import is_study

    place = Path(source)
    if is_study(place):
        raise InputError(f"{source}: is a sweep; {_which()}. Look at a sweep with: hushed export {source} FILE.csv")
    return is_result(place)


def _check_shown(folder: str | Path, kind: str, *, own: bool) -> None:
    if own:
        raise InputError(
            f"{folder}: is a result of a model of your own; the explorer knows hushed's own model alone. "
            "Its picture and outcomes.csv are in the folder"
        )
    if kind not in SHOWN:
        raise InputError(f"{folder}: is the result of a {kind}; {_which()}. Its picture is in the folder")


def _which() -> str:
    commands = [f"hushed {COMMANDS[kind]}" for kind in SHOWN]
    return f"the explorer opens results of {', '.join(commands[:-1])} and {commands[-1]}"


def _handed(*, start: dict[str, Any] | None = None, result: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"version": version("hushed"), **_known(), "start": start, "result": result}


@cache
def _known() -> dict[str, Any]:
    """What every page holds."""
    meanings = ("unit", "sentence", "harm")
    return {
        "schema": _bare(json_schema()),
        "library": [{"name": name, "table": read_scenario(name).table()} for name in library_names()],
        "outcomes": {name: {key: getattr(each, key) for key in meanings} for name, each in OUTCOMES.items()},
    }


_UNREAD = ("$schema", "title", "description", "additionalProperties", "discriminator")


def _bare(node: Any, *, named: bool = False) -> Any:
    """A schema without what the page does not read, for it has to stay small: words, and what other keys say too."""
    if isinstance(node, dict):
        kept = {key: inner for key, inner in node.items() if named or key not in _UNREAD}
        return {key: _bare(inner, named=key in ("properties", "$defs")) for key, inner in kept.items()}
    return [_bare(inner) for inner in node] if isinstance(node, list) else node


def _start(scenario: Scenario, name: str) -> dict[str, Any]:
    """A scenario under the name that people know it by, without the folder it lies in."""
    known_by = harmless(Path(name).name.removesuffix(".toml"))
    return {"name": known_by, "table": scenario.table()}
