"""Hostile edge lists: damaged, foreign, huge, and compressed beyond reason."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from mutations import GENERAL, ends_changed, mutated
from trials import TINY, Trial

from hushed.society.loading import load_network

LABEL = "zelda-9183"
"""A name that may stand in a file and in nothing that is written or said."""
_MARKS = (",", "\t", ";", " ", "  ", ", ", " , ", "|", ":", ",,")
_RARE = 0.002
"""The share of inputs that are very large."""


def made(rng: Random, place: Path, kept: Path) -> Trial:
    """A hostile edge list, and what reads it."""
    if rng.random() < _RARE:
        content = rng.choice(LARGE)(rng, kept)
    else:
        content = _list(rng).encode("utf-8", "surrogatepass")
        if rng.random() < 0.7:
            content = mutated(content, rng, (*GENERAL, ends_changed))
        if rng.random() < 0.15:
            content = _zipped(content, rng)
    return of_content(content, rng, place)


def of_content(content: bytes, rng: Random, place: Path) -> Trial:
    """A file with that content, read as `--network` reads it, or by a whole run."""
    file = place / rng.choice(("ties.csv", "ties.txt.gz", "ties"))
    file.write_bytes(content)
    if rng.random() < 0.01:
        out = place / "out"
        arguments = ["run", "sesame-credit", "--network", str(file), *TINY[2:], "-o", str(out)]
        return Trial("run", arguments, (out,), (LABEL,))
    return Trial("load_network", partial(load_network, file, seed=1), (), (LABEL,))


def kept(file: Path, place: Path, _kept: Path) -> Trial:
    """An input of the corpus."""
    return of_content(file.read_bytes(), Random(1), place)


def _list(rng: Random) -> str:
    mark, end = rng.choice(_MARKS), rng.choice(("\n", "\n", "\r\n", "\r"))
    name = rng.choice(_NAMES)
    people = rng.choice((1, 2, 3, 10, 100))
    lines = [mark.join((name(rng, people), name(rng, people))) for _ in range(rng.choice((0, 1, 2, 5, 30)))]
    if rng.random() < 0.2:
        lines.insert(
            0, rng.choice(("source,target", "a", "id1\tid2", "from to", "weight", f"{LABEL},target", "\ufeff"))
        )
    if rng.random() < 0.2:
        comment = rng.choice(("# note", "% bip", "// x", "/*", "; x", "#", "%%MatrixMarket", f"# {LABEL}"))
        lines.insert(rng.randrange(len(lines) + 1), comment)
    if rng.random() < 0.1:
        lines.insert(rng.randrange(len(lines) + 1), mark.join(["1"] * rng.choice((1, 3, 4, 50))))
    return end.join(lines) + rng.choice((end, "", end * 3))


_NAMES: tuple[Callable[[Random, int], str], ...] = (
    lambda rng, people: str(rng.randrange(people)),
    lambda rng, people: f"user{rng.randrange(people)}",
    lambda rng, people: f'"{LABEL}, {rng.randrange(people)}"',
    lambda rng, _people: rng.choice(("0", "00", "-1", "+1", "1.0", "1e5", "9" * 19, "9" * 5000, "9223372036854775808")),
    lambda rng, people: rng.choice(('"', '""', '"a', 'a"', '"a""b"', "'", " ", "", str(rng.randrange(people)))),
    lambda rng, _people: chr(rng.choice((0xE9, 0x4E2D, 0x1F4A5, 0x202E, 0x7F, 0x85, 0x2028, 0xA0, 0x0B, 0xD800))) + "x",
    lambda rng, people: LABEL + str(rng.randrange(people)),
)


def _zipped(content: bytes, rng: Random) -> bytes:
    packed = gzip.compress(content, mtime=0)
    kind = rng.randrange(6)
    if kind == 0:
        return mutated(packed, rng)
    if kind == 1:
        return packed[: rng.randrange(len(packed))]
    if kind == 2:
        return packed + packed
    if kind == 3:
        return packed + rng.randbytes(20)
    return gzip.compress(packed, mtime=0) if kind == 4 else packed


def _kept(kept: Path, name: str, content: Callable[[], bytes]) -> bytes:
    """Material that takes long to make, made once."""
    file = kept / name
    if not file.exists():
        file.write_bytes(content())
    return file.read_bytes()


def bomb(line: bytes, size: int) -> bytes:
    """A gzip file that unpacks to one line again and again, `size` bytes of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = line * max(1, (1 << 20) // len(line))
    packed = b"".join(packer.compress(block) for _ in range(max(1, size // len(block))))
    return packed + packer.flush()


LARGE: tuple[Callable[[Random, Path], bytes], ...] = (
    lambda _rng, _kept_there: b"1," * 10_000_000 + b"2\n",
    lambda _rng, _kept_there: b"1," * 2_000_000 + b"2\n",
    lambda _rng, _kept_there: b"a" * 3_000_000 + b",b\n",
    lambda rng, kept: _kept(kept, "spaces.gz", lambda: bomb(b" ", 4 << 30)),
    lambda rng, kept: _kept(kept, "blank.gz", lambda: bomb(b"\n", 4 << 30)),
    lambda rng, kept: _kept(kept, "comment.gz", lambda: bomb(b"# nothing\n", 2 << 30)),
    lambda rng, kept: _kept(kept, "ties.gz", lambda: bomb(b"1,2\n", 2 << 30)),
    lambda rng, kept: _kept(kept, "names.gz", lambda: bomb(b"anna,berta\n", 1 << 30)),
    lambda rng, kept: gzip.compress(_kept(kept, "blank.gz", lambda: bomb(b"\n", 4 << 30))),
    lambda rng, _kept_there: b"".join(b"%d,%d\n" % (rng.getrandbits(62), rng.getrandbits(62)) for _ in range(50_000)),
    lambda _rng, _kept_there: b"# " + b"x" * 60_000 + b"\n1,2\n2,3\n",
    lambda _rng, _kept_there: b"\n" * 3_000_000 + b"1,2\n",
    lambda _rng, _kept_there: b'"' * 60_000 + b"\n",
    lambda _rng, _kept_there: (b'"a ""b"" c",' + b'"' + b'""' * 20_000 + b'"\n') * 20,
)
"""Files that are large, or become it when they are unpacked."""
