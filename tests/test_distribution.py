"""What would be handed out: the wheel runs in an environment of its own, and both archives hold what they should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest

pytestmark = pytest.mark.verification

ROOT = Path(__file__).parents[1]
UNWANTED = ("__pycache__", "node_modules", ".cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".venv", ".built")
NOT_OURS = (".pyc", ".nbi", ".nbc")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the source distribution, built as `make dist` builds them, but elsewhere and without a download."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,), (source,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, source


def names_in(archive: Path) -> set[str]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return set(wheel.namelist())
    with tarfile.open(archive) as source:
        return {member.name.partition("/")[2] for member in source.getmembers() if member.isfile()}


def tracked(*folders: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(listed.stdout.split("\n")) - {""}


def test_the_wheel_holds_the_package_its_data_and_its_licence(built: tuple[Path, Path]) -> None:
    names = names_in(built[0])
    assert "hushed/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    package = {name for name in names if name.startswith("hushed/")}
    assert package == {name.removeprefix("src/") for name in tracked("src")}
    assert {name.split("/")[0] for name in names - package} == {f"hushed-{version_of(built[0])}.dist-info"}


def version_of(wheel: Path) -> str:
    return wheel.name.split("-")[1]


def test_the_source_distribution_holds_sources_tests_and_texts(built: tuple[Path, Path]) -> None:
    names = names_in(built[1])
    wanted = tracked("src", "tests", "docs", "benchmarks", "explorer", "changes", "supply")
    texts = ("LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "Makefile", "pyproject.toml")
    assert wanted <= names
    assert names - wanted <= {*texts, "PKG-INFO", ".gitignore"}
    assert set(texts) <= names


@pytest.mark.parametrize("which", [0, 1], ids=["wheel", "source"])
def test_neither_holds_caches_or_what_somebody_made(built: tuple[Path, Path], which: int) -> None:
    for name in names_in(built[which]):
        parts = PurePosixPath(name).parts
        assert not set(parts) & set(UNWANTED), name
        # Where commands put what they make; further in, rooms of that name are sources.
        assert parts[0] not in ("results", "dist"), name
        assert not name.endswith(NOT_OURS), name


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment's programs with the wheel in it and nothing but what the wheel asks for."""
    place = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", str(built[0])]
    subprocess.run(pip, check=True, env=plain_environment())
    return programs


def plain_environment(**more: str) -> dict[str, str]:
    """This environment without what would lead a program back to these sources."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | more


def ran(installed: Path, folder: Path, *arguments: str) -> str:
    cache = plain_environment(NUMBA_CACHE_DIR=str(installed.parent / "kernels"))
    command = [str(installed / "hushed"), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=cache)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_runs_where_nothing_else_is(installed: Path, built: tuple[Path, Path], tmp_path: Path) -> None:
    assert ran(installed, tmp_path, "--version") == f"hushed {version_of(built[0])}\n"
    made = json.loads(ran(installed, tmp_path, "run", "free-society", "--quick", "--rounds", "3", "--json"))
    assert made["rounds"] == 3
    assert made["outcomes"]["voice_share"] == 1.0
    assert (tmp_path / made["result"] / "speech.png").exists()
    assert json.loads(ran(installed, tmp_path, "doctor", "--quick", "--json"))["passed"]
    described = ran(installed, tmp_path, "odd", "sesame-credit")
    assert described.count("\n## ") >= 8


def test_types_are_seen_where_it_is_installed(installed: Path) -> None:
    code = "import pathlib, hushed; print((pathlib.Path(hushed.__file__).parent / 'py.typed').exists())"
    program = [str(installed / "python"), "-c", code]
    assert subprocess.run(program, check=True, capture_output=True, text=True).stdout == "True\n"
