"""The house: rooms import downward only, without circles, and stay small enough to live in."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import hushed

PACKAGE = Path(hushed.__file__).parent
# From the ground up: a room may import from rooms before it, and from its own.
FLOORS = (
    *(
        "errors",
        "bibliography",
        "compiled",
        "memory",
        "cores",
        "parameters",
        "random",
        "rules",
        "society",
        "regime",
        "engine",
        "gpu",
        "outcomes",
    ),
    *(
        "models",
        "scenario",
        "results",
        "experiments",
        "studies",
        "replications",
        "figures",
        "describing",
        "report",
        "explorer",
        "selftest",
        "cli",
    ),
    *("__init__", "__main__"),
)
SOURCES = sorted(PACKAGE.rglob("*.py"))


def room_of(source: Path) -> str:
    return source.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_of(source: Path) -> str:
    parts = ("hushed", *source.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def only_for_types(tree: ast.AST) -> set[ast.AST]:
    """Imports under `if TYPE_CHECKING:`, which nothing executes."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


def imports_of(source: Path) -> set[str]:
    """Modules of hushed that a file imports when it runs, wherever in it the import stands."""
    tree = ast.parse(source.read_text())
    skipped = only_for_types(tree)
    found = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: relative import"
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module or ""}
    return {name for name in found if name.split(".")[0] == "hushed"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: str(s.relative_to(PACKAGE)))
def test_rooms_import_downward_only(source):
    here = FLOORS.index(room_of(source))
    for name in imports_of(source):
        parts = name.split(".")
        if len(parts) > 1 and parts[1] in FLOORS:
            assert FLOORS.index(parts[1]) <= here, f"{source.name} imports {name}, which lies above it"


def test_no_circles():
    modules = {module_of(source): source for source in SOURCES}
    edges = {name: {m for m in imports_of(source) if m in modules and m != name} for name, source in modules.items()}
    edges = {name: {m for m in found if not name.startswith(m + ".")} for name, found in edges.items()}
    while leaves := [name for name, found in edges.items() if not found & edges.keys()]:
        for name in leaves:
            del edges[name]
    assert not edges, f"these import each other in a circle: {sorted(edges)}"


def test_files_and_functions_are_small():
    lengths = {source: len(source.read_text().splitlines()) for source in SOURCES}
    assert max(lengths.values()) <= 500, max(lengths, key=lambda s: lengths[s])
    assert sum(length <= 200 for length in lengths.values()) >= 0.85 * len(lengths)
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 60, f"{source.name}: {node.name} has {length} lines"


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def public_definitions(tree: ast.AST, within: str = ""):
    """Functions, classes, methods and properties that others may use, also those that stand under a condition.

    Functions within functions explain themselves, and so does what a private class holds.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, DEFINITIONS):
            if not node.name.startswith("_"):
                yield f"{within}{node.name}", node
                if isinstance(node, ast.ClassDef):
                    yield from public_definitions(node, f"{within}{node.name}.")
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ExceptHandler):
            yield from public_definitions(node, within)


def unexplained(text: str) -> list[str]:
    """What a source text defines for others without a docstring that says anything."""
    tree = ast.parse(text)
    everything = [("the file", tree), *public_definitions(tree)]
    return [name for name, node in everything if not (ast.get_docstring(node) or "").strip()]


def test_everything_public_is_explained():
    missing = [
        f"{source.relative_to(PACKAGE)}: {name}" for source in SOURCES for name in unexplained(source.read_text())
    ]
    assert not missing


def test_what_is_not_explained_is_found():
    assert unexplained("") == ["the file"]
    text = '''
        """A file."""
        if True:
            def under_a_condition(): ...
        class Thing:
            """A thing."""
            class Inner:
                """Inner."""
                @property
                def size(self): ...
            async def wait(self): ...
            def told(self):
                """Told."""
            def _private(self): ...
        class _Hidden:
            def anything(self): ...
        def blank():
            """ """
        '''
    found = ["under_a_condition", "Thing.Inner.size", "Thing.wait", "blank"]
    assert unexplained(textwrap.dedent(text)) == found


SEES_WHO_DRAWS = PACKAGE / "models" / "undeclared.py"


def test_the_file_that_sees_who_draws_does_not_draw():
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(SEES_WHO_DRAWS.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert called == {"getstate", "setstate", "seed", "get_state", "set_state", "asarray"}


def test_no_random_numbers_but_our_own():
    """NumPy's generator serves the published program's identity alone, and nothing else draws at all.

    One file touches the generators of others, without drawing, to see whether a user's own model draws from them.
    """
    for source in SOURCES:
        text = source.read_text()
        if "daymude" not in source.parts and source != SEES_WHO_DRAWS:
            assert "np.random" not in text, source
            assert "default_rng" not in text, source
        imported = {
            name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names
        }
        assert not imported & {"random", "secrets"} or source == SEES_WHO_DRAWS, source


def test_importing_hushed_is_light():
    script = (
        "import sys, hushed; heavy = {'scipy', 'xarray', 'zarr', 'matplotlib', 'numba', 'pydantic'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
