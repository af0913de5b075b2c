"""Makes docs/docking.md and its pictures from the dockings that `hushed replicate all` keeps.

Run as `python docs/tools/docking.py FOLDER`. The folder must hold every item of every model, all made by the same
sources of hushed, all quickly or all in full: a page of leftovers would compare what cannot be compared
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docking_page import page
from pictures import shrunk

from hushed.errors import InputError
from hushed.replications.registry import REPLICATIONS
from hushed.replications.replication import Replication

DOCS = Path(__file__).parents[1]
BUDGET = 3_000_000
"""Bytes that all pictures together may take."""


def main() -> None:
    """Read the records, write the page and the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where `hushed replicate all -o FOLDER` kept what it made")
    parser.add_argument("--docs", type=Path, default=DOCS, help="the folder the page goes to")
    asked = parser.parse_args()
    try:
        make(asked.folder, asked.docs, list(REPLICATIONS.values()))
    except InputError as error:
        parser.error("; ".join(error.lines))


def make(folder: Path, docs: Path, models: Sequence[Replication]) -> None:
    """Write docking.md, and its pictures anew; raises InputError where records are missing or do not belong together.

    Pictures of models that are no longer there go.
    """
    records = read(folder, models)
    drawn = pictures_of(folder, records)
    images = docs / "images" / "docking"
    images.mkdir(parents=True, exist_ok=True)
    for old in images.glob("*.png"):
        old.unlink()
    files = {name: file for own in drawn.values() for name, file in own.items()}
    for name, picture in zip(files, shrunk(list(files.values()), BUDGET), strict=True):
        (images / name).write_bytes(picture)
    names = {item: list(own) for item, own in drawn.items()}
    (docs / "docking.md").write_text(page(models, records, names), encoding="utf-8")


def read(folder: Path, models: Sequence[Replication]) -> list[dict[str, Any]]:
    """The record of every item that has targets, models and items in the order of the list.

    Raises InputError, naming every mistake, if one is missing, says of itself that it passed where a target failed or
    the reverse, or was not made as the others were.
    """
    places = [(model.name, item.name) for model in models for item in model.items if item.has_targets]
    records, mistakes = [], []
    for model, item in places:
        file = folder / model / f"{item}.docking.json"
        if not file.is_file():
            mistakes.append(f"{model} {item} is missing in {folder}; `hushed replicate all -o {folder}` adds it")
            continue
        record = json.loads(file.read_text(encoding="utf-8"))
        mistakes += _contradictions(record, model, item)
        records.append(record)
    makers = {(record["made"]["sources"], record["made"]["quick"]) for record in records}
    if len(makers) > 1:
        mistakes.append(f"the records in {folder} were not made alike: other sources of hushed, or quickly and in full")
    if mistakes:
        raise InputError(*mistakes)
    return records


def _contradictions(record: Mapping[str, Any], model: str, item: str) -> list[str]:
    told = []
    if (record["replication"], record["item"]) != (model, item):
        told.append(f"{model} {item}: the record there is of {record['replication']} {record['item']}")
    if record["passed"] != all(target["passed"] for target in record["targets"]):
        told.append(f"{model} {item}: the record contradicts its own targets")
    return told


def pictures_of(folder: Path, records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, Path]]:
    """Of each model and item, its pictures' names on the page and where they are.

    A picture lies beside the record, or several in a folder of the item's name.
    """
    found: dict[tuple[str, str], dict[str, Path]] = {}
    for record in records:
        model, item = record["replication"], record["item"]
        alone, several = folder / model / f"{item}.png", sorted((folder / model / item).glob("*.png"))
        own = {f"{model}-{item}.png": alone} if alone.is_file() else {}
        found[model, item] = own | {f"{model}-{item}-{file.stem}.png": file for file in several}
    return found


if __name__ == "__main__":
    main()
