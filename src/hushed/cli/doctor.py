"""`hushed doctor`: what hushed runs on here, and whether it works."""

from __future__ import annotations

import os
import platform
from typing import Any

import typer

from hushed.cli import options
from hushed.cli.output import out, out_json

EXAMPLES = "Example:\n\n  hushed doctor"


def command(
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Show versions, cores and memory, and test that the numbers come out right on this machine."""
    from hushed.cli.selftest import run_checks

    facts = _facts()
    checks = run_checks(seed=1 if seed is None else seed, quick=quick)
    passed = all(check.passed for check in checks)
    if as_json:
        out_json({**facts, "checks": [check._asdict() for check in checks], "passed": passed})
    elif quiet:
        out("ok" if passed else "failed")
    else:
        out(*_shown(facts, checks))
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


def _shown(facts: dict[str, Any], checks: list[Any]) -> list[Any]:
    from rich.text import Text

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
        verdict = Text("ok", style="green") if check.passed else Text("FAILED", style="bold red")
        table.add_row(verdict, check.name + (f": {check.detail}" if check.detail else ""))
    failed = sum(not check.passed for check in checks)
    return [
        "",
        table,
        Text("All well." if not failed else f"{failed} of {len(checks)} checks failed.", style="bold"),
        "",
    ]
