"""Writes docs/reference: every parameter, outcome, command and public name, from what hushed itself says of them.

Run as `python docs/tools/reference.py`. Nothing on these pages is written by hand, so none of them can fall behind.
"""

from __future__ import annotations

from pathlib import Path

import reference_commands
import reference_outcomes
import reference_python
import reference_scenario

FOLDER = Path(__file__).parents[1] / "reference"


def pages() -> dict[str, str]:
    """Every page of the reference, by the name of its file."""
    return {
        "scenario.md": reference_scenario.page(),
        "outcomes.md": reference_outcomes.page(),
        "commands.md": reference_commands.page(),
        "python.md": reference_python.page(),
    }


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
