"""Does a test fail when hushed has a fault? Every mutant of some files is tried by the tests that reach it.

python tests/mutants/run.py [store flushing …] goes on where it stopped and prints a table; it ends with 1 if fewer
than nine in ten mutants of a file are noticed, or if one that is not noticed is not explained in explained.toml.

A file is worked on in a process that has everything imported that does not use it. Each mutant is then tried in a
copy of that process (os.fork), which imports the mutant in place of the file.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import importlib.abc
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from mutants.mutations import Mutant, mutants  # noqa: E402
from mutants.reached import Reached  # noqa: E402
from test_structure import PACKAGE, SOURCES, imports_of, module_of  # noqa: E402

KEPT = ROOT / ".cache" / "mutants"
NOTICED = 0.9
_OF_STUDIES = ("flushing", "ledger", "lock", "chunks", "folder", "damage")
_STUDIES = [f"tests/studies/test_study_{part}.py" for part in _OF_STUDIES]
TESTS = {
    "rules": ["tests/test_rules.py"],
    "results.flushing": ["tests/results/test_flushing.py", "tests/results/test_writing.py"],
    "results.unfinished": ["tests/results/test_unfinished.py"],
    "results.contents": ["tests/results/test_contents.py", "tests/results/test_store_checks.py"],
    "results.store": [
        f"tests/results/test_{part}.py" for part in ("store", "store_checks", "store_places", "unfinished")
    ],
    **{f"studies.{name}": _STUDIES for name in ("ledger", "folder", "lock")},
    "studies.chunks": [*_STUDIES, "tests/studies/test_studies_of_own_models.py::test_labels_say_what_the_model_says"],
    "studies.merging": [f"tests/studies/test_study_{part}.py" for part in ("folder", "exports", "damage")],
}
"""The tests that try a file: those of its own room, and quick ones."""


class _InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports a mutant in place of a module."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(self, name: str, *_: object) -> Any:
        return importlib.util.spec_from_file_location(name, _file(name), loader=self) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


class Ended(NamedTuple):
    """How tests ended: `survived` if all are green, else `killed` or `timed out`; and the test that failed."""

    how: str
    by: str = ""


class _FirstFailure:
    """A plugin of pytest: tells which test failed, and Hypothesis does not look for the smallest example of it."""

    def __init__(self, told: Path) -> None:
        self.told = told

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell the process that asked."""
        if report.failed:
            self.told.write_text(report.nodeid)

    def pytest_configure(self) -> None:
        """After conftest.py has chosen its settings."""
        fast = settings(settings.get_profile("repeatable"), phases=[Phase.explicit, Phase.generate])
        settings.register_profile("first failure", fast)
        settings.load_profile("first failure")


def _file(module: str) -> Path:
    return PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")


def import_what_does_not_use(module: str) -> None:
    """Import everything of hushed but a module and all that imports it, and compile what plays a round."""
    if module == "hushed.rules":
        # Compiled rules would come from the cache; what Python calls is then what was written.
        compiled: Any = importlib.import_module("hushed.compiled")
        compiled.compiled = compiled.helper
        return
    uses = {module_of(source): imports_of(source) for source in SOURCES}
    users = {module}
    while more := {name for name, used in uses.items() if name not in users and used & users}:
        users |= more
    for name in sorted(uses.keys() - users):
        importlib.import_module(name)
    _play()
    assert module not in sys.modules


def _play() -> None:
    from hushed.experiments.run import run
    from hushed.scenario.reader import read_scenario

    run(read_scenario("sesame-credit", population=60, rounds=5, seed=1), replicates=1, threads=1)


