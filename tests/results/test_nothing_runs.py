"""Reading what is stored runs nothing: a folder from a stranger is data, whatever it asks for."""

from __future__ import annotations

import ast
import json
import os
import pickle
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

import hushed
from hushed.cli.start import run_command
from hushed.report.document import report_html
from hushed.results.store import DATASET, save

PACKAGE = Path(hushed.__file__).parent
PICKLE = {"id": "pickle", "protocol": 5}
IN_FORMAT_2 = {
    "numbers, filtered": ("<f8", [PICKLE], None),
    "numbers, compressed": ("<f8", None, PICKLE),
    "objects": ("|O", [PICKLE], None),
    "objects as JSON": ("|O", [{"id": "json2"}], None),
    "behind another filter": ("<f8", [PICKLE, {"id": "zlib", "level": 1}], None),
}
IN_FORMAT_3: dict[str, list[dict[str, Any]]] = {
    "a pickle": [{"name": "numcodecs.pickle", "configuration": {}}],
    "bytes, then a pickle": [
        {"name": "bytes", "configuration": {"endian": "little"}},
        {"name": "numcodecs.pickle", "configuration": {}},
    ],
    "a pickle by a bare name": [{"name": "pickle", "configuration": {}}],
    "JSON": [{"name": "numcodecs.json2", "configuration": {}}],
}


