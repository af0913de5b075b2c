"""What the commands that leave a result folder have in common."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushed.cli.endings import Interrupted
from hushed.cli.output import counted, note, time_words
from hushed.results.about import command_of, ties_of

if TYPE_CHECKING:
    import xarray as xr

PICTURE, OWN_PICTURE = "speech.png", "outcomes.png"
"""What a result's picture is called: of hushed's own model, and of a user's."""


def stored(
    dataset: xr.Dataset,
    folder: Path,
    *,
    overwrite: bool,
    extra: Mapping[str, str | Callable[[], bytes]] | None = None,
    picture: str | None = None,
    draw: Callable[[xr.Dataset], bytes] | None = None,
) -> Path:
    """Store a result with its picture, by default that of its outcomes; the folder, seen from where we are.

    A picture that cannot be drawn is said to be missing, and all else is stored.
    """
    from hushed.results.store import save

    name = picture or picture_of(dataset)
    drawn = {name: lambda: _drawn_or_told(name, lambda: (draw or _drawn)(dataset))}
    save(dataset, folder, overwrite=overwrite, extra={**(extra or {}), **drawn})
    return folder


def _drawn_or_told(name: str, draw: Callable[[], bytes]) -> bytes | None:
    try:
        return draw()
    except Exception as error:
        note(f"hushed: {name} could not be drawn and is left out; all else is kept ({type(error).__name__}: {error})")
        return None


def picture_of(dataset: xr.Dataset) -> str:
    """What the picture of a result is called."""
    return OWN_PICTURE if "model" in dataset.attrs else PICTURE


def _drawn(dataset: xr.Dataset) -> bytes:
    from hushed.figures.own import own_png
    from hushed.figures.speech_picture import speech_png

    return own_png(dataset) if "model" in dataset.attrs else speech_png(dataset)


def stop_if_unfinished(dataset: xr.Dataset, folder: Path) -> None:
    """End as interrupted if the dataset is not whole, saying what is kept and how to go on."""
    from hushed.results.furthest import furthest

    if dataset.attrs["complete"]:
        return
    name = shlex.quote(str(folder))
    command = command_of(dataset.attrs["experiment"])
    rounds = counted(furthest(dataset).rounds, "round")
    raise Interrupted(
        f"interrupted; finished rounds ({rounds} of {dataset.sizes['round']:,}) are stored in {name}; "
        f"to play it all: hushed {command} {name} -o {name} --overwrite"
    )


def stop_if_fewer(dataset: xr.Dataset, folder: Path) -> None:
    """End as interrupted if replicates are missing, saying how many are kept and how to go on."""
    attributes = dataset.attrs
    if attributes["complete"]:
        return
    name, kept = shlex.quote(str(folder)), counted(dataset.sizes["replicate"], "replicate")
    raise Interrupted(
        f"interrupted; {kept} of {attributes['replicates']:,} finished and stored in {name}; "
        f"to play it all: hushed {command_of(attributes['experiment'])} {name} -o {name} --overwrite"
    )


def people_line(dataset: xr.Dataset) -> str:
    """How large the experiment was, in one line."""
    attributes = dataset.attrs
    parts = [
        counted(int(dataset["people"]), "invented person", "invented people"),
        counted(ties_of(dataset), "tie"),
        counted(attributes["rounds"], "round"),
        f"seed {attributes['seed']}",
    ]
    if dataset.sizes["replicate"] > 1:
        parts.insert(3, counted(dataset.sizes["replicate"], "replicate"))
    return " · ".join(parts)


def network_line(dataset: xr.Dataset) -> str | None:
    """What was found while a network file was read."""
    attributes = dataset.attrs
    if "network_path" not in attributes:
        return None
    found = [
        counted(attributes["network_duplicates"], "repeated tie"),
        counted(attributes["network_self_loops"], "self-loop"),
    ]
    return f"Network {Path(attributes['network_path']).name}: {' and '.join(found)} left out; labels thrown away."


def kept_lines(dataset: xr.Dataset, folder: Path, picture: str | None = None) -> list[str]:
    """Where the result lies."""
    return [f"Result   {folder}", f"Picture  {folder / (picture or picture_of(dataset))}"]


def time_line(dataset: xr.Dataset) -> str:
    """How long it took."""
    attributes = dataset.attrs
    played = int(dataset["rounds_played"].sum())
    speed = played * int(dataset["people"]) / max(1e-9, attributes["seconds_rounds"]) / 1e6
    return (
        f"{time_words(attributes['seconds_total'])} in all, {time_words(attributes['seconds_rounds'])} of it in rounds "
        f"({speed:.1f} million person-rounds per second)"
    )


def measures(dataset: xr.Dataset, folder: Path) -> dict[str, Any]:
    """The part of a command's JSON that says what was run and where it is kept."""
    from hushed.results.furthest import furthest

    attributes = dataset.attrs
    return {
        "title": attributes["title"],
        "people": int(dataset["people"]),
        "ties": ties_of(dataset),
        "rounds": furthest(dataset).rounds,
        "replicates": dataset.sizes["replicate"],
        "seed": attributes["seed"],
        "complete": bool(attributes["complete"]),
        "seconds": {"total": attributes["seconds_total"], "rounds": attributes["seconds_rounds"]},
        "result": str(folder),
        **_network(attributes),
        "columns": _columns(dataset),
    }


def _columns(dataset: xr.Dataset) -> dict[str, dict[str, str]]:
    """The unit and the sentence of every outcome there is, by name, as columns.csv has them."""
    labels = {str(name): each.attrs for name, each in dataset.data_vars.items() if "sentence" in each.attrs}
    return {name: {"unit": each["units"], "meaning": each["sentence"]} for name, each in labels.items()}


def _network(attributes: Mapping[Any, Any]) -> dict[str, Any]:
    names = ("people", "ties", "duplicates", "self_loops", "shape_sha256")
    if "network_path" not in attributes:
        return {}
    return {"network": {name: attributes[f"network_{name}"] for name in names}}


def with_record(dataset: xr.Dataset, *, changes: Sequence[str], seconds: float) -> xr.Dataset:
    """The dataset with what the command adds to its provenance."""
    from hushed.results.provenance import described_changes

    return dataset.assign_attrs(described_changes(changes), seconds_total=seconds)
