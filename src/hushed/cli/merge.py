"""`hushed merge`: the parts of a sweep put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hushed.cli import options, swept
from hushed.cli.endings import Interrupted
from hushed.cli.output import counted, out, out_json
from hushed.errors import InputError

if TYPE_CHECKING:
    from hushed.studies.merging import Merged

EXAMPLES = "Example:\n\n  hushed merge part-1 part-2 part-3 -o results/severity"


def command(
    folders: Annotated[list[str], typer.Argument(metavar="DIR", help="Folders of: hushed sweep --shard I/N.")],
    output_folder: options.Output = None,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Put parts of one study together in a new folder; says what is missing."""
    from hushed.studies.folder import is_study, refuse_existing
    from hushed.studies.merging import merge

    swept.settled_already(seed, quick=quick)
    if output_folder is None:
        raise InputError("--output: name a new folder for the whole, such as -o results/whole")
    refuse_existing(output_folder)
    try:
        merged = merge(folders, output_folder)
        _report(merged, output_folder, quiet=quiet, as_json=as_json)
    except KeyboardInterrupt:
        if not is_study(output_folder):
            raise
        raise Interrupted(f"interrupted; the parts are put together in {output_folder}, which is whole") from None


def _report(merged: Merged, target: Path, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        out_json(_json(merged, target))
    elif quiet:
        out(str(target))
    else:
        out(*_lines(merged, target))


def _json(merged: Merged, target: Path) -> dict[str, object]:
    failed = merged.counts["failed"] + merged.counts["quarantined"]
    told = {"done": merged.counts["done"], "failed": failed, "missing": len(merged.missing)}
    return {**told, "parts_missing": list(merged.parts_missing[:50]), "result": str(target)}


def _lines(merged: Merged, target: Path) -> list[str]:
    failed = merged.counts["failed"] + merged.counts["quarantined"]
    lines = [f"{counted(merged.counts['done'], 'unit')} done, {failed:,} failed, {len(merged.missing):,} missing"]
    if merged.parts_missing:
        lines.append(f"Parts that were not named: {', '.join(merged.parts_missing[:50])}")
    if merged.missing:
        lines.append(f"To play what is missing: {swept.go_on_with(target)}")
    return [*lines, f"Result   {target}"]
