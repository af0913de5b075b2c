"""What `hushed run` and `hushed compare` do differently for a model of the user's own: ask for it, and show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hushed.cli import output, result
from hushed.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    import xarray as xr
    from rich.table import Table

    from hushed.cli.reading import Recorded
    from hushed.experiments.effects import Comparison
    from hushed.models.chosen import Chosen


def asked_model(
    reference: str | None, changes: Sequence[str], record: Recorded | None
) -> tuple[Chosen | None, tuple[str, ...]]:
    """The user's own model that was asked for, with its parameters; and the changes left for the scenario.

    A result of an own model is repeated with that model. Raises InputError if there is no such model, or if it was
    changed since.
    """
    from hushed.models.chosen import WITHIN, choose

    ours = [change for change in changes if change.lstrip().startswith(WITHIN)]
    left = tuple(change for change in changes if change not in ours)
    if reference is not None:
        return choose(reference, model_values(ours, "--set")), left
    if record is not None and "model" in record.attributes:
        return _recorded_model(record).with_parameters(model_values(ours, "--set")), left
    if ours:
        raise InputError(f"--set {ours[0][:80]}: is a parameter of a model of your own; name it with --model")
    return None, left


def _recorded_model(record: Recorded) -> Chosen:
    from hushed.models.chosen import WITHIN, choose

    attributes = record.attributes
    values = {name.removeprefix(WITHIN): value for name, value in attributes.items() if name.startswith(WITHIN)}
    chosen = choose(str(attributes["model"]), values, folder=str(record.folder))
    if chosen.digest != attributes["model_sha256"]:
        raise InputError(
            f"{chosen.reference}: was changed since {record.folder} was made, so that cannot be repeated; "
            f"to run the changed model, name it with --model"
        )
    return chosen


def model_values(written: Sequence[str], option: str) -> dict[str, Any]:
    """Parameters of an own model from what was typed as model.NAME=VALUE; InputError for anything else."""
    from hushed.models.chosen import WITHIN
    from hushed.scenario.changes import Refused, read_change

    values = {}
    for each in written:
        try:
            change = read_change(each)
        except Refused:
            raise InputError(f"{option} {each[:80]}: write it as path=value, for example model.rate=0.3") from None
        if len(change.path) != 2 or change.path[0] != WITHIN.rstrip("."):
            raise InputError(f"{option} {each[:80]}: name a parameter of the model, for example model.rate=0.3")
        values[str(change.path[1])] = change.value
    return values


def named(source: str, model: Chosen | None, *more: str) -> str:
    """The name of a result: of the scenario and, if one was played, of the model."""
    if model is None:
        return source
    return "-".join((source.rstrip("/").rpartition("/")[2].removesuffix(".toml"), model.name, *more))


# A run ------------------------------------------------------------------------------------------


def run_json(dataset: xr.Dataset, folder: Path) -> dict[str, Any]:
    """The result of a run as one object."""
    figures = _figures(dataset)
    several = {name: [now.low, now.high] for name, now in figures.items() if now.replicates > 1}
    return {
        **result.measures(dataset, folder),
        **_model_json(dataset),
        "outcomes": {name: now.mean for name, now in figures.items()},
        **({"intervals": several} if several else {}),
    }


def run_shown(dataset: xr.Dataset, folder: Path) -> list[Any]:
    """The result of a run for people to read."""
    from rich.text import Text

    from hushed.results.table import new_table, spoken, with_margin

    figures = _figures(dataset)
    table = new_table()
    table.add_column("Outcome", no_wrap=True, style="bold")
    table.add_column("Last round", justify="right", no_wrap=True)
    table.add_column("What it means", ratio=1)
    table.add_column("Unit", style="dim")
    for name, now in figures.items():
        unit, sentence = dataset[name].attrs["units"], dataset[name].attrs["sentence"]
        table.add_row(spoken(name), with_margin(now, unit), sentence, unit)
    parts = [*_head(dataset), table]
    if next(iter(figures.values())).replicates > 1:
        parts.append(Text("±: the 95 % interval of the mean over replicates.", style="dim"))
    return [*parts, *_foot(dataset, folder)]


def _figures(dataset: xr.Dataset) -> dict[str, Any]:
    from hushed.results.furthest import summarised
    from hushed.results.statistics import estimate

    return {name: estimate(summarised(dataset, name)[:, -1]) for name in outcomes_in(dataset)}


def outcomes_in(dataset: xr.Dataset) -> list[str]:
    """The outcomes of an own model in a dataset, in the order in which it declares them."""
    return [str(name) for name, variable in dataset.data_vars.items() if "round" in variable.dims]


def _model_json(dataset: xr.Dataset) -> dict[str, Any]:
    from hushed.models.chosen import WITHIN

    values = {
        str(key).removeprefix(WITHIN): value for key, value in dataset.attrs.items() if str(key).startswith(WITHIN)
    }
    return {"model": dataset.attrs["model"], "parameters": values}


# A comparison -----------------------------------------------------------------------------------


def difference_table(comparison: Comparison, *, width: int) -> Table:
    """Every outcome in both arms, and the difference."""
    from hushed.cli.differences import headed
    from hushed.results.table import WIDE, difference, shown, spoken

    table = headed(comparison)
    if width >= WIDE:
        table.add_column("What it means", ratio=1)
    for name, effect in comparison.last.items():
        labels = comparison.dataset[name].attrs
        unit, sentence = labels["units"], [labels["sentence"]] if width >= WIDE else []
        values = shown(effect.as_is, unit), shown(effect.changed, unit), difference(effect.difference, unit)
        table.add_row(spoken(name), *values, *sentence)
    return table


def _meanings(comparison: Comparison, *, width: int) -> list[str]:
    """Of the outcomes, what the table has no room for."""
    from hushed.results.table import WIDE, meaning_line, units_line

    labels = {name: comparison.dataset[name].attrs for name in comparison.last}
    if width >= WIDE:
        return [units_line({name: each["units"] for name, each in labels.items()})]
    return [meaning_line(name, each["units"], each["sentence"]) for name, each in labels.items()]


def compare_json(comparison: Comparison, dataset: xr.Dataset) -> dict[str, Any]:
    """What the result of a comparison of an own model has besides that of any."""
    return {**_model_json(dataset), "change": {"model": comparison.change.name, **comparison.change.parameters}}


def compare_shown(comparison: Comparison, dataset: xr.Dataset, folder: Path) -> list[Any]:
    """The result of a comparison for people to read."""
    from rich.text import Text

    parts = [*_head(dataset, comparison.change.label), "", output.paragraph(comparison.sentence)]
    if comparison.last:
        parts.append(difference_table(comparison, width=output.width()))
        parts += [output.paragraph(line, "dim") for line in _meanings(comparison, width=output.width())]
        parts.append(Text("±: the 95 % interval over replicates; pt: points, hundredths of the whole.", style="dim"))
    return [*parts, *_foot(dataset, folder)]


def _head(dataset: xr.Dataset, more: str = "") -> list[Any]:
    from rich.text import Text

    name = dataset.attrs["model"].rpartition(":")[2]
    title = f"{dataset.attrs['title']}: the model {name}{f', {more}' if more else ''}"
    values = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in _model_json(dataset)["parameters"].items())
    network = result.network_line(dataset)
    parts: list[Any] = ["", Text(title, style="bold"), Text(result.people_line(dataset), style="dim")]
    parts += [output.paragraph(values[:1].upper() + values[1:] + ".", "dim")] if values else []
    return parts + ([output.paragraph(network, "dim")] if network else [])


def _foot(dataset: xr.Dataset, folder: Path) -> list[Any]:
    from rich.text import Text

    lines = [output.paragraph(result.time_line(dataset), "dim"), *result.kept_lines(dataset, folder)]
    return [*lines, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]
