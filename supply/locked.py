"""Reads what the repository locks: Python's packages in `supply/lock`, and npm's in `explorer/package-lock.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "supply" / "lock"
NPM = ROOT / "explorer" / "package-lock.json"
PACKAGES = ROOT / "supply" / "packages.json"

PARTS = {
    "run": "what hushed runs on, and what installs it",
    "test": "what its tests need besides, the extras `cluster` and `parquet` among it",
    "lint": "style and types",
    "docs": "the documentation as a site",
    "gpu": "the extra `gpu`, which no target of the Makefile installs",
    "fuzz": "guides hostile inputs by what they reach, on Linux",
    "node": "Node.js where the machine has none, to build and test the explorer's page",
    "renew": "what renews these locks",
}
"""The parts of the lock, each a file of its own; all but `run` leave out what `run` already holds."""
_LINE = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")


class Locked(NamedTuple):
    """One release of a package: its name and version, for which machines, and the SHA-256 of each of its files."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]


class NpmLocked(NamedTuple):
    """One release of a package of npm: whether it is only for building, its licence, its digest, and its address."""

    name: str
    version: str
    only_builds: bool
    licence: str
    integrity: str
    address: str


def parsed(text: str) -> list[Locked]:
    """The releases of a lock file's text; ValueError for a line that is not a name, a version and digests."""
    found = []
    for entry in re.sub(r" \\\n\s+", " ", text).splitlines():
        if not entry or entry.startswith("#"):
            continue
        head, *digests = entry.split(" --hash=sha256:")
        match = _LINE.fullmatch(head)
        if match is None or not digests or not all(re.fullmatch(r"[0-9a-f]{64}", each) for each in digests):
            raise ValueError(f"no locked release: {entry[:80]}")
        found.append(Locked(match["name"], match["version"], match["marker"] or "", tuple(digests)))
    return found


def written(heading: str, releases: list[Locked]) -> str:
    """The text of a lock file, as pip reads it."""
    lines = [heading]
    for each in releases:
        marker = f" ; {each.marker}" if each.marker else ""
        digests = "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(each.digests))
        lines.append(f"{each.name}=={each.version}{marker}{digests}")
    return "\n".join(lines) + "\n"


def locks() -> dict[str, list[Locked]]:
    """Every part of the lock, by its name."""
    return {part: parsed((FOLDER / f"{part}.txt").read_text(encoding="utf-8")) for part in PARTS}


def npm_locked(text: str | None = None) -> list[NpmLocked]:
    """Every package of npm's lock file, or of its text, but for the explorer itself."""
    packages = json.loads(text or NPM.read_text(encoding="utf-8"))["packages"]
    return [_of_npm(place, entry) for place, entry in packages.items() if place]


def _of_npm(place: str, entry: Mapping[str, object]) -> NpmLocked:
    said = {key: str(entry.get(key, "")) for key in ("version", "license", "integrity", "resolved")}
    name = place.rpartition("node_modules/")[2]
    only_builds = bool(entry.get("dev") or entry.get("devOptional"))
    return NpmLocked(name, said["version"], only_builds, said["license"], said["integrity"], said["resolved"])


class Package(NamedTuple):
    """What a locked package of Python says of itself: its licence as an SPDX expression, and which others it needs."""

    licence: str
    needs: tuple[str, ...]


def packages() -> dict[str, Package]:
    """Every locked package of Python by its name, as `make lock` found them."""
    kept = json.loads(PACKAGES.read_text(encoding="utf-8"))
    return {name: Package(each["licence"], tuple(each["needs"])) for name, each in kept.items()}


def name_of(requirement: str) -> str:
    """The name in a requirement such as `SALib>=1.5`, as the lock writes it."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else ""
