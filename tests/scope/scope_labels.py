"""Edge lists with planted labels, and a search for any trace of them in whatever was written."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import struct
import urllib.parse
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import zarr
from numcodecs import zstd

# Parts that every label of a kind has, and that occur nowhere else.
STEMS = ("quennevalle", "zebulon.example", "73920184655", "서연", "ожидание", "qx-4400")
_KINDS = (
    "Zdzisława Quennevalle-{i:03d}",
    "quennevalle{i:03d}@zebulon.example",
    "73920184655{i:04d}",
    "김서연·ожидание·{i:03d}",
    "QX-4400{i:03d}",
)


def label(i: int) -> str:
    """A label as a real file might have it: a name, an e-mail address, a big number, another script, an id number."""
    return _KINDS[i % len(_KINDS)].format(i=i)


def pairs(people: int, *, seed: int = 5) -> list[tuple[int, int]]:
    """Ties among so many people, everyone with at least two, a few with very many."""
    rng = np.random.default_rng(seed)
    ring = [(i, (i + 1) % people) for i in range(people)]
    hubs = [(0, i) for i in range(2, people, 2)] + [(1, i) for i in range(3, people, 3)]
    chance = [(int(a), int(b)) for a, b in rng.integers(0, people, (2 * people, 2)) if a != b]
    ties = ring + hubs + chance
    rng.shuffle(ties)
    return [(int(a), int(b)) for a, b in ties]


def edge_list(ties: Sequence[tuple[int, int]], labels: Sequence[str]) -> str:
    """An edge list with a header and labels in quotation marks."""
    return "source,target\n" + "".join(f'"{labels[a]}","{labels[b]}"\n' for a, b in ties)


def traces(texts: Sequence[str]) -> list[bytes]:
    """Every form in which a text might be written, also as a digest, in lower case."""
    found: set[bytes] = set()
    for text in texts:
        found |= set(_forms(text))
    return [form.lower() for form in found]


def _forms(text: str) -> Iterator[bytes]:
    plain = text.encode()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        yield text.encode(encoding)
        yield text.lower().encode(encoding)
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("unicode_escape")
    yield text.encode("ascii", "xmlcharrefreplace")
    yield html.escape(text).encode()
    yield urllib.parse.quote(text).encode()
    yield repr(plain)[2:-1].encode()
    yield plain.hex().encode()
    yield base64.b64encode(plain).rstrip(b"=")[:-1]
    if len(text) < 9:
        return
    for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.blake2b):
        yield digest(plain).digest()
        yield digest(plain).hexdigest().encode()
    if text.isdecimal():
        number = int(text)
        yield from (f"{number:,}".encode(), f"{number:_}".encode(), hex(number)[2:].encode())
        yield from (struct.pack(form, number) for form in ("<Q", ">Q", "<d", ">d"))


def found_in(content: bytes, sought: Sequence[bytes]) -> list[bytes]:
    """The traces that occur, whatever their case."""
    lowered = content.lower()
    return [form for form in sought if form in lowered]


def everything_in(path: Path) -> bytes:
    """Every byte of a file or of all files in a folder, packed ones also unpacked, with their names."""
    files = [each for each in sorted(path.rglob("*")) if each.is_file()] if path.is_dir() else [path]
    parts = [str(each.relative_to(path)).encode() for each in files]
    for each in files:
        raw = each.read_bytes()
        parts += [raw, *_unpacked(raw)]
    for store in [each for each in path.rglob("*.zarr") if each.is_dir()] if path.is_dir() else []:
        parts += _arrays(zarr.open_group(store, mode="r"))
    return b"\0".join(parts)


def _unpacked(raw: bytes) -> Iterator[bytes]:
    if raw.startswith(b"\x28\xb5\x2f\xfd"):
        yield zstd.decompress(raw)
    if raw.startswith(b"\x1f\x8b"):
        yield zlib.decompress(raw, wbits=31)
    for kind, content in png_chunks(raw):
        yield kind.encode()
        if kind in ("zTXt", "iTXt", "iCCP"):
            yield zlib.decompress(content[content.index(b"\x78") :])


def png_chunks(raw: bytes) -> list[tuple[str, bytes]]:
    """The chunks of a picture: their kinds and what is in them; none for what is no PNG."""
    if not raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return []
    chunks, place = [], 8
    while place < len(raw):
        (size,) = struct.unpack(">I", raw[place : place + 4])
        chunks.append((raw[place + 4 : place + 8].decode("ascii"), raw[place + 8 : place + 8 + size]))
        place += size + 12
    return chunks


def _arrays(group: zarr.Group) -> Iterator[bytes]:
    yield json.dumps(group.attrs.asdict(), ensure_ascii=False).encode()
    for _, member in group.members(max_depth=None):
        yield json.dumps(member.attrs.asdict(), ensure_ascii=False).encode()
        if isinstance(member, zarr.Array):
            values = np.asarray(member[...])
            yield str(values.tolist()).encode()
            yield values.tobytes() if values.dtype.kind != "O" else b""
