"""The two ids on one line of an edge list, and why a line is refused.

A message names a place, never what stands there: no id of a real person may leave this file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LARGEST_ID = 2**63 - 1
NAME_CODES = 2**63
"""Ids written as whole numbers have codes up to LARGEST_ID; other ids get codes from here on."""

_WHOLE = re.compile(rb"[0-9]+")
_NUMERIC = re.compile(rb"[+-]?[0-9]+(\.[0-9]*)?")
_NEGATIVE = re.compile(rb"-[0-9]+(\.[0-9]*)?")
_QUOTED = re.compile(rb'"(?:[^"]|"")*"')
_SIDES = ("source", "target", "from", "to")
_HEADER_WORDS: Final = frozenset(
    {*_SIDES, "src", "dst", "dest", "head", "tail", "start", "end", "follower", "followee"}
    | {side + part for side in _SIDES for part in ("_id", "id", "_node", "node", "_node_id", "nodeid")}
    | {word + mark for word in ("node", "id", "user", "person", "vertex", *_SIDES) for mark in ("1", "2", "_1", "_2")}
)

ATTRIBUTES = (
    "only two ids on each line are allowed. Weights, times and other attributes are refused, because only the shape "
    "of a network may come in and no record of what a person is or did"
)


class LineError(Exception):
    """A line is refused; the text names the column and the reason and never the id."""


def separator_of(line: bytes) -> bytes | None:
    """What separates cells in the file, judged by its first line: tab, comma, semicolon, or None for spaces."""
    bare = _QUOTED.sub(b"", line)
    return next((mark for mark in (b"\t", b",", b";") if mark in bare), None)


def cells_of(line: bytes, separator: bytes | None) -> list[bytes]:
    """The cells of a line, without surrounding spaces and quotation marks.

    Raises LineError if the text is not UTF-8 or a quotation mark is not closed.
    """
    if not line.isascii() and not _is_utf8(line):
        raise LineError("not valid UTF-8; save the file as UTF-8 text")
    if b'"' in line:
        return _quoted_cells(line, separator)
    return line.split() if separator is None else [cell.strip() for cell in line.split(separator)]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _quoted_cells(line: bytes, separator: bytes | None) -> list[bytes]:
    cells: list[bytes] = []
    rest = line.strip(b" ")
    while True:
        cell, rest = _first_cell(rest, separator)
        cells.append(cell)
        if separator is None:
            rest = rest.lstrip()
            if not rest:
                return cells
        elif not rest:
            return cells
        else:
            rest = rest[1:].lstrip(b" ")


def _first_cell(text: bytes, separator: bytes | None) -> tuple[bytes, bytes]:
    """The first cell, and the text from the separator after it on."""
    quoted = _QUOTED.match(text)
    if quoted:
        rest = text[quoted.end() :].lstrip(b" ") if separator else text[quoted.end() :]
        if rest and not (rest.startswith(separator) if separator else rest[:1].isspace()):
            raise LineError("text follows a closing quotation mark")
        return quoted.group()[1:-1].replace(b'""', b'"').strip(), rest
    if text.startswith(b'"'):
        raise LineError("a quotation mark is not closed")
    if separator is None:
        cell = text.split(maxsplit=1)[0] if text.split() else b""
        return cell, text[len(cell) :]
    cell, mark, rest = text.partition(separator)
    return cell.strip(), mark + rest


def is_header(first: Sequence[bytes], following: Sequence[bytes] | None) -> bool:
    """Whether the first line names columns: by its words, or because the next line has numbers where it has none.

    Words that the next line goes on counting, as in `user1 user2` before `user1 user3`, are ids.
    """
    if following is not None and any(_stem(cell) == _stem(other) != b"" for cell in first for other in following):
        return False
    if all(cell.lower().decode("utf-8", "replace") in _HEADER_WORDS for cell in first):
        return True
    if following is None or any(_NUMERIC.fullmatch(cell) for cell in first):
        return False
    return all(_NUMERIC.fullmatch(cell) for cell in following)


def _stem(cell: bytes) -> bytes:
    return cell.rstrip(b"0123456789")


def code_of(cell: bytes, column: int, names: dict[bytes, int]) -> int:
    """A number that stands for an id; ids are the same if they are written the same.

    Raises LineError for an empty, negative or too large id.
    """
    if not cell:
        raise LineError(f"column {column}: an empty id")
    if _NEGATIVE.fullmatch(cell):
        raise LineError(f"column {column}: a negative id; ids are names, or whole numbers from 0 to 2**63 - 1")
    if _WHOLE.fullmatch(cell):
        # Anything longer cannot be in range, and int() refuses numbers of thousands of digits.
        value = int(cell) if len(cell) <= 40 else NAME_CODES
        if value > LARGEST_ID:
            raise LineError(f"column {column}: a whole number above 2**63 - 1, the largest id allowed")
        if cell == b"0" or not cell.startswith(b"0"):
            return value
    return names.setdefault(cell, NAME_CODES + len(names))
