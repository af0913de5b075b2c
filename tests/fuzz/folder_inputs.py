"""Hostile results and studies: folders that hushed stored, damaged in every way, handed to what reads them."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from guarded import CANARY
from mutations import GENERAL, mutated
from trials import Trial

HERE = ("--population", "30", "--rounds", "3", "--threads", "1", "--quiet")
RESULTS: dict[str, tuple[str, ...]] = {
    "run": ("run", "all-instruments", *HERE, "--replicates", "2"),
    "comparison": ("compare", "sesame-credit", "--without", "association", *HERE, "--replicates", "2"),
    "attribution": ("attribute", "sesame-credit", *HERE, "--replicates", "2", "--orders", "2"),
    "recovery": ("recover", "sesame-credit", "--abolish", "association", *HERE, "--replicates", "2"),
    "scan": (
        *("recover", "sesame-credit", "--scan", "regime.scoring.severity", "--from", "0", "--to", "1", "--steps", "2"),
        *("--hold", "1", "--population", "30", "--threads", "1", "--quiet", "--replicates", "2"),
    ),
    "safeguards": (
        *("safeguards", "sesame-credit", *HERE, "--replicates", "2", "--screening", "1", "--largest", "1"),
        *("--doses", "0,1", "--no-reaction"),
    ),
}
"""Results that are right, and the command that makes each."""
STUDIES = ("study", "part", "morris")
"""Studies that are right: a whole one, one part of two, and one for sensitivity."""
HOSTILE: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 2, 10**12, 2**63, 10**30, 1.5, "", "x", "NaN", "Infinity", [], {}, [[]], [0], [10**12]),
    *([1, 10**12], [-1], ["x"], {"name": "x"}, {"name": "regular", "configuration": {"chunk_shape": [0]}}, "object"),
    *(
        {"name": "regular", "configuration": {"chunk_shape": [10**9]}},
        "string",
        "float16",
        "|O",
        "<U1000000000",
        "r1000",
    ),
    *([{"name": "gzip", "configuration": {"level": 5}}], [{"name": "no-such-codec"}], [{"name": "bytes"}], "../../x"),
    *(
        [{"name": "numcodecs.pickle", "configuration": {}}],
        {"name": "numpy.datetime64"},
        "a" * 100_000,
        "\u0000",
        "\u202e",
    ),
    *(CANARY.upper(), "<script>alert(1)</script>", "\x1b[31m", "../../../etc/passwd", {"a": {"b": [1, {"c": None}]}}),
)
"""What metadata may claim."""
SQL = (
    *(
        "DELETE FROM units",
        "DELETE FROM study",
        "DROP TABLE units",
        "DROP TABLE study",
        "UPDATE units SET unit = -unit - 1",
    ),
    *("UPDATE units SET unit = unit + 1000000", "UPDATE units SET sha256 = ''", "UPDATE units SET status = 'nonsense'"),
    *("UPDATE units SET status = 'failed'", "UPDATE units SET seconds = 'x'", "UPDATE units SET seconds = 9e999"),
    *("UPDATE units SET attempts = 'x'", "UPDATE units SET message = x'fffefd'", "UPDATE units SET status = x'00ff'"),
    *(
        "UPDATE study SET value = 'x'",
        "UPDATE study SET value = x'00ff'",
        "UPDATE study SET value = '0/0' WHERE name = 'shard'",
    ),
    *("UPDATE study SET value = '1/99999999999999999999' WHERE name = 'shard'", "ALTER TABLE units DROP COLUMN ended"),
    *("UPDATE study SET value = '²/²' WHERE name = 'shard'", "UPDATE study SET value = '2/2' WHERE name = 'shard'"),
    *("ALTER TABLE units ADD COLUMN extra TEXT", "ALTER TABLE units RENAME TO things", "UPDATE units SET key = 7"),
    "ALTER TABLE study RENAME TO kept; CREATE VIEW study AS SELECT name, value FROM kept",
    "ALTER TABLE units RENAME TO kept; CREATE VIEW units AS SELECT * FROM kept",
    "ALTER TABLE units RENAME TO k; CREATE VIEW units AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c) "
    "SELECT n AS unit, 'k' AS key, 'done' AS status, '' AS stage, '' AS message, 1.0 AS seconds, '' AS host, "
    "1 AS attempts, '' AS sha256, '' AS ended FROM c",
    "CREATE TRIGGER t AFTER UPDATE ON units BEGIN DELETE FROM units; END",
    "CREATE TRIGGER t BEFORE INSERT ON study BEGIN SELECT RAISE(ABORT, 'no'); END",
    "UPDATE units SET message = hex(zeroblob(1000000))",
    "PRAGMA user_version = 99",
    "PRAGMA journal_mode = WAL",
    "PRAGMA application_id = 1",
)
"""What a ledger may have gone through."""

Operation = list[Any]
"""What is done to a folder, as JSON can say it: its name, and what it needs."""


def made(rng: Random, place: Path, kept: Path) -> Trial:
    """A folder damaged once or several times, and a command that reads it."""
    base = rng.choice([name for name in (*RESULTS, *STUDIES, *STUDIES) if (kept / name).exists()])
    names = files_of(kept / base)
    operations = [_drawn(rng, kept / base, names) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    return of_operations(base, operations, _command(base, rng), place, kept)


def of_operations(base: str, operations: list[Operation], command: list[str], place: Path, kept: Path) -> Trial:
    """A copy of a base after some operations, handed to a command in which DIR stands for it and OUT for the output."""
    folder, around, out = place / "stored", place / "around", place / "out"
    copied(kept / base, folder)
    copied(kept / "around", around)
    out.mkdir()
    for operation in operations:
        # Damage may have taken away what the next damage needs.
        with suppress(OSError, ValueError, LookupError, TypeError, sqlite3.Error, AttributeError):
            APPLY[operation[0]](folder, *operation[1:])
    arguments = [word.replace("DIR", str(folder)).replace("OUT", str(out)) for word in command]
    changes = base in STUDIES
    may_fail = "--verify" in command or "--unit" in command
    writable = (out, *((folder,) if changes else ()))
    return Trial(command[0], arguments, writable, may_fail=may_fail, untouched=around)


def kept(file: Path, place: Path, kept: Path) -> Trial:
    """A damage of the corpus: which base, what was done to it, and the command."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return of_operations(told["base"], told["operations"], told["command"], place, kept)


