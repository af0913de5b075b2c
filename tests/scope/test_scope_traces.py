"""Rule 2 in what is left behind: no label of a loaded network is in any byte that hushed writes, errors included."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zarr
from matplotlib import get_cachedir
from matplotlib.text import Text
from scope_labels import STEMS, edge_list, everything_in, found_in, label, pairs, traces

import hushed
from hushed.cli.start import run_command
from hushed.compiled import cache_folder
from hushed.figures.recovery_picture import recovery_figure
from hushed.figures.speech_picture import speech_figure, speech_png
from hushed.report.document import report_html
from hushed.results.store import save
from hushed.society import loading
from hushed.studies.exporting import export_study

PEOPLE = 90
LABELS = [label(i) for i in range(PEOPLE)]
SOUGHT = traces([*STEMS, *LABELS])

# Everything a command does on the disk and beyond the machine is told to this hook by Python itself.
_AUDITED = """
import os, sys
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT)
def told(event, details):
    if event == "open" and isinstance(details[0], (str, bytes)) and details[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(log, f"wrote {os.path.abspath(os.fsdecode(details[0]))}\\n".encode("utf-8", "surrogateescape"))
    elif event in ("os.rename", "os.link", "os.symlink"):
        os.write(log, f"wrote {os.path.abspath(os.fsdecode(details[1]))}\\n".encode("utf-8", "surrogateescape"))
    elif event in BEYOND:
        os.write(log, f"{event} {details[-1]!r}\\n".encode("utf-8", "surrogateescape"))
BEYOND = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect", "webbrowser.open",
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn",
}
sys.addaudithook(told)
from hushed.cli import main
main()
"""


@dataclass(frozen=True)
class Ran:
    """A command that was run in a process of its own, in a folder of its own with a home of its own."""

    folder: Path
    code: int
    output: bytes
    wrote: list[Path]
    beyond: list[str]


def ran(folder: Path, *arguments: str, script: str = _AUDITED, **environment: str) -> Ran:
    folder.mkdir(parents=True, exist_ok=True)
    log, home = folder / "audit.log", folder / "home"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
    # Compiling anew would take a minute, and looking for fonts seconds; what is written there is searched as well.
    kept |= {"HOME": str(home), "NUMBA_CACHE_DIR": str(cache_folder().parent), "MPLCONFIGDIR": get_cachedir()}
    kept |= environment
    done = subprocess.run(
        [sys.executable, "-c", script, str(log), *arguments], cwd=folder, env=kept, capture_output=True, timeout=300
    )
    told = log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    wrote = [Path(line.removeprefix("wrote ")) for line in told if line.startswith("wrote ")]
    beyond = [line for line in told if not line.startswith("wrote ")]
    return Ran(folder, done.returncode, done.stdout + b"\0" + done.stderr, wrote, beyond)


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    """An edge list with planted labels, under a name that has none."""
    path = tmp_path / "input" / "ties.csv"
    path.parent.mkdir()
    path.write_text(edge_list(pairs(PEOPLE), LABELS), encoding="utf-8")
    return path


def test_a_planted_label_would_be_found(tmp_path: Path, edges: Path) -> None:
    """In plain, in an attribute, in a packed array, as a number, as a digest: the search must see each."""
    assert found_in(everything_in(edges), SOUGHT)
    for form in ("Quennevalle-005", json.dumps(LABELS[3]), "739,201,846,550,002", "김서연"):
        (tmp_path / "note.txt").write_text(form, encoding="utf-8")
        assert found_in(everything_in(tmp_path / "note.txt"), SOUGHT), form
    import hashlib

    (tmp_path / "note.txt").write_text(hashlib.sha256(LABELS[1].encode()).hexdigest(), encoding="utf-8")
    assert found_in(everything_in(tmp_path / "note.txt"), SOUGHT)
    for number, values in enumerate(([LABELS[0]] * 50, [int(LABELS[2])] * 50)):
        store = zarr.create_array(tmp_path / f"{number}.zarr" / "a", shape=(50,), dtype="str" if number == 0 else "u8")
        store[:] = values
        zarr.open_group(tmp_path / f"{number}.zarr", mode="a")
        assert found_in(everything_in(tmp_path / f"{number}.zarr"), SOUGHT)


def test_no_label_is_in_a_result_or_a_picture(tmp_path: Path, edges: Path) -> None:
    scenario = hushed.read_scenario("sesame-credit", network=edges, rounds=6)
    assert not found_in(scenario.to_toml().encode(), SOUGHT)
    for name, dataset in {
        "run": hushed.run(scenario, replicates=2),
        "compare": hushed.compare(scenario, without="association", replicates=2).dataset,
        "recover": hushed.recover(scenario, abolish="association", replicates=2).dataset,
    }.items():
        folder = save(dataset, tmp_path / name)
        assert not found_in(everything_in(folder), SOUGHT)
        drawn = (recovery_figure if name == "recover" else speech_figure)(dataset).findobj(Text)
        assert len(drawn) > 10
        assert not found_in("\0".join(each.get_text() for each in drawn).encode(), SOUGHT)
        loaded = hushed.load(folder)
        assert not found_in(repr(loaded.to_dict()).encode(), SOUGHT)


def test_no_label_is_in_a_sweep_or_an_export(tmp_path: Path, edges: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text(
        'study = 1\nscenario = "sesame-credit"\nreplicates = 2\n[set]\nrounds = 3\n"society.population" = 90\n'
        f"'society.online' = {{ generator = 'file', path = '{edges}' }}\n"
        "[levers]\n'regime.scoring.severity' = [0.1, 0.2]\n"
    )
    assert bool(hushed.sweep(study, tmp_path / "swept", executor="in-process")["done"].all())
    assert not found_in(everything_in(tmp_path / "swept"), SOUGHT)
    export_study(tmp_path / "swept", tmp_path / "swept.csv")
    assert not found_in(everything_in(tmp_path / "swept.csv"), SOUGHT)


def test_no_label_and_no_path_is_in_a_report(tmp_path: Path, edges: Path) -> None:
    """Documents are handed on: not even where the network file lay, or what it was called, is in one."""
    scenario = hushed.read_scenario("sesame-credit", network=edges, rounds=6)
    study = tmp_path / "study.toml"
    study.write_text(
        'study = 1\nscenario = "sesame-credit"\nreplicates = 2\n[set]\nrounds = 3\n"society.population" = 90\n'
        f"'society.online' = {{ generator = 'file', path = '{edges}' }}\n"
        "[levers]\n'regime.scoring.severity' = [0.1, 0.2]\n"
    )
    assert bool(hushed.sweep(study, tmp_path / "swept", executor="in-process")["done"].all())
    for name, dataset in {
        "run": hushed.run(scenario, replicates=2),
        "compare": hushed.compare(scenario, without="association", replicates=2).dataset,
        "recover": hushed.recover(scenario, abolish="association", replicates=2).dataset,
    }.items():
        changed = {"changes": f"society.online={{ generator = 'file', path = '{edges}' }}"}
        save(dataset.assign_attrs(changed), tmp_path / name)
    folders = [tmp_path / name for name in ("run", "compare", "recover", "swept")]
    for chosen in (*([folder] for folder in folders), folders):
        page = report_html(chosen).encode()
        assert not found_in(page, SOUGHT)
        for trace in (edges.name, str(edges.parent), tmp_path.name):
            assert trace.encode() not in page, trace
    assert b"Labels were thrown away on reading" in report_html(folders).encode()


COMMANDS = {
    "run": ("run", "sesame-credit", "--rounds", "5", "--replicates", "2"),
    "compare": ("compare", "sesame-credit", "--without", "association", "--rounds", "5", "--replicates", "2", "--json"),
    "attribute": ("attribute", "sesame-credit", "--rounds", "3", "--replicates", "2", "--json"),
    "recover": ("recover", "sesame-credit", "--abolish", "association", "--rounds", "5", "--replicates", "2"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_byte_a_command_writes_holds_a_label(tmp_path: Path, edges: Path, command: str) -> None:
    """Results, output, caches and whatever else is written on the way; and nothing leaves the machine."""
    arguments = (*COMMANDS[command], "--network", str(edges), "-o", "result")
    done = ran(tmp_path / "work", *arguments, HUSHED_TRACEBACK="1")
    assert done.code == 0, done.output.decode()
    assert not done.beyond
    assert not found_in(done.output, SOUGHT)
    assert (done.folder / "result" / "scenario.toml").exists()
    assert not found_in(everything_in(done.folder), SOUGHT)
    assert len(done.wrote) > 30, "the hook must see what is written"
    # What was written in the folder was searched above; this is what was written elsewhere and is still there.
    for path in {path for path in done.wrote if path.is_file() and done.folder not in path.parents}:
        assert not found_in(everything_in(path), SOUGHT), path
    # The edge list itself is as it was, and alone where it lies.
    assert edges.read_text(encoding="utf-8") == edge_list(pairs(PEOPLE), LABELS)
    assert [each.name for each in edges.parent.iterdir()] == [edges.name]


A, B, C, D, E = (LABELS[i] for i in range(5))
BAD_FILES: dict[str, str | bytes] = {
    "one column": f"{A}\n{B}\n",
    "attribute columns": f"source,target,post\n{A},{B},I think {C} lies\n",
    "an attribute on one line": f"{A},{B}\n{B},{C}\n{C},{D},{E}\n",
    "a line cut short": f"{A},{B}\n{B}\n",
    "an empty id": f"{A},{B}\n{B},\n",
    "a negative id": f"{C},{C}1\n-{C},{C}2\n",
    "a huge id": f"{C},{C}1\n{C * 9},{C}2\n",
    "an open quotation mark": f'{A},{B}\n"{D},{E}\n',
    "text after a quotation mark": f'{A},{B}\n"{D}"{E},{A}\n',
    "not UTF-8": f"{A},{B}\n{D}".encode() + b"\xff," + f"{B}\n".encode(),
    "binary": edge_list([(0, 1)], LABELS).encode("utf-16"),
    "a very long line": f"{A},{B}\n" + B * 5000 + f",{A}\n",
    "only self-loops": f"{A},{A}\n{B},{B}\n",
    "only a comment": f"# {A} {B}\n",
    "a damaged gzip": b"\x1f\x8b" + A.encode(),
}


@pytest.mark.parametrize("mistake", BAD_FILES)
@pytest.mark.parametrize("debugging", [False, True])
def test_no_error_says_a_label(
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    mistake: str,
    debugging: bool,
) -> None:
    path, text = tmp_path / "ties.csv", BAD_FILES[mistake]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if debugging:
        monkeypatch.setenv("HUSHED_TRACEBACK", "1")
    monkeypatch.chdir(tmp_path)
    assert run_command(["run", "free-society", "--network", str(path), "-o", str(tmp_path / "out")]) == 2
    said = b"\0".join(capfdbinary.readouterr())
    assert b"ties.csv" in said
    assert not found_in(said, SOUGHT)
    assert {each.name for each in tmp_path.iterdir()} == {"ties.csv"}


@pytest.mark.parametrize(
    "text", [edge_list(pairs(30), LABELS), f"{A} {B}\n", f"{D}\t{B}\n", f"{A};{B}\n", f"{A}: {B}\n"]
)
def test_an_edge_list_mistaken_for_a_scenario_is_not_repeated(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The likeliest slip of all: the file is handed over in the wrong place."""
    path = tmp_path / "ties.csv"
    path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ["run", str(path)],
        ["check", str(path)],
        ["odd", str(path)],
        ["compare", str(path), "--without", "association"],
        ["recover", str(path), "--abolish", "association"],
    ):
        assert run_command(arguments) == 2
        said = b"\0".join(capfdbinary.readouterr())
        assert not found_in(said, SOUGHT), said.decode()


