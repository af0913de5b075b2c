"""Every command on a loaded network: nothing reaches out, no byte holds a label, nothing is as long as its people."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet
import pytest
import zarr
from every_command import commands
from scope_digests import Digests, disguises
from scope_labels import STEMS, edge_list, everything_in, found_in, label, pairs, traces
from scope_source import ROOT

from hushed.cli.app import app

PEOPLE = 211
"""A prime that no other length is by chance."""
TIES = pairs(PEOPLE)
LABELS = [label(i) for i in range(PEOPLE)]
TEXT = edge_list(TIES, LABELS)
SOUGHT = [*traces(STEMS), *{form for stem in STEMS for form in disguises(stem)}]


class Worked(NamedTuple):
    """What every command left: the folder, the edge list, and how each ended."""

    folder: Path
    edges: Path
    ended: list[tuple[list[str], int]]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    place = tmp_path_factory.mktemp("every")
    edges, folder = place / "input" / "plumbago.csv", place / "work"
    edges.parent.mkdir()
    folder.mkdir()
    edges.write_text(TEXT, encoding="utf-8")
    shutil.copy(ROOT / "docs" / "examples" / "my_model.py", folder)
    script = Path(__file__).with_name("every_command.py")
    command = [sys.executable, str(script), str(folder), str(edges)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=580)
    assert done.returncode == 0, done.stderr
    return Worked(folder, edges, [(arguments, code) for arguments, code in json.loads(done.stdout.splitlines()[-1])])


def test_every_command_is_among_them() -> None:
    named = {str(each.name) for each in app.registered_commands}
    assert {arguments[0] for arguments in commands("ties.csv")} == named


def test_each_ends_as_it_should_where_no_socket_opens_and_no_program_starts(worked: Worked) -> None:
    for arguments, code in worked.ended:
        mistaken = (
            "refused.html" in arguments or [str(worked.edges)] == arguments[1:2] or f"{worked.edges}.gone" in arguments
        )
        assert code == (2 if mistaken else 0), (arguments, code)
    assert sum(code == 2 for _, code in worked.ended) == 5


def test_the_hook_would_fail_what_reaches_out(tmp_path: Path) -> None:
    for attempt in (
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "import urllib.request; urllib.request.urlopen('http://localhost:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ):
        script = f"import sys; sys.path.append({str(Path(__file__).parent)!r}); import every_command\n"
        script += f"sys.addaudithook(every_command.refuse)\n{attempt}"
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
        assert "RuntimeError" in done.stderr, attempt


# Labels ------------------------------------------------------------------------------------------


def unpacked(path: Path) -> bytes:
    """Everything in a file or folder, with what archives, tables, databases and pages hold taken out of them."""
    parts = [everything_in(path)]
    for each in path.rglob("*") if path.is_dir() else [path]:
        if each.is_file():
            parts += _inside(each)
    return b"\0".join(parts)


def _inside(path: Path) -> Iterator[bytes]:
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        yield gzip.decompress(raw)
    if zipfile.is_zipfile(io.BytesIO(raw)) and path.suffix != ".html":
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if raw.startswith(b"PAR1"):
        table = pyarrow.parquet.read_table(path)
        yield json.dumps([table.to_pydict(), str(table.schema)], default=str, ensure_ascii=False).encode()
    if raw.startswith(b"SQLite format 3"):
        yield "\n".join(sqlite3.connect(path).iterdump()).encode()


def test_a_disguised_label_would_be_found(tmp_path: Path) -> None:
    sought = Digests([LABELS[7].encode()])
    digest = hashlib.sha1(LABELS[7].encode()).digest()
    for written in (digest, digest.hex().encode(), digest.hex().upper().encode(), base64.b64encode(digest)):
        for before in (b"", b"x", b"\0\1\2"):
            assert sought.within(before + written + b"..."), written
    assert not sought.within(b"nothing of it" * 1000)
    hidden = [LABELS[0][::-1].encode(), LABELS[2].encode()[::-1].hex().encode(), LABELS[4].encode("utf-16")]
    hidden += [base64.b64encode(before + LABELS[1].encode()) for before in (b"", b"a", b"ab")]
    hidden += [base64.b32encode(LABELS[1].encode()), str(list(LABELS[3].encode())).encode()]
    for form in hidden:
        (tmp_path / "note").write_bytes(form)
        assert found_in(unpacked(tmp_path / "note"), SOUGHT), form
    with gzip.open(tmp_path / "note", "wb") as file:
        file.write(LABELS[0].encode())
    assert found_in(unpacked(tmp_path / "note"), SOUGHT)
    base = sqlite3.connect(tmp_path / "base.db")
    base.execute("create table t (a text)")
    base.execute("insert into t values (?)", (LABELS[3],))
    base.commit()
    assert found_in(unpacked(tmp_path / "base.db"), SOUGHT)


def test_no_label_is_in_any_byte_in_any_disguise(worked: Worked) -> None:
    """What was written and what was printed, file names included; in plain, encoded, backwards, or as a digest."""
    content = unpacked(worked.folder)
    assert len(content) > 2_000_000
    assert not found_in(content, SOUGHT)
    lines = TEXT.encode().splitlines()
    ends = [each.encode() for each in LABELS]
    whole = [TEXT.encode(), "\n".join(sorted(LABELS)).encode(), worked.edges.name.encode()]
    digests = Digests([*ends, *(each.lower() for each in ends), *(each + b"\n" for each in ends), *lines, *whole])
    assert not digests.within(content)


def test_no_document_says_which_file_the_ties_came_from(worked: Worked) -> None:
    """Documents are handed on; a result's own scenario says it, since that is how a run is repeated."""
    kinds = (".html", ".md", ".png", ".svg", ".parquet", ".csv")
    documents = [each for each in worked.folder.rglob("*") if each.suffix in kinds]
    assert {"run.html", "all.html", "odd.md", "explore.html", "swept.csv", "merged.parquet", "speech.png"} <= {
        each.name for each in documents
    }
    for each in documents:
        content = unpacked(each)
        for trace in (b"plumbago", str(worked.edges.parent).encode(), worked.edges.parent.parent.name.encode()):
            assert trace not in content, (each.name, trace)