def prepare(kept: Path, bases: Sequence[str]) -> None:
    """Make the folders that are right, once; those that are asked for."""
    from hushed.cli.start import run_command

    for name, command in RESULTS.items():
        if name in bases and not (kept / name).exists():
            assert run_command([*command, "-o", str(kept / name)]) == 0
    _prepare_studies(kept, bases)
    around = kept / "around"
    if not around.exists():
        around.mkdir()
        (around / "text.toml").write_text(f'schema = 1\ntitle = "{CANARY}"\nrounds = 1\n', encoding="utf-8")
        (around / "ties.csv").write_text(f"{CANARY},b\nb,c\n", encoding="utf-8")
        shutil.copy(kept / "study" / "ledger.sqlite", around / "ledger.sqlite")
        (around / "folder").mkdir()
        (around / "folder" / "zarr.json").write_text(
            json.dumps({"zarr_format": 3, "node_type": "group", "attributes": {"title": CANARY}}), encoding="utf-8"
        )


def _prepare_studies(kept: Path, bases: Sequence[str]) -> None:
    from toml_inputs import studies

    from hushed.cli.start import run_command

    file = kept / "study.toml"
    file.write_bytes(studies()[-1])
    ranges = kept / "ranges.toml"
    ranges.write_bytes(
        studies()[-1]
        .replace(b"[0.1, 0.4]", b"{ low = 0.1, high = 0.4 }")
        .replace(b'scale = "log"', b'scale = "linear"')
    )
    here = ("--executor", "in-process", "--quiet", "-o")
    asked = {
        "study": ("sweep", str(file)),
        "part": ("sweep", str(file), "--shard", "1/2"),
        "morris": ("sensitivity", str(ranges), "--samples", "4"),
    }
    for name, command in asked.items():
        if name in bases and not (kept / name).exists():
            assert run_command([*command, *here, str(kept / name)]) == 0


def copied(source: Path, target: Path) -> None:
    """A copy that shares the bytes of what is only ever replaced, and has its own of what is written in place."""
    for where, folders, names in os.walk(source):
        here = target / Path(where).relative_to(source)
        here.mkdir(exist_ok=True)
        for name in names:
            if name == "lock" or name.startswith("ledger"):
                shutil.copyfile(Path(where, name), here / name)
            else:
                os.link(Path(where, name), here / name)
        del folders


@cache
def files_of(folder: Path) -> tuple[str, ...]:
    """Every file and folder in a folder."""
    return tuple(sorted(str(each.relative_to(folder)) for each in folder.rglob("*")))


@cache
def _json_of(file: Path) -> Any:
    return json.loads(file.read_bytes())


def _command(base: str, rng: Random) -> list[str]:
    if base not in STUDIES:
        return list(
            rng.choice(
                (
                    *(("report", "DIR", "-o", "OUT/page.html"), ("report", "DIR", "-o", "OUT/page.html")),
                    *(
                        ("explore", "DIR", "--no-open", "-o", "OUT/page.html"),
                        ("check", "DIR"),
                        ("odd", "DIR", "-o", "OUT/x.md"),
                    ),
                )
            )
        )
    return list(
        rng.choice(
            (
                *(("report", "DIR", "-o", "OUT/page.html"), ("resume", "DIR", "--executor", "in-process")),
                *(("resume", "DIR", "--verify"), ("resume", "DIR", "--unit", "0"), ("merge", "DIR", "-o", "OUT/whole")),
                *(
                    ("export", "DIR", "OUT/x.csv"),
                    ("export", "DIR", "OUT/x.nc"),
                    ("explore", "DIR", "-o", "OUT/page.html"),
                ),
                *(
                    ("resume", "DIR", "--only-failed", "--executor", "in-process"),
                    ("sensitivity", "DIR", "--executor", "in-process"),
                ),
            )
        )
    )


