"""A study: how outcomes differ over its points and, where its design allows, which parameters they hang on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.figures import sweep
from hushed.figures.study import at_points, parameter_words, varied
from hushed.outcomes import OUTCOMES
from hushed.report.drawing import Easel
from hushed.report.harms import HARMED
from hushed.report.origin import own_model
from hushed.report.parts.common import counted, listed, part_of
from hushed.report.pieces import Part, Picture, Piece, Sentence, Table, cell, gap, level, mean_of
from hushed.report.reading import Result
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import spoken
from hushed.scenario.writing import toml_text

if TYPE_CHECKING:
    import xarray as xr

_MOST_PICTURES, _MOST_SAID = 4, 3


def study_part(result: Result, easel: Easel) -> Part:
    """What a report says of a sweep."""
    dataset = result.dataset
    file = tomllib.loads(str(dataset.attrs["study"]))
    done = int(dataset["done"].any("replicate").sum())
    missing = dataset.sizes["point"] * dataset.sizes["replicate"] - int(dataset["done"].sum())
    names = [str(name) for name in dataset.data_vars]
    words = [parameter_words(dataset, path) for path in varied(dataset)]
    return part_of(
        result,
        kind="Study",
        question=f"Does the answer hold whatever {_whatever(dataset)} may be?",
        size=study_size(result),
        summary=_summary(dataset, names, file, done),
        cautions=[f"{missing:,} runs are missing or failed, and are left out."] if missing else [],
        pictures=_pictures(dataset, names, easel),
        tables=(_ranges(result, file), _spread(dataset, names)),
        methods=(
            f"The scenario was played at {counted(dataset.sizes['point'], 'point')} of a design "
            f"({file['design']}) over {listed(words) if words else 'no parameter'}, "
            f"{counted(dataset.sizes['replicate'], 'replicate')} each, "
            f"{'with the same people and luck' if file['seeds'] == 'common' else 'with other luck'} at every point. "
            f"Of each outcome {'the mean over rounds' if file.get('keep') == 'mean' else 'the last round'} was kept."
        ),
        replicates=dataset.sizes["replicate"],
        sources=_designs(str(file["design"])),
        study=printed_study(file),
    )


def _whatever(dataset: xr.Dataset) -> str:
    return listed([_plain(path) for path in varied(dataset)] or ["it is that varies"])


def _plain(path: str) -> str:
    return " ".join(path.split(".")[-2:]).replace("_", " ")


def study_size(result: Result) -> str:
    """Points, replicates, people, rounds and seed."""
    dataset, attributes = result.dataset, result.dataset.attrs
    society = result.scenario.society
    people = f"{society.population:,} invented people" if society.file is None else "people of a network file’s number"
    parts = [
        counted(dataset.sizes["point"], "point"),
        counted(dataset.sizes["replicate"], "replicate"),
        people,
        counted(int(attributes["rounds"]), "round"),
        f"seed {attributes['seed']}",
    ]
    return " · ".join(parts)


def printed_study(file: dict[str, Any]) -> str:
    """The study file as it is printed: an own model is named without its folders, a network file not at all."""
    kept = {**file, "model": own_model({"model": file["model"]})} if "model" in file else dict(file)
    for table in ("uncertainties", "levers"):
        varied_here = kept.get(table, {})
        kept[table] = {path: ["…"] if path.endswith(".path") else over for path, over in varied_here.items()}
    if isinstance(kept.get("points"), list):
        kept["points"] = [
            {path: "…" if path.endswith(".path") else value for path, value in point.items()}
            for point in kept["points"]
        ]
    return toml_text({key: value for key, value in kept.items() if value != {}}, headed=1)


def _designs(design: str) -> set[str]:
    return {
        "latin-hypercube": {"mckay1979"},
        "sobol": {"sobol1967", "joe2008"},
        "morris": {"morris1991"},
        "saltelli": {"saltelli2010"},
    }.get(design, set())


def _summary(dataset: xr.Dataset, names: Sequence[str], file: dict[str, Any], done: int) -> Iterator[Sentence]:
    for name in names[:_MOST_SAID]:
        labels, found = dataset[name].attrs, at_points(dataset, name)
        known = [point for point, each in enumerate(found) if each.replicates]
        low, high = (pick(known, key=lambda point: found[point].mean) for pick in (min, max))
        unit = str(labels["units"])
        yield (
            f"Over {counted(done, 'point')}, {spoken(name)} runs from ", level(f"{name}|low", found[low], unit),
            f" (at {setting(dataset, low)}) to ", level(f"{name}|high", found[high], unit),
            f" (at {setting(dataset, high)}). {labels['sentence']}",
        )  # fmt: skip
    if file["design"] == "grid" and names:
        for path in file.get("levers", {}):
            yield from _moved_by(dataset, names[0], path)


def setting(dataset: xr.Dataset, point: int) -> str:
    """The setting of a point, in words; which file a network is of is not told."""
    parts = []
    for path in varied(dataset):
        value = dataset[path].values[point]
        told = "a network file" if path.endswith(".path") else f"{value:.3g}" if _is_number(value) else str(value)
        parts.append(f"{_plain(path)} {told}")
    return listed(parts) if parts else "its one setting"


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int | np.floating | np.integer)


def _moved_by(dataset: xr.Dataset, name: str, path: str) -> Iterator[Sentence]:
    """What an outcome does from one end of a lever to the other, over all other settings, within replicates."""
    levels, variable = dataset[path].values, dataset[name]
    values = variable.isel(round=-1) if "round" in variable.dims else variable
    known = values.where(dataset["done"]).transpose("point", "replicate").values
    if path.endswith(".path") or levels.dtype.kind not in "fiu" or np.isnan(known).any():
        return
    ends = [float(levels.min()), float(levels.max())]
    at_ends = [known[levels == end].mean(axis=0) for end in ends]
    difference = mean_of(at_ends[1] - at_ends[0])
    unit, way = str(variable.attrs["units"]), "less" if difference.mean < 0.0 else "more"
    amount = gap(f"{name}|{path}", difference, unit)
    start = f"From {_plain(path)} {ends[0]:g} to {ends[1]:g}, on average over all other settings, {spoken(name)} is "
    told = "" if told_from_zero(difference) else ", which cannot be told from none"
    yield (start, amount, f" {way}{told}.")


def _pictures(dataset: xr.Dataset, names: Sequence[str], easel: Easel) -> list[Picture]:
    made = []
    paths = [path for path in varied(dataset) if not path.endswith(".path")]
    each = ", each with its 95 % interval" if dataset.sizes["replicate"] > 1 else ""
    for path in paths[::-1][:_MOST_PICTURES] if names else []:
        caption = (
            f"{spoken(names[0]).capitalize()} over {parameter_words(dataset, path)}: dots are points of the "
            f"study{each}; a line joins their means where several share a value."
        )
        made.append(easel.picture(sweep(dataset, outcome=names[0], over=path), caption))
    return made


def _ranges(result: Result, file: dict[str, Any]) -> Table:
    roles = {"uncertainties": "uncertainty", "levers": "lever"}
    role_of = {path: role for table, role in roles.items() for path in file.get(table, {})}
    rows = tuple(
        (
            parameter_words(result.dataset, path),
            role_of.get(path, "listed"),
            _reach(result.dataset, path, _declared(file, path)),
        )
        for path in varied(result.dataset)
    )
    note = "Uncertainty: nobody controls it. Lever: somebody decides it. Ranges are assumptions of the study."
    return Table("What is varied", ("Parameter [unit]", "Role", "Values"), rows, note)


def _declared(file: dict[str, Any], path: str) -> Any:
    """What the study's file says of a parameter."""
    return next((file[table][path] for table in ("uncertainties", "levers") if path in file.get(table, {})), None)