# Aggregates --------------------------------------------------------------------------------------


def lengths(folder: Path) -> Iterator[tuple[str, int]]:
    """The length of every dimension, table and list in whatever is stored, in any format."""
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.suffix == ".zarr":
            for place, member in zarr.open_group(path, mode="r").members(max_depth=None):
                if isinstance(member, zarr.Array):
                    yield from ((f"{name}/{place}", length) for length in member.shape)
        elif path.suffix == ".csv":
            rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
            yield from ((name, length) for length in (len(rows), len(rows) - 1, *map(len, rows)))
        elif path.suffix == ".parquet":
            yield from ((name, length) for length in pyarrow.parquet.read_table(path).shape)
        elif path.is_file() and path.read_bytes().startswith(b"SQLite format 3"):
            base = sqlite3.connect(path)
            for (table,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
                (count,) = base.execute(f'select count(*) from "{table}"').fetchone()
                yield f"{name}:{table}", count
        elif path.suffix in (".json", ".html", ".txt", ".md"):
            yield from ((name, length) for length in _in_text(path.read_text(encoding="utf-8", errors="replace")))


def _in_text(text: str) -> Iterator[int]:
    for found in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL):
        yield from _in_json(json.loads(found))
    for line in (text, *text.splitlines()):
        if line.strip()[:1] in ("{", "["):
            try:
                yield from _in_json(json.loads(line))
            except ValueError:
                continue
    for found in re.findall(r"\[[^\[\]]{200,}\]|(?<=[ \"])[-\d., LMCZ]{400,}", text):
        yield found.count(",") + 1
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        yield table.count("<tr")
        yield table.count("<tr") - 1


def _in_json(value: Any) -> Iterator[int]:
    if isinstance(value, dict | list):
        yield len(value)
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _in_json(inner)


def test_nothing_stored_or_printed_has_as_many_entries_as_there_are_people_or_ties(worked: Worked) -> None:
    counts = {PEOPLE, PEOPLE + 1, PEOPLE - 1, 2 * PEOPLE, len({frozenset(tie) for tie in TIES})}
    found = list(lengths(worked.folder))
    kinds = {Path(name.split(":")[0]).suffix.split("/")[0] for name, _ in found}
    assert kinds >= {".csv", ".parquet", ".html", ".txt"}, kinds
    assert any(".zarr/" in name for name, _ in found)
    assert any(":" in name for name, _ in found), "the ledger must be among them"
    assert len(found) > 2000
    assert [(name, length) for name, length in found if length in counts] == []


# The notice --------------------------------------------------------------------------------------


def test_every_document_says_that_people_are_invented_and_that_it_is_no_forecast(worked: Worked) -> None:
    for name in ("run.html", "all.html", "odd.md", "explore.html", "explore-compare.html", "explore-attribute.html"):
        text = re.sub(r"\s+", " ", (worked.folder / name).read_text(encoding="utf-8")).lower()
        assert "invented" in text, name
        assert re.search(r"not a forecast|no forecast", text), name
