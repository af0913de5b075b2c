"""What is installed is what is locked: every file by its digest, from whatever index, and nothing besides."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import distributions

import pytest
from locked import FOLDER, PARTS, ROOT, Locked, locks, name_of, npm_locked, parsed, written
from packaging.markers import default_environment
from packaging.requirements import Requirement

LOCKS = locks()
RELEASES = {each for releases in LOCKS.values() for each in releases}
MADE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RECIPES = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if line.startswith("\t")]


def here(release: Locked) -> bool:
    """Whether a release is meant for this Python on this machine."""
    marker = release.marker
    return not marker or bool(Requirement(f"{release.name} ; {marker}").marker.evaluate())  # type: ignore[union-attr]


def chosen() -> dict[str, str]:
    """The version of each package that the lock has for this machine."""
    return {each.name: each.version for each in RELEASES if here(each)}


def test_every_part_is_there_and_no_other() -> None:
    assert {each.stem for each in FOLDER.iterdir()} == PARTS.keys()
    assert all(LOCKS.values())
    assert len(LOCKS["run"]) > 30


@pytest.mark.parametrize("part", PARTS)
def test_a_lock_holds_names_versions_and_digests_and_no_address(part: str) -> None:
    text = (FOLDER / f"{part}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        assert re.fullmatch(
            r"#.*|[a-z0-9-]+==[0-9][\w.+!]*(?: ; [\w.'\" ()<>=!]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?", line
        ), line
    assert "http" not in text
    assert "file:" not in text


def test_a_lock_is_read_as_it_was_written() -> None:
    for releases in LOCKS.values():
        assert parsed(written("# Heading", releases)) == [
            each._replace(digests=tuple(sorted(each.digests))) for each in releases
        ]
    for wrong in ("numpy>=2", "numpy==2.4.6", "numpy==2.4.6 --hash=md5:00", "numpy @ file:///tmp/numpy.whl"):
        with pytest.raises(ValueError, match="no locked release"):
            parsed(f"{wrong}\n")


def test_one_version_of_a_package_fits_this_machine() -> None:
    fitting = [each.name for each in {(each.name, each.version): each for each in RELEASES}.values() if here(each)]
    assert len(fitting) == len(set(fitting))


def wanted() -> list[Requirement]:
    """Everything that pyproject.toml asks for, but for hushed itself."""
    project = MADE["project"]
    groups = [project["dependencies"], MADE["build-system"]["requires"], *project["optional-dependencies"].values()]
    found = [Requirement(each) for group in [*groups, *MADE["dependency-groups"].values()] for each in group]
    return [each for each in found if each.name != "hushed"]


def test_the_lock_fits_what_is_asked_for() -> None:
    versions = chosen()
    for each in wanted():
        assert each.specifier.contains(versions[name_of(each.name)]), f"{each}: make lock"


def test_nothing_is_locked_that_nobody_asks_for() -> None:
    """What each package needs, as it says itself, leads from what is asked for to all that is locked."""
    kept = json.loads((ROOT / "supply" / "packages.json").read_text(encoding="utf-8"))
    waiting, reached = [name_of(each.name) for each in wanted()], set[str]()
    while waiting:
        name = waiting.pop()
        if name in kept and name not in reached:
            reached.add(name)
            waiting += kept[name]["needs"]
    # Asked for through extras of packages, which their own lists of needs leave out.
    by_extras = {each.name for each in RELEASES} - reached
    asked = {extra for each in wanted() for extra in each.extras}
    assert asked == {"json-validation", "cu13"}
    assert len(by_extras) < 30, sorted(by_extras)


def test_what_is_installed_here_needs_nothing_that_is_not_locked() -> None:
    versions = chosen()
    place = {**default_environment(), "extra": ""}
    seen = 0
    for each in distributions():
        name = name_of(each.metadata["Name"])
        if versions.get(name) != each.version:
            continue
        seen += 1
        for need in (Requirement(text) for text in each.requires or ()):
            if need.marker is None or need.marker.evaluate(place):
                locked = versions.get(name_of(need.name))
                assert locked is not None, f"{name} needs {need}, which is not locked"
                assert need.specifier.contains(locked, prereleases=True), f"{name} needs {need}, locked is {locked}"
    assert seen > 25, "the packages that tests run with must be those of the lock"


def test_every_target_installs_from_the_lock_alone() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "LOCKED := $(PIP) install --no-deps --require-hashes --only-binary :all:\n" in makefile
    installs = [
        line.strip() for line in RECIPES if re.search(r"\b(?:pip|PIP\)) install|npm --\S+ .*(?:ci|install)\b", line)
    ]
    assert installs == [
        "$(PIP) install --no-deps --no-build-isolation --no-index --editable .",
        "$(WITH_NODE) npm --prefix explorer ci --no-audit --no-fund",
    ]
    used = set(re.findall(r"\$\(LOCKED\) -r \$\(LOCK\)/(\w+)\.txt", makefile))
    assert used == PARTS.keys() - {"gpu"}


def test_every_package_of_npm_has_a_digest_and_no_host_of_somebodys_own() -> None:
    packages = npm_locked()
    assert len(packages) > 50
    for each in packages:
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", each.integrity), each.name
        assert not each.address or each.address.startswith("https://registry.npmjs.org/"), each.address
