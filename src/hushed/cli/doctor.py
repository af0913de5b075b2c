"""`hushed doctor`: what hushed runs on here, and whether it works."""

from __future__ import annotations

import os
import platform
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options
from hushed.cli.output import counted, out, out_json, time_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from hushed.selftest.check import Check

EXAMPLES = "Examples:\n\n  hushed doctor\n\n  hushed doctor --deep"
_TO_DO = {
    "": "",
    "random numbers": "the processor's whole-number arithmetic, NumPy or Numba is at fault",
    "kernels": "the compiler, its cache, or the processor's arithmetic is at fault",
    "intervals": "no interval that this build prints can be relied on",
}
"""What a failed check of each part means."""


def command(
    deep: Annotated[
        bool,
        typer.Option("--deep", help="The statistical self-test: minutes. What it checks: docs/trust/self-test.md."),
    ] = False,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Show versions, cores and memory, and test that the numbers come out right on this machine."""
    from hushed.cli.progress import shown
    from hushed.selftest.quick import run_checks

    options.check_seed(seed)
    facts, started, chosen = _facts(), time.monotonic(), 1 if seed is None else seed
    checks = run_checks(seed=chosen, quick=quick)
    if deep:
        from hushed.selftest.deep import DEEP, QUICK, deep_checks

        with shown(quiet=quiet, what="steps") as progress:
            checks += deep_checks(QUICK if quick else DEEP, seed=chosen, progress=progress)
    seconds, passed = time.monotonic() - started, all(check.passed for check in checks)
    if as_json:
        out_json({**facts, "checks": [check._asdict() for check in checks], "passed": passed, "seconds": seconds})
    elif quiet:
        out("ok" if passed else "failed")
    else:
        out("", _facts_table(facts, checks), *(_deep_tables(checks) if deep else ()), *_end(checks, seconds, deep), "")
    if not passed:
        raise typer.Exit(1)


def _facts() -> dict[str, Any]:
    from importlib.metadata import version

    from hushed import compiled, memory
    from hushed.cores import usable_cores
    from hushed.gpu import device_line
    from hushed.results.provenance import PACKAGES

    return {
        "versions": {"python": platform.python_version(), **{package: version(package) for package in PACKAGES}},
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count() or 1,
        "usable_cores": usable_cores(),
        "memory_free_bytes": memory.available_bytes(),
        "device": device_line(),
        "cache_folder": str(compiled.cache_folder()),
    }


def _facts_table(facts: dict[str, Any], checks: list[Check]) -> Table:
    from hushed import memory
    from hushed.results.table import new_table

    table = new_table()
    table.show_header = False
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row("versions", ", ".join(f"{name} {number}" for name, number in facts["versions"].items()))
    table.add_row("system", facts["system"])
    table.add_row("threads", f"{facts['usable_cores']} of {facts['cores']} cores may be used")
    table.add_row("memory", f"{memory.readable(facts['memory_free_bytes'])} free")
    table.add_row("gpu", facts["device"])
    table.add_row("cache", facts["cache_folder"])
    for check in checks:
        if not check.part:
            table.add_row(_verdict(check), check.name + (f": {check.detail}" if check.detail else ""))
    return table


def _deep_tables(checks: list[Check]) -> list[Any]:
    """One table for each part: its checks, what was measured and what is allowed."""
    from rich.text import Text

    from hushed.results.table import new_table

    shown: list[Any] = []
    for part in dict.fromkeys(check.part for check in checks if check.part):
        table = new_table()
        table.show_header = False
        table.add_column(no_wrap=True, style="bold")
        table.add_column(ratio=1, overflow="fold")
        table.add_column(overflow="fold")
        for name, some in _by_subject(check for check in checks if check.part == part).items():
            worst = next((check for check in some if not check.passed), some[0])
            table.add_row(_verdict(worst), name + (f": {worst.detail}" if worst.detail else ""), _figures(some))
        shown += ["", Text(part.capitalize(), style="bold"), table]
    return shown


def _by_subject(checks: Iterable[Check]) -> dict[str, list[Check]]:
    """Checks by their name, those of intervals over other numbers of replicates together."""
    found: dict[str, list[Check]] = {}
    for check in checks:
        subject, _, replicates = check.name.rpartition(", ")
        found.setdefault(subject if replicates.endswith(" replicates") else check.name, []).append(check)
    return found


def _figures(some: list[Check]) -> str:
    """What was measured: coverage in per cent for each number of replicates, chances as powers of ten."""
    words = []
    for check in some:
        if check.statistic is not None and check.figure == "coverage":
            replicates = check.name.rpartition(", ")[2].removesuffix(" replicates")
            words.append(f"{100 * check.statistic:.1f} %" + (f" of {replicates}" if replicates.isdigit() else ""))
        elif check.statistic is not None:
            words.append(f"{check.figure} {check.statistic:.1e}, least allowed {check.low:.1e}")
    return "   ".join(words)


def _verdict(check: Check) -> Any:
    from rich.text import Text

    return Text("ok", style="green") if check.passed else Text("FAILED", style="bold red")


def _end(checks: list[Check], seconds: float, deep: bool) -> list[Any]:
    from rich.text import Text

    failed = [check for check in checks if not check.passed]
    verdict = f"{len(failed)} of {counted(len(checks), 'check')} failed." if failed else "All well."
    lines = [
        Text(verdict + (f" {counted(len(checks), 'check')} in {time_words(seconds)}." if deep else ""), style="bold")
    ]
    for part in dict.fromkeys(check.part for check in failed if check.part):
        lines.append(Text(f"{part}: {_TO_DO[part]}."))
    if failed:
        lines.append(Text(_ADVICE))
    return lines


_ADVICE = (
    "Do not use results made here. Empty the cache folder and run this again; if it still fails, install hushed anew "
    "beside the versions in pyproject.toml; if it fails then, report it with the output of: hushed doctor --deep --json"
)
