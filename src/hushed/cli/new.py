"""`hushed new`: a commented scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hushed.cli import options
from hushed.cli.output import out, out_json

EXAMPLES = "Examples:\n\n  hushed new my.toml\n\n  hushed check my.toml\n\n  hushed run my.toml"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")] = Path("scenario.toml"),
    overwrite: options.Overwrite = False,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Write a commented scenario that can be run as it is: every parameter with its range and default."""
    from hushed.results.writing import write_file

    write_file(file, _text(seed, quick=quick).encode(), overwrite=overwrite)
    if as_json:
        out_json({"file": str(file)})
    elif quiet:
        out(str(file))
    else:
        out(f"Wrote {file}", f"Next: hushed check {file}", f"      hushed run {file}")


def _text(seed: int | None, *, quick: bool) -> str:
    """The starter, with the seed and, for a first look, the number of people asked for."""
    from hushed.cli.reading import QUICK_POPULATION
    from hushed.scenario.reader import parse_scenario
    from hushed.scenario.starter import starter_toml

    text = starter_toml()
    scenario = parse_scenario(text)
    if seed is not None:
        options.check_seed(seed)
        text = text.replace(f"\nseed = {scenario.seed}\n", f"\nseed = {seed}\n")
    if quick:
        text = text.replace(f"population = {scenario.society.population}\n", f"population = {QUICK_POPULATION}\n")
    return text
