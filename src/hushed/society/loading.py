"""Reading the shape of a network from an edge list, and nothing else.

People are renumbered in a seeded random order, labels are thrown away, and no map back is kept: not in the result, not
in a message, not in an exception's traceback.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from hushed import memory
from hushed.errors import InputError
from hushed.random import Channel
from hushed.society.edge_cells import ATTRIBUTES, LineError, cells_of, code_of, is_header, separator_of
from hushed.society.edge_text import BLOCK_BYTES, LINE_END, LONGEST_LINE, blocks
from hushed.society.generators.sampling import random_order, stream_of
from hushed.society.label_kernels import EMPTY, move_table, number_codes, read_plain
from hushed.society.network import Network

Progress: TypeAlias = Callable[[float], None]
"""Told the share of the work done, from 0 to 1."""

MOST_PEOPLE = 2**32 - 1
"""Most people a network can have: ids are 32-bit."""

_BYTES_PER_TIE = 32
_BYTES_PER_PERSON = 56
_BYTES_PER_NAME = 200
_PATIENCE = 8


@dataclass(frozen=True, slots=True)
class LoadedNetwork:
    """The shape of a network read from a file, and what was counted while reading it."""

    network: Network
    people: int
    "Different ids, those with only a self-loop included."
    ties: int
    "Different ties; direction is not kept."
    duplicates: int
    "Lines that repeated a tie, in either direction."
    self_loops: int
    "Lines that tied an id to itself."
    lines: int
    "Lines with two ids: ties + duplicates + self_loops."
    shape: str
    "SHA-256 of the ties with people numbered as they appear: the same for any labels, so it tells nothing of them."


def load_network(
    path: str | Path, *, seed: int, people_limit: int | None = None, progress: Progress | None = None
) -> LoadedNetwork:
    """Read an edge list: two ids on each line, separated by a tab, comma, semicolon or spaces, gzipped or not.

    Lines that begin with # or % and blank lines are skipped, and so is one header line. Ids are names or whole
    numbers, and the same if written the same. `people_limit` refuses a file with more people.

    Raises InputError, with file and line, for a file that is missing, empty, binary, cut short or not UTF-8; for one
    column or more than two; for rows of uneven width; for empty, negative or too large ids; and for a network without
    ties or too large for the memory there is. Raises ValueError if the seed does not fit 32 bits.
    """
    stream = stream_of(seed=seed, replicate=0, channel=Channel.RENUMBER)
    result = _read(Path(path), people_limit, progress)
    if isinstance(result, InputError):
        raise result
    people, left, right = result
    order = random_order(people, stream)
    network = Network.from_edges(people, order[left], order[right])
    loops = int(np.count_nonzero(left == right))
    return LoadedNetwork(
        network=network,
        people=people,
        ties=network.ties,
        duplicates=left.size - loops - network.ties,
        self_loops=loops,
        lines=left.size,
        shape=hashlib.sha256(np.stack((left, right)).astype("<u4").tobytes()).hexdigest(),
    )


def _read(
    path: Path, people_limit: int | None, progress: Progress | None
) -> tuple[int, NDArray[np.uint32], NDArray[np.uint32]] | InputError:
    """The numbered ties; a mistake is handed back bare, because its traceback would hold the lines being read."""
    reader = _Reader(path, people_limit)
    try:
        for block, share in blocks(path):
            reader.take(block)
            if progress is not None:
                progress(share)
        return reader.finish()
    except InputError as error:
        return InputError(*error.lines)


class _Reader:
    """Turns blocks of whole lines into numbered ties; forgotten, ids and all, when the file has been read."""

    def __init__(self, path: Path, people_limit: int | None) -> None:
        self._path = path
        self._limit = people_limit
        self._available = memory.available_bytes()
        self._line = 0
        self._separator: bytes | None = None
        self._first: list[bytes] | None = None
        self._first_line = 0
        self._started = False
        self._names: dict[bytes, int] = {}
        self._table = _Table()
        self._pairs: list[tuple[int, int]] = []
        self._left: list[NDArray[np.uint32]] = []
        self._right: list[NDArray[np.uint32]] = []
        self._ties = 0
        self._room = np.empty((2, BLOCK_BYTES // 4 + LONGEST_LINE), dtype=np.uint64)

    def take(self, block: bytes) -> None:
        """Read a block of whole lines: plain lines of two numbers at once, others one by one."""
        text = np.frombuffer(block, dtype=np.uint8)
        position, misses = 0, 0
        while position < len(block) and misses < _PATIENCE:
            if self._started:
                position, lines = self._take_plain(text, position)
                misses = 0 if lines else misses + 1
            ends = LINE_END.search(block, position)
            if ends is not None:
                self._take_line(block[position : ends.start()])
                position = ends.end()
        for line in block[position:].splitlines():
            self._take_line(line)
        self._flush()

    def finish(self) -> tuple[int, NDArray[np.uint32], NDArray[np.uint32]]:
        """People, and the two ends of each tie."""
        if self._first is not None and not is_header(self._first, None):
            self._add(self._first, self._first_line)
        self._flush()
        if not self._ties:
            what = "holds no ties, only a header" if self._first_line else "is empty"
            raise InputError(f"{self._path}: the file {what}; it must have two ids on each line")
        left, right = np.concatenate(self._left), np.concatenate(self._right)
        if np.array_equal(left, right):
            raise InputError(f"{self._path}: no ties are left: every line ties an id to itself")
        return self._table.count, left, right

    def _take_plain(self, text: NDArray[np.uint8], position: int) -> tuple[int, int]:
        mark = self._separator[0] if self._separator else 0
        position, lines = read_plain(text, position, mark, self._room[0], self._room[1])
        self._line += lines
        if lines:
            # What came before is numbered before, so that numbers follow the lines, whatever kind their labels are.
            self._flush()
            self._number(self._room[:, :lines])
        return position, lines

    def _take_line(self, raw: bytes) -> None:
        self._line += 1
        if len(raw) > LONGEST_LINE:
            raise self._refused(f"a line longer than {LONGEST_LINE} bytes")
        line = raw.strip(b" ")
        if not line.strip() or line[:1] in (b"#", b"%"):
            return
        if not self._first_line:
            self._open(line)
            return
        cells = self._cells(line)
        if self._first is not None:
            first, self._first = self._first, None
            if not is_header(first, cells):
                self._add(first, self._first_line)
            self._started = True
        self._add(cells, self._line)

    def _open(self, line: bytes) -> None:
        """The first line with cells decides the separator and may turn out to be a header."""
        self._separator = separator_of(line)
        self._first_line = self._line
        cells = self._cells(line, first=True)
        if len(cells) == 1:
            raise self._refused("one column; each line must hold two ids, separated by a comma, a tab or spaces")
        if len(cells) > 2:
            raise self._refused(f"{len(cells)} columns; {ATTRIBUTES}")
        self._first = cells

    def _cells(self, line: bytes, *, first: bool = False) -> list[bytes]:
        try:
            cells = cells_of(line, self._separator)
        except LineError as error:
            reason = str(error)
        else:
            if first or len(cells) == 2:
                return cells
            columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
            reason = f"{columns} where line {self._first_line} has 2; {ATTRIBUTES}"
        raise self._refused(reason)

    def _add(self, cells: list[bytes], line: int) -> None:
        try:
            self._pairs.append((code_of(cells[0], 1, self._names), code_of(cells[1], 2, self._names)))
        except LineError as error:
            reason = str(error)
        else:
            return
        raise self._refused(reason, line)

    def _flush(self) -> None:
        if self._pairs:
            self._number(np.array(self._pairs, dtype=np.uint64).T)
            self._pairs = []

    def _number(self, codes: NDArray[np.uint64]) -> None:
        """Number the ids of both rows of `codes` and keep the ties, as far as they fit."""
        lines = codes.shape[1]
        numbers = self._table.number(np.ascontiguousarray(codes.T).ravel())
        self._left.append(numbers[0::2])
        self._right.append(numbers[1::2])
        self._ties += lines
        people = self._table.count
        for most in (self._limit, MOST_PEOPLE):
            if most is not None and people > most:
                raise InputError(f"{self._path}: more than {most} people, the most allowed here")
        needed = self._ties * _BYTES_PER_TIE + people * _BYTES_PER_PERSON + len(self._names) * _BYTES_PER_NAME
        if needed > self._available:
            raise InputError(
                f"{self._path}: too large for this machine: the first {self._ties} ties alone need about "
                f"{memory.readable(needed)} of memory and {memory.readable(self._available)} are free"
            )

    def _refused(self, reason: str, line: int | None = None) -> InputError:
        return InputError(f"{self._path}:{line or self._line}: {reason}")


class _Table:
    """Numbers for codes, in order of first appearance; doubles when half full."""

    def __init__(self) -> None:
        self.count = 0
        self._keys = np.full(1 << 12, EMPTY)
        self._numbers = np.empty(1 << 12, dtype=np.uint32)

    def number(self, codes: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """The number of each code."""
        parts = []
        for start in range(0, codes.size, 1 << 14):
            part = codes[start : start + (1 << 14)]
            self._make_room(self.count + part.size)
            numbers, count = number_codes(part, self._keys, self._numbers, self.count)
            self.count = int(count)
            parts.append(numbers)
        return np.concatenate(parts)

    def _make_room(self, entries: int) -> None:
        size = self._keys.size
        while size < 2 * entries:
            size *= 2
        if size > self._keys.size:
            keys, numbers = np.full(size, EMPTY), np.empty(size, dtype=np.uint32)
            move_table(self._keys, self._numbers, keys, numbers)
            self._keys, self._numbers = keys, numbers
