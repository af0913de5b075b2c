"""The text of an edge list as blocks of whole lines, from a plain or gzipped file, in bounded memory."""

from __future__ import annotations

import gzip
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from hushed.errors import InputError

BLOCK_BYTES: Final = 1 << 20
LONGEST_LINE: Final = 1 << 16
"""Longest line allowed, in bytes."""
LINE_END: Final = re.compile(rb"\r\n?|\n")

MOST_UNPACKED: Final = 100
"""How many times its own size a gzipped file may unpack to; an edge list comes to some ten times at most."""
FREELY_UNPACKED: Final = 1 << 20
"""Bytes that any gzipped file may unpack to: what is short may well repeat itself."""

_GZIP = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def blocks(path: Path) -> Iterator[tuple[bytes, float]]:
    """Blocks of whole lines, each with the share of the file read so far; a last line without an end gets one.

    A line too long to be allowed ends the reading and is the last block. Raises InputError for what is not a readable
    text file or is cut short, and for a gzipped file that unpacks to more than `MOST_UNPACKED` times its size and
    more than `FREELY_UNPACKED` bytes.
    """
    size = _size_of_file(path)
    raw = _opened(path)
    with raw:
        zipped = _is_gzipped(path, raw)
        source = cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="rb")) if zipped else raw
        unpacked = 0
        for block in _whole_lines(path, source):
            yield block, min(1.0, raw.tell() / max(1, size))
            unpacked += len(block)
            if zipped and unpacked > max(FREELY_UNPACKED, MOST_UNPACKED * raw.tell()):
                raise InputError(
                    f"{path}: the gzip file unpacks to more than {MOST_UNPACKED} times its size, as no edge list does; "
                    "if it is one, unpack it and name the unpacked file"
                )


def _size_of_file(path: Path) -> int:
    reason = ""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        reason = "there is no such file"
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    else:
        if stat.S_ISDIR(status.st_mode):
            reason = "this is a folder; name the edge list itself"
        elif not stat.S_ISREG(status.st_mode):
            reason = "this is not an ordinary file"
        elif not status.st_size:
            reason = "the file is empty; it must have two ids on each line"
    if reason:
        raise InputError(f"{path}: {reason}")
    return status.st_size


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        reason = error.strerror
    raise InputError(f"{path}: cannot be read: {reason}")


def _is_gzipped(path: Path, source: IO[bytes]) -> bool:
    try:
        start = source.read(len(_GZIP))
        source.seek(0)
    except OSError as error:
        reason = error.strerror
    else:
        return start == _GZIP
    raise InputError(f"{path}: cannot be read: {reason}")


def _whole_lines(path: Path, source: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    chunk = _more(path, source).removeprefix(_BYTE_ORDER_MARK)
    while chunk:
        text = rest + chunk
        # A return at the very end may be half of a line end whose other half is still to come.
        cut = max(text.rfind(b"\n"), text.rfind(b"\r", 0, -1)) + 1
        block, rest = text[:cut], text[cut:]
        if block:
            yield block
        if len(rest) > LONGEST_LINE + 1:
            # Too long whatever follows: handed over as it is, to be refused with its line number.
            yield rest + b"\n"
            return
        chunk = _more(path, source)
    if rest:
        yield rest if rest.endswith(b"\r") else rest + b"\n"


def _more(path: Path, source: IO[bytes]) -> bytes:
    try:
        chunk = source.read(BLOCK_BYTES)
        reason = "binary, or text that is not UTF-8; an edge list is plain text" if b"\0" in chunk else ""
    except (EOFError, zlib.error, gzip.BadGzipFile):
        reason = "the gzip file is cut short or damaged; fetch or compress it again"
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    if reason:
        raise InputError(f"{path}: {reason}")
    return chunk
