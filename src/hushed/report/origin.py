"""Where a result comes from and how to have it again: version, seed, digests, and the command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from hushed.experiments.change import recorded_arm
from hushed.models.chosen import WITHIN

FILE, STUDY_FILE, NETWORK_FILE = "scenario.toml", "study.toml", "network.csv"
"""What the report calls the files that it prints, and the network file that it does not."""
_SAFEGUARDS = ("restore", "doses", "replicates", "screening", "largest")


def facts_of(attributes: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    """Names and values of everything needed to repeat a result, none of them of the machine's people or places."""
    packages = ("numpy", "numba", "scipy", "xarray", "zarr")
    versions = [f"{name} {attributes[f'{name}_version']}" for name in packages if f"{name}_version" in attributes]
    found = {
        "hushed": attributes["hushed_version"],
        "Seed": attributes["seed"],
        "Replicates": attributes.get("replicates", ""),
        "Played on": str(attributes.get("date", "")).partition("T")[0],
        "Scenario (SHA-256)": attributes.get("scenario_sha256", ""),
        "Study (SHA-256)": attributes.get("study_sha256", ""),
        "Source of the model (SHA-256)": attributes.get("model_sha256", ""),
        "Network’s shape (SHA-256)": attributes.get("network_shape_sha256", ""),
        "Python": attributes.get("python_version", ""),
        "Libraries": ", ".join(versions),
        "System": attributes.get("machine", ""),
    }
    return tuple((name, str(value)) for name, value in found.items() if str(value))


def loaded_network(attributes: Mapping[Any, Any]) -> str:
    """What is known of a loaded network, in a sentence; empty without one. Its path is left out."""
    if "network_people" not in attributes:
        return ""
    people, ties = (int(attributes[f"network_{name}"]) for name in ("people", "ties"))
    repeated, loops = (int(attributes[f"network_{name}"]) for name in ("duplicates", "self_loops"))
    return (
        f"The shape of one layer of ties was read from a file: {people:,} people and {ties:,} ties; {repeated:,} "
        f"repeated ties and {loops:,} self-loops were left out. Labels were thrown away on reading, people were "
        "renumbered in a random order, and nothing here can be traced back to the file’s entries."
    )


def own_model(attributes: Mapping[Any, Any]) -> str:
    """The name of a user's own model, without the folders its file lies in."""
    file, _, name = str(attributes["model"]).replace("\\", "/").rpartition(":")
    return f"{file.rpartition('/')[2]}:{name}"


def command_for(attributes: Mapping[Any, Any]) -> str:
    """The command that repeats a result from the printed files."""
    kind = str(attributes.get("experiment", "study"))
    if kind == "study":
        return _study(attributes)
    verb, *options = _OPTIONS[kind](attributes)
    network = ["--network", NETWORK_FILE] if "network_people" in attributes else []
    return _typed("hushed", verb, FILE, *options, *network)


def _study(attributes: Mapping[Any, Any]) -> str:
    sampled = {"morris": "morris", "saltelli": "sobol"}
    design = next((design for design in sampled if f'design = "{design}"' in str(attributes["study"])), None)
    if design is None:
        return _typed("hushed", "sweep", STUDY_FILE)
    # The method stands for the design, and the number of samples with it.
    points = next(line for line in str(attributes["study"]).splitlines() if line.startswith("points = "))
    return _typed("hushed", "sensitivity", STUDY_FILE, "--method", sampled[design], "--samples", points[9:])


def _run(attributes: Mapping[Any, Any]) -> list[str]:
    return ["run", *_model(attributes), *_replicates(attributes)]


def _comparison(attributes: Mapping[Any, Any]) -> list[str]:
    arm = recorded_arm(attributes)
    if arm:
        change = [part for name, value in arm.items() for part in ("--arm", f"{WITHIN}{name}={value}")]
    elif "without" in attributes:
        change = ["--without", str(attributes["without"])]
    else:
        change = ["--with", f"{attributes['with']}={float(attributes['dose']):g}"]
    return ["compare", *_model(attributes), *change, *_replicates(attributes)]


def _attribution(attributes: Mapping[Any, Any]) -> list[str]:
    orders = ["--orders", str(attributes["orders"])] if attributes["orders"] else []
    asked = ["--outcome", str(attributes["outcome"]), "--over", str(attributes["over"])]
    return ["attribute", *asked, *orders, *_replicates(attributes)]


def _recovery(attributes: Mapping[Any, Any]) -> list[str]:
    named = str(attributes["abolished"]).split(",")
    abolished = [part for name in named for part in ("--abolish", name)]
    return ["recover", *abolished, "--at", str(attributes["abolished_at"]), *_replicates(attributes)]


def _scan(attributes: Mapping[Any, Any]) -> list[str]:
    ends = ["--from", f"{attributes['scan_from']:g}", "--to", f"{attributes['scan_to']:g}"]
    steps = ["--steps", str(attributes["scan_steps"]), "--hold", str(attributes["scan_hold"])]
    return ["recover", "--scan", str(attributes["scan"]), *ends, *steps, *_replicates(attributes)]


def _safeguards(attributes: Mapping[Any, Any]) -> list[str]:
    options = [part for name in _SAFEGUARDS for part in (f"--{name}", str(attributes[name]))]
    return ["safeguards", *options, *([] if attributes["reaction"] else ["--no-reaction"])]


_OPTIONS = {
    "run": _run,
    "comparison": _comparison,
    "attribution": _attribution,
    "recovery": _recovery,
    "scan": _scan,
    "safeguards": _safeguards,
}


def _replicates(attributes: Mapping[Any, Any]) -> list[str]:
    return ["--replicates", str(attributes["replicates"])]


def _model(attributes: Mapping[Any, Any]) -> list[str]:
    if "model" not in attributes:
        return []
    values = {str(key): value for key, value in attributes.items() if str(key).startswith(WITHIN)}
    return ["--model", own_model(attributes), *(part for key in values for part in ("--set", f"{key}={values[key]}"))]


def _typed(*parts: str) -> str:
    return " ".join(map(shlex.quote, parts))
