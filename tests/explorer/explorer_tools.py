"""What the tests of the explorer share: its source, Node.js programs built from it, and pages filled for a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

EXPLORER = Path(__file__).resolve().parents[2] / "explorer"
BUILT = EXPLORER / ".built"
LARGEST = 300_000
"""Bytes that the page may have with what every page holds in it."""

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A browser that asks nobody for anything by itself.
QUIET_BROWSER = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def npm(*arguments: str) -> str:
    """Run npm in explorer/, with the Node.js beside Python if there is one; what it printed. Fails with all of it."""
    beside = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": os.pathsep.join((beside, os.environ.get("PATH", ""))), "NO_COLOR": "1"}
    program = shutil.which("npm", path=environment["PATH"])
    assert program, "tests of the explorer need Node.js 20.19 or newer with npm; make test installs them"
    done = subprocess.run([program, *arguments], cwd=EXPLORER, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"npm {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@cache
def install() -> None:
    """Install what the lock file says, unless it is there already."""
    lock, installed = EXPLORER / "package-lock.json", EXPLORER / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm("ci", "--no-audit", "--no-fund")
        installed.touch()


def vite(*arguments: str) -> None:
    """Build something with vite."""
    install()
    npm("exec", "--offline", "--", "vite", "build", "--logLevel", "warn", *arguments)


@cache
def node_program(entry: str) -> Path:
    """The program of explorer/test/ENTRY.ts, built for Node.js; run it with `node`."""
    vite("--ssr", f"test/{entry}.ts", "--outDir", f".built/{entry}")
    return BUILT / entry / f"{entry}.js"


@cache
def node() -> str:
    """Where Node.js is: beside Python, or on the path."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    assert found, "tests of the explorer need Node.js 20.19 or newer; make test installs it"
    return found


@cache
def rebuilt_page() -> str:
    """The page, built anew from its source."""
    vite()
    return (BUILT / "page" / "index.html").read_text(encoding="utf-8")


@cache
def results_page() -> str:
    """The view of a result alone, built from its source."""
    vite("dev/results", "--config", "vite.config.ts", "--outDir", "../../.built/results")
    return (BUILT / "results" / "index.html").read_text(encoding="utf-8")


def browser_path() -> str:
    """Where Chromium is."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    assert found, "tests of the explorer need Chromium; make test installs it where apt-get can"
    return found