def _reach(dataset: xr.Dataset, path: str, declared: Any) -> str:
    if isinstance(declared, dict) and "steps" not in declared and {"low", "high"} <= declared.keys():
        return f"from {declared['low']:g} to {declared['high']:g}"
    values = dataset[path].values
    different = list(dict.fromkeys(values.tolist()))
    if path.endswith(".path"):
        return counted(len(different), "network file")
    if len(different) <= 8:
        return ", ".join(f"{each:g}" if _is_number(each) else str(each) for each in different)
    return f"{min(different):g} to {max(different):g}, {len(different):,} values"


def _spread(dataset: xr.Dataset, names: Sequence[str]) -> Table:
    rows: list[tuple[Piece, ...]] = []
    for name in names:
        labels, found = dataset[name].attrs, at_points(dataset, name)
        known = [each for each in found if each.replicates]
        unit = str(labels["units"])
        low, high = min(known, key=lambda each: each.mean), max(known, key=lambda each: each.mean)
        who = HARMED.get(name, spoken(name).capitalize()) if name in OUTCOMES else spoken(name).capitalize()
        explained = f"{labels['sentence']} [{unit}]"
        middle = Estimate(float(np.mean([each.mean for each in known])), np.nan, np.nan, len(known))
        rows.append((
            who, explained, cell(f"{name}|low", low, unit), cell(f"{name}|middle", middle, unit),
            cell(f"{name}|high", high, unit),
        ))  # fmt: skip
    heads = ("Who, or what", "How [unit]", "Lowest point", "Mean over points", "Highest point")
    note = "±: the 95 % interval over that point’s replicates. The mean over points hangs on the design and has none."
    return Table("Who is harmed, and how, over the points", heads, tuple(rows), note)
