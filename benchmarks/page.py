"""Makes docs/benchmarks.md and its picture from a file of results: every figure, and every word that hangs on one.

Run as `python benchmarks/page.py [FILE]`; it takes the newest file in benchmarks/results unless one is named
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import costs
import sections
from picture import benchmark_figure
from prose import filled

from hushed.figures import style

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"


def main() -> None:
    """Read the results, write the page and the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=newest(HERE / "results"))
    parser.add_argument("--docs", type=Path, default=DOCS, help="the folder the page goes to")
    asked = parser.parse_args()
    if asked.file is None:
        parser.error("there are no results yet; python benchmarks/run.py --full makes them")
    results = json.loads(asked.file.read_text(encoding="utf-8"))
    (asked.docs / "images").mkdir(parents=True, exist_ok=True)
    (asked.docs / "benchmarks.md").write_text(page(results, asked.file.name), encoding="utf-8")
    (asked.docs / "images" / "benchmarks.png").write_bytes(style.png(benchmark_figure(results)))
    print(f"benchmarks.md and its picture are made from {asked.file.name}")


def newest(folder: Path) -> Path | None:
    """The newest file of results; their names are their months."""
    return max(folder.glob("*.json"), default=None)


def page(results: dict[str, Any], name: str) -> str:
    """The page's text."""
    parts = (
        sections.head(results, name),
        sections.speeds(results),
        sections.aims_reached(results),
        costs.time_spent(results),
        costs.scaling(results),
        costs.whole_scenarios(results),
        costs.instruments(results),
        sections.memory(results),
        sections.not_comparable(),
        sections.left_out(results),
    )
    return "\n\n".join(filled(part) for part in parts if part) + "\n"


if __name__ == "__main__":
    main()
