"""`hushed check`: say what was understood, or every mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hushed.cli import options
from hushed.cli.output import counted, out, out_json
from hushed.cli.reading import Asked, recorded, scenario_of

if TYPE_CHECKING:
    from pydantic import BaseModel

    from hushed.scenario.schema import Scenario

EXAMPLES = "Examples:\n\n  hushed check my.toml\n\n  hushed check sesame-credit --set regime.scoring.severity=2"


def command(
    scenario: options.Source,
    rounds: options.Rounds = None,
    population: options.Population = None,
    seed: options.Seed = None,
    network: options.NetworkFile = None,
    set_: options.Set = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Say what a scenario means, or every mistake in it with its line."""
    from hushed.experiments.memory import check_run_memory

    asked = Asked(rounds, population, seed, network, tuple(set_ or ()), quick)
    chosen = scenario_of(scenario, asked, recorded(scenario))
    check_run_memory(chosen)
    if as_json:
        out_json(_understood(chosen))
    elif not quiet:
        out(*_lines(chosen))


def _understood(scenario: Scenario) -> dict[str, Any]:
    from hushed import memory
    from hushed.experiments.memory import run_bytes
    from hushed.scenario.told import layer_in_words

    file = scenario.society.file
    return {
        "valid": True,
        "title": scenario.title,
        "people": None if file else scenario.society.population,
        "rounds": scenario.rounds,
        "seed": scenario.seed,
        "layers": {
            layer: layer_in_words(getattr(scenario.society, layer))
            for layer in ("online", "offline")
            if getattr(scenario.society, layer) is not None
        },
        "instruments": {name: _changed(scenario.regime.instrument(name)) for name in scenario.policy()[0].active()},
        "reactions": _changed(scenario.reactions),
        "safeguards": _changed(scenario.safeguards),
        "costs": _changed(scenario.costs),
        "memory_bytes": None if file else run_bytes(scenario),
        "memory_free_bytes": memory.available_bytes(),
        "digest": scenario.digest(),
    }


def _changed(model: BaseModel) -> dict[str, str]:
    """The parameters that are not at their defaults, in words."""
    from hushed.scenario.told import value_in_words

    fields = type(model).model_fields
    return {
        name: value_in_words(getattr(model, name)) for name in fields if getattr(model, name) != fields[name].default
    }


def _lines(scenario: Scenario) -> list[Any]:
    from rich.text import Text

    from hushed import memory
    from hushed.results.table import new_table

    found = _understood(scenario)
    people = "people as in the network file"
    if found["people"] is not None:
        people = counted(found["people"], "invented person", "invented people")
    table = new_table()
    table.show_header = False
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=1)
    for layer, words in found["layers"].items():
        table.add_row(f"ties {layer}", words)
    for name, parameters in found["instruments"].items():
        table.add_row(name, _spelled(parameters) or "at its defaults")
    table.add_row("reactions", _spelled(found["reactions"]) or "none")
    table.add_row("safeguards", _spelled(found["safeguards"]) or "none")
    if found["costs"]:
        table.add_row("costs", _spelled(found["costs"]))
    if found["memory_bytes"] is not None:
        needed, there = (memory.readable(found[key]) for key in ("memory_bytes", "memory_free_bytes"))
        table.add_row("memory", f"about {needed} of the {there} that are free")
    title = Text(scenario.title, style="bold")
    facts = Text(f"{people} · {counted(scenario.rounds, 'round')} · seed {scenario.seed}", style="dim")
    return ["", title, facts, table, Text("No mistakes found.", style="green"), ""]


def _spelled(parameters: dict[str, str]) -> str:
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in parameters.items())