def _drawn(rng: Random, folder: Path, names: tuple[str, ...]) -> Operation:
    """One damage; what is said of a file is settled here, so that it can be written down and done again."""
    which = rng.random()
    ledger = (folder / "ledger.sqlite").exists()
    if ledger and which < 0.15:
        return ["sql", rng.choice(SQL)]
    if which < 0.45:
        name = rng.choice([each for each in names if each.endswith("zarr.json")])
        return ["json", name, _way(_json_of(folder / name), rng), rng.choice(HOSTILE)]
    weighty = [each for each in names if "/" not in each]
    name = rng.choice(weighty) if rng.random() < 0.4 else rng.choice(names)
    if which < 0.8 and (folder / name).is_file():
        content = mutated((folder / name).read_bytes(), rng, GENERAL, most=2)[: 1 << 16]
        return ["write", name, base64.b64encode(content).decode()]
    return _of_names(rng, name, rng.choice(names))


def _of_names(rng: Random, name: str, other: str) -> Operation:
    outside = ("around/text.toml", "around/ties.csv", "around/ledger.sqlite", "around/folder", "nowhere")
    return rng.choice(
        (
            *(["remove", name], ["write", name, ""], ["swap", name, other], ["fifo", name], ["folder", name]),
            *(["link", name, f"{'../' * (name.count('/') + 1)}{rng.choice(outside)}"], ["link", name, "/dev/zero"]),
            *(["link", name, name.rpartition("/")[2]], ["large", name], ["name", name, rng.choice(_NAMES)]),
        )
    )


_NAMES = ("..%2f", "a\nb", "\x1b[31m", "\udcff", "a" * 200, "c.0.0.0.part", "c.999.0.0", ".hidden", "zarr.json", "x y")


def _way(document: Any, rng: Random) -> list[Any]:
    """The keys to some place in a JSON document; a new key now and then."""
    way: list[Any] = []
    inner = document
    while isinstance(inner, dict | list) and inner:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = rng.choice(keys) if rng.random() < 0.95 else "unknown"
        way.append(key)
        if key == "unknown" or rng.random() < 0.25:
            break
        inner = inner[key]
    return way or ["attributes"]


def _write(folder: Path, name: str, content: str) -> None:
    """Replaces a file rather than writing into it: its bytes are shared with the base."""
    _remove(folder, name)
    (folder / name).write_bytes(base64.b64decode(content))


def _remove(folder: Path, name: str) -> None:
    path = folder / name
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _json(folder: Path, name: str, way: list[Any], value: Any) -> None:
    if not _ordinary(folder / name):
        return
    document = json.loads((folder / name).read_bytes())
    inner = document
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    _write(folder, name, base64.b64encode(json.dumps(document).encode()).decode())


def _sql(folder: Path, statements: str) -> None:
    if not _ordinary(folder / "ledger.sqlite"):
        return
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as base:
        base.executescript(statements)
        base.commit()


def _ordinary(path: Path) -> bool:
    """Whether earlier damage left a file of some size, and neither a link nor a pipe: those never end."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size < 1 << 24


def _swap(folder: Path, name: str, other: str) -> None:
    if any(each.is_symlink() for path in (name, other) for each in (folder / path).parents if folder in each.parents):
        # By a link that leads outside, what lies there would be brought in by this damage, and not by hushed.
        return
    os.rename(folder / name, folder / "swapped")
    os.rename(folder / other, folder / name)
    os.rename(folder / "swapped", folder / other)
    for path in (folder / name, folder / other):
        _own(path)


def _own(path: Path) -> None:
    """What is written in place under its new name has bytes of its own, not those of the base."""
    if path.name == "lock" or path.name.startswith("ledger"):
        for each in [path, *path.rglob("*")]:
            if _ordinary(each):
                _write(each.parent, each.name, base64.b64encode(each.read_bytes()).decode())


def _replaced(folder: Path, name: str, make: Callable[[Path], object]) -> None:
    _remove(folder, name)
    make(folder / name)


def _large(path: Path) -> None:
    """A file that says it is large and takes no room."""
    path.touch()
    os.truncate(path, 3 << 30)


APPLY: dict[str, Callable[..., object]] = {
    "write": _write,
    "remove": _remove,
    "json": _json,
    "sql": _sql,
    "swap": _swap,
    "fifo": lambda folder, name: _replaced(folder, name, os.mkfifo),
    "folder": lambda folder, name: _replaced(folder, name, Path.mkdir),
    "link": lambda folder, name, to: _replaced(folder, name, lambda path: os.symlink(to, path)),
    "large": lambda folder, name: _replaced(folder, name, _large),
    "name": lambda folder, name, new: os.rename(folder / name, (folder / name).with_name(new)),
}
"""Every operation by its name."""
