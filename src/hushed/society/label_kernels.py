"""Loops over the bytes and ids of an edge list: plain lines of two whole numbers, and ids turned into row numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled

EMPTY = np.uint64(2**64 - 1)
"""Marks a free slot of the table; no id has this code."""

_ONE = np.uint64(1)
_TEN = np.uint64(10)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_SPACE, _TAB, _LINE_FEED, _RETURN, _ZERO, _NINE = 32, 9, 10, 13, 48, 57
_LONGEST_PLAIN = 256
_MOST_DIGITS = 18


@compiled
def read_plain(text: Any, start: Any, separator: Any, left: Any, right: Any) -> Any:
    """Read lines of two whole numbers from text[start:] until one is anything else or `left` is full.

    Returns where it stopped, always at the start of a line, and how many lines it read. `separator` is a byte, or 0
    for spaces and tabs. Numbers with leading zeros or more than 18 digits are left to the slower reader.
    """
    position, lines = start, 0
    while lines < left.size:
        cursor, one = _number(text, _past_spaces(text, position, 0))
        if cursor < 0:
            break
        cursor, other = _number(text, _past_separator(text, cursor, separator))
        if cursor < 0:
            break
        cursor = _past_line_end(text, _past_spaces(text, cursor, separator))
        if cursor < 0 or cursor - position > _LONGEST_PLAIN:
            break
        left[lines], right[lines] = one, other
        position = cursor
        lines += 1
    return position, lines


@compiled
def _past_spaces(text: Any, cursor: Any, separator: Any) -> Any:
    while cursor < text.size and (text[cursor] == _SPACE or (separator == 0 and text[cursor] == _TAB)):
        cursor += 1
    return cursor


@compiled
def _past_separator(text: Any, cursor: Any, separator: Any) -> Any:
    """Where the second number starts, or the end of the text if it does not."""
    after = _past_spaces(text, cursor, separator)
    if separator == 0:
        return after if after > cursor else text.size
    if after >= text.size or text[after] != separator:
        return text.size
    return _past_spaces(text, after + 1, separator)


@compiled
def _number(text: Any, cursor: Any) -> Any:
    """The whole number at the cursor and where it ends, -1 if there is none that is plainly written."""
    first, value = cursor, np.uint64(0)
    while cursor < text.size and _ZERO <= text[cursor] <= _NINE and cursor - first <= _MOST_DIGITS:
        value = value * _TEN + np.uint64(text[cursor] - _ZERO)
        cursor += 1
    digits = cursor - first
    if digits == 0 or digits > _MOST_DIGITS or (digits > 1 and text[first] == _ZERO):
        return -1, value
    return cursor, value


@compiled
def _past_line_end(text: Any, cursor: Any) -> Any:
    if cursor >= text.size:
        return -1
    if text[cursor] == _LINE_FEED:
        return cursor + 1
    if text[cursor] != _RETURN:
        return -1
    return cursor + 2 if cursor + 1 < text.size and text[cursor + 1] == _LINE_FEED else cursor + 1


@compiled
def number_codes(codes: Any, keys: Any, numbers: Any, count: Any) -> Any:
    """A number for each code, counted from 0 in order of first appearance, and how many codes there are by now.

    `keys` and `numbers` are an open-addressing table whose size is a power of two and more than the codes it gets.
    """
    found = np.empty(codes.size, dtype=np.uint32)
    for place in range(codes.size):
        slot = _slot(keys, codes[place])
        if keys[slot] == EMPTY:
            keys[slot] = codes[place]
            numbers[slot] = count
            count += 1
        found[place] = numbers[slot]
    return found, count


@compiled
def move_table(keys: Any, numbers: Any, new_keys: Any, new_numbers: Any) -> None:
    """Put every entry of one table into a larger, empty one."""
    for slot in range(keys.size):
        if keys[slot] != EMPTY:
            new = _slot(new_keys, keys[slot])
            new_keys[new] = keys[slot]
            new_numbers[new] = numbers[slot]


@compiled
def _slot(keys: Any, code: Any) -> Any:
    """Where a code stands in the table, or the free slot where it would."""
    mask = np.uint64(keys.size) - _ONE
    mixed = (code ^ (code >> _HALF)) * _SPREAD
    slot = (mixed ^ (mixed >> _HALF)) & mask
    while keys[slot] != EMPTY and keys[slot] != code:
        slot = (slot + _ONE) & mask
    return slot
