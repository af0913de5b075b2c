"""How much of the parsers and of the store tests reach, in lines and branches; ends with 1 if that is too little."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "coverage"
OF_ALL, OF_EACH = 95.0, 90.0
SCENARIO = sorted(file.stem for file in (ROOT / "src/hushed/scenario").glob("*.py") if file.stem != "__init__")
PARSERS = [
    *(f"scenario/{name}" for name in SCENARIO),
    *(f"studies/{name}" for name in ("spec", "reader", "points", "designs", "written")),
    *(f"society/{name}" for name in ("loading", "edge_text", "edge_cells")),
    *(f"cli/{name}" for name in ("options", "reading")),
]
STORE = [
    *(
        f"results/{name}"
        for name in ("store", "contents", "unfinished", "flushing", "provenance", "writing", "tabular", "table")
    ),
    *(f"studies/{name}" for name in ("folder", "ledger", "chunks", "lock", "merging", "opening")),
    *(f"studies/{name}" for name in ("unit", "work", "exporting")),
]
TESTS = ["tests/scenario", "tests/results", "tests/society/test_loading.py", "tests/describing"]
TESTS += sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests/studies").glob("test_stud*.py"))
TESTS += [f"tests/cli/test_cli_{name}.py" for name in ("mistakes", "reading", "run", "sweep")]


def coverage(*arguments: str) -> None:
    """Run a command of coverage.py."""
    subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=True)


def reached() -> dict[str, tuple[float, int, int]]:
    """For each file: the share of lines and branches reached, in percent; branches reached; branches."""
    coverage("json", "--quiet", "-o", str(FOLDER / "found.json"))
    found = json.loads((FOLDER / "found.json").read_text())["files"]
    sums = {name.partition("hushed/")[2].removesuffix(".py"): each["summary"] for name, each in found.items()}
    return {name: _figures(sums[name]) for name in [*PARSERS, *STORE]}


def _figures(of: dict[str, float]) -> tuple[float, int, int]:
    return of["percent_covered"], int(of["covered_branches"]), int(of["num_branches"])


def main() -> int:
    """Run the tests, print the table; 0 if enough is reached."""
    if "--table" not in sys.argv:
        coverage("erase")
        coverage("run", "-m", "pytest", "-p", "no:cacheprovider", "-m", "not verification", *TESTS)
        coverage("combine", "--quiet")
    found = reached()
    print("| file | lines and branches | branches |\n|---|---|---|")
    for name, (share, branches, of) in found.items():
        print(f"| `{name}.py` | {share:.1f} % | {branches}/{of} |")
    branches, of = (sum(each[place] for each in found.values()) for place in (1, 2))
    print(f"| all | | {branches}/{of} = {100 * branches / of:.1f} % |\n")
    few = [name for name, (share, *_) in found.items() if share < OF_EACH]
    print(*(f"{name}.py: less than {OF_EACH:g} %" for name in few), sep="\n")
    return 1 if few or 100 * branches < OF_ALL * of else 0


if __name__ == "__main__":
    sys.exit(main())
