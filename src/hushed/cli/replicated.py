"""What `hushed replicate` prints: models, items and settings; targets beside what came out; all of them at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushed.cli.output import out, out_json, paragraph, time_words, width

if TYPE_CHECKING:
    from hushed.parameters import Parameters
    from hushed.replications.replication import Replication
    from hushed.replications.targets import Docking


_WIDEST_VALUE = 30


def list_models(*, as_json: bool) -> None:
    """Every model with its items."""
    from hushed.replications.registry import REPLICATIONS

    if as_json:
        out_json({"replications": [_described(model) for model in REPLICATIONS.values()]})
        return
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Any] = []
    for model in REPLICATIONS.values():
        parts += ["", Text(f"{model.name}: {model.title}", style="bold"), Padding(Text(model.citation), (0, 2))]
        width = max(len(each.name) for each in model.items)
        parts += [Padding(Text(f"{each.name:<{width}}  {each.summary}"), (0, 2)) for each in model.items]
    out(*parts, "", "Run one with: hushed replicate NAME [ITEM], all with: hushed replicate all --quick")
    out("An item's settings: hushed replicate NAME --list")


def list_items(model: Replication, item: str | None, *, as_json: bool) -> None:
    """A model's items, or one of them, each with every setting it takes; InputError if there is no such item."""
    items = model.items if item is None else (model.item(item),)
    if as_json:
        out_json({**_described(model), "settings": {one.name: _settings(one.settings) for one in items}})
        return
    from rich.text import Text

    from hushed.results.table import new_table

    parts: list[Any] = ["", Text(f"{model.name}: {model.title}", style="bold"), Text(model.citation, style="dim")]
    for each in items:
        parts += ["", Text(f"{each.name}: {each.summary}", style="bold")]
        if each.settings is None:
            parts.append(Text("takes no settings", style="dim"))
            continue
        table = new_table()
        for heading in ("Setting", "Default"):
            table.add_column(heading, no_wrap=heading == "Setting")
        table.add_column("What it is", ratio=1)
        for name, one in _settings(each.settings).items():
            allowed = " ".join(part for part in (one["unit"], one["allowed"]) if part)
            sentence = Text(one["sentence"]).append(f"  [{allowed}]" if allowed else "", style="dim")
            table.add_row(name, _plain(one["default"]), sentence)
        parts.append(table)
    out(*parts, "", f"Change one with: hushed replicate {model.name} ITEM --set NAME=VALUE")


def _settings(parameters: type[Parameters] | None) -> dict[str, dict[str, Any]]:
    """Name, default, unit and sentence of each parameter."""
    if parameters is None:
        return {}
    schema = parameters.model_json_schema()["properties"]
    return {
        name: {
            "default": field.get_default(call_default_factory=True),
            "unit": schema[name].get("unit", ""),
            "allowed": _allowed(schema[name]),
            "sentence": field.description or "",
        }
        for name, field in parameters.model_fields.items()
    }


def _allowed(schema: dict[str, Any]) -> str:
    """The values a parameter may have, as its JSON Schema says: names, or a range."""
    said = []
    for form in schema.get("anyOf", [schema]):
        least, most = form.get("minimum"), form.get("maximum")
        above, below = form.get("exclusiveMinimum"), form.get("exclusiveMaximum")
        if "enum" in form or "const" in form:
            said.append(", ".join(map(str, form.get("enum", [form.get("const")]))))
        elif form.get("type") == "array":
            said.append("a list")
        elif form.get("type") == "boolean":
            said.append("true, false")
        elif form.get("type") != "null":
            ends = zip(("from", "above", "to", "below"), (least, above, most, below), strict=True)
            said.append(" ".join(f"{word} {_plain(end)}" for word, end in ends if end is not None))
    return " or ".join(each for each in said if each)


def _described(model: Replication) -> dict[str, Any]:
    items = [{"name": each.name, "summary": each.summary, "targets": each.has_targets} for each in model.items]
    told = {"bridge": model.bridge, "caveat": model.caveat}
    return {"name": model.name, "title": model.title, "citation": model.citation, "items": items, **told}