class Trap:
    """Leaves a file behind when it is unpacked from a pickle."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.mark),))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    played = hushed.run(hushed.read_scenario("free-society", population=100, rounds=2))
    return save(played, tmp_path_factory.mktemp("good") / "result")


@pytest.fixture
def trapped(result: Path, tmp_path: Path) -> tuple[Path, Path, bytes]:
    """A copy of a result, the mark that its trap would leave, and the trap."""
    folder = shutil.copytree(result, tmp_path / "result")
    mark = tmp_path / "sprung"
    return folder, mark, pickle.dumps(Trap(mark))


def refused(folder: Path, mark: Path) -> None:
    """Every way to read a result refuses it, and the trap is not sprung."""
    with pytest.raises(hushed.InputError, match="damaged"):
        hushed.load(folder)
    for arguments in (["report", str(folder)], ["explore", str(folder), "--no-open", "-o", str(mark) + ".html"]):
        assert run_command(arguments) == 2
    assert not mark.exists()


def test_the_trap_works(trapped: tuple[Path, Path, bytes]) -> None:
    _, mark, trap = trapped
    pickle.loads(trap)
    assert mark.exists()


@pytest.mark.parametrize("kind", IN_FORMAT_2)
def test_an_older_format_in_which_pickles_can_be_asked_for_is_refused(
    trapped: tuple[Path, Path, bytes], kind: str
) -> None:
    folder, mark, trap = trapped
    dataset = hushed.load(folder).drop_encoding()
    shutil.rmtree(folder / DATASET)
    dataset.to_zarr(folder / DATASET, zarr_format=2, consolidated=False)
    array = folder / DATASET / "chill"
    data_type, filters, compressor = IN_FORMAT_2[kind]
    told = json.loads((array / ".zarray").read_text())
    told |= {"dtype": data_type, "filters": filters, "compressor": compressor}
    told["fill_value"] = None if data_type == "|O" else 0
    (array / ".zarray").write_text(json.dumps(told))
    for chunk in array.glob("[0-9]*"):
        chunk.write_bytes(trap)
    refused(folder, mark)


@pytest.mark.parametrize("kind", IN_FORMAT_3)
def test_a_codec_that_unpacks_objects_is_refused(trapped: tuple[Path, Path, bytes], kind: str) -> None:
    folder, mark, trap = trapped
    array = folder / DATASET / "chill"
    told = json.loads((array / "zarr.json").read_text()) | {"codecs": IN_FORMAT_3[kind]}
    (array / "zarr.json").write_text(json.dumps(told))
    for chunk in (each for each in (array / "c").rglob("*") if each.is_file()):
        chunk.write_bytes(trap)
    refused(folder, mark)


def test_a_studys_results_of_an_older_format_are_refused(tmp_path: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text(
        'study = 1\nscenario = "free-society"\n[set]\nrounds = 2\n"society.population" = 100\n'
        '[levers]\n"regime.scoring.severity" = [0.1, 0.2]\n'
    )
    folder = tmp_path / "swept"
    hushed.sweep(study, folder, executor="in-process")
    store = folder / "results.zarr"
    with xr.open_dataset(store, engine="zarr", consolidated=True) as stored:
        dataset = stored.load()
    shutil.rmtree(store)
    dataset.drop_encoding().to_zarr(store, zarr_format=2, consolidated=True)
    with pytest.raises(hushed.InputError, match="damaged"):
        hushed.open_study(folder).load()


def test_a_report_of_a_strangers_model_runs_none_of_it(result: Path, tmp_path: Path) -> None:
    """A result says which model it was played with; only running or resuming it plays that program."""
    folder, mark = shutil.copytree(result, tmp_path / "result"), tmp_path / "sprung"
    (folder / "model.py").write_text(f"import os\nos.mkdir({str(mark)!r})\n")
    group = folder / DATASET / "zarr.json"
    told = json.loads(group.read_text())
    told["attributes"] |= {"model": "model.py:Model", "model_digest": "0" * 64}
    group.write_text(json.dumps(told))
    hushed.load(folder)
    report_html([folder])
    run_command(["explore", str(folder), "--no-open", "-o", str(tmp_path / "page.html")])
    assert not mark.exists()


def test_a_ledger_runs_nothing(tmp_path: Path) -> None:
    """SQLite comes without extensions: a statement that loads one is refused by SQLite itself."""
    base = sqlite3.connect(tmp_path / "ledger.sqlite")
    with pytest.raises(sqlite3.OperationalError, match="not authorized"):
        base.execute("select load_extension('evil')")


LOADERS = {
    *("pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "torch", "yaml", "ruamel"),
    *("h5py", "tables", "jsonpickle", "msgpack", "numcodecs", "netCDF4"),
}
"""Modules that unpack objects; none is imported anywhere in the package."""
CALLED = {
    "eval",
    "exec",
    "compile",
    "enable_load_extension",
    "load_extension",
    "from_string",
    "read_pickle",
    "to_pickle",
}
"""Calls that run data as a program."""


def sources() -> list[tuple[str, ast.AST]]:
    found = [(str(path.relative_to(PACKAGE)), path) for path in sorted(PACKAGE.rglob("*.py"))]
    return [(name, node) for name, path in found for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def test_the_source_has_nothing_that_unpacks_objects_or_runs_text() -> None:
    wrong = []
    for name, node in sources():
        if isinstance(node, ast.Import):
            wrong += [(name, each.name) for each in node.names if each.name.split(".")[0] in LOADERS]
        elif isinstance(node, ast.ImportFrom):
            wrong += [(name, node.module)] if (node.module or "").split(".")[0] in LOADERS else []
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # `re.compile` and `compile` of a pattern are no programs.
            pattern = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "re.compile"
            wrong += [(name, called)] if called in CALLED and not pattern else []
            keywords = {each.arg: each.value for each in node.keywords}
            wrong += [(name, key) for key in ("allow_pickle", "object_codec", "unsafe") if key in keywords]
    assert not wrong


STORES = ("open_dataset", "open_zarr", "to_zarr", "open_group", "open_array", "create_array", "open_datatree")


def test_stores_are_opened_and_made_in_format_3_alone() -> None:
    calls = [(name, node) for name, node in sources() if isinstance(node, ast.Call)]
    formats = [
        (name, {each.arg: ast.unparse(each.value) for each in call.keywords}.get("zarr_format"))
        for name, call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in STORES
    ]
    assert len(formats) >= 4
    assert {written for _, written in formats} == {"3"}, formats


def test_reports_escape_what_they_are_given() -> None:
    made = [
        {each.arg: ast.unparse(each.value) for each in node.keywords}
        for _, node in sources()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Environment"
    ]
    assert made
    assert all(given.get("autoescape") == "True" for given in made)
