"""Writes the tables of docs/trust/faults.md from what `make faults` and `make soak` found.

Run as `python docs/tools/trust_faults.py`. It reads `faults.json` and `soak.json` beside the page, and replaces what
stands between the page's marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TRUST = Path(__file__).parents[1] / "trust"
PAGE = TRUST / "faults.md"


def main() -> None:
    """Write the page's tables anew."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def filled(page: str) -> str:
    """The page with the tables of what was found."""
    made = {"faults": faults(_told("faults.json")), "soak": soak(_told("soak.json"))}
    for name, lines in made.items():
        mark = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        page = mark.sub(lambda found, lines=lines: found[1] + "\n" + "\n".join(lines) + "\n\n" + found[2], page)
    return page


def _told(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((TRUST / name).read_text(encoding="utf-8"))
    return told


def faults(told: Mapping[str, Any]) -> list[str]:
    """The faults of a campaign by kind."""
    lines = ["| fault | injected | survived |", "|---|---:|---:|"]
    for name, each in told["kinds"].items():
        lines.append(f"| {name} | {each['injected']:,} | {each['survived']:,} |")
    lines.append(f"| **all** | **{told['injected']:,}** | **{told['survived']:,}** |")
    return lines


def soak(told: Mapping[str, Any]) -> list[str]:
    """What an hour of killing workers left."""
    lines = [
        f"{told['minutes']:g} minutes, {told['units']:,} units, {told['workers_killed']} workers killed; "
        f"{told['units_that_lost_their_worker']} units lost their worker and were played again.",
        "",
        "| memory | level | change in an hour | standard error |",
        "|---|---:|---:|---:|",
    ]
    for name, each in told["memory"].items():
        level, slope, error = each["level"] / 1e6, 100 * each["slope"], 100 * each["error"]
        lines.append(f"| {name} | {level:.1f} MB | {slope:+.2f} % | {error:.2f} % |")
    lines += ["", "| what must hold | did it? |", "|---|---|"]
    return [*lines, *(f"| {claim} | {'yes' if held else '**no**'} |" for claim, held in told["claims"].items())]


if __name__ == "__main__":
    main()