def report(
    model: Replication, dockings: list[Docking], pictures: Sequence[list[str]], *, quiet: bool, as_json: bool
) -> None:
    """What came out, as one object or as tables."""
    if as_json:
        out_json({**_json(model, dockings), "pictures": [file for files in pictures for file in files]})
        return
    docked = [each for docking in dockings for each in docking.docked]
    if not docked:
        out(*_results(dockings[0]))
    elif quiet:
        out("passed" if all(each.passed for each in docked) else "failed")
    else:
        out(*_targets(model, [each.as_json() for each in docked]))
        if model.caveat:
            out(paragraph(f"What could not be checked, and what is ours: {model.caveat}", style="dim"), "")


def _json(model: Replication, dockings: list[Docking]) -> dict[str, Any]:
    if len(dockings) == 1:
        return dockings[0].as_json()
    targets = [{"item": docking.item, **each.as_json()} for docking in dockings for each in docking.docked]
    passed = all(docking.passed for docking in dockings)
    return {"replication": model.name, "items": [each.item for each in dockings], "passed": passed, "targets": targets}


def _targets(model: Replication, targets: Sequence[dict[str, Any]]) -> list[Any]:
    from rich.text import Text

    passed = sum(each["passed"] for each in targets)
    summary = Text(f"{passed} of {len(targets)} targets reached.", style="bold")
    title = Text(model.title, style="bold")
    return ["", title, Text(model.citation, style="dim"), "", target_table(targets), summary, ""]


def target_table(targets: Sequence[dict[str, Any]]) -> Any:
    """Targets, what was published, what came out, the level claimed, and whether it was reached."""
    from rich.text import Text

    from hushed.results.table import new_table

    table = new_table()
    table.add_column("Target", ratio=1)
    for heading in ("Published", "Ours"):
        table.add_column(heading, justify="right", max_width=_WIDEST_VALUE, overflow="fold")
    table.add_column("Level", no_wrap=True, style="dim")
    table.add_column("", no_wrap=True)
    for each in targets:
        verdict = Text("pass", style="green") if each["passed"] else Text("FAIL", style="bold red")
        # Only where the same numbers are claimed do many digits tell anything.
        digits = 10 if each["level"] == "identity" else 6
        values = (_plain(each[name], digits) for name in ("published", "ours"))
        table.add_row(each["target"], *values, each["level"], verdict)
    return table


def _results(docking: Docking) -> list[Any]:
    """The figures at the end, each with its sentence, and its unit beside it or, where there is no room, below."""
    from rich.text import Text

    from hushed.results.table import WIDE, new_table, spoken, units_line

    meanings, wide = docking.results["meanings"], width() >= WIDE
    table = new_table()
    table.add_column("At the end", style="bold")
    table.add_column("Value", justify="right", max_width=_WIDEST_VALUE, overflow="fold")
    table.add_column("What it means", ratio=1)
    if wide:
        table.add_column("Unit", style="dim")
    for name, value in docking.results["final"].items():
        row = [spoken(name), _plain(value), meanings[name]["meaning"]]
        table.add_row(*row, *([meanings[name]["unit"]] if wide else []))
    units = units_line({name: one["unit"] for name, one in meanings.items()})
    below = [] if wide else [paragraph(units, style="dim")]
    return ["", Text(f"{docking.replication}, {docking.item}", style="bold"), table, *below, "Everything: --json", ""]


def report_all(records: Sequence[dict[str, Any]], folder: Path, *, quiet: bool) -> None:
    """Every model in a line, then each target that was missed."""
    reached = sum(target["passed"] for record in records for target in record["targets"])
    missed = [target for record in records for target in record["targets"] if not target["passed"]]
    if quiet:
        out("failed" if missed else "passed")
        return
    from rich.text import Text

    from hushed.results.table import new_table

    table = new_table()
    table.add_column("Model", no_wrap=True)
    table.add_column("Items", ratio=1)
    for heading in ("Reached", "Time"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name in dict.fromkeys(record["replication"] for record in records):
        own = [record for record in records if record["replication"] == name]
        targets = [target for record in own for target in record["targets"]]
        passed = sum(target["passed"] for target in targets)
        time = time_words(sum(record["made"]["seconds"] for record in own))
        table.add_row(name, ", ".join(record["item"] for record in own), f"{passed} of {len(targets)}", time)
    out("", table, Text(f"{reached} of {reached + len(missed)} targets reached.", style="bold"))
    if missed:
        out("", Text("Missed", style="bold"), target_table(missed))
    out(f"Pictures and every figure: {folder}", "")


def _plain(value: Any, digits: int = 10) -> str:
    if value is None:
        return "-"
    return f"{value:.{digits}g}" if isinstance(value, float | int) and not isinstance(value, bool) else str(value)