@pytest.mark.parametrize("where", ["random_order", "number_codes", "move_table", "code_of", "stream_of"])
@pytest.mark.parametrize("debugging", [False, True])
def test_no_bug_while_reading_prints_a_label(
    tmp_path: Path,
    edges: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    debugging: bool,
) -> None:
    """A bug may come at any step; its message and its traceback hold lines of code and none of the file."""

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a planted bug")

    monkeypatch.setattr(loading, where, broken)
    if where == "move_table":
        path = edges.with_name("many.csv")
        path.write_text(edge_list([(i, i + 1) for i in range(5000)], [f"{A}-{i}" for i in range(5001)]), "utf-8")
        edges = path
    if debugging:
        monkeypatch.setenv("HUSHED_TRACEBACK", "1")
    monkeypatch.chdir(tmp_path)
    assert run_command(["run", "free-society", "--network", str(edges), "-o", str(tmp_path / "out")]) == 1
    said = b"\0".join(capfdbinary.readouterr())
    assert b"a planted bug" in said
    assert (b"Traceback" in said) == debugging
    assert not found_in(said, SOUGHT)


@pytest.mark.parametrize("mistake", [name for name in BAD_FILES if name not in ("binary", "a damaged gzip")])
def test_no_refusal_holds_a_label_in_its_frames(tmp_path: Path, mistake: str) -> None:
    """Tools that show the variables of a traceback, as many do, show no label either."""
    path, text = tmp_path / "ties.csv", BAD_FILES[mistake]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    scenario = hushed.read_scenario("free-society", network=path, rounds=1)
    with pytest.raises(hushed.InputError) as caught:
        hushed.run(scenario, threads=1)
    error: BaseException | None = caught.value
    while error is not None:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        # The frame of this test knows what it planted.
        frames = [frame for frame in shown.stack if frame.filename != __file__]
        said = repr([(frame.line, frame.locals) for frame in frames]) + repr(error.args) + repr(vars(error))
        assert not found_in(said.encode(), SOUGHT)
        error = error.__context__


