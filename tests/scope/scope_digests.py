"""A search for digests of texts in whatever was written: as bytes, as hexadecimal and as base 64, alone or in a row."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

import numpy as np

_ALGORITHMS = (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512, hashlib.blake2b, hashlib.sha3_256)
_HEXADECIMAL = re.compile(rb"[0-9a-f]{16,}")
_BASE_64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
HEAD = 8
"""Bytes of a digest that are looked for: 2^64 values, of which a few thousand are sought."""


class Digests:
    """The heads of all digests of some contents, in three ways of writing them."""

    def __init__(self, contents: Iterable[bytes]) -> None:
        heads = {algorithm(each).digest()[:HEAD] for each in contents for algorithm in _ALGORITHMS}
        self.raw = np.unique(np.frombuffer(b"".join(heads), np.uint64))
        self.hexadecimal = {head.hex().encode() for head in heads}
        # Eleven characters hold 66 bits, so ten of them are of the head alone.
        self.base_64 = {base64.b64encode(head)[:10] for head in heads}

    def within(self, content: bytes) -> list[bytes]:
        """What of them occurs in a content."""
        found = [bytes(each) for each in self._raw_in(content)]
        found += _runs(_HEXADECIMAL, content.lower(), self.hexadecimal, 16)
        plain = content.replace(b"-", b"+").replace(b"_", b"/")
        return found + _runs(_BASE_64, plain, self.base_64, 10)

    def _raw_in(self, content: bytes) -> Iterable[bytes]:
        for start in range(HEAD):
            size = (len(content) - start) // HEAD
            if size > 0:
                windows = np.frombuffer(content, np.uint64, size, start)
                yield from (each.tobytes() for each in windows[np.isin(windows, self.raw)])


def _runs(pattern: re.Pattern[bytes], content: bytes, sought: set[bytes], width: int) -> list[bytes]:
    """What of the sought starts anywhere in a run of characters."""
    return [
        run[start : start + width]
        for run in pattern.findall(content)
        for start in range(len(run) - width + 1)
        if run[start : start + width] in sought
    ]


def disguises(text: str) -> set[bytes]:
    """A text backwards, in base 64 wherever it begins in a longer one, in base 32, and as numbers of its characters."""
    plain = text.encode()
    found = {text[::-1].encode(), plain[::-1], plain[::-1].hex().encode(), ", ".join(map(str, plain)).encode()}
    found |= {",".join(map(str, plain)).encode(), text.encode("utf-7")}
    for before in range(3):
        written = base64.b64encode(b"\0" * before + plain)
        found.add(written[-(-8 * before // 6) : len(written) - 4])
    found.add(base64.b32encode(plain).rstrip(b"=")[:-1])
    return {each.lower() for each in found if len(each) > 5}
