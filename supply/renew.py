"""Renews the lock: `supply/lock/*.txt` with uv, `supply/packages.json` with pip, and the page that lists them.

Run by `make lock`. It asks the package index and nobody else; no address of an index is written down, so that every
user's own is asked when the lock is installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import supply_page
from locked import FOLDER, PACKAGES, PARTS, ROOT, Locked, Package, locks, name_of, parsed, written
from packaging.markers import Marker
from spdx import licence_of

HEADING = "# {what}.\n# Made by make lock; every release and every file of it that may be installed. Do not edit."
OLDEST = "3.11"
LINUX = [f"manylinux_2_{each}_x86_64" for each in range(35, 4, -1)] + ["manylinux2014_x86_64"]
MACHINES = (
    (LINUX, "3.11", {"sys_platform": "linux", "platform_system": "Linux"}),
    (LINUX, "3.14", {"sys_platform": "linux", "platform_system": "Linux"}),
    (["win_amd64"], "3.14", {"sys_platform": "win32", "platform_system": "Windows"}),
)
"""Machines whose packages are, between them, all those locked."""


def asked(part: str, made: dict[str, Any]) -> list[str]:
    """What pyproject.toml asks for in a part, an extra's extras among it."""
    project = made["project"]
    if part == "run":
        return [*project["dependencies"], *made["build-system"]["requires"], *made["dependency-groups"]["folder"]]
    if part in made["dependency-groups"]:
        return list(made["dependency-groups"][part])
    return [*project["dependencies"], *_extra(part, project["optional-dependencies"])]


def _extra(name: str, extras: dict[str, list[str]]) -> Iterator[str]:
    for each in extras[name]:
        match = re.fullmatch(r"hushed\[(.+)\]", each)
        if match is None:
            yield each
        else:
            for inner in match[1].split(","):
                yield from _extra(inner.strip(), extras)


def resolved(wanted: list[str], constraints: str) -> list[Locked]:
    """The releases that meet what is wanted, on every machine with Python 3.11 or newer, as wheels alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "wanted.in").write_text("\n".join(wanted) + "\n", encoding="utf-8")
        (folder / "constraints.txt").write_text(constraints, encoding="utf-8")
        command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "--no-config", "--quiet"]
        command += ["--universal", "--python-version", OLDEST, "--only-binary", ":all:", "--generate-hashes"]
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["--constraint", "constraints.txt", "wanted.in", "--output-file", "out.txt"]
        subprocess.run(command, cwd=folder, check=True)
        return parsed((folder / "out.txt").read_text(encoding="utf-8"))


def renewed() -> dict[str, list[Locked]]:
    """Every part; one choice of versions holds for all of them."""
    made = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {part: asked(part, made) for part in PARTS}
    everything = resolved([each for group in wanted.values() for each in group], "")
    constraints = "".join(f"{each.name}=={each.version}{_only(each)}\n" for each in everything)
    found = {part: resolved(group, constraints) for part, group in wanted.items()}
    inside = set(found["run"])
    return {
        part: [each for each in releases if part == "run" or each not in inside] for part, releases in found.items()
    }


def _only(release: Locked) -> str:
    return f" ; {release.marker}" if release.marker else ""


def metadata(releases: list[Locked], platforms: list[str], python: str) -> Iterator[dict[str, Any]]:
    """What pip reports of releases, without installing one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = "".join(f"{each.name}=={each.version}\n" for each in releases)
        (folder / "wanted.txt").write_text(lines, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"]
        command += ["--only-binary", ":all:", "--python-version", f"{python}.0"]
        command += [word for each in platforms for word in ("--platform", each)]
        command += ["--target", "nowhere", "--report", "report.json", "-r", "wanted.txt"]
        subprocess.run(command, cwd=folder, check=True)
        for each in json.loads((folder / "report.json").read_text(encoding="utf-8"))["install"]:
            yield each["metadata"]


def described(releases: list[Locked]) -> dict[str, Package]:
    """What each package says of itself; SystemExit names those whose licence cannot be read."""
    found: dict[str, Package] = {}
    for platforms, python, machine in MACHINES:
        place = {**machine, "python_version": python, "python_full_version": f"{python}.0", "extra": ""}
        here = {each.name: each for each in releases if each.name not in found and _fits(each, place)}
        for said in metadata([*here.values()], platforms, python) if here else ():
            needs = {name_of(each) for each in said.get("requires_dist") or () if "extra ==" not in each}
            found[name_of(said["name"])] = Package(licence_of(said), tuple(sorted(needs)))
    unknown = {each.name for each in releases} - {name for name, package in found.items() if package.licence}
    if unknown:
        sys.exit(f"no licence that can be read: {', '.join(sorted(unknown))}; see supply/spdx.py")
    return dict(sorted(found.items()))


def _fits(release: Locked, place: dict[str, str]) -> bool:
    return not release.marker or Marker(release.marker).evaluate(place)


def main() -> None:
    """Write the lock, what its packages say of themselves, and the page."""
    FOLDER.mkdir(exist_ok=True)
    for part, releases in renewed().items():
        heading = HEADING.format(what=PARTS[part][0].upper() + PARTS[part][1:])
        (FOLDER / f"{part}.txt").write_text(written(heading, releases), encoding="utf-8", newline="\n")
    found = described([each for releases in locks().values() for each in releases])
    kept = {name: package._asdict() for name, package in found.items()}
    PACKAGES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8", newline="\n")
    supply_page.write()


if __name__ == "__main__":
    main()
