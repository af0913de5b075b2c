"""Prints what Python hands to the page, or writes a built page filled with it: `handed.py [PAGE FILLED [SCENARIO]]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import hushed
from hushed.outcomes import OUTCOMES
from hushed.scenario.library import library_names, library_path
from hushed.scenario.reader import read_scenario
from hushed.scenario.shape import json_schema

EMPTY = '<script type="application/json" id="handed">null</script>'


def handed(start: str | None = None) -> dict[str, Any]:
    """What the page reads from its element `handed`, opened at the story or at a library scenario."""
    library = [{"name": name, "table": read_scenario(library_path(name)).table()} for name in library_names()]
    return {
        "version": hushed.__version__,
        "schema": json_schema(),
        "library": library,
        "outcomes": {
            name: {"unit": each.unit, "formula": each.formula, "sentence": each.sentence, "harm": each.harm}
            for name, each in OUTCOMES.items()
        },
        "start": next((entry for entry in library if entry["name"] == start), None),
        "result": None,
    }


def filled(page: str, start: str | None = None) -> str:
    """The page with what it is handed in place of null."""
    data = json.dumps(handed(start), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return page.replace(EMPTY, EMPTY.replace("null", data))


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            print(json.dumps(handed(), ensure_ascii=False, separators=(",", ":")))
        case [page, target, *start]:
            Path(target).write_text(filled(Path(page).read_text(), *start))
