"""`hushed export`: the results of a study as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hushed.cli import options, swept
from hushed.cli.output import out, out_json

EXAMPLES = (
    "Examples:\n\n"
    "  hushed export results/severity severity.csv\n\n"
    '  hushed export results/severity severity.parquet   (needs: pip install "hushed[parquet]")\n\n'
    "  hushed export results/severity severity.nc"
)


def command(
    folder: swept.Study,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file ending in .csv, .parquet or .nc.")],
    overwrite: options.Overwrite = False,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Write a study's results, a row for each point and replicate that was played, with labels."""
    from hushed.studies.exporting import export_study

    swept.settled_already(seed, quick=quick)
    written = export_study(folder, file, overwrite=overwrite)
    if as_json:
        out_json({"file": str(written), "bytes": written.stat().st_size})
    elif not quiet:
        out(str(written))
