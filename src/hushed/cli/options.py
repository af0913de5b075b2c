"""Options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from hushed.errors import InputError, did_you_mean

Source = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="A scenario file, the name of a scenario that comes with hushed, or a result folder."
    ),
]
Seed = Annotated[
    int | None, typer.Option("--seed", metavar="N", help="Number all chance follows from, in place of the scenario's.")
]
Quick = Annotated[bool, typer.Option("--quick", help="A fast first look: fewer people and replicates.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Only the result: no progress, no table.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="DIR", help="Folder for the result (default: results/NAME)."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")]
Rounds = Annotated[int | None, typer.Option("--rounds", metavar="N", help="How many rounds to play.")]
Population = Annotated[
    str | None, typer.Option("--population", metavar="N", help="How many people: 5000, 100_000 or 1e6.")
]
NetworkFile = Annotated[
    Path | None,
    typer.Option(
        "--network",
        metavar="FILE",
        help="Take the online ties from an edge list; labels are thrown away on reading. It may be gzipped, and "
        "unpack to 100 times its size at most.",
    ),
]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", help="Threads to use; the numbers are the same for any.")
]
Device = Annotated[
    str, typer.Option("--device", metavar="cpu|gpu", help="Where to play: the processor, or a graphics card (CUDA).")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the scenario; may be given again."),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="FILE.py:NAME", help="Play a model of your own on the scenario's people."),
]
Replicates = Annotated[
    int | None, typer.Option("--replicates", metavar="N", help="Repetitions with other people and other luck.")
]
Phases = Annotated[bool, typer.Option("--phases", help="Also show the steps of a round and the time each took.")]

_LONGEST = 40


def device_named(text: str) -> Literal["cpu", "gpu"]:
    """A device by its name; InputError for any other."""
    if text == "cpu":
        return "cpu"
    if text == "gpu":
        return "gpu"
    raise InputError(f"--device: '{text[:_LONGEST]}' is no device{did_you_mean(text, ('cpu', 'gpu'))}")


def check_seed(seed: int | None) -> None:
    """Raises InputError for a seed that hushed cannot draw from; None is no seed."""
    from hushed.random import LARGEST_SEED

    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"--seed {seed} is out of range; allowed: 0 to {LARGEST_SEED:_}")


def whole_number(text: str | None, *, option: str) -> int | None:
    """A whole number however people write it: 100000, 100_000, 100,000 or 1e5; InputError for anything else."""
    if text is None:
        return None
    plain = text.strip().replace("_", "").replace(",", "")
    try:
        if len(plain) > _LONGEST:
            raise ValueError
        value = float(plain)
        exact = int(plain) if plain.lstrip("+-").isdecimal() else int(value)
        if exact != value:
            raise ValueError
    except (ValueError, OverflowError):
        raise InputError(f"{option}: '{text[:_LONGEST]}' is no whole number; write 5000, 100_000 or 1e6") from None
    return exact