def tried(
    tests: Sequence[str], seconds: float, *, plugins: Sequence[object] = (), code: _InPlace | None = None
) -> Ended:
    """Run tests in a copy of this process."""
    place = tempfile.mkdtemp(prefix="mutant-")
    failed = Path(place, "failed")
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        plugins = [*plugins, _FirstFailure(failed)]
        _be_tests(tests, Path(place, "said"), plugins, code)
    deadline = time.monotonic() + seconds
    while not (ended := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < deadline:
        time.sleep(0.01)
    if not ended[0]:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if os.environ.get("SHOW"):
        print(Path(place, "said").read_text())
    by = failed.read_text() if failed.exists() else ""
    shutil.rmtree(place, ignore_errors=True)
    return Ended("timed out" if not ended[0] else "killed" if ended[1] else "survived", by)


def _be_tests(tests: Sequence[str], said: Path, plugins: Sequence[object], code: _InPlace | None) -> None:
    result = 1
    try:
        handle = os.open(said, os.O_WRONLY | os.O_CREAT)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        if code:
            sys.meta_path.insert(0, code)
        os.chdir(said.parent)  # Some mutants write to wherever they are.
        here = [f"--rootdir={ROOT}", f"--config-file={ROOT / 'pyproject.toml'}", f"--basetemp={said.parent / 'tests'}"]
        fast = ["-x", "-q", "--tb=short", "-p", "no:cacheprovider"]
        result = int(pytest.main([*here, *fast, *(str(ROOT / test) for test in tests)], plugins=plugins))
    finally:
        os._exit(result)


def work_through(name: str) -> None:
    """Try every mutant of a file that was not noticed before, and keep what came out."""
    module = f"hushed.{name}"
    source = _file(module).read_text()
    kept = _kept(name, source)
    found, tests = kept["found"], _digest(TESTS[name])
    left = [each for each in mutants(source, str(_file(module))) if found.get(each.name) in (None, "survived")]
    if kept["tests"] == tests and all(mutant.name in found for mutant in left):
        return
    # Else every copy of this process would work out anew what pytest makes of the tests.
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(KEPT / "bytecode")
    import_what_does_not_use(module)
    reached = Reached(_file(module), Path(tempfile.mkstemp(suffix=".json")[1]))
    if tried(TESTS[name], 600, plugins=[reached]).how != "survived":
        raise SystemExit(f"{name}: its tests fail without any mutant; SHOW=1 shows how")
    reached.read()
    for other in reached.libraries:
        importlib.import_module(other)
    gc.freeze()
    noticed: Counter[tuple[str, str]] = Counter()
    for number, mutant in enumerate(left, 1):
        found[mutant.name] = _try(module, mutant, reached, noticed)
        print(f"{name} {number}/{len(left)} {found[mutant.name]}: {mutant.name}", file=sys.stderr, flush=True)
        _write(name, kept)
    _write(name, kept | {"tests": tests})


def _try(module: str, mutant: Mutant, reached: Reached, noticed: Counter[tuple[str, str]]) -> str:
    """Quick tests first, and those before them that noticed others in the same function."""
    function = mutant.name.partition(":")[0]
    tests = reached.by(mutant.lines)
    tests.sort(key=lambda test: reached.seconds[test] / (1 + 10 * noticed[function, test]))
    seconds = 20 + 5 * sum(reached.seconds[test] for test in tests)
    ended = tried(tests, seconds, code=_InPlace(module, mutant.code)) if tests else Ended("survived")
    noticed[function, ended.by] += 1
    return ended.how


def _kept(name: str, source: str) -> dict[str, Any]:
    digest = hashlib.sha256(source.encode() + (Path(__file__).parent / "mutations.py").read_bytes()).hexdigest()
    file = KEPT / f"{name}.json"
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return found if found.get("source") == digest else {"source": digest, "tests": "", "found": {}}


def _write(name: str, kept: dict[str, Any]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    partial = KEPT / f"{name}.part"
    partial.write_text(json.dumps(kept, indent=1))
    partial.replace(KEPT / f"{name}.json")


def _digest(places: Sequence[str]) -> str:
    roots = [ROOT / place.partition("::")[0] for place in places]
    files = {file for root in roots for file in [root, *root.rglob("*.py")] if file.is_file()}
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def table(names: Sequence[str]) -> bool:
    """Print what was found, as Markdown; whether all is as it should be."""
    explained = tomllib.loads((Path(__file__).parent / "explained.toml").read_text())
    print("| file | mutants | killed | timed out | survived | noticed |\n|---|---|---|---|---|---|")
    told, wrong = [], []
    for name in names:
        found = json.loads((KEPT / f"{name}.json").read_text())["found"]
        count, file = Counter(found.values()), f"{name.replace('.', '/')}.py"
        noticed = 1 - count["survived"] / len(found)
        row = (len(found), count["killed"], count["timed out"], count["survived"], f"{noticed:.1%}")
        print(f"| `{file}` | {' | '.join(map(str, row))} |")
        survived = {mutant for mutant, how in found.items() if how == "survived"}
        reasons = explained.get(name, {})
        told += [
            f"- `{file}`: `{mutant}`. {reasons[mutant]}" for mutant in found if mutant in survived & reasons.keys()
        ]
        wrong += [f"{file}: not explained: {mutant}" for mutant in sorted(survived - reasons.keys())]
        wrong += [f"{file}: explained, but noticed: {mutant}" for mutant in sorted(reasons.keys() - survived)]
        wrong += [f"{file}: too few are noticed"] if noticed < NOTICED else []
    print("\n".join(["", *told, "", *wrong]))
    return not wrong


def main(arguments: Sequence[str]) -> int:
    """Work through the files named, or all, each in a process of its own."""
    names = [name for name in TESTS if not arguments or name.rpartition(".")[2] in arguments]
    for name in names:
        subprocess.run([sys.executable, __file__, "--only", name], check=True, cwd=ROOT)
    return 0 if table(names) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        work_through(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
