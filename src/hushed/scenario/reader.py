"""Reading scenarios: every mistake is found at once and told with its file, line, path and what is allowed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from hushed.errors import InputError
from hushed.scenario.changes import Change, Refused, apply_change, read_change
from hushed.scenario.files import read_text
from hushed.scenario.messages import Mistake, mistake, too_large
from hushed.scenario.positions import Path, line_of, positions
from hushed.scenario.report import located, report
from hushed.scenario.schema import Scenario, unreadable_version
from hushed.society.loading import MOST_PEOPLE
from hushed.society.society import SocietySpec, check_layers

_DEEPEST = 32
_SYNTAX = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)


def read_scenario(
    source: str | FilePath,
    *,
    changes: Sequence[str] = (),
    rounds: int | None = None,
    population: int | None = None,
    seed: int | None = None,
    network: str | FilePath | None = None,
) -> Scenario:
    """The scenario in a file, or the library scenario of that name, with `path=value` changes made to it.

    The four named overrides stand for changes to `rounds`, `society.population`, `seed` and `society.online` (a file
    of ties, which then fixes the population). A network path in a file is taken from the file's folder; one given
    here, from the working folder.
    Raises InputError with one line per mistake.
    """
    text, name, folder = read_text(source)
    asked = _asked(changes, rounds=rounds, population=population, seed=seed, network=network)
    return _read(text, name, asked, folder)


def parse_scenario(text: str, *, name: str = "scenario") -> Scenario:
    """The scenario that a TOML text holds; `name` stands for the file in messages. Raises InputError."""
    return _read(text, name, [], None)


def changed_scenario(scenario: Scenario, changes: Sequence[Change], *, folder: FilePath | None = None) -> Scenario:
    """The scenario with changes made; a relative network path is taken from `folder`.

    Raises InputError with one line per mistake, each behind the label of the change it comes from.
    """
    data = scenario.table()
    _apply(list(changes), data, None)
    _anchor_networks(data, folder)
    changed = _validated(data)
    if isinstance(changed, Scenario):
        return changed
    raise report(changed, "", "scenario", list(changes), any_change=True)


def _asked(
    changes: Sequence[str],
    *,
    rounds: int | None,
    population: int | None,
    seed: int | None,
    network: str | FilePath | None,
) -> list[Change]:
    """Every change asked for, the named ones last, so that they win."""
    asked, refused = [], []
    for written in changes:
        try:
            asked.append(read_change(written))
        except Refused as reason:
            refused.append(str(reason))
    if refused:
        raise InputError(*refused)
    ties = None if network is None else {"generator": "file", "path": str(FilePath(network).absolute())}
    # A network file fixes the population; only one that is left at its default gives way to it.
    freed = None if network is None else SocietySpec.model_fields["population"].default
    named: tuple[tuple[str, Path, Any], ...] = (
        (f"--rounds {rounds}", ("rounds",), rounds),
        (f"--network {network}", ("society", "population"), freed),
        (f"--population {population}", ("society", "population"), population),
        (f"--seed {seed}", ("seed",), seed),
        (f"--network {network}", ("society", "online"), ties),
    )
    return asked + [Change(*each) for each in named if each[2] is not None]


def _read(text: str, name: str, asked: list[Change], folder: FilePath | None) -> Scenario:
    data = tables(text, name)
    _check_version(data, text, name)
    _anchor_networks(data, folder)
    valid = _validated(data)
    if not asked:
        if isinstance(valid, Scenario):
            return valid
        raise report(valid, text, name, [], any_change=False)
    complete = valid.table() if isinstance(valid, Scenario) else None
    _apply(asked, data, complete)
    _anchor_networks(data, FilePath.cwd())
    changed = _validated(data)
    if isinstance(changed, Scenario):
        return changed
    raise report(changed, text, name, asked, any_change=complete is not None)


def tables(text: str, name: str) -> dict[str, Any]:
    """The text as nested tables; InputError with line and column where it is not TOML."""
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{name}: not valid TOML: nested too deeply") from None
    except ValueError as error:
        raise InputError(_syntax_line(str(error), text, name)) from None
    if _depth_exceeds(data, _DEEPEST):
        raise InputError(f"{name}: tables and arrays nested more than {_DEEPEST} deep; a scenario needs four")
    return data


def _syntax_line(message: str, text: str, name: str) -> str:
    found = _SYNTAX.match(message)
    if not found:
        # Python converts no integer of thousands of digits, and its own message speaks of Python.
        return f"{name}: not valid TOML: a whole number beyond 64 bits"
    what = _lowered(found["what"])
    if found["line"] is None:
        return f"{name}:{text.rstrip().count(chr(10)) + 1}: not valid TOML at the end of the file: {what}"
    return f"{name}:{found['line']}: not valid TOML at column {found['column']}: {what}"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:200]


def _depth_exceeds(data: Any, most: int) -> bool:
    level = [data]
    for _ in range(most):
        level = [inner for value in level for inner in _parts(value) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _check_version(data: dict[str, Any], text: str, name: str) -> None:
    """One clear error for a scenario of another version: its other mistakes would mean nothing."""
    wrong = unreadable_version(data.get("schema"))
    if wrong:
        line = line_of(positions(text), ("schema",))
        raise InputError(f"{located(name, line)}: schema: {wrong}")


def _anchor_networks(data: dict[str, Any], folder: FilePath | None) -> None:
    """Takes relative network paths from the scenario's own folder, so that the two can move together."""
    society = data.get("society")
    if folder is None or not isinstance(society, dict):
        return
    for layer in ("online", "offline"):
        ties = society.get(layer)
        if isinstance(ties, dict) and ties.get("generator") == "file" and isinstance(ties.get("path"), str):
            ties["path"] = str(folder / ties["path"])


def _validated(data: dict[str, Any]) -> Scenario | list[Mistake]:
    """The scenario, or everything that is wrong with it."""
    oversized = list(too_large(data))
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        told = {each.path for each in oversized}
        others = (mistake(detail, data) for detail in error.errors(include_url=False))
        return oversized + [each for each in others if each and each.path not in told]
    return oversized or _unfit_layers(scenario.society) or scenario


def _unfit_layers(society: SocietySpec) -> list[Mistake]:
    """Layers of ties that cannot exist among so many people; how many a file holds is known when it is read."""
    if society.file is not None or society.population > MOST_PEOPLE:
        return []
    try:
        check_layers(society, people=society.population)
    except InputError as error:
        each = (line.partition(": ") for line in error.lines)
        return [Mistake(tuple(where.split(".")), what) for where, _, what in each]
    return []


def _apply(asked: list[Change], data: dict[str, Any], complete: dict[str, Any] | None) -> None:
    refused = []
    for change in asked:
        try:
            apply_change(change, data, complete)
        except Refused as reason:
            refused.append(str(reason))
    if refused:
        raise InputError(*refused)
