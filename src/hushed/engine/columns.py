"""Some hundred people at a time, in columns: what every loop over people is made of.

A loop that does one thing to a column of numbers runs in vector instructions, eight people at once; one loop that
does everything to each person in turn cannot. So kernels go from chunk to chunk of people, and within a chunk from
equation to equation; the columns stay in the nearest cache. A term that is off costs no column.

Loop variables are unsigned, because Numba guards signed indices against negative ones. `np.float64` rather than
`float`, because Numba's `float` of a single-precision number stays single.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, helper, inlined, prefetch, trailing_zeros
from hushed.random import drawn

CHUNK = 512
"""People in a column: a multiple of 64, so that no two chunks share a word of bits."""

_U = np.uint64
_SIX = _U(6)
_LAST_SIX = _U(63)
_THREE = _U(3)
_LAST_THREE = _U(7)
_ONE = _U(1)
_EVEN_BITS = _U(0x0101010101010101)
_EVEN_BYTES = _U(0x00FF00FF00FF00FF)
_EVEN_PAIRS = _U(0x0001000100010001)
_EIGHT = _U(8)
_TO_TOP = _U(48)
_LINE = _U(16)
"Ids in a line of cache."
_AHEAD = _U(16)
STRETCH = 16 * CHUNK
"""People among whom rows to be read are listed, so that they can be asked for ahead."""


def words_for(people: int) -> int:
    """64-bit words that hold one bit for each person."""
    return -(-people // 64)


def byte_flags(people: int) -> NDArray[np.uint8]:
    """A byte of flags for each person, in memory that can be read eight at a time."""
    return np.zeros(words_for(people) * 8, dtype=np.uint64).view(np.uint8)[:people]


def as_words(flags: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The bytes that `byte_flags` made, eight people to a word; the bytes after the last person are 0."""
    words = flags.base
    if words is None or words.dtype != np.uint64:
        raise ValueError("these flags were not made by byte_flags")
    return words


@inlined
def spans(first: Any, last: Any) -> Any:
    """The starts of the chunks that the people `first` to `last - 1` fall into; `first` is the start of one."""
    return range(_U(first), _U(last), _U(CHUNK))


@inlined
def span_at(start: Any, last: Any) -> Any:
    """A chunk: its first person, and how many there are in it."""
    return _U(start), min(_U(CHUNK), _U(last) - _U(start))


@helper
def column(values: Any, span: Any, out: Any) -> None:
    """A trait of the people of a chunk in double precision; a trait of length 1 is the same for everyone."""
    start, count = span
    if len(values) == 1:
        for j in range(_U(count)):
            out[j] = values[0]
    else:
        for j in range(_U(count)):
            out[j] = values[start + j]


@helper
def luck(key: Any, moment: Any, channel: Any, span: Any, out: Any) -> None:
    """A column of a round's draws; people without keys of their own are keyed by their numbers."""
    start, count = span
    seed, replicate, round_ = moment.seed, moment.replicate, moment.round
    if len(key) == 0:
        for j in range(_U(count)):
            out[j] = drawn(seed, replicate, round_, start + j, channel)
    else:
        for j in range(_U(count)):
            out[j] = drawn(seed, replicate, round_, _U(key[start + j]), channel)


@helper
def luck_of(places: Any, many: Any, key: Any, moment: Any, channel: Any, start: Any, out: Any) -> None:
    """The draws of the first `many` of some places in the chunk that begins at `start`, in their order."""
    seed, replicate, round_ = moment.seed, moment.replicate, moment.round
    if len(key) == 0:
        for j in range(_U(many)):
            out[j] = drawn(seed, replicate, round_, start + _U(places[j]), channel)
    else:
        for j in range(_U(many)):
            out[j] = drawn(seed, replicate, round_, _U(key[start + _U(places[j])]), channel)


@helper
def luck_of_pairs(pairs: Any, moment: Any, channel: Any, out: Any) -> None:
    """A round's draws for pairs of people, as `pair_subject` names them."""
    seed, replicate, round_ = moment.seed, moment.replicate, moment.round
    for j in range(_U(len(pairs))):
        out[j] = drawn(seed, replicate, round_, pairs[j], channel)


@inlined
def key_of(key: Any, i: Any) -> Any:
    """The number a person's draws are keyed by."""
    return _U(key[i]) if len(key) > 0 else _U(i)


# Bits ---------------------------------------------------------------------------------------------


@inlined
def bit(words: Any, i: Any) -> Any:
    """1 if the bit of person i is set in words of 64 bits, else 0."""
    return (words[i >> _SIX] >> (i & _LAST_SIX)) & _ONE


@inlined
def tie_bit(cut: Any, tie: Any) -> Any:
    """1 if the bit of an entry is set in bytes of eight bits, else 0."""
    return (_U(cut[tie >> _THREE]) >> (tie & _LAST_THREE)) & _ONE


@compiled
def pack(flags: Any, flag: Any, words: Any, first: Any, last: Any) -> None:
    """One bit for each of the people `first` to `last - 1` whose byte has a flag set; `first` a multiple of 64."""
    for start in range(_U(first), _U(last), _U(64)):
        words[start >> _SIX] = word_of(flags, flag, start, min(_U(64), _U(last) - start))


@inlined
def word_of(flags: Any, flag: Any, start: Any, count: Any) -> Any:
    """One bit for each of the at most 64 people from `start` whose byte has a flag set."""
    word = _U(0)
    for place in range(count):
        word |= _U((flags[start + place] & flag) != 0) << place
    return word


@helper
def flagged(words: Any, start: Any, count: Any, out: Any) -> Any:
    """Those of the `count` people from `start`, a multiple of 64, whose bit is set, in order; how many they are."""
    some = _U(0)
    for place in range(start >> _SIX, (start + count + _LAST_SIX) >> _SIX):
        word = words[place]
        while word != _U(0):
            out[some] = (place << _SIX) | trailing_zeros(word)
            some += _ONE
            word &= word - _ONE
    return some


@inlined
def ask_ahead(ends: Any, offsets: Any, people: Any, place: Any, many: Any) -> None:
    """While one row is read, have that of somebody further down a list of `many` people fetched from memory."""
    if place + _AHEAD < many:
        row = offsets[_U(people[place + _AHEAD])]
        prefetch(ends, row)
        prefetch(ends, row + _LINE)


@inlined
def counted(bits: Any) -> Any:
    """How many of the lowest bits of eight bytes, each holding a number below 256, add up to."""
    pairs = (bits & _EVEN_BYTES) + ((bits >> _EIGHT) & _EVEN_BYTES)
    return (pairs * _EVEN_PAIRS) >> _TO_TOP


@inlined
def lowest(word: Any) -> Any:
    """The lowest bit of each of eight bytes."""
    return word & _EVEN_BITS


# Sums ---------------------------------------------------------------------------------------------


@helper
def folded(lanes: Any) -> float:
    """The sum of `CHUNK` lanes, halved again and again; the lanes are used up.

    Sums over people are formed so everywhere: person i of a block adds to lane i mod CHUNK, lanes are folded, blocks
    are added in order. The rounding is the same for any number of threads, in vector instructions or without.
    """
    half = _U(CHUNK)
    while half > _ONE:
        half = half >> _ONE
        for lane in range(half):
            lanes[lane] += lanes[half + lane]
    return np.float64(lanes[0])