# No map back -------------------------------------------------------------------------------------

OF_THE_MOMENT = ("date", "seconds")
"""Attributes that differ between any two runs."""


def result_of(path: Path, labels: Sequence[str], folder: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """A stored result of the same network under some labels: its files, and its attributes but for the moment."""
    path.write_text(edge_list(pairs(PEOPLE), labels), encoding="utf-8")
    scenario = hushed.read_scenario("sesame-credit", network=path, rounds=6)
    dataset = hushed.run(scenario, replicates=2, threads=1)
    place = save(dataset, folder, extra={"picture.png": speech_png(dataset)}, overwrite=folder.exists())
    files = {
        each.relative_to(place).as_posix(): each.read_bytes()
        for each in place.rglob("*")
        if each.is_file() and each.relative_to(place).as_posix() != "outcomes.zarr/zarr.json"
    }
    attributes = json.loads((place / "outcomes.zarr" / "zarr.json").read_text(encoding="utf-8"))["attributes"]
    shutil.rmtree(place)
    return files, {key: value for key, value in attributes.items() if not key.startswith(OF_THE_MOMENT)}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, bytes], dict[str, Any]]]:
    """Results of two files that differ by their labels alone, which lay under the same path."""
    folder = tmp_path_factory.mktemp("twins")
    others = [f"someone-{(i * 37) % PEOPLE:03d}@another.example" for i in range(PEOPLE)]
    return [result_of(folder / "ties.csv", labels, folder / "result") for labels in (LABELS, others)]


def test_other_labels_give_the_same_results_to_the_byte(twins: list[tuple[dict[str, bytes], dict[str, Any]]]) -> None:
    (one, _), (other, _) = twins
    assert len(one) > 40
    assert [name for name in one if one[name] != other.get(name)] == []
    assert one.keys() == other.keys()


def test_the_provenance_knows_nothing_of_the_labels(twins: list[tuple[dict[str, bytes], dict[str, Any]]]) -> None:
    """Not even as a digest: whoever holds a result could try names until the digest fits."""
    (_, one), (_, other) = twins
    assert {key: (one[key], other.get(key)) for key in one if one[key] != other.get(key)} == {}
